"""The model of points beside that of Escrow, after the project's design and not after Loyalty's code."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.fixtures.funds import account_key
from tests.fixtures.points import cash_of, points_of, split
from tests.fixtures.terms import EMPTY, NO_HASH, Order
from tests.stateful.books import Books, Credit
from tests.stateful.ids import order_id
from tests.stateful.market import Call
from tests.stateful.model import Model
from tests.stateful.points.market import PointsMarket
from tests.stateful.reasons import Reasons
from tests.stateful.world import World


@dataclass
class Points:
    """One Loyalty: who has how many points, what came back of which order, whose cash waits; amounts in units."""

    address: str
    currency: str
    balances: Counter[str] = field(default_factory=Counter)
    lifetime: Counter[str] = field(default_factory=Counter)
    settled: Counter[bytes] = field(default_factory=Counter)
    credits: Counter[tuple[str, str]] = field(default_factory=Counter)


class PointsWorld(World):
    """Loyalty's verbs are its own, with `points_` before their names: Escrow has some of the same."""

    def __init__(self, books: Books, market: PointsMarket) -> None:
        super().__init__(books, market)
        self.points = {address: Points(address, currency) for currency, address in market.points.items()}
        books.keeping |= set(self.points)
        self._named = {name: self.points[address] for address, name in market.loyalties.items()}

    def perform(self, call: Call, now: int) -> None:
        if call.to not in self._named:
            return super().perform(call, now)
        self.by, self.coin, self.now = call.by, call.coin, now
        return getattr(self, f"points_{call.verb}")(self._named[call.to], *call.args)

    # Paying

    def points_pay(self, at: Points, order: Order) -> None:
        self.points_pay_many(at, [order])

    def points_pay_many(self, at: Points, orders: Sequence[Order]) -> None:
        points, cash = sum(map(points_of, orders)), sum(map(cash_of, orders))
        reasons = self._unspendable(at, orders, points, cash)
        buyer, self.by, self.coin = self.by, at.address, sum(order.coin for order in orders)
        for place, order in enumerate(orders):
            reasons |= self._unpayable(order, orders[:place])
        reasons.check()
        if at.balances[buyer] < points:
            self._collect(at, buyer)
        at.balances[buyer] -= points
        self.books.move(buyer, at.address, at.currency, cash)
        Model.pay_many(self, orders)

    def _unspendable(self, at: Points, orders: Sequence[Order], points: int, cash: int) -> Reasons:
        """Why the caller cannot bring what these orders take of him."""
        reasons = Reasons()
        for order in orders:
            reasons.when(self.by != order.buyer, "Loyalty: not the buyer")
            reasons.when(order.offer.currency != at.currency, "Loyalty: another currency")
            reasons.when(points_of(order) > order.total, "Loyalty: points above the total")
        reasons.when(self.coin != (cash if at.currency == EMPTY else 0), "Loyalty: wrong coin amount")
        ready = self.ready(at, self.by)
        if at.balances[self.by] < points:
            reasons.when(at.balances[self.by] + ready < points, "Loyalty: not enough points")
            reasons.when(ready > 0 and not self.books.takes(at.currency, at.address), "payments: receiver refused")
        if at.currency != EMPTY and cash > 0:
            reasons.when(cash > self.books.balances[self.by, at.currency], "plain_token: balance too low")
            stopped = self.books.stopped(at.currency, self.by, at.address)
            reasons.when(stopped != "", stopped)
        return reasons

    # Earning

    def points_collect(self, at: Points, buyer: str) -> None:
        self._check_credit(at, account_key(buyer), at.currency)
        self._collect(at, buyer)

    def points_collect_many(self, at: Points, buyers: Sequence[str]) -> None:
        ready = [buyer for buyer in dict.fromkeys(buyers) if self.ready(at, buyer)]
        for buyer in ready:
            self._check_credit(at, account_key(buyer), at.currency)
        for buyer in ready:
            self._collect(at, buyer)

    def points_collect_cash(self, at: Points, buyer: str, currency: str) -> None:
        if currency == at.currency:
            reasons = Reasons()
            reasons.add("Loyalty: points in this currency")
            reasons.check()
        self._check_credit(at, account_key(buyer), currency)
        self._push(at, buyer, currency, self.books.fetch(at.address, account_key(buyer), currency))

    # What came back

    def points_settle(self, at: Points, order: Order) -> None:
        self._check_credit(at, order_id(order, self._domain), at.currency)
        self._settle_points(at, order)

    def points_settle_many(self, at: Points, orders: Sequence[Order]) -> None:
        back = [order for order in dict.fromkeys(orders) if self.come_back(at, order)]
        for order in back:
            self._check_credit(at, order_id(order, self._domain), at.currency)
        for order in back:
            self._settle_points(at, order)

    def points_withdraw(self, at: Points, account: str, currency: str) -> None:
        self._withdraw_points(at, account, currency, account, Reasons())

    def points_withdraw_to(self, at: Points, currency: str, to: str) -> None:
        reasons = Reasons()
        reasons.when(to == EMPTY, "payments: empty receiver")
        self._withdraw_points(at, self.by, currency, to, reasons)

    def points_transfer(self, at: Points, to: str, amount: int) -> None:
        reasons = Reasons()
        reasons.add("Loyalty: points do not move")
        reasons.check()

    # Helpers

    def ready(self, at: Points, buyer: str) -> int:
        """What a buyer could collect."""
        return self.books.credits[self._key(at, buyer)]

    def come_back(self, at: Points, order: Order) -> int:
        """What could be settled of an order."""
        return self.books.credits[at.address, order_id(order, self._domain), at.currency]

    def _key(self, at: Points, buyer: str) -> Credit:
        return at.address, account_key(buyer), at.currency

    def _check_credit(self, at: Points, key: bytes, currency: str) -> None:
        reasons = Reasons()
        reasons.when(key == NO_HASH, "payments: empty key")
        reasons.when(self.books.credits[at.address, key, currency] == 0, "payments: nothing credited")
        reasons.when(not self.books.takes(currency, at.address), "payments: receiver refused")
        reasons.check()

    def _collect(self, at: Points, buyer: str) -> None:
        points = self.books.fetch(at.address, account_key(buyer), at.currency)
        at.balances[buyer] += points
        at.lifetime[buyer] += points

    def _settle_points(self, at: Points, order: Order) -> None:
        key = order_id(order, self._domain)
        amount, before = self.books.fetch(at.address, key, at.currency), at.settled[key]
        cash, points = split(order, before, before + amount)
        at.settled[key] += amount
        at.balances[order.buyer] += points
        self._push(at, order.buyer, at.currency, cash)

    def _push(self, at: Points, account: str, currency: str, amount: int) -> None:
        if amount and self._reaches(at, account, currency):
            self.books.move(at.address, account, currency, amount)
        elif amount:
            at.credits[account, currency] += amount

    def _withdraw_points(self, at: Points, account: str, currency: str, to: str, reasons: Reasons) -> None:
        amount = at.credits[account, currency]
        reasons.when(amount == 0, "payments: nothing credited")
        reasons.when(not self._reaches(at, to, currency), "payments: receiver refused")
        reasons.check()
        del at.credits[account, currency]
        self.books.give(at.address, to, currency, amount)

    def _reaches(self, at: Points, account: str, currency: str) -> bool:
        """Whether a currency can be sent from here; points take coin from Escrow only."""
        takes = self.books.takes(currency, account, at.address)
        return takes and (currency != EMPTY or account not in self.points)
