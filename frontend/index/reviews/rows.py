"""Typed rows of reviews. Addresses are checksummed, hashes lower-case hex, amounts in smallest units, times Unix
seconds, weights in millionths."""

from dataclasses import dataclass, field
from typing import Any

from frontend.index.reviews.tables import STARS, SUMS, Ending, Why
from frontend.trusted import FULL

MOST_LINES = 100  # of a listing, whose reviews are listed

__all__ = ["FULL", "MOST_LINES", "Ending", "Rating", "Review", "Text", "Why"]


@dataclass(frozen=True)
class Text:
    """A part of a review: the hash of its document (empty where only stars were given), its text (empty until it was
    uploaded), and where its event stands."""

    document: str
    body: dict[str, Any]
    block: int
    time: int
    transaction: str


@dataclass(frozen=True)
class Review:
    """What the buyer of an order says of it, and what the chain says of the order.

    `first` where it is this buyer's first review of a fulfilled order of this seller. `nth` is the how-manieth order of
    this buyer with this seller it was, as far as NTHS; `received_time` is 0 where neither the carrier nor the buyer
    said that it came, `attested` where the carrier did first, `round` counts the parcels sent in exchange. `follow_up`
    and replies are None where there are none.
    """

    order: str
    offer: str
    seller: str
    buyer: str
    stars: int
    text: Text
    follow_up: Text | None
    reply: Text | None
    reply_to_follow_up: Text | None
    fulfilled: bool
    ending: Ending
    first: bool
    weight: int
    why: Why
    currency: str
    commission: int
    referrer: str
    total: int
    released: int
    refunded: int
    goodwill: int
    paid_time: int
    shipped_time: int
    received_time: int
    attested: bool
    round: int
    nth: int

    @property
    def time(self) -> int:
        """When it was written."""
        return self.text.time

    @property
    def parts(self) -> dict[str, Text]:
        """What there is of it, by the names of kinds.py."""
        found = {"review": self.text, "follow_up": self.follow_up}
        found |= {"reply": self.reply, "reply_to_follow_up": self.reply_to_follow_up}
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True)
class Rating:
    """What reviews come to. `stars` counts those of fulfilled orders, from one star to five; `counted` are those of
    them that weigh anything, `weight` is all of theirs, and `weighted` the sum of weights times stars. Reviews of
    orders of which nothing was released are counted by what became of these.

    Of a listing they are of so many `lines` of offers.
    """

    stars: tuple[int, int, int, int, int] = field(default=(0, 0, 0, 0, 0))
    counted: int = 0
    weight: int = 0
    weighted: int = 0
    never_arrived: int = 0
    sent_back: int = 0
    refunded: int = 0
    lines: int = 0

    def __add__(self, other: "Rating") -> "Rating":
        one, two, three, four, five = (mine + theirs for mine, theirs in zip(self.stars, other.stars, strict=True))
        numbers = {name: getattr(self, name) + getattr(other, name) for name in (*SUMS[len(STARS) :], "lines")}
        return Rating((one, two, three, four, five), **numbers)

    @property
    def unfulfilled(self) -> int:
        """Reviews of orders of which nothing was released."""
        return self.never_arrived + self.sent_back + self.refunded

    @property
    def left_out(self) -> int:
        """How many of a listing's lines are counted, and their reviews not listed."""
        return max(self.lines - MOST_LINES, 0)

    @property
    def count(self) -> int:
        """Reviews of fulfilled orders."""
        return sum(self.stars)

    @property
    def mean(self) -> float | None:
        """The mean by weight; None where all of it weighs less than one review in full."""
        return self.weighted / self.weight if self.weight >= FULL else None

    @property
    def plain_mean(self) -> float | None:
        """The mean of stars, whoever gave them; None where nobody did."""
        return sum(stars * many for stars, many in enumerate(self.stars, 1)) / self.count if self.count else None
