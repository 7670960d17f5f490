"""What the model of provenance keeps: lots, things, and what was said of them."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.fixtures.provenance import Item
from tests.fixtures.terms import Order
from tests.stateful.provenance.market import Event
from tests.stateful.reasons import Refused

TEXT = re.compile(rb"[!-~]{1,20}\x00*")


@dataclass
class Batch:
    """A lot as it stands."""

    producer: str
    count: int
    root: bytes
    used: int = 0
    touched: int = 0

    @property
    def left(self) -> int:
        """Items that are neither individual nor used up."""
        return self.count - self.used - self.touched


@dataclass
class Thing:
    """An item or a unit; what lies in another has the outermost one's people, and keeps its own for later."""

    owner: str
    custodian: str
    unit: Item | None = None
    version: int = 0
    height: int = 0  # levels that ever lay in it since it was empty
    claimed: bool = False
    sold: bool = False
    order: Order | None = None
    round: int = 0


@dataclass
class Ledger:
    """All of it; `said` is what the calls of this step have to log."""

    batches: dict[bytes, Batch] = field(default_factory=dict)
    things: dict[Item, Thing] = field(default_factory=dict)
    offers: dict[tuple[Item, int], tuple[str, int]] = field(default_factory=dict)  # receiver and version, by role
    permissions: dict[tuple[str, bytes, str], int] = field(default_factory=dict)
    recalls: dict[bytes, str] = field(default_factory=dict)
    closed: set[bytes] = field(default_factory=set)
    commitments: dict[bytes, int] = field(default_factory=dict)  # when each was made
    bound: Counter[tuple[Order, int]] = field(default_factory=Counter)
    said: list[Event] = field(default_factory=list)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is refused leaves no trace."""
        batches = {lot: replace(batch) for lot, batch in self.batches.items()}
        things = {item: replace(thing) for item, thing in self.things.items()}
        commitments, bound, said = dict(self.commitments), Counter(self.bound), list(self.said)
        try:
            yield
        except Refused:
            self.batches, self.things = batches, things
            self.commitments, self.bound, self.said = commitments, bound, said
            raise

    def say(self, name: str, *fields) -> None:
        """Something is logged."""
        self.said.append(Event(name, fields))

    def outermost(self, item: Item) -> Item:
        """The unit in which everything around a thing lies, or the thing."""
        while (around := self.things[item].unit) is not None:
            item = around
        return item

    def people(self, item: Item) -> tuple[str, str]:
        """Owner and custodian."""
        top = self.things[self.outermost(item)]
        return top.owner, top.custodian

    def contents(self, unit: Item) -> list[Item]:
        """What lies in a unit, without what lies in that."""
        return [item for item, thing in self.things.items() if thing.unit == unit]

    def loosen(self, item: Item) -> None:
        """A thing leaves the unit around it."""
        thing = self.things[item]
        around, thing.unit = thing.unit, None
        if around is not None:
            self.renew(around)
            self.things[around].height = self.things[around].height if self.contents(around) else 0

    def renew(self, item: Item) -> None:
        """A thing, and whatever lies around it, is not the same any more."""
        around: Item | None = item
        while around is not None:
            self.things[around].version += 1
            around = self.things[around].unit

    def hand(self, item: Item, owner: str, custodian: str) -> None:
        """A thing gets other people, and is another version of itself."""
        thing = self.things[item]
        thing.owner, thing.custodian = owner, custodian
        thing.version += 1


def is_unit(item: Item) -> bool:
    """Whether its lot is an account."""
    return item.lot[:12] == bytes(12)


def is_text(text: bytes) -> bool:
    """Whether it is a batch or a serial: up to 20 characters, and zeros behind them."""
    return TEXT.fullmatch(text) is not None
