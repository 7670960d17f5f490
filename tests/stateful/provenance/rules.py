"""What may happen to goods: they are made, packed, handed on, sold, claimed, recalled; and what should not happen."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.fixtures.provenance import BOTH, NONE, Item, Lot, code_of, commitment, text
from tests.fixtures.terms import EMPTY
from tests.stateful.case import Case
from tests.stateful.market import Call
from tests.stateful.provenance.goods import MAKERS, Goods, chosen, proof, tell
from tests.stateful.provenance.ledger import is_unit
from tests.stateful.provenance.market import ProvenanceMarket
from tests.stateful.provenance.moved_wrong import MISTAKES
from tests.stateful.provenance.moves import NOTHING, OPEN, SALE
from tests.stateful.rules import DOCUMENT, NUMBER
from tests.stateful.tally import Tally

MAX_LOTS, MAX_UNITS, MAX_ITEMS = 9, 6, 20
SERIALS = ("A001", "A002", "A003", "A004", "A 5")  # the last is none
STEPS = (1 << 30, 1 << 30, 1 << 5, 1 << 32 | 1 << 33, 2**42 - 1, 0)
AT_ONCE = 4


class GoodsRules(Goods):
    """Anybody does anything, and mostly what makes sense."""

    def __init__(self, market: ProvenanceMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.number = 0  # of what was made
        self.lots: list[Lot] = []
        self.committed: list[tuple[Item, str]] = []
        self.missed: Counter[str] = Counter()  # refusals of this run

    def do(self, *calls: Call, at: int = 0) -> None:
        before = self.tally.reasons.copy()
        super().do(*calls, at=at)
        self.missed.update(self.tally.reasons - before)

    # Beginning

    @initialize()
    def begin_with_goods(self) -> None:
        """Three lots, half of them touched; a shop that has some of it, and units."""
        people = self.people
        made = [self.new_lot(people[name], count) for name, count in zip(MAKERS, (5, 4, 2), strict=True)]
        items = [item for lot in self.lots for item in lot.items[:2]]
        touched = [
            tell(lot.producer, "touch_many", tuple(proof(lot, item) for item in lot.items[:2])) for lot in self.lots
        ]
        units = [tell(people[name], "make_unit", text(f"CASE-{name}")) for name in ("producer", "seller", "seller")]
        self.do(*made, *touched, *units)
        self.do(*(call for item in items[:2] for call in self.hand_over(item, people["seller"], BOTH)))

    def new_lot(self, maker: str, count: int) -> Call:
        """The registration of another lot."""
        self.number += 1
        lot = Lot(maker, f"L-{self.number}", serials=SERIALS)
        self.lots.append(lot)
        return tell(maker, "register", *lot.terms(count))

    # Lots

    @precondition(lambda self: len(self.lots) < MAX_LOTS)
    @rule(pick=NUMBER)
    def register(self, pick: int) -> None:
        self.do(self.new_lot(self.people[chosen(MAKERS, pick)], pick % 5 + 1))

    @precondition(lambda self: len(self.lots) < MAX_LOTS)
    @rule(pick=NUMBER, number=NUMBER)
    def transform(self, pick: int, number: int) -> None:
        """Of one lot or two, by its producer or by whom he permitted, or by nobody who may."""
        used = [chosen(self.lots, pick), chosen(self.lots, pick // 7)][: number % 2 + 1]
        inputs = tuple((lot.id, min(self.ledger.batches[lot.id].left, number % 3) or 1) for lot in used)
        maker = used[0].producer if number % 8 else self.somebody(number)
        register = self.new_lot(maker, number % 6 + 1)
        self.do(tell(maker, "transform", inputs, *register.args, self.market.now))
        self.lots = [lot for lot in self.lots if lot.id in self.ledger.batches]

    transform_more = transform

    @precondition(lambda self: self.untouched() and len(self.ledger.things) < MAX_ITEMS)
    @rule(pick=NUMBER, number=NUMBER)
    def touch(self, pick: int, number: int) -> None:
        item = chosen(self.untouched(), pick)
        lot = self.lot_of(item)
        by = lot.producer if number % 8 else self.somebody(number)
        if number % 2:
            self.do(tell(by, "touch", *proof(lot, item)))
        else:
            self.do(tell(by, "touch_many", tuple(proof(lot, one) for one in (lot.items[0], item, item))))

    @precondition(lambda self: sum(map(is_unit, self.ledger.things)) < MAX_UNITS)
    @rule(pick=NUMBER)
    def make_unit(self, pick: int) -> None:
        self.number += 1
        self.do(tell(self.people[chosen(MAKERS, pick)], "make_unit", text(f"CASE-{self.number}")))

    # Hands

    @rule(pick=NUMBER, number=NUMBER, role=NUMBER)
    def offer_goods(self, pick: int, number: int, role: int) -> None:
        item = self.find(lambda item, thing: self.is_loose(item), pick)
        if item is not None:
            given = chosen(self.roles_of(item), role)
            to = EMPTY if number % 16 == 15 else self.somebody(number)
            self.do(self.hand_over(item, to, given)[0])

    @precondition(lambda self: self.offered())
    @rule(pick=NUMBER)
    def accept(self, pick: int) -> None:
        item, role, to = chosen(self.offered(), pick)
        self.do(tell(to, "accept", item, role, self.ledger.things[item].version))

    @rule(pick=NUMBER, number=NUMBER, role=NUMBER)
    def hand_on(self, pick: int, number: int, role: int) -> None:
        """Offered and accepted in one block; mostly to somebody who sells."""
        item = self.find(lambda item, thing: self.is_loose(item), pick)
        if item is not None:
            to = self.people["seller"] if number % 2 else self.somebody(number)
            self.do(*self.hand_over(item, to, chosen(self.roles_of(item), role)))

    # Units

    @precondition(lambda self: any(self.beside(unit) for unit in self.loose_units()))
    @rule(pick=NUMBER, number=NUMBER)
    def aggregate(self, pick: int, number: int) -> None:
        unit = chosen([unit for unit in self.loose_units() if self.beside(unit)], pick)
        items = self.beside(unit)
        start = number % len(items)
        put = tuple(items[start : start + 1 + number % 3])
        self.do(tell(self.ledger.things[unit].custodian, "aggregate", unit, put))

    aggregate_more = aggregate

    @precondition(lambda self: self.full_units())
    @rule(pick=NUMBER, number=NUMBER)
    def disaggregate(self, pick: int, number: int) -> None:
        unit = chosen(self.full_units(), pick)
        out = tuple(self.ledger.contents(unit)[: 1 + number % 3])
        self.do(tell(self.ledger.things[unit].custodian, "disaggregate", unit, out))

    # What is said

    @rule(pick=NUMBER, number=NUMBER, what=st.integers(0, 5))
    def say(self, pick: int, number: int, what: int) -> None:
        """By the owner, by the custodian, or by anybody."""
        item = chosen(list(self.ledger.things), pick)
        owner, custodian = self.ledger.people(item)
        by = chosen((owner, custodian, owner, custodian, self.somebody(number)), number)
        lot, now = chosen(self.lots, pick), self.market.now
        whole = Item(lot.id, NONE) if number % 4 == 0 else item
        warm = (-5_000, 4_000 + number) if number % 2 else (0, 1_000)
        calls = [
            tell(by, "report", whole, number % 42, number % 34, text("9506000134352"), now - number, DOCUMENT),
            tell(by, "report_sensor", item, DOCUMENT, 3, *warm, now - 9, now, 0, 4_000, NONE, DOCUMENT),
            tell(owner, "permit", item.lot, custodian, chosen(STEPS, number)),
            tell(lot.producer, "permit", lot.id, self.somebody(number), chosen(STEPS, pick)),
            tell(by, "declare_error", DOCUMENT, 1 + number % 2, NONE),
            tell(lot.producer, "promise_limits", lot.id, -number, pick),
        ]
        self.do(*calls[what : what + 3])

    @rule(pick=NUMBER, number=NUMBER)
    def recall(self, pick: int, number: int) -> None:
        """All of a lot, a range, an item by its owner; or a recall is closed."""
        lot, closing = chosen(self.lots, pick), [one for one in self.ledger.recalls if one not in self.ledger.closed]
        if number % 3 == 0 and closing:
            recall = chosen(closing, pick)
            self.do(tell(self.ledger.recalls[recall], "close_recall", recall, DOCUMENT))
            return
        item = chosen(list(self.ledger.things), pick)
        ranges = ((lot.producer, lot.id, NONE, NONE), (lot.producer, lot.id, text("A001"), text("A003")))
        own = (self.ledger.people(item)[0], item.lot, item.serial, item.serial)
        by, *what = chosen((*ranges, own), number)
        self.do(tell(by, "recall", *what, 1 + pick % 3, number.to_bytes(32)))

    # Sales

    @precondition(lambda self: self.sellable())
    @rule(pick=NUMBER, number=NUMBER)
    def bind(self, pick: int, number: int) -> None:
        case = chosen(self.sellable(), pick)
        seller = case.order.offer.seller
        wares = self.wares(seller)
        start = number % len(wares)
        items = tuple((wares[start:] + wares[:start])[: max(self.room(case), 1)])
        verb, what = ("bind_many", items) if number % 2 else ("bind", items[0])
        self.do(tell(seller, verb, what, case.order))

    bind_more = bind_again = bind_further = bind

    def sellable(self) -> list[Case]:
        """Orders whose sellers have something for them."""
        return [case for case in self.selling() if self.room(case) and self.wares(case.order.offer.seller)]

    @precondition(lambda self: self.bound(SALE, NOTHING))
    @rule(pick=NUMBER, number=NUMBER)
    def settle_goods(self, pick: int, number: int) -> None:
        item = chosen(self.bound(SALE, NOTHING), pick)
        order = self.ledger.things[item].order
        if number % 2:
            self.do(tell(self.somebody(number), "settle", item, order))
        else:
            items = (item, *self.bound(OPEN, SALE), item)
            self.do(tell(self.somebody(number), "settle_many", items, order))

    settle_goods_again = settle_goods

    # Claims

    @rule(pick=NUMBER, number=NUMBER)
    def commit(self, pick: int, number: int) -> None:
        """By whoever is to have it, or by somebody who saw the code; of what is bound, packed, or anything."""
        hidden = self.hidden()
        bound = [item for item in self.bound(OPEN, SALE) if item in hidden]
        packed = [item for item in hidden if self.ledger.things[item].unit is not None]
        item = chosen(chosen((bound, packed, bound, hidden + self.untouched()), number), pick)
        if item is None:
            return
        thing = self.ledger.things.get(item)
        likely = [thing.order.buyer] if thing and thing.order else []
        likely += [self.ledger.people(item)[0]] if thing else []
        by = self.somebody(number) if pick % 3 == 0 else chosen(likely, number) or self.somebody(number)
        self.do(tell(by, "commit", commitment(item, code_of(item), by)))
        self.committed = [(item, by), *self.committed[:9]]

    @precondition(lambda self: self.committed)
    @rule(pick=NUMBER)
    def claim(self, pick: int) -> None:
        item, by = self.committed.pop(pick % len(self.committed))
        thing = self.ledger.things.get(item)
        order = thing.order if thing and thing.order and thing.order.buyer == by else None
        self.do(self.showing(item, by, order)[1])

    # What should not get done

    @rule(pick=NUMBER)
    def err(self, pick: int) -> None:
        """In the ways in which fewest did in this run, several in one block."""
        calls: list[Call] = []
        for reason in sorted(MISTAKES, key=lambda known: self.missed[known]):
            calls += MISTAKES[reason](self, pick)
            if len(calls) >= AT_ONCE:
                break
        self.do(*calls)

    err_again = err_more = err

    @rule(pick=NUMBER, number=NUMBER, what=st.integers(0, 4))
    def race_for_goods(self, pick: int, number: int, what: int) -> None:
        """Two people in one block, over the same thing."""
        items = self.loose_items()
        item = chosen(items, pick)
        if item is None:
            return
        thing, other = self.ledger.things[item], self.somebody(number)
        offer, accept = self.hand_over(item, other, chosen(self.roles_of(item), number))
        cases = self.selling(thing.owner)
        binding = [tell(thing.owner, "bind", item, case.order) for case in cases[:2]]
        units = [unit for unit in self.loose_units() if item in self.beside(unit)]
        putting = [tell(thing.custodian, "aggregate", unit, (item,)) for unit in units[:2]]
        races = ([offer, *binding, accept], binding, [offer, *putting, accept], putting, [offer, offer, accept, accept])
        if races[what]:
            self.do(*races[what])
