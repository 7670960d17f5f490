"""Which items an order gets: bound by its seller when he ships, settled by anybody when the order has ended."""

from collections.abc import Iterable, Sequence

from scripts import units
from scripts.goods import naming, proving
from scripts.goods.ledger import CONTRACT, Goods, Holding
from scripts.goods.naming import Named
from scripts.market import Market, Sale
from scripts.provenance.identity import Item
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Call, Wallet
from scripts.wording import hexadecimal


def bind(session: Session, sale: Sale, words: Sequence[str]) -> None:
    """Bind items to an order of the seller's; those that are bound to it already stay so."""
    wallet = session.acting(sale.order.offer.seller, "seller")
    things = naming.things(session, words)
    holdings = session.goods.holdings([thing.item for thing in things])
    pairs = list(zip(things, holdings, strict=True))
    wanted = [thing for thing, holding in pairs if not _is_bound(holding, sale)]
    name = hexadecimal(sale.id)
    session.say(
        f"{name} gets {', '.join(thing.name for thing in things)}; {len(things) - len(wanted):,} are bound already."
    )
    if not wanted:
        return
    _refuse_too_many(session, sale, len(wanted))
    for thing, holding in pairs:
        _refuse_unfit(session, wallet, thing, holding)
    proving.touch_missing(session, [thing for thing, holding in pairs if not holding.is_known])
    _check(session, wallet, sale, wanted)
    session.announce(f"{session.who(wallet.address)}: bind {units.count(len(wanted), 'item')} to {name}")
    for part in proving.batches(wanted):
        call = session.goods.call("bind_many", [thing.item for thing in part], sale.order)
        session.send(wallet, call, f"bind {units.count(len(part), 'item')}")


def number_bound(session: Session, sale: Sale) -> int:
    """How many items are bound to an order in its round; none where there is no Provenance."""
    if CONTRACT not in session.book.contracts:
        return 0
    ((number,),) = session.goods.reader.read("bound", [(sale.id, sale.record.round)])
    return int(number)


class Sold:
    """Items that are bound to orders, for a keeper: which of them are to be settled."""

    def __init__(self, market: Market) -> None:
        has_goods = CONTRACT in market.book.contracts
        self._goods = Goods(market.web3, market.book) if has_goods else None
        self._items: dict[bytes, dict[Item, None]] = {}  # by order
        self._ended: dict[bytes, Sale] = {}

    def note(self, sales: Iterable[Sale], since: int) -> None:
        """Orders as they stand now; what was bound is read from the block `since` on."""
        if self._goods is None:
            return
        for fields in self._goods.reader.events("ItemBound", since=since):
            self._items.setdefault(fields["order_id"], {})[Item(fields["lot"], fields["serial"])] = None
        for sale in sales:
            if sale.id in self._items and not sale.record.status.is_open:
                self._ended[sale.id] = sale

    def calls(self) -> list[tuple[str, Call]]:
        """Each transaction that settles items of ended orders, with what it does."""
        found = []
        for sale in list(self._ended.values()):
            assert self._goods is not None
            items = list(self._items[sale.id])
            holdings = self._goods.holdings(items)
            waiting = [item for item, holding in zip(items, holdings, strict=True) if holding.order_id == sale.id]
            if not waiting:
                del self._ended[sale.id], self._items[sale.id]
            for part in proving.batches(waiting):
                what = f"settle {units.count(len(part), 'item')} of {hexadecimal(sale.id)}"
                found.append((what, self._goods.call("settle_many", part, sale.order)))
        return found


def _is_bound(holding: Holding, sale: Sale) -> bool:
    return holding.order_id == sale.id and holding.round == sale.record.round


def _refuse_too_many(session: Session, sale: Sale, number: int) -> None:
    bound = number_bound(session, sale)
    if bound + number > sale.order.quantity:
        ordered = units.count(sale.order.quantity, "unit")
        raise Refusal(
            f"The order is of {ordered}; {bound:,} of its items are bound, {number:,} more would be too many."
        )


def _refuse_unfit(session: Session, wallet: Wallet, thing: Named, holding: Holding) -> None:
    """Refuse with the item's name what the contract would refuse without it."""
    if thing.is_unit:
        raise Refusal(f"{thing.name} is a case or a pallet; name the items.")
    if not holding.is_known:
        if thing.maker != wallet.address:
            raise Refusal(f"{thing.name} is still its producer's; he offers it, `receive` takes it.")
    elif any(holding.unit):
        raise Refusal(f"{thing.name} lies in a case; take it out first.")
    elif wallet.address not in (holding.owner, holding.custodian):
        raise Refusal(f"{thing.name} belongs to {session.who(holding.owner)}.")


def _check(session: Session, wallet: Wallet, sale: Sale, things: Sequence[Named]) -> None:
    for thing in things:
        try:
            session.check(wallet, session.goods.call("bind", thing.item, sale.order))
        except Refusal as refusal:
            raise Refusal(f"{thing.name}: {refusal}") from None
