"""Everything that a contract can do at Escrow at one moment, with one call each."""

from collections.abc import Callable
from typing import NamedTuple

from tests.fixtures import terms
from tests.fixtures.clock import HOUR
from tests.fixtures.consent import Wallet, action, cart_nonce
from tests.fixtures.funds import account_key
from tests.fixtures.terms import EMPTY, NO_HASH, Order, salted


class Opportunity(NamedTuple):
    """A call that would go through if nobody was in the middle of another; `coin` comes with it."""

    verb: str
    data: str
    coin: int = 0


class Schemer:
    """Gives a double a part in many orders, so that each of Escrow's functions is open to it."""

    def __init__(
        self,
        double: str,
        wallet: Wallet,
        dollar,
        order: Order,
        reach: Callable,
        publish: Callable,
        fund: Callable,
        at: Callable,
    ):
        self.escrow, self.wallet, self.dollar = wallet.escrow, wallet, dollar
        self.reach, self.fund, self.at = reach, fund, at
        self.double, self.somebody = double, order.buyer
        self.offer = order.offer._replace(seller=double)
        self.as_seller = order._replace(offer=self.offer)
        self.as_buyer = order._replace(buyer=double, payer=double)
        self.as_stranger = order
        self.in_dollars = order.of(currency=dollar.address)
        publish(order.offer)
        publish(self.offer)
        publish(self.in_dollars.offer)
        self.salt = 1_000

    def all(self) -> list[Opportunity]:
        """One for each function; leads the orders to where they have to be."""
        acts = [*self._offers(), *self._purchases(), *self._buyers(), *self._sellers(), *self._others()]
        return [*acts, *self._signed(), *self._views()]

    def _at(self, order: Order, status: int) -> Order:
        self.salt += 1
        return self.reach(salted(order, self.salt), status)

    def _call(self, verb: str, *arguments, coin: int = 0) -> Opportunity:
        return Opportunity(verb, getattr(self.escrow, verb).encode_input(*arguments), coin)

    def _offers(self) -> list[Opportunity]:
        new, newer = (self.offer._replace(shipping=number) for number in (1, 2))
        return [
            self._call("publish", new, 1),
            self._call("publish_many", [new, newer], [1, 1]),
            self._call("revise", self.offer, new),
            self._call("set_cap", self.offer, 7),
        ]

    def _purchases(self) -> list[Opportunity]:
        order = salted(self.as_buyer, 1)
        return [
            self._call("pay", order, coin=order.total),
            self._call("pay_many", [order], coin=order.total),
        ]

    def _buyers(self) -> list[Opportunity]:
        paid = self._at(self.as_buyer, terms.AWAITING_SHIPMENT)
        until = self.escrow.record(self.escrow.order_id(paid))["deadline"] + 1
        inspecting = self._at(self.as_buyer, terms.AWAITING_CONFIRMATION)
        asked = self._at(self.as_buyer, terms.AWAITING_ANSWER)
        returning = self._at(self.as_buyer, terms.AWAITING_RETURN)
        return [
            self._call("confirm", paid),
            self._call("cancel", paid),
            self._call("extend", paid, until),
            self._call("submit_evidence", paid, NO_HASH),
            self._call("request", inspecting, 1, terms.REFUND, NO_HASH),
            self._call("release", asked, 1),
            self._call("send_back", returning, NO_HASH),
        ]

    def _sellers(self) -> list[Opportunity]:
        paid = self._at(self.as_seller, terms.AWAITING_SHIPMENT)
        asked = self._at(self.as_seller, terms.AWAITING_ANSWER)
        closed = self._at(self.as_seller, terms.CLOSED)
        return [
            self._call("ship", paid),
            self._call("ship_many", [paid]),
            self._call("refund", paid, 1),
            self._call("concede", asked),
            self._call("approve_return", asked, NO_HASH),
            self._call("replace", asked),
            self._call("dispute", asked, NO_HASH),
            self._call("refund_closed", closed, 5, NO_HASH, coin=5),
        ]

    def _others(self) -> list[Opportunity]:
        shipped = self._at(self.as_buyer.of(carrier=self.double)._replace(**self._somebody()), terms.AWAITING_DELIVERY)
        disputed = self._at(self.as_buyer.of(arbiter=self.double)._replace(**self._somebody()), terms.AWAITING_RULING)
        earned = self._at(self.as_buyer._replace(referrer=self.double, **self._somebody()), terms.CLOSED)
        rewarded = self._at(self.as_buyer.of(loyalty=self.double)._replace(**self._somebody()), terms.CLOSED)
        overdue = self._at(self.as_buyer.of(ship_within=HOUR), terms.AWAITING_SHIPMENT)
        self.overdue = self.escrow.record(self.escrow.order_id(overdue))["deadline"]
        self.at(self.overdue)
        return [
            self._call("enforce", overdue),
            self._call("enforce_many", [overdue]),
            self._call("attest_delivery", shipped),
            self._call("rule", disputed, 1, NO_HASH),
            self._call("withdraw", earned.referrer, EMPTY),
            self._call("withdraw_to", EMPTY, earned.buyer),
            self._call("collect", account_key(rewarded.buyer), EMPTY),
        ]

    def _signed(self) -> list[Opportunity]:
        """What somebody else signed, and the double brings; last, because it does not last."""
        paid = self._at(self.as_stranger, terms.AWAITING_SHIPMENT)
        one, two = (salted(self.in_dollars, number) for number in (1, 2))
        permitted = self.in_dollars._replace(payer=self.double)
        self.dollar.mint(self.somebody, one.total + two.total, {"from": self.somebody})
        self.fund(permitted.payer, permitted.offer.currency, permitted.total)
        until = self.overdue + HOUR // 2
        nonce = bytes(self.escrow.order_id(one))
        cart = cart_nonce([bytes(self.escrow.order_id(two))])
        return [
            self._call("act_signed", *self.wallet.act(paid, "confirm", action("confirm"))),
            self._call("pay_with_permit", permitted, 0, 0, NO_HASH, NO_HASH),
            self._call("pay_with_authorization", one, *self.wallet.authorize(self.dollar, [one], nonce, until)),
            self._call("pay_many_with_authorization", [two], *self.wallet.authorize(self.dollar, [two], cart, until)),
        ]

    def _somebody(self) -> dict[str, str]:
        """A buyer who is not the double."""
        return {"buyer": self.somebody, "payer": self.somebody}

    def _views(self) -> list[Opportunity]:
        return [
            self._call("record", NO_HASH),
            self._call("stock", NO_HASH),
            self._call("credits", EMPTY, NO_HASH, EMPTY),
            self._call("offer_id", self.offer),
            self._call("order_id", self.as_buyer),
        ]
