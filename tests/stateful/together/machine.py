"""The machine of the whole market: what has to hold between contracts, after every step, on the chain alone."""

from collections import Counter
from typing import Any

from eth_utils.crypto import keccak
from hypothesis.stateful import invariant

from scripts.credit.terms import Plan
from tests.fixtures.funds import account_key, share
from tests.fixtures.terms import CLOSED, NO_HASH, Order
from tests.stateful.books import Books, Holding
from tests.stateful.credit.market import BUSINESS, BUYERS, ISSUER, LENDERS, PERSON, SELLERS
from tests.stateful.credit.model import VIRTUAL
from tests.stateful.credit.rules import CreditRules
from tests.stateful.machine import Machine, orders_in
from tests.stateful.market import Call
from tests.stateful.opinions.market import IDENTITY, REVIEWS
from tests.stateful.opinions.rules import OpinionsRules
from tests.stateful.points.machine import PointsSight
from tests.stateful.points.rules import PointsRules
from tests.stateful.provenance.machine import ProvenanceSight
from tests.stateful.provenance.rules import GoodsRules
from tests.stateful.sight import Sight
from tests.stateful.tally import Tally
from tests.stateful.together.market import WholeMarket
from tests.stateful.together.world import WholeWorld

REVIEWED = "0x" + keccak(text="OrderReviewed(bytes32,address,address,uint256,bytes32)").hex()
# Calls by which people's own only gets to them: whoever makes them, nobody's wealth may fall.
KEEPERS = {
    "Escrow": ("withdraw",),
    "Loyalty": ("collect", "collect_many", "collect_cash", "settle", "settle_many", "withdraw"),
    "Credit": ("settle", "pause", "resume", "withdraw_credit"),
}
WITHOUT_MONEY = ("Identity", "Reviews", "Provenance", "RefusingReceiver")
EVERY = 10  # steps after which claims are looked at anyway: they expire


class WholeSight(PointsSight, ProvenanceSight):
    """Sees money as well."""

    look = Sight.look


