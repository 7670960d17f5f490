"""What the browser's modules say, in the reader's language; `{name}` is filled in by the module."""

from flask import current_app, g
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from frontend.resources import settings
from frontend.web.compression import unchanging
from frontend.wording.reasons import REASONS
from frontend.wording.texts import Text, lazy_gettext, locale

WORDS: dict[str, Text] = {
    # the wallet
    "connect": lazy_gettext("Connect"),
    "you": lazy_gettext("you"),
    "browser_wallet": lazy_gettext("Browser wallet"),
    "no_wallet": lazy_gettext(
        "There is no wallet in this browser. Install one, such as MetaMask or Rabby, then load this page again. "
        "On a phone, open this page in the wallet's own app."
    ),
    "no_wallet_chosen": lazy_gettext("No wallet was chosen, so nothing was sent."),
    "wallet_busy": lazy_gettext("Your wallet is already asking something. Open it and answer there."),
    "wallet_locked": lazy_gettext("Your wallet shares no account with this shop. Unlock it and try again."),
    "wallet_offline": lazy_gettext("Your wallet cannot reach the network. Try again in a moment."),
    "wrong_network": lazy_gettext(
        "Your wallet is on another network. In your wallet, choose {network}, then try again."
    ),
    "other_account": lazy_gettext("Only {account} can do this. Choose that account in your wallet."),
    "declined": lazy_gettext("You declined in your wallet. Nothing was sent."),
    "no_coin_for_fee": lazy_gettext("Your account does not have enough coin for the amount and the network fee."),
    "refused": lazy_gettext("The contract refused: {reason}."),
    "refused_silently": lazy_gettext(
        "The contract did not take it, and gave no reason. Perhaps it is done already: load the page again and look."
    ),
    "unexpected": lazy_gettext("That did not work: {detail}"),
    # signing in
    "not_answered": lazy_gettext("This shop did not answer. Try again in a moment."),
    "other_origin": lazy_gettext("Signing in works only at this shop's own address: {origin}"),
    "sign_in_wallet": lazy_gettext("Sign the message in your wallet. It moves no money."),
    # claims that this browser has begun
    "claim_vanished": lazy_gettext(
        "The chain was re-organised and has forgotten that you claimed the item {serial}. Nothing is lost: it can be "
        "claimed again."
    ),
    "claim_again": lazy_gettext("Claim it again"),
    "claim_lost": lazy_gettext(
        "{account} has claimed the item {serial} before you did. If somebody sold it to you, ask them; what you hold "
        "may be a copy."
    ),
    # times and copying
    "time_left": lazy_gettext("{span} left"),
    "time_over": lazy_gettext("the time is over"),
    "copied": lazy_gettext("Copied"),
    # transactions
    "confirm_in_wallet": lazy_gettext("Confirm in your wallet."),
    "waiting_for_chain": lazy_gettext("Sent. Waiting until it is on the chain; you may reload this page."),
    "transaction_failed": lazy_gettext("The transaction failed: something else came first. No money has moved."),
    "transaction_replaced": lazy_gettext("Your wallet sent another transaction instead. No money has moved."),
    "transaction_lost": lazy_gettext(
        "What your wallet sent hours ago is known to no node, and this page waits for it no longer. If your wallet "
        "still shows it, cancel it there before you try again."
    ),
    "terms_differ": lazy_gettext("The terms on this page do not have the id that it shows. Nothing was signed."),
    # paying
    "about": lazy_gettext("about {amount}"),
    "field_missing": lazy_gettext("Please fill this in."),
    "details_missing": lazy_gettext("Something is still missing; it is marked below."),
    "too_often": lazy_gettext("Too many tries in a short time. Nothing was signed; wait a minute and try again."),
    "upload_failed": lazy_gettext("This shop could not keep your sealed details. Nothing was signed; try again."),
    # the cart
    "added_to_cart": lazy_gettext("It is in your cart."),
    "cart_full": lazy_gettext("A cart holds 20 different items at most. Buy these first, then the others."),
    # orders
    "agree_confirm": lazy_gettext(
        "{amount} goes to the seller's side at once{shares}. This cannot be undone, so first have the goods and look "
        "at them."
    ),
    "agree_cancel": lazy_gettext("The order ends and {amount} goes back to whoever paid."),
    "agree_cancel_you": lazy_gettext("The order ends and {amount} goes back to you."),
    "agree_enforce_back": lazy_gettext("The time is over: {amount} goes back to whoever paid."),
    "agree_enforce_back_you": lazy_gettext("The time is over: {amount} goes back to you."),
    "agree_cancel_aside": lazy_gettext(
        "The order ends and {amount} is set aside for you. One step more, which anyone may take, brings it to you."
    ),
    "agree_enforce_back_aside": lazy_gettext(
        "The time is over: {amount} is set aside for the buyer. One step more, which anyone may take, brings it there."
    ),
    "agree_enforce_back_aside_you": lazy_gettext(
        "The time is over: {amount} is set aside for you. One step more, which anyone may take, brings it to you."
    ),
    "agree_cancel_lent": lazy_gettext(
        "The order ends and {amount} comes back: first it cuts what the buyer owes, beyond that it is his. "
        "One step more, which anyone may take, passes it on."
    ),
    "agree_cancel_lent_you": lazy_gettext(
        "The order ends and {amount} comes back: first it cuts what you owe, beyond that it is yours. "
        "One step more, which anyone may take, passes it on."
    ),
    "agree_enforce_back_lent": lazy_gettext(
        "The time is over: {amount} comes back. First it cuts what the buyer owes, beyond that it is his. "
        "One step more, which anyone may take, passes it on."
    ),
    "agree_enforce_back_lent_you": lazy_gettext(
        "The time is over: {amount} comes back. First it cuts what you owe, beyond that it is yours. "
        "One step more, which anyone may take, passes it on."
    ),
    "agree_enforce_on": lazy_gettext("The time is over: {amount} goes to the seller."),
    "agree_settle": lazy_gettext("{amount} goes to the buyer: cash first, up to the cash that was paid, then points."),
    "agree_settle_you": lazy_gettext("{amount} goes to you: cash first, up to the cash that you paid, then points."),
    "agree_collect": lazy_gettext("{amount} goes to the account that paid."),
    "cash_and_points": lazy_gettext("{amount} ({cash} in cash, {points} as points)"),
    "as_points": lazy_gettext("{amount} (as points)"),
    "own_fee": lazy_gettext(" Your account pays the network about {fee} for it."),
    "not_yours_to_erase": lazy_gettext("Only the order's buyer or seller can have its delivery details erased."),
    "refused_by_shop": lazy_gettext("This shop refused: {reason}"),
    "erased": lazy_gettext("The delivery details are erased."),
    "amount_wrong": lazy_gettext("Enter an amount above zero, and at most what is held."),
    "done_request": lazy_gettext("Asked. Now the seller has to answer."),
    "done_send_back": lazy_gettext("Sent back. Now the seller checks what came."),
    "done_cancel": lazy_gettext("Cancelled: {amount} went back to whoever paid."),
    "done_cancel_you": lazy_gettext("Cancelled: {amount} went back to you."),
    "done_cancel_aside": lazy_gettext("Cancelled: {amount} is set aside for you. Fetch it here."),
    "done_cancel_lent": lazy_gettext("Cancelled: {amount} came back and waits. Have it passed on here."),
    "commission_within": lazy_gettext(" ({commission} of it as commission to whoever brought the sale)"),
    "points_within": lazy_gettext(" ({points} of it back to the buyer as points)"),
    "shares_within": lazy_gettext(
        " ({commission} of it as commission to whoever brought the sale, {points} back to the buyer as points)"
    ),
    "done_enforce": lazy_gettext("Done. The order has ended as the rules say."),
    "done_enforce_back": lazy_gettext("Done: {amount} went back to whoever paid."),
    "done_enforce_back_you": lazy_gettext("Done: {amount} went back to you."),
    "done_enforce_back_lent": lazy_gettext("Done: {amount} came back and waits. Have it passed on here."),
    "done_enforce_back_aside": lazy_gettext("Done: {amount} is set aside for the buyer, who can fetch it here."),
    "done_enforce_back_aside_you": lazy_gettext("Done: {amount} is set aside for you. Fetch it here."),
    "points_to_you": lazy_gettext("You get {points} back as points."),
    "done_collect": lazy_gettext("Collected."),
    "done_settle": lazy_gettext("Passed on to the buyer: {cash} in cash, {points} as points."),
    "done_settle_you": lazy_gettext("Passed on to you: {cash} in cash, {points} as points."),
    "seller_received": lazy_gettext("Confirmed. In block {block} the seller's balance grew by {amount}."),
}

