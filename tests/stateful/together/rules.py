"""What may happen between contracts: keepers in any order, blocks of everything, rings, and an end for all of it."""

import sys

from hypothesis import strategies as st
from hypothesis.stateful import INVARIANT_MARKER, initialize, precondition, rule

from scripts.credit.course import State
from tests.fixtures.points import points_of, with_points
from tests.fixtures.terms import AWAITING_DELIVERY, CLOSED, EMPTY, NO_HASH, Offer, Order, salted
from tests.stateful.credit.machine import PAYOFF, STATE
from tests.stateful.credit.market import BUSINESS, CREDIT, PERSON
from tests.stateful.market import Call
from tests.stateful.opinions.market import REVIEWS
from tests.stateful.points.rules import PointsDrafts
from tests.stateful.provenance.goods import tell
from tests.stateful.provenance.moves import NOTHING, OPEN, SALE
from tests.stateful.rules import DOCUMENT, NUMBER, Rules, chosen
from tests.stateful.tally import Tally
from tests.stateful.together.machine import WholeMachine
from tests.stateful.together.market import WholeMarket

AT_ONCE = 8  # calls of a block
LATER = 10**6  # a salt from here on is a ring's
WAYS = st.sampled_from(["cash", "points", "instalments", "instalments"])
ENDINGS = st.sampled_from([("confirm",), ("cancel",), ("ship", "refund"), ("confirm", "refund_closed"), ("refund",)])
BLOCKS = ("ship", "attest_delivery", "confirm", "request", "approve_return", "send_back", "dispute", "rule", "refund")


class WholeDrafts(PointsDrafts):
    """Now and then a contract is who brought the sale."""

    def __init__(self, market: WholeMarket) -> None:
        super().__init__(market)
        self._contracts = [market.credit, *market.loyalties]

    def order(self, offer: Offer, drawn: dict) -> Order:
        order = super().order(offer, drawn)
        return order._replace(referrer=self._contracts[order.salt[-1] % 3]) if drawn["quantity"] == 5 else order


