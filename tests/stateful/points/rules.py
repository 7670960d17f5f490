"""What may happen around points: who earns, collects, pays, gets money back, and what nobody should get done."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.fixtures import terms
from tests.fixtures.points import cash_of, points_of, with_points
from tests.fixtures.terms import EMPTY, MAX_AMOUNT, NO_HASH, Offer, Order
from tests.stateful.drafts import ORDERS, Drafts
from tests.stateful.market import Call
from tests.stateful.points.machine import PointsMachine
from tests.stateful.points.market import PointsMarket
from tests.stateful.points.tally import ENDS, PointsTally
from tests.stateful.points.world import Points
from tests.stateful.rules import MAX_OPEN, NUMBER, SELDOM, chosen

# How much of what the buyer has is spent, or of the order, if that is less.
PART = st.sampled_from(["half", "half", "all", "all", "one", "none", "one more", "above"])
PARTS = st.lists(PART, min_size=1, max_size=3)
# What leads from a status towards a ruling, or else to an end.
NEXT = {
    terms.AWAITING_SHIPMENT: "ship",
    terms.AWAITING_DELIVERY: "attest_delivery",
    terms.AWAITING_CONFIRMATION: "request",
    terms.AWAITING_ANSWER: "dispute",
    terms.AWAITING_RETURN: "dispute",
    terms.AWAITING_RETURN_CHECK: "dispute",
    terms.AWAITING_RULING: "rule",
}
SOMETIMES = st.sampled_from([False, False, False, True])
FEW = (2, 4)  # with few open orders, more happens to each


class PointsDrafts(Drafts):
    """Offers mostly give points, of their currency, and one in three another's."""

    def __init__(self, market: PointsMarket) -> None:
        super().__init__(market)
        self._points = market.points

    def offer(self, drawn: dict) -> Offer:
        commission_bps, points_bps = drawn["shares"]
        offer = super().offer({**drawn, "shares": (commission_bps % 2_500, points_bps or 2_500)})
        if drawn["flaw"]:
            return offer
        currencies = list(self._points)
        place = currencies.index(offer.currency) + (drawn["shipping"] == 1 or drawn["price"] == 99)
        return offer._replace(loyalty=self._points[currencies[place % len(currencies)]])


