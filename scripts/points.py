"""Points in scripts: which Loyalty an offer gives them of, and what anyone can collect and pass on for shoppers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from web3.contract import Contract

from scripts import parameters, units
from scripts.address_book import AddressBook, Currency, loyalty_of
from scripts.market import Market, Sale
from scripts.parameters import NOBODY
from scripts.reading import call_of
from scripts.refusal import Refusal
from scripts.terms import Order
from scripts.wallet import Call

OF_THE_MARKET = "market"  # in a catalogue: whichever the address book has for the offer's currency


def loyalty(name: str, points_bps: int, currency: Currency, book: AddressBook, resolve: Callable[[str], str]) -> str:
    """The Loyalty that an offer names; refused where its points would not be store credit in the offer's currency."""
    if name == OF_THE_MARKET:
        return _of_the_market(currency, book) if points_bps else NOBODY
    if name == "none":
        if points_bps:
            raise Refusal("it gives points of no Loyalty; leave loyalty out, or write `points: 0%`.")
        return NOBODY
    if not points_bps:
        raise Refusal("it names a Loyalty but gives no points.")
    found = resolve(name)
    known = {entry.address: one for one in book.currencies if (entry := book.loyalty(one))}
    if found not in known:
        raise Refusal(f"the Loyalty {found} is not in the address book; leave loyalty out for the market's own.")
    if known[found] != currency:
        raise Refusal(f"the Loyalty {found} gives points in {known[found].symbol}, the offer is in {currency.symbol}.")
    return found


def _of_the_market(currency: Currency, book: AddressBook) -> str:
    entry = book.loyalty(currency)
    if entry is None:
        raise Refusal(f"the address book has no Loyalty for {currency.symbol}; write `points: 0%`.")
    return entry.address


@dataclass(frozen=True)
class Waiting:
    """What can be taken out of Escrow for the shoppers of one Loyalty; `left` is too little to be worth the gas."""

    currency: Currency
    loyalty: Contract
    buyers: list[str]
    orders: list[Order]
    points: int
    refunds: int
    left: int

    def calls(self) -> Iterable[tuple[str, Call]]:
        """Each transaction with what it does."""
        for function, found, noun in (
            ("collect_many", self.buyers, "shopper"),
            ("settle_many", self.orders, "order"),
        ):
            for start in range(0, len(found), parameters.MAX_BATCH):
                part = found[start : start + parameters.MAX_BATCH]
                what = f"{function} of {loyalty_of(self.currency)} for {units.count(len(part), noun)}"
                yield what, call_of(self.loyalty, function, part)


class Shoppers:
    """Who may have points to collect, and which orders a Loyalty paid and may have to pass money on of."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._loyalties = {entry.address: one for one in market.book.currencies if (entry := market.book.loyalty(one))}
        self._buyers: set[tuple[str, str]] = set()  # Loyalty and buyer
        self._paid: dict[bytes, Order] = {}  # by a Loyalty
        self._refunded: set[bytes] = set()

    def note(self, sales: Iterable[Sale], since: int) -> None:
        """Orders as they stand now; what was paid back after the end is read from the block `since` on."""
        for sale in sales:
            order, record = sale.order, sale.record
            given = self._loyalties.get(order.offer.loyalty)
            if record.released and given and given.address == order.offer.currency:
                self._buyers.add((order.offer.loyalty, order.buyer))
            through = self._loyalties.get(order.payer)
            if through and through.address == order.offer.currency:
                self._paid[sale.id] = order
                if record.refunded:
                    self._refunded.add(sale.id)
        if self._paid:
            self._refunded |= self._market.orders_of("ClosedOrderRefunded", since) & self._paid.keys()

    def waiting(self, least: dict[str, int]) -> list[Waiting]:
        """What waits in each Loyalty, of at least so much a shopper or an order (by currency, in smallest units)."""
        buyers, ids = sorted(self._buyers), sorted(self._refunded)
        ready = self._market.credited([(of, _key(who), self._loyalties[of].address) for of, who in buyers])
        back = self._market.credited([(self._paid[id_].payer, id_, self._paid[id_].offer.currency) for id_ in ids])
        self._buyers = {who for who, amount in zip(buyers, ready, strict=True) if amount}
        self._refunded = {id_ for id_, amount in zip(ids, back, strict=True) if amount}
        found = []
        for address, currency in self._loyalties.items():
            mine = [(who, amount) for (of, who), amount in zip(buyers, ready, strict=True) if of == address and amount]
            due = [(self._paid[id_], amount) for id_, amount in zip(ids, back, strict=True) if amount]
            due = [(order, amount) for order, amount in due if order.payer == address]
            found.append(self._worth(currency, mine, due, least[currency.address]))
        return found

    def _worth(
        self, currency: Currency, mine: Sequence[tuple[str, int]], due: Sequence[tuple[Order, int]], least: int
    ) -> Waiting:
        taken = [(who, amount) for who, amount in mine if amount >= least]
        passed_on = [(order, amount) for order, amount in due if amount >= least]
        return Waiting(
            currency=currency,
            loyalty=self._market.book.contract(self._market.web3, self._market.book.loyalty_name(currency)),
            buyers=[who for who, _ in taken],
            orders=[order for order, _ in passed_on],
            points=sum(amount for _, amount in taken),
            refunds=sum(amount for _, amount in passed_on),
            left=len(mine) + len(due) - len(taken) - len(passed_on),
        )


def least_of(market: Market, text: str) -> dict[str, int]:
    """What is worth a transaction, by currency: as `text` says ("0.001ETH,2USD"), else some times the gas it costs.

    What gas is worth in a token nobody here knows: of these it is a fixed amount.
    """
    gas = market.web3.eth.gas_price * parameters.POINTS_GAS * parameters.POINTS_WORTH
    found = {}
    for currency in market.book.currencies:
        token = units.parse_amount(parameters.POINTS_LEAST, currency)
        found[currency.address] = gas if currency.address == parameters.COIN else token
    for part in filter(None, text.split(",")):
        named = [currency for currency in market.book.currencies if part.strip().endswith(currency.symbol)]
        if not named:
            raise Refusal(f"{part.strip()!r} is no amount of a known currency; write it like 0.001ETH,2USD.")
        currency = max(named, key=lambda one: len(one.symbol))  # WETH ends as ETH does
        amount = part.strip().removesuffix(currency.symbol).strip()
        found[currency.address] = units.parse_amount(amount, currency)
    return found


def _key(account: str) -> bytes:
    """Under which key Escrow keeps a buyer's points."""
    return bytes(12) + bytes.fromhex(account[2:])
