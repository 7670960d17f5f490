"""What the rules find among lots and things: which are loose, whose they are, what of them is bound or offered."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.fixtures import terms
from tests.fixtures.provenance import BOTH, CUSTODY, OWNERSHIP, Item, Lot, code_of, commitment
from tests.fixtures.terms import EMPTY, Order
from tests.stateful.case import Case
from tests.stateful.market import Call
from tests.stateful.provenance.ledger import Ledger, Thing, is_unit
from tests.stateful.provenance.machine import ProvenanceMachine
from tests.stateful.provenance.market import PROVENANCE
from tests.stateful.provenance.moves import NOTHING

MAKERS = ("producer", "seller", "second_seller")
HANDS = (*MAKERS, "carrier", "buyer", "second_buyer", "stranger")


class Goods(ProvenanceMachine):
    """Base of the rules: it looks only at the model."""

    lots: list[Lot]

    @property
    def ledger(self) -> Ledger:
        """What the model keeps."""
        return self.model.ledger

    @property
    def people(self) -> dict[str, str]:
        """Accounts by role."""
        return self.market.people

    def somebody(self, number: int) -> str:
        """Some account."""
        return self.people[chosen(HANDS, number)]

    def other_than(self, *accounts: str) -> str:
        """An account that is none of these."""
        return next(self.people[name] for name in reversed(HANDS) if self.people[name] not in accounts)

    # Things

    def find(self, fits: Callable[[Item, Thing], Any], pick: int) -> Item:
        """A thing that fits; None where there is none."""
        return chosen([item for item, thing in self.ledger.things.items() if fits(item, thing)], pick)

    def is_loose(self, item: Item) -> bool:
        """Whether a thing lies in no unit, and no order stands against changing it."""
        thing = self.ledger.things[item]
        return thing.unit is None and (thing.order is None or self.came_of(thing) == NOTHING)

    def came_of(self, thing: Thing) -> str:
        """What has become of the binding of a thing."""
        return self.model.provenance.came_of(thing)

    def loose_items(self) -> list[Item]:
        """Items that can be moved."""
        return [item for item in self.ledger.things if not is_unit(item) and self.is_loose(item)]

    def loose_units(self) -> list[Item]:
        """Units that can be opened."""
        return [item for item, thing in self.ledger.things.items() if is_unit(item) and thing.unit is None]

    def full_units(self) -> list[Item]:
        """Of those, the ones in which something lies."""
        return [unit for unit in self.loose_units() if self.ledger.contents(unit)]

    def beside(self, unit: Item) -> list[Item]:
        """What could be put into a unit, but for the number of levels."""
        thing = self.ledger.things[unit]
        return [
            item
            for item, other in self.ledger.things.items()
            if item != unit and self.is_loose(item) and (other.owner, other.custodian) == (thing.owner, thing.custodian)
        ]

    def bound(self, *states: str) -> list[Item]:
        """Items that are bound to orders of which this has become."""
        things = self.ledger.things.items()
        return [item for item, thing in things if thing.order and self.came_of(thing) in states]

    def offered(self) -> list[tuple[Item, int, str]]:
        """Offers that can be accepted, with role and receiver."""
        return [
            (item, role, to)
            for (item, role), (to, version) in self.ledger.offers.items()
            if to != EMPTY and self.is_loose(item) and self.ledger.things[item].version == version
        ]

    # Lots

    def lot_of(self, item: Item) -> Lot:
        """The lot to which an item belongs."""
        return next(lot for lot in self.lots if lot.id == item.lot)

    def untouched(self) -> list[Item]:
        """Items of lots of which something is left, that are not individual yet."""
        return [
            item
            for lot in self.lots
            for item in lot.items
            if self.ledger.batches[lot.id].left and item not in self.ledger.things and b" " not in item.serial
        ]

    def hidden(self) -> list[Item]:
        """Individual items whose codes nobody has shown."""
        return [item for item, thing in self.ledger.things.items() if not is_unit(item) and not thing.claimed]

    # Orders

    def selling(self, *sellers: str) -> list[Case]:
        """Open orders that get items; of these sellers, or of any."""
        return [
            case
            for case in self.model.cases.values()
            if case.is_open and not case.returned and (not sellers or case.order.offer.seller in sellers)
        ]

    def room(self, case: Case) -> int:
        """How many items more an order gets in its round."""
        return case.order.quantity - self.ledger.bound[case.order, case.round]

    def wares(self, seller: str) -> list[Item]:
        """What a seller could bind."""
        provenance = self.model.provenance
        provenance.by = seller
        return [
            item
            for item in self.loose_items()
            for thing in [self.ledger.things[item]]
            if thing.owner == seller or (thing.custodian == seller and provenance.speaks(thing.owner, item.lot, 30))
        ]

    def ended(self) -> list[Case]:
        """Orders that are over."""
        return [case for case in self.model.cases.values() if case.status in (terms.CLOSED, terms.CANCELLED)]

    # Calls

    def hand_over(self, item: Item, to: str, role: int) -> list[Call]:
        """An offer and its acceptance."""
        thing = self.ledger.things[item]
        by = thing.custodian if role == CUSTODY else thing.owner
        return [tell(by, "offer", item, to, role), tell(to, "accept", item, role, thing.version)]

    def showing(self, item: Item, by: str, order: Order | None = None) -> list[Call]:
        """A commitment, and what shows the code of an item."""
        verb, more = ("claim", ()) if order is None else ("claim_bought", (order,))
        path = tuple(self.lot_of(item).path(item))
        shown = tell(by, verb, item, code_of(item), path, *more)
        return [tell(by, "commit", commitment(item, code_of(item), by)), shown]

    def roles_of(self, item: Item) -> tuple[int, ...]:
        """Which roles somebody could hand over."""
        thing = self.ledger.things[item]
        return (BOTH, BOTH, OWNERSHIP, CUSTODY) if thing.owner == thing.custodian else (OWNERSHIP, CUSTODY)


def tell(by: str, verb: str, *args: Any) -> Call:
    """A call of Provenance."""
    return Call(by, verb, args, to=PROVENANCE)


def proof(lot: Lot, item: Item) -> tuple[Item, bytes, tuple[bytes, ...]]:
    """What `touch` takes, as a call keeps it."""
    item, hashed, path = lot.proof(item)
    return item, hashed, tuple(path)


def chosen(options: Sequence, number: int) -> Any:
    """The option in a place counted round and round; None if there is none."""
    return options[number % len(options)] if options else None
