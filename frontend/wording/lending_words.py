"""What modules say where somebody lends money to buyers, or takes it out, in the reader's language."""

from frontend.wording.buying_words import CHECKOUT
from frontend.wording.credit_words import WORDS as CREDIT
from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    "allow_in_wallet": CHECKOUT["allow_in_wallet"],
    "credit_unknown": CREDIT["credit_unknown"],
    "repay_wrong": CREDIT["repay_wrong"],
    "ask_again": CREDIT["ask_again"],
    "lending_begun": lazy_gettext(
        "Your wallet was asked to lend, or to take something out. If it still shows that, confirm or reject it there. "
        "If you have rejected it, you can begin again."
    ),
    "lend_preview": lazy_gettext("{shares} shares at {price} each."),
    "lend_not_owned": lazy_gettext("You have {owned}. Nothing was signed."),
    "lend_too_little": lazy_gettext("That is too little for a share."),
    "lend_changed": lazy_gettext(
        "What a share is worth has changed since this page showed it. Nothing was signed. Look again, then lend."
    ),
    "lent": lazy_gettext("Lent: {amount}."),
    "take_preview": lazy_gettext("Takes {shares} of your {owned} shares."),
    "take_preview_all": lazy_gettext("Takes all of your {shares} shares."),
    "take_too_much": lazy_gettext("That is more than your shares are worth: {worth} now. Nothing was signed."),
    "take_lent": lazy_gettext(
        "That is more than is at hand: {cash} now. The rest is lent to buyers. Nothing was signed."
    ),
    "nothing_to_take": lazy_gettext("This account has no shares. Nothing was signed."),
    "taken_out": lazy_gettext("Taken out: {amount}."),
}
