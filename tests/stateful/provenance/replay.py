"""What the events alone say about things and lots, and what of it must not have happened."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from scripts.terms import Record
from tests.fixtures import terms
from tests.fixtures.provenance import CUSTODY, OWNERSHIP, Item
from tests.fixtures.terms import WAITING, Order
from tests.stateful.provenance.ledger import is_unit
from tests.stateful.provenance.market import Event

CAPITAL = re.compile("(?<!^)(?=[A-Z])")


@dataclass
class Replay:
    """A reader of events, who knows of Escrow only the records; `faults` are by an invariant's letter."""

    orders: dict[bytes, Order] = field(default_factory=dict)
    records: dict[bytes, Record] = field(default_factory=dict)
    owners: dict[Item, str] = field(default_factory=dict)
    custodians: dict[Item, str] = field(default_factory=dict)
    units: dict[Item, Item] = field(default_factory=dict)  # around each thing
    bindings: dict[Item, tuple[bytes, int]] = field(default_factory=dict)  # order and round
    numbers: Counter[tuple[bytes, int]] = field(default_factory=Counter)
    sold: set[Item] = field(default_factory=set)  # ever bound
    claimed: set[Item] = field(default_factory=set)
    counts: dict[bytes, int] = field(default_factory=dict)
    roots: dict[bytes, bytes] = field(default_factory=dict)
    producers: dict[bytes, str] = field(default_factory=dict)
    used: Counter[bytes] = field(default_factory=Counter)
    touched: Counter[bytes] = field(default_factory=Counter)
    offered: dict[tuple[Item, int], str] = field(default_factory=dict)  # by role, the last one last
    recalls: dict[bytes, str] = field(default_factory=dict)
    closed: set[bytes] = field(default_factory=set)
    faults: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def read(self, event: Event) -> None:
        """One event, in its order."""
        reader = getattr(self, "_" + CAPITAL.sub("_", event.name).lower(), None)
        if reader is not None:
            reader(*event.fields)

    def _wrong(self, letter: str, fact: bool, what: str) -> None:
        if fact:
            self.faults[letter].append(what)

    # Lots

    def _lot_registered(self, lot, producer, gtin, batch, count, root, document) -> None:
        self._wrong("n", lot in self.counts, "a lot registered twice")
        self.counts[lot], self.roots[lot], self.producers[lot] = count, root, producer

    def _lot_transformed(self, lot, by, inputs, time) -> None:
        known = list(self.counts)
        for used, quantity in inputs:
            is_older = used in known and known.index(used) < known.index(lot)
            self._wrong("q", not is_older, "a lot made of what was not there before it")
            self.used[used] += quantity

    def _item_touched(self, lot, serial, owner) -> None:
        item = Item(lot, serial)
        self._wrong("q", item in self.owners, "an item touched twice")
        self._wrong("o", owner != self.producers[lot], "an item that was not first its producer's")
        self.touched[lot] += 1
        self.owners[item] = self.custodians[item] = owner

    def _unit_made(self, maker, serial) -> None:
        unit = Item(bytes.fromhex(maker[2:]).rjust(32, b"\x00"), serial)
        self._wrong("u", unit in self.owners, "a unit made twice")
        self.owners[unit] = self.custodians[unit] = maker

    # Hands

    def _handover_offered(self, lot, serial, by, to, role, version) -> None:
        self._wrong(
            "o", by not in (self.owners[Item(lot, serial)], self.custodians[Item(lot, serial)]), "a foreign offer"
        )
        self.offered.pop((Item(lot, serial), role), None)
        self.offered[Item(lot, serial), role] = to

    def _handover_accepted(self, lot, serial, before, to, role) -> None:
        item = Item(lot, serial)
        self._wrong("o", item in self.units, "a thing that changed hands inside a unit")
        if role & OWNERSHIP:
            self._wrong("o", before != self.owners[item], "ownership accepted of somebody else")
            self._wrong("s", item in self.bindings, "a bound item that got another owner")
        if role & CUSTODY:
            self._wrong("o", before != self.custodians[item], "custody accepted of somebody else")
        for thing in [item, *self.inside(item)]:
            self.owners[thing] = to if role & OWNERSHIP else self.owners[thing]
            self.custodians[thing] = to if role & CUSTODY else self.custodians[thing]

    def inside(self, unit: Item) -> list[Item]:
        """Everything that lies in a unit, at any level."""
        found = [unit]
        for around in found:
            found += [item for item, other in self.units.items() if other == around and item not in found]
        return found[1:]

    # Units

    def _items_aggregated(self, lot, serial, items, by) -> None:
        unit = Item(lot, serial)
        self._wrong("u", not is_unit(unit) or unit in self.units, "something put where nothing can be put")
        for item in items:
            self._wrong("u", item in self.units or item == unit, "a thing put into two units, or itself")
            self._wrong("s", item in self.bindings, "a bound item put into a unit")
            self._wrong("o", by != self.custodians[item], "a thing put away by somebody who has it not")
            self.units[item] = unit

    def _items_disaggregated(self, lot, serial, items, by) -> None:
        for item in items:
            self._wrong("u", self.units.pop(item, None) != Item(lot, serial), "a thing taken out of where it is not")
            self._wrong("o", by != self.custodians[item], "a thing taken out by somebody who has it not")

    # Sales

    def _item_bound(self, order_id, lot, serial, round_) -> None:
        item, record = Item(lot, serial), self.records[order_id]
        self._wrong("s", item in self.bindings, "an item bound twice")
        is_open = record.status in WAITING and record.round == round_ and not record.returned
        self._wrong("s", not is_open, "an item bound to an order that gets none")
        seller = self.orders[order_id].offer.seller
        self._wrong("s", seller not in (self.owners[item], self.custodians[item]), "an item that its seller has not")
        self.numbers[order_id, round_] += 1
        is_more = self.numbers[order_id, round_] > self.orders[order_id].quantity
        self._wrong("s", is_more, "more items bound than were ordered")
        self.bindings[item] = order_id, round_
        self.sold.add(item)

    def _item_sold(self, order_id, lot, serial, buyer) -> None:
        item, record = Item(lot, serial), self.records[order_id]
        bound_to, round_ = self.bindings.pop(item, (b"", 0))
        is_sale = record.status == terms.CLOSED and record.released and not record.returned and record.round == round_
        self._wrong("s", bound_to != order_id or not is_sale, "an item sold that was not")
        self._wrong("s", buyer != self.orders[order_id].buyer, "an item sold to somebody else")
        self.owners[item] = self.custodians[item] = buyer

    def _item_released(self, order_id, lot, serial) -> None:
        bound_to, round_ = self.bindings.pop(Item(lot, serial), (b"", 0))
        self._wrong("s", bound_to != order_id, "an item released that was not bound")
        record = self.records[order_id]
        is_over = record.round != round_ or record.returned or (record.status not in WAITING and not record.released)
        self._wrong("s", not is_over, "an item released from an order that gets it")

    # Claims and recalls

    def _item_claimed(self, lot, serial, by) -> None:
        item = Item(lot, serial)
        self._wrong("c", item in self.claimed, "an item claimed twice")
        self.claimed.add(item)
        if item not in self.sold:
            self.units.pop(item, None)
            self.owners[item] = self.custodians[item] = by
            return
        order_id, _ = self.bindings.get(item, (b"", 0))
        allowed = self.orders[order_id].buyer if order_id else self.owners[item]
        self._wrong("c", by != allowed, "an item claimed by somebody who knows no more than its code")

    def _recalled(self, recall_id, lot, by, first, last, class_, document) -> None:
        self._wrong("n", recall_id in self.recalls, "a recall made twice")
        is_own = self.producers.get(lot) == by or (first == last and self.owners.get(Item(lot, first)) == by)
        self._wrong("n", not is_own, "a stranger's recall")
        self.recalls[recall_id] = by

    def _recall_closed(self, recall_id, document) -> None:
        self._wrong("n", recall_id in self.closed or recall_id not in self.recalls, "a recall closed that was not open")
        self.closed.add(recall_id)
