"""What became of a reviewed order of which the seller was paid nothing: a badge, a sentence, a filter."""

from dataclasses import dataclass

from frontend.index.reviews.rows import Ending, Rating, Review
from frontend.wording.texts import Text, gettext, lazy_gettext, ngettext

TITLES: dict[Ending, Text] = {
    Ending.NEVER_ARRIVED: lazy_gettext("Never arrived"),
    Ending.SENT_BACK: lazy_gettext("Sent back, all money returned"),
    Ending.REFUNDED: lazy_gettext("Refunded in full"),
}
PAID = lazy_gettext("The seller was paid")
WORDS = {ending.name.lower(): ending for ending in Ending}  # as they stand in an address line


@dataclass(frozen=True)
class Counted:
    """So many reviews of orders that ended in one way, and the word by which they are asked for."""

    word: str
    text: str
    is_bad: bool


def title(ending: Ending) -> str:
    """How an order ended, in a word or two."""
    return str(TITLES.get(ending, PAID))


def titles() -> dict[str, str]:
    """All of them by the words of an address line."""
    return {word: title(ending) for word, ending in WORDS.items()}


def is_bad(ending: Ending) -> bool:
    """Whether it speaks against a seller: goods that came back or were refunded do not."""
    return ending is Ending.NEVER_ARRIVED


def counted(rating: Rating) -> list[Counted]:
    """Of each ending the number of reviews, where there are any."""
    never, back, refunded = rating.never_arrived, rating.sent_back, rating.refunded
    texts = {
        Ending.NEVER_ARRIVED: ngettext("%(num)d never arrived", "%(num)d never arrived", never),
        Ending.SENT_BACK: ngettext("%(num)d sent back, money returned", "%(num)d sent back, money returned", back),
        Ending.REFUNDED: ngettext("%(num)d refunded in full", "%(num)d refunded in full", refunded),
    }
    many = {Ending.NEVER_ARRIVED: never, Ending.SENT_BACK: back, Ending.REFUNDED: refunded}
    return [Counted(one.name.lower(), text, is_bad(one)) for one, text in texts.items() if many[one]]


def sentence(review: Review) -> str:
    """What the chain says of the parcel and the money of such an order."""
    if review.ending is Ending.NEVER_ARRIVED:
        return _never_arrived(review.shipped_time > 0)
    if review.ending is Ending.SENT_BACK:
        return gettext("The buyer sent it back, and all the money was returned.")
    if not review.received_time:
        return gettext(
            "All the money was returned. Whether the parcel arrived is not on record: it had no carrier to say so."
        )
    if review.round:
        return gettext("It arrived and was exchanged; in the end all the money was returned.")
    return gettext("It arrived and was not sent back, and all the money was returned nevertheless.")


def _never_arrived(was_sent: bool) -> str:
    if was_sent:
        return gettext("The carrier never said that it arrived, and all the money was returned.")
    return gettext("It was never sent, and all the money was returned.")
