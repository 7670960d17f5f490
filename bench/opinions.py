"""Gas of what people say of each other: an issuer's claim, a review and what follows it."""

from collections.abc import Callable

from web3.contract import Contract

from bench import opinions_floor
from bench.floor import Measured
from bench.market import DAY, Call, Market
from tests.fixtures.terms import Order

STARS = 4
REVIEW = 1
KIND = b"business".ljust(32, b"\0")


class Issuer:
    """Identity beside a market; the deployer vouches for somebody of whom it never did."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.contract: Contract = market.deploy("Identity")
        self.subject = ""

    def issue(self) -> Call:
        """A claim about somebody new."""
        self.subject = self.market.web3.to_checksum_address(self.market.hashes(20))
        return self.put("issue")

    def put(self, verb: str) -> Call:
        """A claim, or the one in its place, for a year."""
        ends = self.market.web3.eth.get_block("latest")["timestamp"] + 365 * DAY
        return self.send(verb, self.subject, KIND, ends, self.market.hashes(32))

    def send(self, verb: str, *arguments: object) -> Call:
        """A call as the issuer."""
        return self.market.send("deployer", self.contract.functions[verb](*arguments))


class Opinions:
    """Reviews beside a market, with an offer of whose orders the buyer speaks."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.contract: Contract = market.deploy("Reviews", market.escrow.address)
        self.offer = market.publish()

    def closed(self) -> Order:
        """An order that the buyer has confirmed."""
        order = self.market.order(self.offer)
        self.market.pay(order)
        self.market.send("buyer", self.market.escrow.functions.confirm(order))
        return order

    def send(self, role: str, verb: str, *arguments: object) -> Call:
        """A call as somebody, with a document."""
        return self.market.send(role, self.contract.functions[verb](*arguments, self.market.hashes(32)))


def _issue(market: Market) -> Measured:
    issuer = Issuer(market)
    for _ in range(market.uses):
        call = issuer.issue()
    return Measured(call.gas, opinions_floor.issue(call.data))


def _renew(market: Market) -> Measured:
    issuer = Issuer(market)
    for _ in range(market.uses):
        issuer.issue()
        call = issuer.put("renew")
    return Measured(call.gas, opinions_floor.renew(call.data))


def _revoke(market: Market) -> Measured:
    issuer = Issuer(market)
    for _ in range(market.uses):
        issuer.issue()
        call = issuer.send("revoke", issuer.subject, KIND, market.hashes(32))
    return Measured(call.gas, opinions_floor.revoke(call.data))


def _review(market: Market) -> Measured:
    opinions = Opinions(market)
    for _ in range(market.uses):
        call = opinions.send("buyer", "review", opinions.closed(), STARS)
    return Measured(call.gas, opinions_floor.review(call.data))


def _follow_up(market: Market) -> Measured:
    opinions = Opinions(market)
    for _ in range(market.uses):
        order = opinions.closed()
        opinions.send("buyer", "review", order, STARS)
        call = opinions.send("buyer", "follow_up", order)
    return Measured(call.gas, opinions_floor.follow_up(call.data))


def _reply(market: Market) -> Measured:
    opinions = Opinions(market)
    for _ in range(market.uses):
        order = opinions.closed()
        opinions.send("buyer", "review", order, STARS)
        call = opinions.send("seller", "reply", order, REVIEW)
    return Measured(call.gas, opinions_floor.reply(call.data))


PATHS: dict[str, Callable[[Market], Measured]] = {
    "identity: issue": _issue,
    "identity: renew": _renew,
    "identity: revoke": _revoke,
    "reviews: review": _review,
    "reviews: follow_up": _follow_up,
    "reviews: reply": _reply,
}
