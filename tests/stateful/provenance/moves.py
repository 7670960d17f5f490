"""What moves in the model of provenance: hands, units, sales and claims."""

from collections.abc import Callable, Sequence

from eth_abi import encode
from eth_utils import keccak

from tests.fixtures import terms
from tests.fixtures.provenance import BOTH, CUSTODY, OWNERSHIP, RETAIL_SELLING, Item, code_hash, node
from tests.fixtures.terms import EMPTY, Order
from tests.stateful.case import Case
from tests.stateful.provenance.ledger import Ledger, Thing, is_text, is_unit
from tests.stateful.reasons import Reasons
from tests.stateful.table import ENDED

MAX_HEIGHT = 4
OPEN, SALE, NOTHING = "open", "sale", "nothing"


class Moves:
    """Verbs have the contract's names and arguments. What it must refuse raises Refused."""

    def __init__(self, ledger: Ledger, cases: dict[Order, Case], order_id: Callable[[Order], bytes]) -> None:
        self.ledger = ledger
        self.by, self.now = EMPTY, 0
        self._cases = cases
        self._order_id = order_id

    def speaks(self, account: str, lot: bytes, step: int) -> bool:
        """Whether the caller speaks for an account, about a lot and a step."""
        return self.by == account or self.ledger.permissions.get((account, lot, self.by), 0) >> step & 1 == 1

    # Becoming individual

    def untouchable(self, item: Item, hashed: bytes, path: Sequence[bytes]) -> Reasons:
        """Why nothing of its lot becomes this item."""
        reasons, batch = self._unproven(item, hashed, path), self.ledger.batches.get(item.lot)
        reasons.when(not is_text(item.serial), "lots: no serial")
        reasons.when(batch is not None and batch.left < 1, "lots: nothing left")
        return reasons

    def take(self, item: Item) -> None:
        """An item becomes individual: its producer's."""
        batch = self.ledger.batches[item.lot]
        batch.touched += 1
        self.begin(item, batch.producer)
        self.ledger.say("ItemTouched", *item, batch.producer)

    def begin(self, item: Item, owner: str) -> None:
        """There is a thing."""
        self.ledger.things[item] = Thing(owner, owner)

    def _unproven(self, item: Item, hashed: bytes, path: Sequence[bytes]) -> Reasons:
        """Why a path does not show that an item is of its lot."""
        reasons, batch = Reasons(), self.ledger.batches.get(item.lot)
        if batch is None:
            reasons.add("lots: not registered")
            return reasons
        found = keccak(b"\x00" + item.serial + hashed)
        for other in path:
            found = node(found, other)
        reasons.when(found != batch.root, "lots: not an item of this lot")
        return reasons

    def _moveable(self, item: Item) -> tuple[Thing, Reasons]:
        """A thing, and why it cannot be moved by itself."""
        reasons, thing = Reasons(), self.ledger.things.get(item)
        reasons.when(thing is None, "things: never touched")
        thing = thing or Thing(EMPTY, EMPTY)
        reasons.when(thing.unit is not None, "things: in a unit")
        return thing, reasons

    # Hands

    def offer(self, item: Item, to: str, role: int) -> None:
        thing, reasons = self._moveable(item)
        reasons |= self._ungiveable(thing, role)
        reasons.check()
        self.ledger.offers[item, role] = to, thing.version
        self.ledger.say("HandoverOffered", *item, self.by, to, role, thing.version)

    def accept(self, item: Item, role: int, version: int) -> None:
        thing, reasons = self._moveable(item)
        reasons.when(version != thing.version, "handovers: changed since")
        reasons.when(self.ledger.offers.get((item, role)) != (self.by, version), "handovers: not offered to you")
        reasons.when(role not in (OWNERSHIP, CUSTODY, BOTH), "handovers: unknown role")
        if role != CUSTODY:
            reasons.when(self._is_bound(thing), "bindings: bound to an order")
        reasons.check()
        before = thing.owner if role == OWNERSHIP else thing.custodian
        owner, custodian = thing.owner, thing.custodian
        if role in (OWNERSHIP, BOTH):
            self._free(item)
            owner = self.by
        if role in (CUSTODY, BOTH):
            custodian = self.by
        self.ledger.hand(item, owner, custodian)
        self.ledger.say("HandoverAccepted", *item, before, self.by, role)

    def _ungiveable(self, thing: Thing, role: int) -> Reasons:
        """Why the caller cannot give a role away."""
        reasons, roles = Reasons(), {OWNERSHIP: {thing.owner}, CUSTODY: {thing.custodian}}
        roles[BOTH] = {thing.owner, thing.custodian}
        reasons.when(role not in roles, "handovers: unknown role")
        reasons.when(roles.get(role) != {self.by}, "handovers: not yours to offer")
        return reasons

    # Units

    def aggregate(self, unit: Item, items: Sequence[Item]) -> None:
        around, reasons = self._unopened(unit, items)
        height, put = around.height, set()
        for item in items:
            thing, refused = self._moveable(item)
            refused.when(item in put, "things: in a unit")
            refused.when(item == unit, "aggregation: a unit in itself")
            refused.when(self._is_bound(thing), "bindings: bound to an order")
            refused.when(thing.owner != around.owner, "aggregation: another owner")
            refused.when(thing.custodian != self.by, "aggregation: another custodian")
            put.add(item)
            reasons |= refused
            height = max(height, thing.height + 1)
        reasons.when(height > MAX_HEIGHT, "aggregation: too many levels")
        reasons.check()
        for item in items:
            self._free(item)
            self.ledger.things[item].unit = unit
        around.height = height
        around.version += 1
        self.ledger.say("ItemsAggregated", *unit, tuple(items), self.by)

    def disaggregate(self, unit: Item, items: Sequence[Item]) -> None:
        around, reasons = self._unopened(unit, items)
        for place, item in enumerate(items):
            thing = self.ledger.things.get(item)
            is_there = thing is not None and thing.unit == unit and item not in items[:place]
            reasons.when(not is_there, "aggregation: not in this unit")
        reasons.check()
        for item in items:
            self.ledger.things[item].unit = None
            self.ledger.hand(item, around.owner, self.by)
        around.version += 1
        if not self.ledger.contents(unit):
            around.height = 0
        self.ledger.say("ItemsDisaggregated", *unit, tuple(items), self.by)

    def _unopened(self, unit: Item, items: Sequence[Item]) -> tuple[Thing, Reasons]:
        """A unit, and why the caller cannot change what lies in it."""
        around, reasons = self._moveable(unit)
        reasons.when(not is_unit(unit), "aggregation: not a unit")
        reasons.when(not items, "aggregation: no items")
        reasons.when(around.custodian != self.by, "aggregation: not the custodian")
        return around, reasons

    # Sales

    def bind(self, item: Item, order: Order) -> None:
        self.bind_many([item], order)

    def bind_many(self, items: Sequence[Item], order: Order) -> None:
        case, reasons = self._cases.get(order) or Case(order), Reasons()
        reasons.when(self.by != order.offer.seller, "bindings: not the seller")
        reasons.when(case.status == terms.NEVER_PAID, "bindings: never paid")
        reasons.when(case.status in ENDED, "bindings: order has ended")
        reasons.when(case.returned, "bindings: goods sent back")
        reasons |= self._unsellable(items, case)
        reasons.check()
        for item in items:
            self._free(item)
            thing = self.ledger.things[item]
            thing.sold, thing.order, thing.round = True, order, case.round
            self.ledger.renew(item)
            self.ledger.bound[order, case.round] += 1
            self.ledger.say("ItemBound", self._order_id(order), *item, case.round)

    def _unsellable(self, items: Sequence[Item], case: Case) -> Reasons:
        """Why the caller cannot sell these things in this order."""
        reasons, bound = Reasons(), self.ledger.bound[case.order, case.round]
        for place, item in enumerate(items):
            thing, refused = self._moveable(item)
            keeps = thing.custodian == self.by and self.speaks(thing.owner, item.lot, RETAIL_SELLING)
            refused.when(is_unit(item), "bindings: a unit is not sold")
            refused.when(self._is_bound(thing) or item in items[:place], "bindings: bound to an order")
            refused.when(self.by not in (thing.owner, thing.custodian), "bindings: not the seller's item")
            refused.when(self.by != thing.owner and not keeps, "bindings: not permitted to sell")
            refused.when(bound + place >= case.order.quantity, "bindings: more than were ordered")
            reasons |= refused
        return reasons

    def settle(self, item: Item, order: Order) -> None:
        thing, reasons = self.ledger.things.get(item), Reasons()
        is_bound = thing is not None and thing.order == order
        reasons.when(not is_bound, "bindings: not to this order")
        reasons.when(is_bound and self.came_of(thing) == OPEN, "bindings: order still open")
        reasons.check()
        self._settle(item, thing)

    def settle_many(self, items: Sequence[Item], order: Order) -> None:
        for item in items:
            thing = self.ledger.things.get(item)
            if thing is not None and thing.order == order and self.came_of(thing) != OPEN:
                self._settle(item, thing)

    def _settle(self, item: Item, thing: Thing) -> None:
        """What was sold is the buyer's, what was not is free."""
        order = thing.order
        if self.came_of(thing) == NOTHING:
            self._free(item)
            return
        thing.order = None
        self.ledger.hand(item, order.buyer, order.buyer)
        self.ledger.say("ItemSold", self._order_id(order), *item, order.buyer)

    def came_of(self, thing: Thing) -> str:
        """What has become of the binding of a thing."""
        case = self._cases[thing.order]
        if case.round != thing.round or case.returned:
            return NOTHING
        if case.is_open:
            return OPEN
        return SALE if case.released and case.status == terms.CLOSED else NOTHING

    def _is_bound(self, thing: Thing) -> bool:
        """Whether an order stands against changing the owner of a thing."""
        return thing.order is not None and self.came_of(thing) != NOTHING

    def _free(self, item: Item) -> None:
        """A binding of which nothing came is over."""
        thing = self.ledger.things[item]
        if thing.order is not None:
            self.ledger.say("ItemReleased", self._order_id(thing.order), *item)
            thing.order = None

    # Claims

    def commit(self, commitment: bytes) -> None:
        self.ledger.commitments.setdefault(commitment, self.now)

    def claim(self, item: Item, code: bytes, path: Sequence[bytes]) -> None:
        thing, reasons = self.ledger.things.get(item), self._unopen(item, code)
        if thing is None:
            reasons |= self.untouchable(item, code_hash(item, code), path)
        else:
            reasons |= self._unproven(item, code_hash(item, code), path)
            reasons.when(thing.claimed, "claims: claimed already")
            if thing.sold:
                reasons.when(self._is_bound(thing), "bindings: bound to an order")
                reasons.when(self.ledger.people(item)[0] != self.by, "claims: not the owner")
        reasons.check()
        if thing is None:
            self.take(item)
        thing = self.ledger.things[item]
        if thing.sold:
            self._free(item)
            self.ledger.renew(item)
        else:
            self.ledger.loosen(item)
            self.ledger.hand(item, self.by, self.by)
        self._show(item)

    def claim_bought(self, item: Item, code: bytes, path: Sequence[bytes], order: Order) -> None:
        thing, reasons = self.ledger.things.get(item), self._unopen(item, code)
        reasons |= self._unproven(item, code_hash(item, code), path)
        reasons.when(thing is None, "things: never touched")
        reasons.when(thing is not None and thing.claimed, "claims: claimed already")
        reasons.when(order.buyer != self.by, "claims: not the buyer")
        is_bound = thing is not None and thing.order == order and self.came_of(thing) != NOTHING
        reasons.when(not is_bound, "claims: not in this order")
        reasons.check()
        self.ledger.renew(item)
        self._show(item)

    def _unopen(self, item: Item, code: bytes) -> Reasons:
        """Why the caller's commitment lets him show no code; otherwise it is used up."""
        reasons = Reasons()
        kinds = ["bytes32", "bytes32", "bytes16", "address"]
        made = self.ledger.commitments.pop(keccak(encode(kinds, [*item, code, self.by])), None)
        reasons.when(made is None, "claims: not committed")
        reasons.when(made == self.now, "claims: wait for the next block")
        return reasons

    def _show(self, item: Item) -> None:
        self.ledger.things[item].claimed = True
        self.ledger.say("ItemClaimed", *item, self.by)
