"""The market as a node tells it: published offers, paid orders, where they stand, and the calls that move them.

Escrow stores hashes; the terms are in its logs. They are read back here, so that scripts need a node and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from web3 import Web3

from scripts import node
from scripts.address_book import AddressBook
from scripts.node import Log
from scripts.reading import Reader, address_topic, call_of
from scripts.refusal import Refusal
from scripts.terms import Kind, Offer, Order, Record, Status, Stock, domain_separator, order_id
from scripts.wallet import Call


@dataclass(frozen=True)
class Published:
    """An offer as it was published; `block` is where."""

    id: bytes
    offer: Offer
    block: int


@dataclass(frozen=True)
class Sale:
    """An order as it was paid and where it stands now."""

    id: bytes
    order: Order
    record: Record
    block: int


class Market:
    """One Escrow on one chain."""

    def __init__(self, web3: Web3, book: AddressBook) -> None:
        self.web3 = web3
        self.book = book
        self.escrow = book.contract(web3, "Escrow")
        self.domain = domain_separator(book.chain_id, self.escrow.address)
        self._reader = Reader(web3, self.escrow, book.start_block)

    # What can be asked of Escrow

    def call(self, function: str, *arguments: Any, value: int = 0) -> Call:
        """A call of Escrow; offers and orders are given as they are."""
        return call_of(self.escrow, function, *arguments, value=value)

    def order_id(self, order: Order) -> bytes:
        """The id of an order of this market."""
        return order_id(order, self.domain)

    # Offers

    def offers(self, seller: str | None = None, since: int = 0) -> dict[bytes, Published]:
        """All offers published (by one seller, since a block), by id, in the order of publishing."""
        topics = [None, address_topic(seller)] if seller else []
        return {entry.id: entry for entry in map(self._published, self._reader.logs("OfferPublished", topics, since))}

    def offer(self, id_: bytes) -> Published:
        """One offer; refused if it was never published."""
        for log in self._reader.logs("OfferPublished", [id_]):
            return self._published(log)
        raise Refusal(f"No offer 0x{id_.hex()} was published here.")

    def stocks(self, ids: Sequence[bytes]) -> list[Stock]:
        """The stock of each of these offers."""
        return [Stock(*answer) for answer in self._reader.read("stock", [(id_,) for id_ in ids])]

    # Orders

    def sale(self, id_: bytes) -> Sale:
        """One order; refused if it was never paid."""
        for log in self._reader.logs("OrderPaid", [id_]):
            paid = self._reader.decode("OrderPaid", log)
            return self._sales([paid], {paid["offer_id"]: self.offer(paid["offer_id"])})[0]
        raise Refusal(f"No order 0x{id_.hex()} was paid here.")

    def sales(
        self, offers: Mapping[bytes, Published], since: int = 0, on_range: node.OnRange | None = None
    ) -> list[Sale]:
        """All orders paid of these offers (since a block), in that order.

        Every payment since the first of the offers is read to find them, because a node can search by the order only.
        """
        if not offers:
            return []
        first = max(since, min(published.block for published in offers.values()))
        logs = self._reader.logs("OrderPaid", [], first, on_range)
        named = (log for log in logs if log.data[:32] in offers)  # begins with the offer's id
        paid = [self._reader.decode("OrderPaid", log) for log in named]
        return self._sales(paid, offers)

    def refreshed(self, sales: Sequence[Sale]) -> list[Sale]:
        """The same orders where they stand now."""
        records = self.records([sale.id for sale in sales])
        return [replace(sale, record=record) for sale, record in zip(sales, records, strict=True)]

    def records(self, ids: Sequence[bytes]) -> list[Record]:
        """Where orders stand, by their ids; those never paid have the status NONE."""
        return [_record(answer) for answer in self._reader.read("record", [(id_,) for id_ in ids])]

    def events(self, event: str, ids: Sequence[bytes]) -> list[dict[str, Any]]:
        """The fields of an event of these orders or offers (its first topic), in their order, with `block`."""
        return self._reader.events(event, list(ids))

    def orders_of(self, event: str, since: int) -> set[bytes]:
        """The ids of the orders that logged an event since a block."""
        return {log.topics[1] for log in self._reader.logs(event, [], since)}

    # Money

    def credits(self, account: str) -> list[tuple[str, int]]:
        """What is credited to an account under the empty key: (currency, amount) where it is not zero."""
        currencies = [currency.address for currency in self.book.currencies]
        amounts = self._reader.read("credits", [(account, bytes(32), currency) for currency in currencies])
        return [(currency, amount) for currency, (amount,) in zip(currencies, amounts, strict=True) if amount]

    def credited(self, places: Sequence[tuple[str, bytes, str]]) -> list[int]:
        """What is credited at each of these places: account, key, currency."""
        return [amount for (amount,) in self._reader.read("credits", places)]

    # Helpers

    def _sales(self, paid: Sequence[dict[str, Any]], offers: Mapping[bytes, Published]) -> list[Sale]:
        answers = self._reader.read("record", [(fields["order_id"],) for fields in paid])
        return [
            Sale(fields["order_id"], _order(fields, offers[fields["offer_id"]].offer), _record(answer), fields["block"])
            for fields, answer in zip(paid, answers, strict=True)
        ]

    def _published(self, log: Log) -> Published:
        fields = self._reader.decode("OfferPublished", log)
        return Published(fields["offer_id"], _offer(fields["offer"]), fields["block"])


def _offer(fields: tuple[Any, ...]) -> Offer:
    values: list[Any] = [Web3.to_checksum_address(value) if isinstance(value, str) else value for value in fields]
    return Offer(*values)


def _order(paid: Mapping[str, Any], offer: Offer) -> Order:
    return Order(
        offer=offer,
        buyer=paid["buyer"],
        payer=paid["payer"],
        quantity=paid["quantity"],
        referrer=paid["referrer"],
        delivery=paid["delivery"],
        salt=paid["salt"],
    )


def _record(fields: tuple[Any, ...]) -> Record:
    status, round_, kind, *rest = fields
    return Record(Status(status), round_, Kind(kind), *rest)
