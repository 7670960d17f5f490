"""What was logged about goods, and from it the units that a thing lay in, while it did."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scripts import node
from scripts.provenance.identity import Item
from scripts.reading import Fields

PUT_IN, TAKEN_OUT, CLAIMED = "ItemsAggregated", "ItemsDisaggregated", "ItemClaimed"
PACKED = (PUT_IN, TAKEN_OUT)

Place = tuple[int, int]  # a block, and the place of a log in it

BEGIN, END = (0, 0), (2**62, 0)
FOREVER = 2**62  # seconds


@dataclass(frozen=True)
class Entry:
    """An event as it was logged, with its fields."""

    name: str
    log: node.Log
    fields: Fields

    @property
    def place(self) -> Place:
        """Where it stands on the chain."""
        return self.log.block, self.log.place


@dataclass(frozen=True)
class Lain:
    """A unit that a thing lay in, from one log to another; also by their times, Unix seconds."""

    unit: Item
    since: Place
    until: Place
    since_time: int
    until_time: int

    def holds(self, entry: Entry) -> bool:
        """Whether something was recorded meanwhile."""
        return self.since <= entry.place < self.until

    def concerns(self, entry: Entry) -> bool:
        """Whether something was recorded meanwhile, or is said to have happened then."""
        fields = entry.fields
        span = [fields[name] for name in ("first", "time", "last") if name in fields]
        happened = bool(span) and span[-1] >= self.since_time and span[0] < self.until_time
        return self.holds(entry) or happened

    def within(self, outer: "Lain") -> "Lain | None":
        """The part of this span that lies in another one; None where there is none."""
        since, until = max(self.since, outer.since), min(self.until, outer.until)
        times = max(self.since_time, outer.since_time), min(self.until_time, outer.until_time)
        return Lain(self.unit, since, until, *times) if since < until else None


def lain_in(
    item: Item, told: Sequence[Entry], times: Mapping[int, int], meanwhile: Lain | None = None
) -> Iterator[Lain]:
    """The units around a thing, and those around these, by all that was logged of packing, and of its claim.

    `told` is in the order of the chain; `times` are those of its blocks.
    """
    for span in _spans(item, told, times):
        part = span.within(meanwhile) if meanwhile else span
        if part:
            yield part
            yield from lain_in(part.unit, told, times, part)


def _spans(item: Item, told: Sequence[Entry], times: Mapping[int, int]) -> Iterator[Lain]:
    """The units right around a thing."""
    since: Entry | None = None
    for entry in told:
        if entry.name == CLAIMED:
            is_of_it = Item(entry.fields["lot"], entry.fields["serial"]) == item
        else:
            is_of_it = item in {Item(*fields) for fields in entry.fields["items"]}
        if not is_of_it:
            continue
        if since:
            yield _span(since, times, entry.place, times[entry.log.block])
        since = entry if entry.name == PUT_IN else None
    if since:
        yield _span(since, times, END, FOREVER)


def _span(since: Entry, times: Mapping[int, int], until: Place, until_time: int) -> Lain:
    unit = Item(since.fields["lot"], since.fields["serial"])
    return Lain(unit, since.place, until, times[since.log.block], until_time)
