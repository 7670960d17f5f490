"""What the modules say about words, pictures and steps after the sale, in the reader's language."""

from frontend.wording.texts import Text, lazy_gettext

WORDS: dict[str, Text] = {
    # pictures
    "picture_unreadable": lazy_gettext("{file} is no picture that this browser can read."),
    "picture_too_large": lazy_gettext("{file} stays too large, however it is compressed."),
    "too_many_shown": lazy_gettext("Choose 4 pictures at most."),
    # sealed documents
    "documents_wait": lazy_gettext(
        "It is on the chain, but this shop has not taken the texts and pictures yet. Load this page again in a moment: "
        "they are kept in this browser."
    ),
    "reader_unknown": lazy_gettext("The other side's key cannot be seen here, so nothing can be encrypted for it."),
    "other_without_key": lazy_gettext(
        "The other side's key cannot be seen here, so it cannot read this: show it to it in another way."
    ),
    "nobody_reads": lazy_gettext(
        "Neither the other side's key nor the arbiter's can be seen here, so no words or pictures go with this: "
        "show them in another way."
    ),
    "without_words": lazy_gettext("Without it no words or pictures go with this step."),
    "unknown_form": lazy_gettext("This opened, but it has no form that is known here, so it is not shown."),
    "arbiter_without_key": lazy_gettext(
        "The arbiter has published no key, so he cannot read it here: show it to him in another way."
    ),
    "picture_shown": lazy_gettext("Picture {number}"),
    "nothing_said": lazy_gettext("Nothing was written or shown."),
    "parcel_carrier": lazy_gettext("Carried by"),
    "parcel_number": lazy_gettext("Tracking number"),
    "parcel_link": lazy_gettext("Where it is"),
    "return_to": lazy_gettext("Send the goods back to"),
    "return_note": lazy_gettext("The seller's note"),
    # steps of the buyer
    "rest_released": lazy_gettext("{rest} goes to the seller at once."),
    "release_says": lazy_gettext("{kept} stays in question as before; {rest} goes to the seller at once."),
    "amount_kept_wrong": lazy_gettext("Enter an amount above zero, and below what is held."),
    "done_release": lazy_gettext("Done. The seller has what you let go of."),
    "done_dispute": lazy_gettext("The arbiter was asked."),
    "done_submit_evidence": lazy_gettext("Added. Those it was written for can read it."),
}
