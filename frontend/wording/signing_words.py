"""What the modules say about one signature in place of a transaction, in the reader's language."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    # the relay
    "relay_brings": lazy_gettext("Signed. This shop sends it now and pays the network fee; you may reload this page."),
    "relay_silent": lazy_gettext("This shop does not answer."),
    "relay_busy": lazy_gettext("This shop was asked to send too much in a short time."),
    "relay_slow": lazy_gettext("This shop took it, but it has not reached the chain yet."),
    "signature_over": lazy_gettext(
        "What you signed was not used in time and is worth nothing now. You can start again."
    ),
    "signature_unusable": lazy_gettext(
        "Your wallet signs in a way that cannot be used for this. Tick “I pay the network fee myself” and try again."
    ),
    # paying the fee oneself
    "no_coin": lazy_gettext(
        "The network fee that you pay yourself is about {fee}, and your account has {left} for it. Nothing was sent."
    ),
}

CHECKOUT: dict[str, Text] = {
    "fee_by_shop": lazy_gettext("paid by this shop"),
    "read_then_sign": lazy_gettext("Read what you sign before your wallet asks you."),
    "authorize_in_wallet": lazy_gettext("Compare the number, then sign in your wallet."),
    "permit_in_wallet": lazy_gettext(
        "In your wallet, sign that the contract may take exactly {amount}. Nothing is paid yet."
    ),
    "not_signed": lazy_gettext("Nothing was signed."),
    "resuming_signed": lazy_gettext(
        "You have signed for this purchase already. It goes on with the delivery details of then."
    ),
    "resuming_begun": lazy_gettext(
        "You have begun to pay for this already. It goes on with the delivery details of then."
    ),
    "resuming_sent": lazy_gettext(
        "Your wallet has sent a payment for this already. It goes on with the delivery details of then."
    ),
    "signed_otherwise": lazy_gettext(
        "You have signed for {goods}, {amount} in all. That holds until {until}, and until then only that purchase can "
        "be paid here."
    ),
    "put_back": lazy_gettext("Put the details back, or wait."),
    "signed_before": lazy_gettext(
        "You have signed for {goods}, {amount} in all. That purchase goes on with the delivery details of then, not "
        "with those that stand here now. To use these, wait until {until}."
    ),
    "pay_yourself": lazy_gettext(
        "Nothing is paid yet. You can pay the network fee yourself, with coin: your wallet then pays for the same "
        "order. It cannot be paid twice."
    ),
    "signed_not_paid": lazy_gettext("Nothing is paid yet. What you signed holds until {until}."),
    "pay_again": lazy_gettext(
        "Nothing is paid yet. Press the button to try again, or tick “I pay the network fee myself” first: both pay "
        "for the same order, which cannot be paid twice. What you signed may still be used until {until}, also without "
        "you."
    ),
    # what is signed
    "sign_nobody": lazy_gettext("None"),
    "sign_this_shop": lazy_gettext("this shop"),
    "sign_seller": lazy_gettext("Seller"),
    "sign_price": lazy_gettext("Price"),
    "sign_shipping": lazy_gettext("Shipping"),
    "sign_sent_within": lazy_gettext("Sent within"),
    "sign_delivered_within": lazy_gettext("Delivered within"),
    "sign_look_within": lazy_gettext("Time to look at it"),
    "sign_carrier": lazy_gettext("Carrier"),
    "sign_arbiter": lazy_gettext("Arbiter"),
    "sign_buyer": lazy_gettext("Buyer"),
    "sign_commission": lazy_gettext("Commission"),
    "sign_points": lazy_gettext("Points"),
    "sign_other_points": lazy_gettext(
        "This offer promises points of a contract that this shop does not know as one for this currency. "
        "Count them as nothing."
    ),
    "sign_order_number": lazy_gettext("Order number"),
    "sign_down": lazy_gettext("Paid at once"),
    "sign_later": lazy_gettext("Paid later"),
    "sign_first": lazy_gettext("The first instalment, if it is bought now"),
    "sign_last": lazy_gettext("The last"),
    "sign_total": lazy_gettext("In all, with the fees"),
    "sign_rate": lazy_gettext("Yearly rate"),
    "sign_late_fee": lazy_gettext("Late fee"),
    "sign_late_each": lazy_gettext("{fee} once for each instalment that is missed by more than three days"),
    "sign_parts": lazy_gettext(
        "{principal} in {count} instalments, {days} days apart, and with each of them a fee of {fee}"
    ),
}

ORDER: dict[str, Text] = {
    "act_in_wallet": lazy_gettext(
        "Sign in your wallet for order {order}: {doing} (“{verb}” there). It holds until {until}, and only while the "
        "order stands as it does now."
    ),
    "doing_confirm": lazy_gettext("confirm the receipt"),
    "doing_cancel": lazy_gettext("cancel the order"),
    "doing_request": lazy_gettext("ask for money back, a return or an exchange"),
    "doing_release": lazy_gettext("let go of a part"),
    "doing_send_back": lazy_gettext("say that the goods are on their way back"),
    "doing_dispute": lazy_gettext("ask the arbiter to decide"),
    "doing_extend": lazy_gettext("give more time"),
    "doing_submit_evidence": lazy_gettext("add to the case"),
    "release_signed": lazy_gettext("Your wallet shows what stays in question: {kept}."),
    "kept_for_seller": lazy_gettext(
        "What you signed is kept here, and the seller can bring it to the chain: then he gets the money. Until "
        "somebody does, the order is not confirmed. You can also do it and pay the network fee yourself, with coin."
    ),
    "nothing_happened": lazy_gettext(
        "Nothing has happened on the chain yet, and the time runs on. You can do it and pay the network fee "
        "yourself, with coin."
    ),
    "left_with_seller": lazy_gettext(
        "Not done yet: the seller can use what you signed until {until}, and gets the money then."
    ),
    "left_signed": lazy_gettext("Not done yet. What you signed holds until {until}."),
    "moved_on": lazy_gettext(
        "The order has moved on otherwise. What you signed was not used, and is worth nothing now."
    ),
    "seller_side_received": lazy_gettext("Confirmed. In block {block} the seller's side got {amount}."),
}
