"""What the browser's modules say while somebody fills a cart, pays, or looks at what he earned."""

from frontend.wording.texts import Text, lazy_gettext

CART: dict[str, Text] = {
    "line_removed": lazy_gettext("Removed: {title}"),
    "shop_silent": lazy_gettext("This shop does not answer. Your cart is kept; load the page again in a moment."),
}

CHECKOUT: dict[str, Text] = {
    "of_line": lazy_gettext("{title}: {problem}"),
    "not_sent_there": lazy_gettext("Not sent to {country}."),
    "not_all_sent_there": lazy_gettext(
        "Not everything is sent to {country}. Choose another country, or take what is marked out of the cart."
    ),
    "offer_withdrawn": lazy_gettext(
        "The seller has just changed or withdrawn this offer. Nothing was signed and nothing was paid."
    ),
    "sold_out": lazy_gettext("The last one has just been sold. Nothing was signed and nothing was paid."),
    "not_enough_left": lazy_gettext("Only {left} are left. Nothing was signed and nothing was paid."),
    "not_in_cart": lazy_gettext(
        "Your cart no longer holds this: {goods}. It may have been paid for in another tab. Nothing more was paid here."
    ),
    "not_enough_money": lazy_gettext("This costs {due}, and your account has {owned}. Nothing was signed."),
    "key_unproved": lazy_gettext(
        "This shop shows no profile of the seller that the chain knows, so nothing can be sealed for him. "
        "Nothing was signed."
    ),
    "allow_in_wallet": lazy_gettext(
        "In your wallet, allow the contract to take exactly {amount}. Nothing is paid yet."
    ),
    "pay_in_wallet": lazy_gettext("Now pay in your wallet."),
    "pay_all_in_wallet": lazy_gettext("Now pay in your wallet: {count} orders with one confirmation."),
    "paid": lazy_gettext("Paid. The contract holds the money."),
    # points
    "points_had": lazy_gettext("You have {have} in points."),
    "points_had_ready": lazy_gettext(
        "You have {have} in points. {ready} of them are not collected yet: if you use more than {balance}, the payment "
        "collects them too."
    ),
    "points_wrong": lazy_gettext("Enter an amount of at most {most}."),
    "points_too_fine": lazy_gettext("{unit} has {decimals} decimals at most."),
    "points_fewer": lazy_gettext(
        "Your account has only {have} in points by now, fewer than you chose. Nothing was signed. Look at the new sum, "
        "then pay."
    ),
    "points_unknown": lazy_gettext(
        "The contract of these points is not the one that this shop knows, so none can be used. Nothing was signed."
    ),
    "step_allow": lazy_gettext("In your wallet: allow exactly {amount}"),
    "step_pay": lazy_gettext("In your wallet: pay"),
    "step_pay_all": lazy_gettext("In your wallet: pay all {count} orders at once"),
    "step_points": lazy_gettext("In your wallet: pay with points in {unit}"),
    "step_points_all": lazy_gettext("In your wallet: pay all {count} orders in {unit} at once, with points"),
    "line_paid": lazy_gettext("Paid already"),
    "paid_part": lazy_gettext("A part is paid, and the contract holds that money. Now pay the rest."),
    "part_declined": lazy_gettext(
        "{paid} of {all} orders are paid. You declined the rest in your wallet: it is not paid, and waits here."
    ),
    "part_failed": lazy_gettext("{paid} of {all} orders are paid, the rest is not. {reason}"),
    "pay": lazy_gettext("Pay"),
    "pay_sum": lazy_gettext("Pay {amount}"),
    "pay_rest": lazy_gettext("Pay the rest"),
    "resuming": lazy_gettext("Your payment is on its way. This page goes on where you left it."),
    "begun_earlier": lazy_gettext(
        "You began to pay on this page. If your wallet still shows the payment, confirm or reject it there; otherwise "
        "you can start again."
    ),
    "begun_before": lazy_gettext(
        "Your wallet was asked to pay {amount} for {goods}. If it still shows that, or if you have confirmed it, go "
        "on with it: it is paid only once, with the delivery details of then, not with those that stand here now. "
        "Pay with these only if you have rejected it in your wallet: otherwise both may be paid."
    ),
    # a gift
    "gift_no_account": lazy_gettext("Enter the recipient's account: 0x and 40 letters and digits."),
    "gift_yourself": lazy_gettext("This is your own account. To buy for yourself, untick the gift."),
    "gift_seller": lazy_gettext("The recipient sells this, and nobody can buy from himself."),
    "gift_other_role": lazy_gettext("The recipient is its carrier or arbiter, and so cannot be its buyer."),
    # who brought the sale
    "commission_to": lazy_gettext("In the price: commission to whoever brought the sale: {referrer}"),
    "commission_to_shop": lazy_gettext("In the price: commission to whoever brought the sale: this shop"),
    # addresses kept on this device
    "address_new": lazy_gettext("A new address"),
    "address_keep": lazy_gettext("Keep this address on this device"),
    "address_change": lazy_gettext("Keep the changes on this device"),
    "address_deleted": lazy_gettext("The address is deleted from this device."),
}

POINTS: dict[str, Text] = {
    "points_collected": lazy_gettext("Collected: {amount} are points now."),
    "points_unknown": CHECKOUT["points_unknown"],
    "cash_fetched": lazy_gettext("{amount} is in the account."),
}

EARNINGS: dict[str, Text] = {
    "withdrawn": POINTS["cash_fetched"],
}