class PointsRules(PointsMachine):
    """Orders go every way that money takes at Escrow; what moves none is the other machine's."""

    publish_many = revise = set_cap = ship_many = enforce_many = submit_evidence = None
    extend = extend_twice = extend_a_hundred_times = race = repeat = anything = None
    collect = withdraw_to = None

    def __init__(self, market: PointsMarket, tally: PointsTally) -> None:
        super().__init__(market, tally, FEW)
        self.drafts = PointsDrafts(market)

    # Earning

    @precondition(lambda self: self.earned())
    @rule(pick=NUMBER, number=NUMBER, wrong=SELDOM)
    def collect_points(self, pick: int, number: int, wrong: bool) -> None:
        """For one, or whichever is rarer for several: with somebody who has nothing, and one of them twice."""
        at, buyer = chosen(self.earned(), pick)
        by = self.anybody(number)
        if self.is_rarer("collect_many", "collect"):
            buyers = {buyer, *(owner for known, owner in self.earned() if known is at)}
            self.do(self.call_points(at, by, "collect_many", (self.anybody(pick), *sorted(buyers), buyer)))
        else:
            buyer = chosen([*self.people.values(), EMPTY], number) if wrong else buyer
            self.do(self.call_points(at, by, "collect", buyer))

    @precondition(lambda self: self.earned() and self.seen.ends)
    @rule(pick=NUMBER, number=NUMBER)
    def collect_twice(self, pick: int, number: int) -> None:
        """Two people for the same buyer, in one block."""
        at, buyer = chosen(self.earned(), pick)
        by = (self.anybody(number), self.anybody(number + 1))
        self.do(*(self.call_points(at, who, "collect", buyer) for who in by))

    @precondition(lambda self: self.foreign())
    @rule(pick=NUMBER, number=NUMBER, own=SELDOM)
    def collect_cash(self, pick: int, number: int, own: bool) -> None:
        at, buyer, currency = chosen(self.foreign(), pick)
        currency = at.currency if own else currency
        self.do(self.call_points(at, self.anybody(number), "collect_cash", buyer, currency))

    collect_cash_again = collect_cash

    # Paying

    @precondition(lambda self: self.spenders() and self.offers and len(self.seen.ends) < MAX_OPEN)
    @rule(pick=NUMBER, drawn=ORDERS, parts=PARTS, number=NUMBER, wrong=SELDOM, short=SOMETIMES, twice=SELDOM)
    def pay_with_points(
        self, pick: int, drawn: dict, parts: list[str], number: int, wrong: bool, short: bool, twice: bool
    ) -> None:
        """One order, or whichever is rarer a cart."""
        at, buyer = chosen(self.spenders(), pick)
        by = self.anybody(number) if wrong else buyer
        cart = [self.order_with_points(at, buyer, drawn, pick + n, part) for n, part in enumerate(parts)]
        if self.is_rarer("pay_many", "pay"):
            cart += cart[: int(twice)]
            self.do(self.call_points(at, by, "pay_many", tuple(cart), coin=max(brought(cart) - short, 0)))
        else:
            self.do(self.call_points(at, by, "pay", cart[0], coin=max(brought(cart[:1]) - short, 0)))

    pay_with_points_again = pay_with_points

    @precondition(lambda self: self.offers and self.spenders())
    @rule(pick=NUMBER, drawn=ORDERS, number=NUMBER)
    def lie_about_the_payer(self, pick: int, drawn: dict, number: int) -> None:
        """In the name of points straight at Escrow, or with other points than those that are called."""
        at, buyer = chosen(self.spenders(), pick)
        order = self.order_with_points(at, buyer, drawn, pick, "one")
        others = [other for other in self.model.points.values() if other is not at]
        is_ever = order.total <= MAX_AMOUNT  # nobody has the coin for more
        if number % 2:
            self.do(Call(buyer, "pay", (order,), order.coin if is_ever else 0))
        else:
            coin = cash_of(order) if is_ever else 0
            self.do(self.call_points(chosen(others, number), buyer, "pay", order, coin=coin))

    # What came back

    @precondition(lambda self: self.back())
    @rule(pick=NUMBER, number=NUMBER, other=SELDOM)
    def settle(self, pick: int, number: int, other: bool) -> None:
        at, order = chosen(self.back(), pick)
        order = self.any_case(number).order if other else order
        self.do(self.call_points(at, self.anybody(number), "settle", order))

    settle_again = settle

    @precondition(lambda self: self.back())
    @rule(pick=NUMBER, number=NUMBER)
    def settle_many(self, pick: int, number: int) -> None:
        at, order = chosen(self.back(), pick)
        orders = (*self.some_orders(number), order, order)
        self.do(self.call_points(at, self.anybody(pick), "settle_many", orders))

    @precondition(lambda self: self.refused())
    @rule(pick=NUMBER, number=NUMBER, own=st.booleans())
    def withdraw_cash(self, pick: int, number: int, own: bool) -> None:
        at, account, currency = chosen(self.refused(), pick)
        to = chosen([*self.market.holders, EMPTY], number)
        arguments = ("withdraw_to", currency, to) if own else ("withdraw", account, currency)
        self.do(self.call_points(at, account if own else self.anybody(number), *arguments))

    @precondition(lambda self: self.unsettled() and self.spent())
    @rule(pick=NUMBER, part=st.sampled_from(["cash", "cash and one", "a third", "all"]))
    def give_back(self, pick: int, part: str) -> None:
        """A seller gives some of it back, as an order may end in any way around what cash and points were."""
        case = chosen(self.unsettled(), pick)
        order = case.order
        amount = {
            "cash": cash_of(order),
            "cash and one": cash_of(order) + 1,
            "a third": order.total // 3,
            "all": order.total,
        }[part]
        self.do(Call(order.offer.seller, "refund", (order, max(amount, 1))))

    give_back_again = give_back

    @precondition(lambda self: any(case.is_open for case in self.spent()))
    @rule(pick=NUMBER)
    def end_with_points(self, pick: int) -> None:
        """An order that points paid ends in the way in which fewest did, or gets a step nearer to it."""
        verb = min(ENDS, key=lambda name: self.seldom[f"ended: {name}"])
        due = [case for case in self.fitting(verb) if case in self.spent()]
        case = chosen(due, pick) or chosen([case for case in self.spent() if case.is_open], pick)
        verb = verb if due else NEXT[case.status]
        at = case.deadline if verb == "enforce" else 0
        by = self.people["stranger"] if verb == "enforce" else self.entitled(verb, case, pick)
        self.do(self.call(by, verb, case, "any", pick), at=at)

    end_with_points_again = end_with_points

    @precondition(lambda self: self.spent())
    @rule(pick=NUMBER, amount=st.sampled_from([1, 2, 1_000, 10**18, MAX_AMOUNT]))
    def give_more(self, pick: int, amount: int) -> None:
        """And later from his own pocket."""
        ended = [case for case in self.spent() if case.has_ended]
        if not ended:
            return
        order = chosen(ended, pick).order
        coin = amount if order.offer.currency == EMPTY else 0
        self.do(Call(order.offer.seller, "refund_closed", (order, amount, NO_HASH), coin))

    # The world outside

    @rule(what=st.integers(0, 5), pick=NUMBER, number=NUMBER)
    def gifts_and_stops(self, what: int, pick: int, number: int) -> None:
        """Coin and tokens come unasked, points are told to move, and an issuer stops a points' contract for a while."""
        by, at = self.people["stranger"], chosen(list(self.model.points.values()), pick)
        calls = [
            Call(by, "force", (at.address,), number, to="CoinForcer"),
            Call(by, "transfer", (at.address, number), to="Dollar"),
            self.call_points(at, self.anybody(number), "transfer", by, number),
            Call(by, "set_denied", (at.address, number % 4 == 0), to="DenyListToken"),
        ]
        paused = Call(by, "set_paused", (False,), to="DenyListToken")
        self.do(chosen(calls, what) if what < 4 else paused)

    @precondition(lambda self: self.commissions())
    @rule(pick=NUMBER)
    def send_commission(self, pick: int) -> None:
        """What points were credited for a sale that they referred: anybody has it sent, and it is nobody's."""
        self.do(Call(self.people["stranger"], "withdraw", chosen(self.commissions(), pick)))

    # Choosing

    def is_rarer(self, verb: str, other: str) -> bool:
        """Whether one of two verbs went through less often in this run than the other."""
        return self.seldom[f"points: {verb}"] < self.seldom[f"points: {other}"]

    def call_points(self, at: Points, by: str, verb: str, *arguments, coin: int = 0) -> Call:
        """A call of one Loyalty."""
        return Call(by, verb, arguments, coin, to=self.market.loyalties[at.address])

    def order_with_points(self, at: Points, buyer: str, drawn: dict, pick: int, part: str) -> Order:
        """An order that the buyer could pay so; in the currency of the points, if there is an offer."""
        fitting = [offer for offer in self.left() if offer.currency == at.currency and offer.seller != buyer]
        order = self.drafts.order(chosen(fitting, pick) or self.offer(pick), drawn)
        order = order._replace(buyer=buyer, referrer=EMPTY if order.referrer == buyer else order.referrer)
        has = at.balances[buyer] + self.model.ready(at, buyer)
        most = min(has, order.total, MAX_AMOUNT)
        points = {
            "half": most // 2, "all": most, "one": min(most, 1), "none": 0,
            "one more": min(has + 1, MAX_AMOUNT), "above": min(order.total + 1, MAX_AMOUNT),
        }[part]  # fmt: skip
        return with_points(order, at.address, points)

    def earned(self) -> list[tuple[Points, str]]:
        """Who can collect where."""
        return [
            (at, buyer)
            for at in self.model.points.values()
            for buyer in self.people.values()
            if self.model.ready(at, buyer)
        ]

    def spenders(self) -> list[tuple[Points, str]]:
        """Who has points where, or could collect some; those of whom something is left, most of the time."""
        owning = [(at, buyer) for at in self.model.points.values() for buyer in at.balances if at.balances[buyer]]
        return owning + [pair for pair in self.earned() if pair not in owning]

    def foreign(self) -> list[tuple[Points, str, str]]:
        """What is credited to points in another currency than theirs."""
        return [
            (at, "0x" + key[12:].hex(), currency)
            for (account, key, currency), amount in self.model.books.credits.items()
            for at in [self.model.points.get(account)]
            if at and amount and currency != at.currency and not any(key[:12]) and key != NO_HASH
        ]

    def back(self) -> list[tuple[Points, Order]]:
        """Orders of which something came back."""
        return [
            (at, order)
            for order in self.model.cases
            for at in [self.model.points.get(order.payer)]
            if at and self.model.come_back(at, order)
        ]

    def refused(self) -> list[tuple[Points, str, str]]:
        """Cash that its receiver did not take."""
        return [(at, *credit) for at in self.model.points.values() for credit, amount in at.credits.items() if amount]

    def spent(self) -> list:
        """Orders that points paid in part."""
        return [case for case in self.model.cases.values() if case.order.payer in self.model.points]

    def unsettled(self) -> list:
        """Those of them that the seller can refund."""
        return [case for case in self.fitting("refund") if case in self.spent() and points_of(case.order)]

    def commissions(self) -> list[tuple[str, str]]:
        """What points have earned as referrers."""
        return [
            (account, currency)
            for account, key, currency in self.model.books.credits
            if key == NO_HASH and account in self.model.points
        ]


def brought(orders: list[Order]) -> int:
    """Coin to come with a payment; none for what is more than can be."""
    return sum(
        max(cash_of(order), 0) for order in orders if order.offer.currency == EMPTY and order.total <= MAX_AMOUNT
    )
