"""The machine with points: what can be seen of them on the chain, and what has to hold of that after every step."""

from collections import Counter
from dataclasses import dataclass

from hypothesis.stateful import invariant

from tests.fixtures.terms import NO_HASH, Order
from tests.stateful.books import Books
from tests.stateful.drafts import BUYERS
from tests.stateful.machine import orders_in
from tests.stateful.market import Call, words
from tests.stateful.points.market import PointsMarket
from tests.stateful.points.world import PointsWorld
from tests.stateful.rules import Rules
from tests.stateful.sight import End, Ending, Seen, Sight
from tests.stateful.table import ENDED


@dataclass
class SeenPoints:
    """One look at one Loyalty; amounts in its currency's smallest unit."""

    supply: int
    balances: dict[str, int]
    lifetime: dict[str, int]
    settled: dict[Order, int]
    credits: dict[tuple[str, str], int]


class PointsSight(Sight):
    """Sees points too; how an open order would end is the other machine's question."""

    _market: PointsMarket

    def ends(self, seen: Seen, calls: list[Ending]) -> list[End]:
        return [End("", seen.records[order], {}) for order, _, _ in calls]

    def points(self, orders: list[Order]) -> dict[str, SeenPoints]:
        """Of each Loyalty, with what came back of these orders."""
        market = self._market
        buyers = sorted({market.people[name] for name in BUYERS})
        held = [(buyer, currency) for buyer in buyers for currency in market.currencies]
        asked: list[dict[str, str]] = []
        for address, name in market.loyalties.items():
            paid = [market.order_id(order) for order in orders if order.payer == address]
            views = [("totalSupply",), *(("balanceOf", buyer) for buyer in buyers)]
            views += [("lifetime", buyer) for buyer in buyers] + [("settled", key) for key in paid]
            views += [("credits", buyer, NO_HASH, currency) for buyer, currency in held]
            asked += [{"to": address, "data": market.contracts[name].data(*view)} for view in views]
        answers = (words(answer)[0] for answer in self._ask(asked))
        return {
            address: SeenPoints(
                next(answers),
                {buyer: next(answers) for buyer in buyers},
                {buyer: next(answers) for buyer in buyers},
                {order: next(answers) for order in orders if order.payer == address},
                {holding: next(answers) for holding in held},
            )
            for address in market.loyalties
        }


class PointsMachine(Rules):
    """Three more invariants, which look only at the chain: (p), (q), (r). Escrow's own (a), (b) and (f) stand too."""

    market: PointsMarket
    model: PointsWorld
    sight: PointsSight

    c_money_goes_to_an_orders_people_only = None
    d_a_stranger_can_end_every_order = None
    e_nothing_else_changes_an_orders_end = None
    g_nobody_delays_the_end = None

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self.given_later: dict[Order, int] = {}  # from sellers' own pockets
        self.points = self.sight.points([])
        self.seldom: Counter[str] = Counter()  # what was done how often in this run

    def looking(self, market: PointsMarket) -> PointsSight:
        return PointsSight(market)

    def foreseeing(self, books: Books, market: PointsMarket) -> PointsWorld:
        return PointsWorld(books, market)

    def do(self, *calls: Call, at: int = 0) -> None:
        super().do(*calls, at=at)
        for call in self.done:
            if call.verb == "refund_closed":
                order, amount, _ = call.args
                self.given_later[order] = self.given_later.get(order, 0) + amount
            if call.to in self.market.loyalties.values():
                self._count_points(f"points: {call.verb}")
            for order in orders_in(call):
                was, record = self.before.records.get(order), self.seen.records.get(order)
                if order.payer in self.model.points and was != record and record.status in ENDED:
                    self._count_points(f"ended: {call.verb}")
        if any(self._concerns_points(call) for call in self.done):  # nobody else changes what they keep
            self.points = self.sight.points(list(self.orders))

    def _count_points(self, what: str) -> None:
        """In this run too: a run must not depend on those before, or else it could not be repeated."""
        self.tally.successes[what] += 1
        self.seldom[what] += 1

    def _concerns_points(self, call: Call) -> bool:
        named = {argument for argument in call.args if isinstance(argument, str)}
        return call.to in self.market.loyalties.values() or bool(named & set(self.market.loyalties))

    @invariant()
    def p_the_reserve_covers_all_points(self) -> None:
        for address, shown in self.points.items():
            for currency in self.market.currencies:
                points = shown.supply if self.market.points[currency] == address else 0
                credited = sum(amount for (_, kind), amount in shown.credits.items() if kind == currency)
                owed = points + credited + self.model.books.donated[address, currency]
                has = self.seen.balances[address, currency]
                assert has == owed, f"(p) {self.done}: {has} of {currency}, {points} points, {credited} credited"

    @invariant()
    def q_the_supply_is_everybodys_points(self) -> None:
        for address, shown in self.points.items():
            points = sum(shown.balances.values())
            assert shown.supply == points, f"(q) {self.done}: {shown.supply} at {address}, people have {points}"

    @invariant()
    def r_whatever_came_back_was_passed_on_once(self) -> None:
        """And an ended order's total is what was released, and what came back as cash and as points."""
        for address, shown in self.points.items():
            for order, settled in shown.settled.items():
                record = self.seen.records[order]
                key = address, self.market.order_id(order), order.offer.currency
                came = settled + self.seen.credits[key] - self.given_later.get(order, 0)
                assert came == record.refunded, f"(r) {self.done}: {came} of {record.refunded} of {order}"
                if not record.deadline:
                    assert came + record.released == order.total, f"(r) {self.done}: {came} of {order}"

    @invariant()
    def model_foresaw_points(self) -> None:
        assert not self.surprise, self.surprise
        for address, shown in self.points.items():
            points = self.model.points[address]
            settled = {order: points.settled[self.market.order_id(order)] for order in shown.settled}
            for seen, foreseen in (
                (shown.balances, points.balances),
                (shown.lifetime, points.lifetime),
                (shown.credits, points.credits),
                (shown.settled, settled),
            ):
                wrong = {key: (amount, foreseen[key]) for key, amount in seen.items() if amount != foreseen[key]}
                assert not wrong, f"{self.done}: points found and foreseen {wrong}"
