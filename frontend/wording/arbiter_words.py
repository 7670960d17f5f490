"""What the modules of the arbiter's desk say, in the reader's language."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    "amount_not_held": lazy_gettext("Enter an amount from 0 to what is held."),
    "reason_missing": lazy_gettext("Say why, in one language at least: both sides shall understand it."),
    "arbiter_ask_rule": lazy_gettext(
        "{back} goes back to whoever paid, {on} to the seller's side, and the order ends. Your reasons are public for "
        "ever. This cannot be undone."
    ),
    "arbiter_done_rule": lazy_gettext("Ruled. The order has ended, and everybody can read why."),
    "arbiter_ask_describe": lazy_gettext("This profile becomes yours, for everybody to see."),
    "arbiter_ask_describe_new_key": lazy_gettext(
        "This profile becomes yours, with another key than before. What was sealed for the old key only its file opens."
    ),
}
