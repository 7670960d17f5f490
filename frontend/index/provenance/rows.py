"""What the index gives back of provenance: typed rows.

Batches, serials and places are texts, GTINs have 14 digits, values of sensors are thousandths of the unit that their
document names, times Unix seconds.
"""

from dataclasses import dataclass, field
from enum import Enum

from frontend.index.rows import Event

BACK_DATED = 3_600  # seconds between an event's time and its record's, from which on pages mark it


class About(Enum):
    """Through what something concerns an item (or a unit)."""

    ITEM = "item"
    LOT = "lot"
    UNIT = "unit"  # that it lay in at the time
    INGREDIENT = "ingredient"


class Outcome(Enum):
    """What became of a binding to an order."""

    OPEN = "open"
    SOLD = "sold"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Lot:
    """What a producer says he made; whether the GTIN is his nothing proves. `place` is where its first log stands."""

    place: int
    id: str
    producer: str
    gtin: str
    batch: str
    count: int
    used: int
    touched: int
    root: str
    document: str
    block: int
    time: int

    @property
    def left(self) -> int:
        """Items that are neither individual on chain nor used up."""
        return self.count - self.used - self.touched


@dataclass(frozen=True)
class Thing:
    """An item, of a lot, or a unit (case, pallet), of its maker; `lot_id` is the lot as the contract has it."""

    place: int
    lot_id: str
    serial: str
    serial_word: str
    lot: Lot | None
    maker: str
    block: int
    time: int

    @property
    def is_unit(self) -> bool:
        return self.lot is None


@dataclass(frozen=True)
class Label:
    """What a label says of an item that is not individual on chain, if it is one of this lot at all: its path tells."""

    lot: Lot
    serial: str
    serial_word: str


Subject = Lot | Thing | Label


@dataclass(frozen=True)
class Holding:
    """Who owns and keeps a thing now, since when, and the units around it, the innermost first.

    `how` is the event by which its owner got it: ItemTouched, UnitMade, HandoverAccepted, ItemsDisaggregated (with a
    unit), ItemSold or ItemClaimed.
    """

    owner: str
    owner_since: int
    custodian: str
    custodian_since: int
    units: list[Thing]
    how: str


@dataclass(frozen=True)
class Claim:
    """Who showed an item's hidden code, once."""

    by: str
    block: int
    time: int


@dataclass(frozen=True)
class Binding:
    """In which order, and round of it, an item was sold; `settled` once the contract knows the outcome."""

    order: str
    round: int
    outcome: Outcome
    settled: bool
    time: int


@dataclass(frozen=True)
class Error:
    """The reporter's word, or the lot's producer's: that an event did not occur (1), or that its data are wrong (2)."""

    by: str
    reason: int
    document: str
    block: int
    time: int


@dataclass(frozen=True)
class Line:
    """Something that happened: `event` has the record's time, `time` is when it happened by whoever told it.

    `thing` is the unit where it is about one that the item lay in.
    """

    event: Event
    time: int
    about: About
    thing: Thing | None
    errors: list[Error] = field(default_factory=list)

    @property
    def is_back_dated(self) -> bool:
        return self.event.time - self.time > BACK_DATED


@dataclass(frozen=True)
class Recall:
    """Serials from `first` to `last` of a lot, all where both are empty, or a unit; open unless `closed_time`."""

    id: str
    lot: Lot | None
    unit: Thing | None
    by: str
    by_producer: bool
    first: str
    last: str
    class_: int
    document: str
    block: int
    time: int
    closed_time: int
    closed_document: str
    about: About

    @property
    def is_open(self) -> bool:
        return not self.closed_time


@dataclass(frozen=True)
class Breach:
    """A sensor that read something outside of the report's own limits (`low` to `high`), or of the strictest that the
    lot's producer had promised before (None where he had promised nothing, or where there is no lot to ask).
    """

    event_id: str
    by: str
    count: int
    minimum: int
    maximum: int
    first: int
    last: int
    low: int
    high: int
    promised_low: int | None
    promised_high: int | None
    exceeds_own: bool
    exceeds_promised: bool
    read_point: str
    root: str
    document: str
    block: int
    time: int
    about: About
    thing: Thing | None
    errors: list[Error] = field(default_factory=list)


@dataclass(frozen=True)
class Gap:
    """Nobody knows what happened from `since` to `until`.

    `handed` where custody went from `from_` to `to` and neither told of sending nor of receiving; else all were silent.
    """

    handed: bool
    since: int
    until: int
    from_: str
    to: str


@dataclass(frozen=True)
class Offered:
    """A role of a thing that can be accepted: 1 ownership, 2 custody, 3 both, in this version of the thing."""

    thing: Thing
    role: int
    by: str
    to: str
    version: int
    time: int


@dataclass(frozen=True)
class Sold:
    """An item in an order, with what its buyer must know first."""

    thing: Thing
    binding: Binding
    recalls: list[Recall]
    claim: Claim | None


@dataclass(frozen=True)
class Affected:
    """What an account owns of what is recalled: how many things, and the first of them."""

    recall: Recall
    count: int
    things: list[Thing]


@dataclass(frozen=True)
class Permission:
    """Which steps (bit n of the mask is step n) somebody may report of a lot in an account's place."""

    account: str
    reporter: str
    steps: int
    block: int