class WholeRules(WholeMachine):
    """Everybody does everything at once."""

    ship_many, enforce_many, submit_evidence = Rules.ship_many, Rules.enforce_many, Rules.submit_evidence
    extend, repeat = Rules.extend, Rules.repeat

    def __init__(self, market: WholeMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.drafts = WholeDrafts(market)
        self.rings = LATER

    @initialize(money=st.sampled_from([150_000, 400_000]))
    def begin_with_money(self, money: int) -> None:
        """What is sold in instalments is also sold for cash and for points."""
        super().begin_with_money(money)
        self.keep([offer for offers in self.plans_offers.values() for offer in offers])

    def order_for_plan(self, offer: Offer, buyer: str, quantity: int) -> Order:
        """Some with a referrer, and with a salt that says of points what is not so."""
        order = super().order_for_plan(offer, buyer, quantity)
        referrers = (EMPTY, self.people["referrer"], self.market.points[offer.currency], EMPTY)
        order = order._replace(referrer=chosen(referrers, self.bought))
        return with_points(order, order.payer, order.total // 3) if self.bought % 3 == 0 else order

    # Between contracts

    @precondition(lambda self: self.sellable())
    @rule(pick=NUMBER)
    def bind_rarest(self, pick: int) -> None:
        """An item goes to an order that was paid in the way of which fewest got one."""
        fewest = min(self.sellable(), key=lambda case: self.seldom[f"bound: {self.way_of(case.order)}"])
        seller = fewest.order.offer.seller
        self.do(tell(seller, "bind", chosen(self.wares(seller), pick), fewest.order))

    @precondition(lambda self: self.unreviewed())
    @rule(pick=NUMBER)
    def review_rarest(self, pick: int) -> None:
        """The same with reviews; by the buyer, or of what somebody else paid by him."""
        others = [order for order in self.unreviewed() if order.payer in {*self.people.values()} - {order.buyer}]
        order = min(self.unreviewed(), key=lambda order: self.seldom[f"reviewed: {self.way_of(order)}"])
        by = order.buyer
        if others and pick % 4 == 0:
            order = chosen(others, pick // 4)
            by = order.payer
        self.do(Call(by, "review", (order, 1 + pick % 5, DOCUMENT), to=REVIEWS))

    @rule(pick=NUMBER)
    def mistake_kinds(self, pick: int) -> None:
        """Of a person Credit's issuer says that it is a business, or of a business that it is a person."""
        account, kind = chosen(self.market.vouched, pick)
        self.set_vouched(account, kind, False)
        self.set_vouched(account, BUSINESS if kind == PERSON else PERSON, True)

    @precondition(lambda self: self.owed())
    @rule(pick=NUMBER)
    def pause_unasked(self, pick: int) -> None:
        """Somebody has a plan wait whatever its order waits for; mostly where it is on its way or in a later round."""
        cases = {plan: self.model.cases[self.model.order_of(plan)] for plan in self.owed()}
        away = [plan for plan, case in cases.items() if case.status == AWAITING_DELIVERY]
        away += [plan for plan, case in cases.items() if case.round and case.is_open]
        plan = chosen(away if away and pick % 4 else list(cases), pick)
        self.do(Call(self.people["stranger"], "pause", (plan,), to=CREDIT))

    @precondition(lambda self: len(self.due()) > 1)
    @rule(pick=NUMBER)
    def keepers_in_another_order(self, pick: int) -> None:
        """What they do in one order is undone, and done in the other: nothing may tell the difference."""
        calls, now, node = self.some_due(pick), self.market.now + 1, self.market.node
        snapshot = node.rpc("evm_snapshot")
        happened = self.market.mine(now, calls)
        here = self.picture()
        assert node.rpc("evm_revert", snapshot)
        self.market.now = now - 1
        self.do(*reversed(calls), at=now)
        if happened.count(None) != len(self.done) or self.picture() != here:
            self.disorder = f"{calls} came to something else in the other order"
        self.tally.successes["keepers in another order"] += 1

    @rule(pick=NUMBER, number=NUMBER)
    def block_of_everything(self, pick: int, number: int) -> None:
        """Calls of several contracts, some of them about the same."""
        calls = self.some_due(pick)[:4]
        for place, verb in enumerate(BLOCKS):
            case = chosen(self.fitting(verb), pick)
            if case and (pick + place) % 3 == 0:
                calls.append(self.call(self.entitled(verb, case, pick), verb, case, "half", number))
        calls += [Call(order.buyer, "review", (order, 3, DOCUMENT), to=REVIEWS) for order in self.unreviewed()[:1]]
        plan = chosen(self.owed(), number)
        if plan:
            calls.append(Call(plan.buyer, "repay", (plan, self.lent.records[plan][PAYOFF] // 2 + 1), to=CREDIT))
        start = number % max(len(calls), 1)
        self.do(*[*calls[start:], *calls[:start]][:AT_ONCE])
        self.tally.successes["a block of everything"] += len({call.to for call in self.done}) > 2

    @precondition(lambda self: self.plans_offers)
    @rule(pick=NUMBER, number=NUMBER, way=WAYS, ending=ENDINGS)
    def ring(self, pick: int, number: int, way: str, ending: tuple[str, ...]) -> None:
        """Seller, buyer, referrer and lender are one, whatever their accounts say: all it comes to is a cost."""
        ring = {self.people[name] for name in ("second_seller", "second_buyer", "referrer")}
        before = self.worth.copy()
        offers = [offer for offer in self.left() if offer.seller == self.people["second_seller"]]
        order = self.pay_as_ring(chosen(offers, pick), 1 + number % 3, way)
        if order not in self.model.cases:
            return
        for verb in ending:
            more = {"refund": (order.total,), "refund_closed": (1_000, DOCUMENT)}.get(verb, ())
            by = order.buyer if verb in ("confirm", "cancel") else order.offer.seller
            self.do(Call(by, verb, (order, *more), 1_000 * (verb == "refund_closed" and order.coin > 0)))
        self.do(*[call for call in self.due() if {order, order.buyer, order.referrer} & set(call.args)])
        for plan in [plan for plan in self.owed() if plan.order_id == self.market.order_id(order)]:
            if self.model.credit.kept(plan.order_id):
                self.do(Call(plan.buyer, "settle", (plan,), to=CREDIT))
            self.do(Call(plan.buyer, "repay", (plan, plan.principal * 2), to=CREDIT))
        for currency in self.market.currencies:
            gain = sum(self.worth[account, currency] - before[account, currency] for account in ring)
            if gain > 0:
                self.losses.append(f"a ring got {gain} by {way} and {ending} of {order}")
        self.tally.successes["a ring"] += 1

    def pay_as_ring(self, offer: Offer, quantity: int, way: str) -> Order:
        """An order between a ring's people, which one of them pays."""
        self.rings += 1
        buyer, referrer = self.people["second_buyer"], self.people["referrer"]
        order = salted(Order(offer, buyer, buyer, quantity, referrer, NO_HASH, NO_HASH), self.rings)
        if way == "points":
            at = self.model.points[self.market.points[offer.currency]]
            points = min(at.balances[buyer] + self.model.ready(at, buyer), order.total, 2**96 - 1)
            order = with_points(order, at.address, points)
            coin = order.total - points_of(order) if offer.currency == EMPTY else 0
            self.do(self.call_points(at, buyer, "pay", order, coin=coin))
        elif way == "instalments":
            order = order._replace(payer=self.market.credit)
            self.do(Call(buyer, "buy", (order, order.total // 4 + 1, 2, 14), to=CREDIT))
        else:
            self.do(Call(buyer, "pay", (order,), order.coin))
        return order

    # The end

    def teardown(self) -> None:
        """A run that went well is closed down."""
        if sys.exc_info()[0] is None and len(self.orders) > AT_ONCE:
            self.close_down()
        super().teardown()

    def close_down(self) -> None:
        """Strangers end all orders and bring everybody his own, somebody pays all debts: nothing is left anywhere."""
        by, books = self.people["stranger"], self.model.books
        lifted = [Call(by, "set_denied", (account, False), to="DenyListToken") for account in sorted(books.denied)]
        self.do(*lifted, Call(by, "set_paused", (False,), to="DenyListToken"))
        self.do(Call(by, "set_refusing", (False,), to="RefusingReceiver"))
        waiting = [case for case in self.model.cases.values() if case.is_open]
        at = max((case.deadline for case in waiting), default=0)
        self.do(*(Call(by, "enforce", (case.order,)) for case in waiting), at=at)
        self.bring_home()
        debts = [(plan, self.lent.records[plan][PAYOFF]) for plan in self.owed()]
        self.do(*(Call(by, "repay", (plan, 2 * payoff), to=CREDIT) for plan, payoff in debts))
        for name in [name for name in dir(type(self)) if hasattr(getattr(type(self), name), INVARIANT_MARKER)]:
            getattr(self, name)()
        if self.t_everything_comes_to_an_end is not None:
            self.t_everything_comes_to_an_end()
        self.tally.successes["closed down"] += 1

    def bring_home(self) -> None:
        """Keepers come until there is nothing that anybody takes."""
        left: list[Call] = []
        while (due := self.due()) and due != left:
            left = due
            for start in range(0, len(due), AT_ONCE):
                self.do(*due[start : start + AT_ONCE])

    def t_everything_comes_to_an_end(self) -> None:
        """Every order has ended and every plan with it; no contract keeps anything for another, or an item bound."""
        assert not self.seen.ends, f"(t) {self.seen.ends}"
        for plan, record in self.lent.records.items():
            assert record[STATE] == State.ENDED, f"(t) {record} of {plan}"
        assert not self.lent.lent, f"(t) {self.lent}"
        assert not any(self.lent.at_sellers.values()), f"(t) {self.lent}"
        kept = {key: amount for key, amount in self.seen.credits.items() if amount and key[1] != NO_HASH}
        ours = {key: amount for key, amount in kept.items() if key[0] in self.market.keeping}
        assert not ours, f"(t) {ours}"
        assert not self.bound(OPEN, SALE, NOTHING), f"(t) {self.bound(OPEN, SALE, NOTHING)}"

    # Choosing

    def due(self) -> list[Call]:
        """All that keepers could do now."""
        by, model = self.people["stranger"], self.model
        credits = {credit: amount for credit, amount in model.books.credits.items() if amount}
        own = [(account, currency) for account, key, currency in credits if key == NO_HASH]
        return [
            *(self.call_points(at, by, "settle", order) for at, order in self.back()),
            *(self.call_points(at, by, "collect", buyer) for at, buyer in self.earned()),
            *(self.call_points(at, by, "collect_cash", *cash) for at, *cash in self.foreign()),
            *(self.call_points(at, by, "withdraw", *cash) for at, *cash in self.refused()),
            *(Call(by, "settle", (plan,), to=CREDIT) for plan in self.plans if model.credit.kept(plan.order_id)),
            *(Call(by, "withdraw_credit", (who,), to=CREDIT) for who, amount in model.credit.credits.items() if amount),
            *(tell(by, "settle", item, self.ledger.things[item].order) for item in self.bound(SALE, NOTHING)),
            *(Call(by, "withdraw", credit) for credit in own),
        ]

    def some_due(self, pick: int) -> list[Call]:
        """Some of that, of all kinds."""
        due = self.due()
        step = next(step for step in (7, 5, 3, 2, 1) if len(due) % step) if len(due) > 1 else 1
        return [due[(pick + place * step) % len(due)] for place in range(min(len(due), AT_ONCE))]

    def unreviewed(self) -> list[Order]:
        """Orders that could be reviewed."""
        stars, closed = self.model.opinions.stars, [case.order for case in self.ended() if case.status == CLOSED]
        return [order for order in closed if self.market.order_id(order) not in stars]
