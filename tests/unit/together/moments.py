"""Each kind of call that leaves a contract, as a transaction that makes it: in its middle somebody else can act."""

from collections.abc import Callable
from typing import Any, NamedTuple

from scripts.credit.terms import Plan
from tests.fixtures.credit import quarter
from tests.fixtures.points import with_points
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, NO_HASH, Order, salted

WORD = (27, NO_HASH, NO_HASH)  # a signature; the currency believes any
ESCROW, LOYALTY, CREDIT = ({name} for name in ("Escrow", "Loyalty", "Credit"))
MUCH = 10**12


class Moment(NamedTuple):
    """A call of a contract, in whose middle others are called: each time some contracts are `busy`. `is_sent` where
    that is in a currency's transfer, and not where it takes money.
    """

    contract: str
    verb: str
    sender: str
    data: str
    busy: list[set[str]]
    is_sent: bool = False


class Director:
    """Leads orders and plans to where each moment is one call away; whatever they are priced in makes calls."""

    def __init__(
        self, contracts: dict[str, Any], order: Order, people: dict[str, Any], reach: Callable, publish: Callable,
        give: Callable, buy: Callable, buy_later: Callable, prepare_credit: Callable, step: Callable,
    ):  # fmt: skip
        self.contracts, self.people = contracts, people
        self.reach, self.publish, self.give, self.step = reach, publish, give, step
        self.buy, self.buy_later, self.prepare_credit = buy, buy_later, prepare_credit
        self.escrow, self.loyalty, self.credit = (contracts[name] for name in ("Escrow", "Loyalty", "Credit"))
        self.order = order
        self.salt = 1_000

    def all(self, double: str, until: int) -> dict[str, Moment]:
        """By what they are; `double` is paid in coin, authorizations end at `until` (Unix seconds)."""
        self.publish(self.order.offer)
        found = {
            **self._payouts(double),
            **self._purchases(until),
            **self._points(),
            **self._plans(until),
            **self._vault(),
        }
        for who in ("buyer", "seller", "payer"):
            for spender in (self.escrow, self.loyalty, self.credit):
                self.give(self.people[who].address, self.order.offer.currency, MUCH, spender.address)
        return found

    def _new(self) -> Order:
        self.salt += 1
        return salted(self.order, self.salt)

    def _call(self, contract: str, who: str, verb: str, *arguments: Any, busy: list[set[str]], is_sent: bool = False):
        data = getattr(self.contracts[contract], verb).encode_input(*arguments)
        return Moment(contract, verb, self.people[who].address, data, busy, is_sent)

    def _payouts(self, double: str) -> dict[str, Moment]:
        coin = self._new()._replace(referrer=double).of(currency=EMPTY, loyalty=EMPTY, points_bps=0)
        self.reach(coin, CLOSED)
        closed = self.reach(self._new(), CLOSED)
        currency = self.order.offer.currency
        return {
            "coin is paid out": self._call("Escrow", "stranger", "withdraw", double, EMPTY, busy=[ESCROW]),
            "a token is paid out": self._call(
                "Escrow", "stranger", "withdraw", closed.referrer, currency, busy=[ESCROW], is_sent=True
            ),
            "goodwill is taken": self._call(
                "Escrow", "seller", "refund_closed", closed, 9, NO_HASH, busy=[ESCROW]
            ),
        }  # fmt: skip

    def _purchases(self, until: int) -> dict[str, Moment]:
        pay, permit, authorized, cart = (self._new() for _ in range(4))
        return {
            "a deposit is taken": self._call("Escrow", "buyer", "pay", pay, busy=[ESCROW]),
            "a permit is used": self._call(
                "Escrow", "buyer", "pay_with_permit", permit, until, *WORD, busy=[ESCROW] * 2
            ),
            "an authorization is used": self._call(
                "Escrow", "stranger", "pay_with_authorization", authorized, until, *WORD, busy=[ESCROW]
            ),
            "a cart's authorization is used": self._call(
                "Escrow", "stranger", "pay_many_with_authorization", [cart], until, *WORD, busy=[ESCROW]
            ),
        }  # fmt: skip

    def _points(self) -> dict[str, Moment]:
        first, second = self.reach(self._new(), CLOSED), self._new()
        points = first.total * first.offer.points_bps // 10_000
        self.loyalty.collect(first.buyer, {"from": self.people["stranger"]})
        back = self.buy(second, self.loyalty, points // 2)
        self.step(back.buyer, "cancel", back)
        self.reach(self._new(), CLOSED)  # what is ready
        new = with_points(self._new(), self.loyalty.address, points // 2)
        both = [LOYALTY | ESCROW]
        return {
            "points pay": self._call("Loyalty", "buyer", "pay", new, busy=[LOYALTY, *both]),
            "points are collected": self._call("Loyalty", "stranger", "collect", first.buyer, busy=both, is_sent=True),
            "points come back": self._call("Loyalty", "stranger", "settle", back, busy=both, is_sent=True),
        }

    def _plans(self, until: int) -> dict[str, Moment]:
        _, repaid = self.buy_later(self._new(), self.credit)
        bought, settled = self.buy_later(self._new(), self.credit)
        self.step(bought.offer.seller, "refund", bought, 1_000)
        self.running: Plan = repaid
        new, other = (self.prepare_credit(self._new(), self.credit) for _ in range(2))
        down, both = quarter(new), [CREDIT, CREDIT | ESCROW]
        return {
            "a loan pays": self._call("Credit", "buyer", "buy", new, down, 4, 14, busy=both),
            "a loan pays by authorization": self._call(
                "Credit", "stranger", "buy_with_authorization", other, down, 4, 14, until, *WORD, busy=both
            ),
            "an instalment is taken": self._call("Credit", "buyer", "repay", repaid, 1_000, busy=[CREDIT]),
            "an instalment's authorization is used": self._call(
                "Credit", "stranger", "repay_with_authorization", repaid, repaid.buyer, 1_000, until, NO_HASH, *WORD,
                busy=[CREDIT],
            ),
            "a loan's goods come back": self._call(
                "Credit", "stranger", "settle", settled, busy=[CREDIT | ESCROW], is_sent=True
            ),
        }  # fmt: skip

    def _vault(self) -> dict[str, Moment]:
        lender = self.people["payer"]
        return {
            "a lender comes": self._call("Credit", "payer", "deposit", 1_000, lender, busy=[CREDIT]),
            "a lender leaves": self._call(
                "Credit", "payer", "withdraw", 1_000, lender, lender, busy=[CREDIT], is_sent=True
            ),
        }  # fmt: skip

    def doubles_part(self, double: str) -> Order:
        """An order of the double's own, in coin, that is paid."""
        mine = self._new()._replace(buyer=double, payer=double)
        return self.reach(mine.of(currency=EMPTY, loyalty=EMPTY, points_bps=0), AWAITING_SHIPMENT)


NAMES = (
    *("coin is paid out", "a token is paid out", "goodwill is taken"),
    *("a deposit is taken", "a permit is used", "an authorization is used", "a cart's authorization is used"),
    *("points pay", "points are collected", "points come back"),
    *("a loan pays", "a loan pays by authorization", "an instalment is taken", "an instalment's authorization is used"),
    *("a loan's goods come back", "a lender comes", "a lender leaves"),
)