class WholeMachine(PointsRules, GoodsRules, CreditRules, OpinionsRules):
    """All rules, models and invariants of the others; here are those between contracts."""

    market: WholeMarket
    model: WholeWorld

    issuers = (ISSUER,)  # whom Credit believes
    subjects = (*BUYERS, *SELLERS)

    a_balances_are_what_is_held_and_credited = Machine.a_balances_are_what_is_held_and_credited
    b_no_more_leaves_than_was_paid = Machine.b_no_more_leaves_than_was_paid
    f_units_are_sold_once = Machine.f_units_are_sold_once

    def __init__(self, market: WholeMarket, tally: Tally) -> None:
        super().__init__(market, tally)
        self.in_all, self.worth = self._in_all(), self.wealth()
        self.opened: list[Plan] = []  # by the last step
        self.losses: list[str] = []
        self.disorder = ""

    def looking(self, market: WholeMarket) -> WholeSight:
        return WholeSight(market)

    def foreseeing(self, books: Books, market: WholeMarket) -> WholeWorld:
        return WholeWorld(books, market)

    def do(self, *calls: Call, at: int = 0) -> None:
        before, known = self.worth, len(self.plans)
        super().do(*calls, at=at)
        self.opened = self.plans[known:]
        involved = {account for call in self.done for account in self.involved(call)}
        self.worth = self.wealth()
        for holding, amount in before.items():
            if self.worth[holding] < amount and holding[0] not in involved:
                self.losses.append(f"{self.done}: {holding} had {amount}, and has {self.worth[holding]}")
        self._count_ways()

    def _count(self) -> None:
        super()._count()
        for call in self.done:
            self.tally.successes[f"{call.to.split()[0]}: {call.verb}"] += 1

    def _count_ways(self) -> None:
        """Which of the orders that got items and reviews were paid in which way."""
        ways = [("bound", call.args[1]) for call in self.done if call.verb in ("bind", "bind_many")]
        ways += [("reviewed", call.args[0]) for call in self.done if call.verb == "review"]
        for event in (event for events in self.market.logged for event in events if event.name == "ItemSold"):
            ways.append(("sold", self.replay.orders[event.fields[0]]))
        for what, order in ways:
            self._count_points(f"{what}: {self.way_of(order)}")

    def way_of(self, order: Order) -> str:
        """How it was paid."""
        if order.payer == self.market.credit:
            return "instalments"
        return "points" if order.payer in self.market.loyalties else "cash"

    def said_something(self) -> bool:
        return self.tally.steps % EVERY == 0 or any(call.to in (IDENTITY, REVIEWS) for call in self.done)

    # What everybody has

    def wealth(self) -> Counter[Holding]:
        """People's money, what contracts keep for them, points, shares of the vault, less debts; held is nobody's."""
        keeping = self.market.keeping
        wealth = Counter(
            {holding: amount for holding, amount in self.seen.balances.items() if holding[0] not in keeping}
        )
        for (account, key, currency), amount in self.seen.credits.items():
            owner = self._owner(account, key)
            if owner not in keeping:
                wealth[owner, currency] += amount
        for currency, address in self.market.points.items():
            for buyer, points in self.points[address].balances.items():
                wealth[buyer, currency] += points
            for credit, amount in self.points[address].credits.items():
                wealth[credit] += amount
        token, people = self.market.deny_list, self.market.people
        for name in LENDERS:
            worth = self.lent.shares[name] * (self.lent.assets + 1) // (self.lent.supply + VIRTUAL)
            wealth[people[name], token] += worth
        for name, standing in self.lent.standings.items():
            wealth[people[name], token] += self.lent.credits[name] - standing[4]
        return wealth

    def _owner(self, account: str, key: bytes) -> str:
        """Whose it is that Escrow keeps for an account under a key."""
        if key == NO_HASH or account not in self.market.keeping:
            return account
        by_id = {self.market.order_id(order): order for order in self.orders}
        return by_id[key].buyer if key in by_id else f"0x{key[12:].hex()}"

    def involved(self, call: Call) -> set[str]:
        """Who may lose by a call: whose order it is about, or whose money it brings."""
        contract = call.to.split()[0]
        if contract in WITHOUT_MONEY or call.verb in KEEPERS.get(contract, ()):
            return set()
        if call.verb == "write_off":
            return {self.market.people[name] for name in LENDERS}
        parties = {party for order in orders_in(call) for party in parties_of(order)}
        return parties | {call.by}

    def _in_all(self) -> dict[str, int]:
        """What there is of each currency in the hands of all people and contracts."""
        sums: Counter[str] = Counter()
        for (_, currency), amount in self.seen.balances.items():
            sums[currency] += amount
        return dict(sums)

    # What has to hold

    @invariant()
    def z_money_neither_comes_nor_goes(self) -> None:
        assert self._in_all() == self.in_all, f"(z) {self.done}: {self._in_all()}, there was {self.in_all}"

    @invariant()
    def w_nobody_loses_by_what_others_do(self) -> None:
        """With points, shares and claims; so that a ring gains nothing of others either."""
        assert not self.losses, f"(w) {self.losses[0]}"

    @invariant()
    def y_what_an_order_gave_back_is_cut_or_passed_on_once(self) -> None:
        """Of Credit's orders: what still waits at Escrow was not counted yet. Of those of points, see (r)."""
        for plan, told in self.told.items():
            order = self.model.order_of(plan)
            waits = self.seen.credits[self.market.credit, plan.order_id, order.offer.currency]
            came = told.cut + told.to_buyer + waits - self.given_later.get(order, 0)
            refunded = self.seen.records[order].refunded
            assert came == refunded, f"(y) {self.done}: {came} of {refunded} of {plan}"

    @invariant()
    def e_points_come_of_sales_only(self) -> None:
        """However they were paid."""
        for currency, address in self.market.points.items():
            orders = [order for order in self.orders if order.offer.currency == currency]
            giving = [order for order in orders if order.offer.loyalty == address]
            most = sum(share(self.seen.records[order].released, order.offer.points_bps) for order in giving)
            keys = {(address, account_key(order.buyer), currency) for order in giving}
            made = sum(self.points[address].lifetime.values()) + sum(self.seen.credits[key] for key in keys)
            assert made <= most, f"(e) {self.done}: {made} points at {address}, sales gave {most}"

    @invariant()
    def i_goods_are_peoples(self) -> None:
        """Whoever pays: a contract gets none."""
        for item, held in self.shown.things.items():
            contracts = {held.owner, held.custodian} & set(self.market.keeping)
            assert not contracts, f"(i) {self.done}: {item} is kept by {contracts}"

    @invariant()
    def v_buyers_review_what_is_closed(self) -> None:
        """Whoever paid for it."""
        logs = self.market.logs(REVIEWS, "latest") if any(call.to == REVIEWS for call in self.done) else []
        by_id = {self.market.order_id(order): order for order in self.orders} if logs else {}
        for topics in (log["topics"] for log in logs if log["topics"][0] == REVIEWED):
            order, buyer = by_id[bytes.fromhex(topics[1][2:])], "0x" + topics[3][26:]
            fine = buyer == order.buyer and self.seen.records[order].status == CLOSED
            assert fine, f"(v) {self.done}: {buyer} reviewed {self.seen.records[order]} of {order}"

    @invariant()
    def j_instalments_are_for_who_is_vouched_for(self) -> None:
        """When the plan is opened; claims may end while it runs."""
        issuer = self.market.parameters.issuer
        claims = [claim for plan in self.opened for claim in ((plan.buyer, PERSON), (plan.seller, BUSINESS))]
        asked = [("holds", issuer, *claim) for claim in claims]
        for (_, _, *who), (holds,) in zip(asked, self.market.views(IDENTITY, *asked), strict=True):
            assert holds, f"(j) {self.done}: {who} is not vouched for"

    @invariant()
    def x_keepers_may_come_in_any_order(self) -> None:
        assert not self.disorder, f"(x) {self.disorder}"

    def picture(self) -> tuple[Any, ...]:
        """All that there is to see, to be compared."""
        seen = self.sight.look(self.orders, self.model.stock)
        points, goods = self.sight.points(list(self.orders)), self.sight.provenance(self.replay)
        return seen.records, seen.balances, seen.credits, points, self.look_at_credit(), goods


def parties_of(order: Order) -> set[str]:
    """Whose money an order moves; of a contract that paid, the buyer's."""
    return {order.buyer, order.payer, order.offer.seller, order.referrer}
