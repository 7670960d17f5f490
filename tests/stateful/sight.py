"""What can be seen on the chain: records, stock, money, and how each open order would end if nobody did anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from scripts.terms import Record, Stock
from tests.fixtures.funds import account_key
from tests.fixtures.terms import EMPTY, NO_HASH, WAITING, Offer, Order
from tests.stateful.books import Credit, Holding
from tests.stateful.ids import offer_id
from tests.stateful.market import Call, Market, reason, words


class End(NamedTuple):
    """How an order ends: why it cannot (or empty), the record, and who gains how much by it (wealth)."""

    refusal: str
    record: Record
    gains: dict[str, int]


class Ending(NamedTuple):
    """A call that might end an order, made not before `time` (Unix seconds)."""

    order: Order
    call: Call
    time: int


@dataclass
class Seen:
    """One look at the chain; amounts in the currency's smallest unit."""

    records: dict[Order, Record]
    stock: dict[Offer, Stock]
    balances: dict[Holding, int]
    credits: dict[Credit, int]
    ends: dict[Order, End]

    def wealth(self) -> dict[Holding, int]:
        """What each account has, together with what Escrow keeps for it."""
        wealth = dict(self.balances)
        for (account, _, currency), amount in self.credits.items():
            wealth[account, currency] += amount
        return wealth


class Sight:
    """Looks at a market."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def look(self, orders: Iterable[Order], offers: Iterable[Offer]) -> Seen:
        """Everything there is to see of these orders and offers."""
        market, orders, offers = self._market, list(orders), list(offers)
        holdings = [(account, currency) for account in market.holders for currency in market.currencies]
        credits = self._credits(orders)
        answers = iter(
            self._ask(
                [market.escrow_call("record", market.order_id(order)) for order in orders]
                + [market.escrow_call("stock", offer_id(offer)) for offer in offers]
                + [market.balance_call(*holding) for holding in holdings]
                + [market.escrow_call("credits", *credit) for credit in credits]
            )
        )
        seen = Seen(
            {order: Record(*words(next(answers))) for order in orders},
            {offer: Stock(*words(next(answers))) for offer in offers},
            {holding: words(next(answers))[0] for holding in holdings},
            {credit: words(next(answers))[0] for credit in credits},
            {},
        )
        stranger = market.people["stranger"]
        waiting = {order: record for order, record in seen.records.items() if record.status in WAITING}
        calls = [
            Ending(order, Call(stranger, "enforce", (order,)), record.deadline) for order, record in waiting.items()
        ]
        seen.ends = dict(zip(waiting, self.ends(seen, calls), strict=True))
        return seen

    def ends(self, seen: Seen, calls: list[Ending]) -> list[End]:
        """What would come of each call if it were the only one."""
        requests = []
        for order, call, time in calls:
            block = {
                "blockOverrides": {"time": hex(max(time, self._market.now + 1))},
                "calls": [self._market.transaction(call), *self._questions(order)],
            }
            requests.append(("eth_simulateV1", ({"blockStateCalls": [block]}, "latest")))
        answers = self._market.node.rpc_many(requests) if requests else []
        pairs = zip(calls, answers, strict=True)
        return [self._end(seen, call.order, answer[0]["calls"]) for call, answer in pairs]

    def _questions(self, order: Order) -> list[dict[str, str]]:
        """The record of an order, then what its people own in its currency."""
        market = self._market
        recorded = market.escrow_call("record", market.order_id(order))
        return [recorded] + [
            market.balance_call(*item) if len(item) == 2 else market.escrow_call("credits", *item)
            for account in money_people(order)
            for item in self._wealth(order, account)
        ]

    def _wealth(self, order: Order, account: str) -> list[Holding | Credit]:
        """Wherever money of an order may have got to for an account."""
        currency, keys = order.offer.currency, (NO_HASH, self._market.order_id(order), account_key(order.buyer))
        return [(account, currency), *((account, key, currency) for key in keys)]

    def _end(self, seen: Seen, order: Order, results: list[dict[str, Any]]) -> End:
        """An order's end out of what a simulated block answered."""
        called, recorded, *rest = results
        refusal = "" if called["status"] == "0x1" else reason(called["returnData"]) or "no reason"
        answers, before, gains = iter(rest), seen.balances | seen.credits, {}
        for account in money_people(order):
            owned = sum(before.get(item, 0) for item in self._wealth(order, account))
            gains[account] = sum(words(next(answers)["returnData"])[0] for _ in self._wealth(order, account)) - owned
        return End(refusal, Record(*words(recorded["returnData"])), gains)

    def _credits(self, orders: list[Order]) -> list[Credit]:
        """All that may be credited: to everybody as his own, to loyalty for buyers, to contracts for orders."""
        market = self._market
        return (
            [(account, NO_HASH, currency) for account in market.holders[1:] for currency in market.currencies]
            + sorted(
                {
                    (order.offer.loyalty, account_key(order.buyer), order.offer.currency)
                    for order in orders
                    if order.offer.loyalty != EMPTY
                }
            )
            + [
                (order.payer, market.order_id(order), order.offer.currency)
                for order in orders
                if order.payer in market.with_code
            ]
        )

    def _ask(self, questions: list[dict[str, str]]) -> list[str]:
        return self._market.node.rpc_many([("eth_call", (question, "latest")) for question in questions])


class RecordsSight(Sight):
    """Sees of Escrow records and stock: the money is other machines' question."""

    def look(self, orders: Iterable[Order], offers: Iterable[Offer]) -> Seen:
        market, orders, offers = self._market, list(orders), list(offers)
        records = [market.escrow_call("record", market.order_id(order)) for order in orders]
        answers = self._ask(records + [market.escrow_call("stock", offer_id(offer)) for offer in offers])
        found = [words(answer) for answer in answers]
        return Seen(
            {order: Record(*answer) for order, answer in zip(orders, found, strict=False)},
            {offer: Stock(*answer) for offer, answer in zip(offers, found[len(orders) :], strict=True)},
            {},
            {},
            {},
        )


def money_people(order: Order) -> list[str]:
    """Whom money of an order may go to."""
    return sorted({order.payer, order.offer.seller, order.referrer, order.offer.loyalty} - {EMPTY})
