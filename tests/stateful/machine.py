"""A machine whose every step is foreseen by the model, done on the node, and followed by a look at the invariants."""

from hypothesis.stateful import RuleBasedStateMachine, invariant
from hypothesis.strategies import just
from hypothesis.strategies._internal.featureflags import FeatureFlags

from tests.fixtures import terms
from tests.fixtures.clock import DAY
from tests.fixtures.terms import MAX_UINT, Order
from tests.stateful.books import Books, Holding
from tests.stateful.case import Case
from tests.stateful.market import Call, Market
from tests.stateful.reasons import Refused
from tests.stateful.sight import Ending, Sight, money_people
from tests.stateful.table import ENDED
from tests.stateful.tally import Tally
from tests.stateful.world import World


class Machine(RuleBasedStateMachine):
    """Base of the rules. The invariants (a) to (g) look only at the chain, so that they stand without the model."""

    def __init__(self, market: Market, tally: Tally) -> None:
        super().__init__()
        # Otherwise some rules are switched off in each run, and a market without payments shows nothing.
        self._rules_strategy.enabled_rules_strategy = just(FeatureFlags())
        market.reset()
        self.market, self.tally, self.sight = market, tally, self.looking(market)
        self.before = self.seen = self.sight.look([], [])
        refusing = {market.people["refusing_receiver"], market.people["gas_eating_receiver"]}
        books = Books(market.escrow, market.deny_list, self.seen.balances, refusing)
        self.model = self.foreseeing(books, market)
        self.orders: dict[Order, None] = {}  # all that were paid on the chain, with the model's consent or without
        self.done: list[Call] = []
        self.surprise = ""
        tally.start_run()

    def looking(self, market: Market) -> Sight:
        """What the machine sees."""
        return Sight(market)

    def foreseeing(self, books: Books, market: Market) -> World:
        """What the machine expects."""
        return World(books, market)

    def do(self, *calls: Call, at: int = 0) -> None:
        """One step: these calls, in one block; at a time in Unix seconds if it is still to come, else at once."""
        now = max(at, self.market.now + 1)
        foreseen = [self._foresee(call, now) for call in calls]
        happened = self.market.mine(now, calls)
        self.surprise = "; ".join(
            f"{call}: foreseen {reasons and sorted(reasons)}, and happened {reason!r}"
            for call, reasons, reason in zip(calls, foreseen, happened, strict=True)
            if reason not in (reasons or {None})
        )
        self.done = [call for call, reason in zip(calls, happened, strict=True) if reason is None]
        self.tally.reasons.update(reason for reason in happened if reason)
        self.orders |= dict.fromkeys(order for call in self.done if is_payment(call) for order in orders_in(call))
        self.before, self.seen = self.seen, self.sight.look(self.orders, self.model.stock)
        self._count()

    def _foresee(self, call: Call, now: int) -> frozenset[str] | None:
        """Makes the call in the model; the reasons to refuse it, if there are any."""
        try:
            self.model.perform(call, now)
        except Refused as refused:
            return refused.reasons
        return None

    def _count(self) -> None:
        after = self.seen.records
        for call in self.done:
            ended = [
                self.before.records[order].status
                for order in self._concerned()
                if order in self.before.records and self.before.records[order] != after[order]
            ]
            if call.verb not in ("ship_many", "enforce_many") or ended:
                self.tally.successes[call.verb] += 1
            if call.verb in ("enforce", "enforce_many"):
                self.tally.enforced.update(ended)
        self.tally.step(len(self.seen.ends))

    def _concerned(self) -> set[Order]:
        """The orders that this step's calls were about."""
        return {order for call in self.done for order in orders_in(call)}

    @invariant()
    def a_balances_are_what_is_held_and_credited(self) -> None:
        for currency in self.market.currencies:
            held = sum(
                order.total - self.seen.records[order].released - self.seen.records[order].refunded
                for order in self.orders
                if order.offer.currency == currency and self.seen.records[order].status in terms.WAITING
            )
            credited = sum(amount for (_, _, kind), amount in self.seen.credits.items() if kind == currency)
            owed = held + credited + self.model.books.donated[self.market.escrow, currency]
            has = self.seen.balances[self.market.escrow, currency]
            assert has == owed, f"(a) {self.done}: {has} of {currency} in Escrow, {owed} held, credited and donated"

    @invariant()
    def b_no_more_leaves_than_was_paid(self) -> None:
        for order in self.orders:
            record = self.seen.records[order]
            left = record.released + record.refunded
            assert left <= order.total, f"(b) {self.done}: {left} of {order.total} left {order}"
            assert (left == order.total) == (record.status in ENDED), f"(b) {self.done}: {record} of {order.total}"

    @invariant()
    def c_money_goes_to_an_orders_people_only(self) -> None:
        before, after, allowed = self.before.wealth(), self.seen.wealth(), self._allowed()
        for holding, amount in after.items():
            gain = amount - before[holding]
            assert gain == 0 or holding in allowed, f"(c) {self.done}: {gain} for {holding}"

    @invariant()
    def d_a_stranger_can_end_every_order(self) -> None:
        for order, end in self.seen.ends.items():
            assert not end.refusal, f"(d) {self.done}: {end.refusal} for {order}"
            assert end.record.status in ENDED, f"(d) {self.done}: {end.record} of {order}"

    @invariant()
    def e_nothing_else_changes_an_orders_end(self) -> None:
        for order, end in self.seen.ends.items():
            if order not in self._concerned():
                assert end == self.before.ends[order], f"(e) {self.done}: {end} for {order}"

    @invariant()
    def f_units_are_sold_once(self) -> None:
        sold = dict.fromkeys(self.seen.stock, 0)
        for order in self.orders:
            if self.seen.records[order].status not in (terms.NEVER_PAID, terms.CANCELLED):
                sold[order.offer] += order.quantity
        for offer, units in sold.items():
            found = self.seen.stock[offer].sold
            assert found == units, f"(f) {self.done}: {found} sold of {offer}, in orders {units}"
        for call in self.done:
            for order in orders_in(call) if is_payment(call) else ():
                stock = self.seen.stock[order.offer]
                assert stock.sold <= stock.cap, f"(f) {self.done}: {stock}"

    @invariant()
    def g_nobody_delays_the_end(self) -> None:
        for order, was in self.before.records.items():
            record = self.seen.records[order]
            forth = (was.round, was.status) <= (record.round, record.status) and record.round <= 3
            assert forth, f"(g) {self.done}: from {was} to {record}"
        delayed = []
        for order, case in self.model.cases.items():
            record = self.seen.records[order]
            if record.status in terms.WAITING and record.deadline > case.promised + 3 * DAY * record.buyer_extended:
                delayed.append(Ending(order, other_sides_end(case), 0))
        for ending, end in zip(delayed, self.sight.ends(self.seen, delayed), strict=True):
            default = self.seen.ends[ending.order]
            enough = end.gains.get(ending.call.by, 0) >= default.gains.get(ending.call.by, 0)
            assert end.record.status in ENDED, f"(g) {self.done}: {end.refusal} for {ending}"
            assert enough, f"(g) {self.done}: {end} instead of {default} for {ending}"

    @invariant()
    def model_foresaw_it(self) -> None:
        assert not self.surprise, self.surprise
        for order, case in self.model.cases.items():
            found = self.seen.records[order]
            assert found == case.record, f"{self.done}: {found}, foreseen {case.record} for {case.order}"
        for offer, stock in self.model.stock.items():
            found = self.seen.stock[offer]
            assert found == (True, stock.cap, stock.sold), f"{self.done}: {found}, foreseen {stock}"
        for seen, foreseen in (
            (self.seen.balances, self.model.books.balances),
            (self.seen.credits, self.model.books.credits),
        ):
            wrong = {key: (amount, foreseen[key]) for key, amount in seen.items() if amount != foreseen[key]}
            assert not wrong, f"{self.done}: found and foreseen {wrong}"

    def _allowed(self) -> set[Holding]:
        """Who may have gained or lost by this step, and in which currency."""
        allowed = set()
        for call in self.done:
            for order in orders_in(call):
                allowed |= {(account, order.offer.currency) for account in money_people(order)}
            if call.verb in ("withdraw", "withdraw_to", "collect", "force", "transfer"):
                allowed |= {(account, currency) for account in receivers(call) for currency in self.market.currencies}
        return allowed | {(self.market.escrow, currency) for currency in self.market.currencies}


def orders_in(call: Call) -> list[Order]:
    """The orders that a call is about."""
    orders: list[Order] = []
    for argument in call.args:
        items = (argument,) if isinstance(argument, Order) else argument
        orders += [item for item in items if isinstance(item, Order)] if isinstance(items, tuple) else []
    return orders


def is_payment(call: Call) -> bool:
    """Whether a call opens orders."""
    return call.verb in ("pay", "pay_many", "buy")


def receivers(call: Call) -> set[str]:
    """Who may gain or lose by a call that is about no order."""
    return {call.by, *(argument for argument in call.args if isinstance(argument, str))}


def other_sides_end(case: Case) -> Call:
    """How the side that did not extend ends an order at once."""
    order = case.order
    if case.extended_by == "seller":
        return Call(order.buyer, "confirm", (order,))
    if case.status == terms.AWAITING_RULING:
        return Call(order.offer.seller, "concede", (order,))
    return Call(order.offer.seller, "refund", (order, MAX_UINT))