DEVNET_WORDS: dict[str, Text] = {
    "devnet_wallet": lazy_gettext("Practice wallet"),
    "no_wallet_practice": lazy_gettext(
        "There is no wallet in this browser. At the top, under “Practice market”, choose “Use the practice wallet”."
    ),
    "played": lazy_gettext("You play {role} now. To be somebody else, choose under “Practice market” at the top."),
    "plays": lazy_gettext("You are {role} now."),
    "moving_time": lazy_gettext("Moving time forward…"),
    "others_step": lazy_gettext("The other side does it now…"),
    "prompt_pay": lazy_gettext("Pay {amount} to {to}, which holds it for the order from {seller}."),
    "prompt_pay_many": lazy_gettext("Pay {amounts} to {to}, which holds it for {count} orders from {sellers}."),
    "prompt_pay_points": lazy_gettext(
        "Pay {amount} in cash and {points} in points to {to}, which pays the escrow contract for you: that holds it "
        "for what you order from {sellers}."
    ),
    "prompt_buy_later": lazy_gettext(
        "Pay {amount} to {to}, which pays {rest} more for an order from {seller} and has the escrow contract hold it "
        "all. You pay the {rest} back in {count} instalments, {days} days apart, with a fee each."
    ),
    "prompt_loyalty": lazy_gettext("the contract of the points in {unit}"),
    "prompt_call_settle": lazy_gettext(
        "Have {to} pass on what came back of an order of {paid} from {seller}: cash first, then points."
    ),
    "prompt_withdraw": lazy_gettext("Have {to} send {account} what it holds for that account."),
    "prompt_approve": lazy_gettext("Let {spender} take {amount}."),
    "prompt_call": lazy_gettext("Call {call} of {to} with {amount}."),
    "prompt_goods_commit": lazy_gettext(
        "Keep a seal of a hidden code and of your account. The code itself stays here."
    ),
    "prompt_goods_claim": lazy_gettext("Show the hidden code of the item {serial}, once and for all."),
    "prompt_goods_claim_bought": lazy_gettext("Show the hidden code of the item {serial}, which your order got."),
    "prompt_goods_offer": lazy_gettext("Offer the item {serial} to {receiver}, who may accept it."),
    "prompt_goods_take_back": lazy_gettext("Offer the item {serial} to nobody any more."),
    "prompt_goods_accept": lazy_gettext("Accept the item {serial}, which was offered to you."),
    "prompt_goods_recalled": lazy_gettext("It was recalled."),
    "prompt_goods_ingredient": lazy_gettext("Something that it was made with was recalled."),
    "prompt_goods_breached": lazy_gettext("It was not kept within its limits."),
    "prompt_goods_settle": lazy_gettext("Have the item {serial} follow what became of its order."),
    "prompt_claim_decline": lazy_gettext("Say that this account does not want {issuer} to claim “{kind}” of it."),
    "prompt_claim_accept": lazy_gettext("Say that {issuer} may claim “{kind}” of this account again."),
    "prompt_present": lazy_gettext(
        "Sign: {storefront} may publish what {issuer} says of this account in a credential ({kind})."
    ),
    "prompt_call_free": lazy_gettext("Call {call} of {to}. No coin is sent with it."),
    "prompt_call_confirm": lazy_gettext(
        "Confirm an order of {paid}: {to} pays {seller}'s side all that it still holds of it. This cannot be undone."
    ),
    "prompt_call_cancel": lazy_gettext(
        "Cancel an order of {paid} from {seller}: {to} sends all of it back to whoever paid."
    ),
    "prompt_call_request": lazy_gettext("Ask {seller} for money back, a return or an exchange, in an order of {paid}."),
    "prompt_call_send_back": lazy_gettext(
        "Say that the goods of an order of {paid} are on their way back to {seller}."
    ),
    "prompt_call_extend": lazy_gettext("Give more time in an order of {paid} from {seller}."),
    "prompt_call_enforce": lazy_gettext(
        "The time of an order of {paid} from {seller} is over: have {to} do with what it holds as the rules say."
    ),
    "prompt_call_ship": lazy_gettext("Say that an order of {paid} from {seller} is packed and goes out."),
    "prompt_call_refund": lazy_gettext("Send a part of an order of {paid} from {seller} back to whoever paid."),
    "prompt_call_concede": lazy_gettext(
        "Send all that {to} still holds of an order of {paid} from {seller} back to whoever paid."
    ),
    "prompt_call_attest_delivery": lazy_gettext(
        "Say that the parcel of an order of {paid} from {seller} has been delivered."
    ),
    "prompt_call_approve_return": lazy_gettext("Agree to take the goods of an order of {paid} from {seller} back."),
    "prompt_call_review": lazy_gettext(
        "Publish your review of an order of {paid} from {seller}. It moves no money, and stays for good."
    ),
    "prompt_call_follow_up": lazy_gettext(
        "Add to your review of an order of {paid} from {seller}. It moves no money, and stays for good."
    ),
    "prompt_call_reply": lazy_gettext(
        "Publish the reply of {seller} to the review of an order of {paid}. It moves no money, and stays for good."
    ),
    "prompt_fee": lazy_gettext("Network fee: about {amount}, paid by this account to the chain."),
    "prompt_escrow": lazy_gettext("the escrow contract"),
    "prompt_sign": lazy_gettext("Sign a message."),
    "prompt_erase": lazy_gettext(
        "Sign: this shop erases for good what it keeps sealed, {count} in all. The request holds until {until}. "
        "This is the text that is signed:"
    ),
    "prompt_permit": lazy_gettext("Sign: {spender} may take {amount}, until {until}."),
    "prompt_authorization": lazy_gettext(
        "Sign: {to} may take {amount} once, until {until}, for the orders with the number\n{nonce}"
    ),
    "prompt_authorization_later": lazy_gettext(
        "Sign: {to} may take {amount} once, until {until}, for the down payment or the instalments with the "
        "number\n{nonce}"
    ),
    "prompt_lending": lazy_gettext("the contract that lends in {unit}"),
    "prompt_plan_repay": lazy_gettext("Pay {to} {amount} of what is owed of a plan."),
    "prompt_plan_repay_with_authorization": lazy_gettext("Bring {to} a signed payment of {amount} for a plan."),
    "prompt_plan_settle": lazy_gettext(
        "Have {to} pass on what came back of an order: it cuts the debt, and what is beyond goes to the buyer."
    ),
    "prompt_plan_pause": lazy_gettext("Have {to} let the dates of a plan wait, as its order is in question."),
    "prompt_vault_deposit": lazy_gettext("Lend {amount} through {to}. {receiver} gets shares for it."),
    "prompt_vault_withdraw": lazy_gettext("Have {to} pay {receiver} {amount}, for shares of that worth."),
    "prompt_vault_redeem": lazy_gettext("End {shares} shares, and have {to} pay {receiver} what they are worth."),
    "prompt_plan_resume": lazy_gettext("Have {to} let the dates of a plan go on."),
    "prompt_act_confirm": lazy_gettext("Sign: for order {order}, the seller gets all that is held."),
    "prompt_act_cancel": lazy_gettext("Sign: order {order} is cancelled, and all that is held goes back."),
    "prompt_act_request": lazy_gettext(
        "Sign: for order {order}, ask for {amount} ({kind}); the rest goes to the seller at once."
    ),
    "prompt_act_release": lazy_gettext(
        "Sign: for order {order}, {amount} stays in question; the rest goes to the seller at once."
    ),
    "prompt_act_send_back": lazy_gettext("Sign: for order {order}, the goods are on their way back."),
    "prompt_act_dispute": lazy_gettext("Sign: for order {order}, the arbiter is asked to decide."),
    "prompt_act_extend": lazy_gettext("Sign: for order {order}, there is time until {until}."),
    "prompt_act_submit_evidence": lazy_gettext("Sign: for order {order}, the hash of a document is added to the case."),
    "prompt_act_holds": lazy_gettext("It holds until {until}, and only while the order stands as it does now."),
    "prompt_refund": lazy_gettext("money back"),
    "prompt_return": lazy_gettext("a return"),
    "prompt_exchange": lazy_gettext("an exchange"),
}


def speak(more: dict[str, Text]) -> None:
    """Give this request's page more words, which only its own modules say."""
    g.more_words = g.get("more_words", {}) | more


def spoken() -> Markup:
    """All of it as JSON, in texts of the current language: written once for all pages with the same words."""
    words = WORDS | REASONS | (DEVNET_WORDS if settings().is_devnet else {}) | g.get("more_words", {})
    which = str(locale()), *words, *map(id, words.values())
    known: dict[tuple[str | int, ...], tuple[dict[str, Text], Markup]] = current_app.extensions.setdefault(
        "handover.words", {}
    )
    if which not in known:  # the words are kept with it: an id is of nothing else while they are there
        known[which] = words, htmlsafe_json_dumps({key: str(text) for key, text in words.items()})
    return unchanging(known[which][1])
