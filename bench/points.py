"""Gas of points: collecting them, paying partly with them, and what comes back of such an order."""

from collections.abc import Callable
from dataclasses import dataclass

from web3.contract import Contract

from bench import floor
from bench.floor import Measured, Operations
from bench.market import Call, Market
from scripts.terms import POINTS
from tests.fixtures.terms import EMPTY, MAX_UINT, Offer, Order

SHARE = 3_000  # basis points, so that one order earns enough for the next
PART = 5


@dataclass(frozen=True)
class Points:
    """A buyer with points in one currency, and an offer that gives and takes them."""

    market: Market
    loyalty: Contract
    offer: Offer
    currency: str

    @property
    def in_coin(self) -> bool:
        """Whether the points are for the chain's own coin."""
        return self.currency == EMPTY

    def earn(self) -> None:
        """An order that earns points, which Escrow then keeps."""
        order = self.market.order(self.offer)
        self.market.pay(order)
        self.market.send("buyer", self.market.escrow.functions.confirm(order))

    def collect(self) -> Call:
        """Somebody else collects them for the buyer."""
        return self.market.send("deployer", self.loyalty.functions.collect(self.market.people["buyer"]))

    def pay(self, part: int = PART) -> tuple[Order, Call]:
        """An order, one part in so many of it paid with points."""
        order = self.market.order(self.offer)
        points = order.total // part
        salt = (points << POINTS) + int.from_bytes(order.salt, "big")
        order = order._replace(payer=self.loyalty.address, salt=salt.to_bytes(32, "big"))
        cash = order.total - points if self.in_coin else 0
        return order, self.market.send("buyer", self.loyalty.functions.pay(order), cash)

    def settle(self, order: Order) -> Call:
        """Somebody else passes on what came back of an order: cash and points."""
        return self.market.send("deployer", self.loyalty.functions.settle(order))


def _opened(market: Market, currency: str) -> Points:
    loyalty = market.deploy("Loyalty", market.escrow.address, currency, "Points", "P", 18)
    if currency != EMPTY:
        market.send("buyer", market.token.functions.approve(loyalty.address, MAX_UINT))
    offer = market.publish(points_bps=SHARE, currency=currency, loyalty=loyalty.address)
    points = Points(market, loyalty, offer, currency)
    points.earn()  # the people have met: no word of theirs is new
    points.collect()
    order, _ = points.pay()
    market.send("buyer", market.escrow.functions.cancel(order))
    points.settle(order)
    return points


def _collect(market: Market, currency: str) -> Measured:
    points = _opened(market, currency)
    for _ in range(market.uses):
        points.earn()
        call = points.collect()
    return Measured(call.gas, [*floor.collect(call.data), *_handed_over(points)])


def _pay(market: Market, currency: str) -> Measured:
    points = _opened(market, currency)
    for _ in range(market.uses):
        points.earn()
        points.collect()
        _, call = points.pay()
    operations = floor.pay_with_points(call.data)
    if points.in_coin:
        return Measured(call.gas, operations + floor.coin_on())
    taken, _ = market.token_work()
    return Measured(call.gas, [*operations, *floor.token_in(taken), *floor.token_on(taken), *floor.token_seen()])


def _settle(market: Market, currency: str, part: int = PART) -> Measured:
    points = _opened(market, currency)
    for _ in range(10_000 // SHARE):  # enough for a whole order
        points.earn()
    for _ in range(market.uses):
        points.earn()
        points.collect()
        order, _ = points.pay(part)
        market.send("buyer", market.escrow.functions.cancel(order))
        call = points.settle(order)
    operations = [*floor.settle(call.data), *_handed_over(points)]
    if part == 1:
        return Measured(call.gas, operations)
    if points.in_coin:
        return Measured(call.gas, operations + floor.coin_to_buyer())
    return Measured(call.gas, operations + floor.token_on(market.token_work()[1]))


def _handed_over(points: Points) -> Operations:
    """What Escrow hands over arrives; how much is seen by the token's balance."""
    if points.in_coin:
        return floor.coin_on()
    return [*floor.token_out(points.market.token_work()[1]), *floor.token_seen()]


PATHS: dict[str, Callable[[Market], Measured]] = {
    "coin: collect points": lambda market: _collect(market, EMPTY),
    "token: collect points": lambda market: _collect(market, market.token.address),
    "coin: pay, partly with points": lambda market: _pay(market, EMPTY),
    "token: pay, partly with points": lambda market: _pay(market, market.token.address),
    "token: settle, points": lambda market: _settle(market, market.token.address, part=1),
    "coin: settle, cash and points": lambda market: _settle(market, EMPTY),
    "token: settle, cash and points": lambda market: _settle(market, market.token.address),
}
