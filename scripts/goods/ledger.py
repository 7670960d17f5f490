"""Provenance as a node tells it: lots, things, who has them, what lies in what, and the calls that move them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from web3 import Web3

from scripts.address_book import AddressBook
from scripts.parameters import NOBODY
from scripts.provenance import identity
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.identity import ALL, Item
from scripts.reading import Fields, Reader, address_topic, call_of
from scripts.refusal import Refusal
from scripts.wallet import Call

CONTRACT = "Provenance"
NOTHING = bytes(32)
OWNERSHIP, CUSTODY, BOTH = 1, 2, 3
ROLES = {"ownership": OWNERSHIP, "custody": CUSTODY, "both": BOTH}


@dataclass(frozen=True)
class Lot:
    """A registered lot, and how many of its items are used up or individual now."""

    id: bytes
    producer: str
    product: Product
    count: int
    root: bytes
    document: bytes
    used: int = 0
    touched: int = 0

    @property
    def left(self) -> int:
        """Items that can still go into another lot."""
        return self.count - self.used - self.touched


class Holding(NamedTuple):
    """Who has a thing now, as the contract's view has it; `unit` is the id of the unit around it."""

    owner: str
    custodian: str
    unit: bytes
    version: int
    contents: int
    claimed: bool
    sold: bool
    order_id: bytes
    round: int

    @property
    def is_known(self) -> bool:
        """Whether the thing is individual on the chain."""
        return self.owner != NOBODY


class Goods:
    """One Provenance on one chain."""

    def __init__(self, web3: Web3, book: AddressBook) -> None:
        self.web3 = web3
        self.book = book
        self.contract = book.contract(web3, CONTRACT)
        self.reader = Reader(web3, self.contract, book.start_block)
        self._named: dict[Product, list[Lot]] = {}  # found before: a file may name a thousand items of one lot

    def call(self, function: str, *arguments: Any) -> Call:
        """A call of Provenance; items and orders are given as they are."""
        return call_of(self.contract, function, *arguments)

    def time(self) -> int:
        """The latest block's time, Unix seconds: events of a later one are refused."""
        return int(self.web3.eth.get_block("latest")["timestamp"])

    # Lots

    def lots(self, ids: Sequence[bytes]) -> list[Lot | None]:
        """Each of these lots as it is now; None for one that nobody registered, or under a name that GS1 lacks."""
        words = self.reader.read("lot", [(id_,) for id_ in ids])
        known = [id_ for id_, (_, count, _, _) in zip(ids, words, strict=True) if count]
        logged = {fields["lot_id"]: fields for fields in self.reader.events("LotRegistered", known)} if known else {}
        return [
            _lot_or_none(logged[id_], used, touched) if id_ in logged else None
            for id_, (_, _, used, touched) in zip(ids, words, strict=True)
        ]

    def lot(self, id_: bytes) -> Lot:
        """One lot; refused if nobody registered it."""
        (found,) = self.lots([id_])
        if found is None:
            raise Refusal(f"No lot 0x{id_.hex()} is registered here.")
        return found

    def lots_named(self, product: Product) -> list[Lot]:
        """The lots that have this GTIN and this name, whoever made them, as they were registered."""
        key = Product(product.gtin, lot=product.lot)
        if not self._named.get(key):
            wanted = int(key.gtin).to_bytes(32, "big") + identity.word(key.lot, "lot")
            logs = [log for log in self.reader.logs("LotRegistered", []) if log.data.startswith(wanted)]
            self._named[key] = [_lot(self.reader.decode("LotRegistered", log)) for log in logs]
        return self._named[key]

    def lots_of(self, producer: str) -> list[Lot]:
        """A producer's lots, in the order of their registration."""
        found = self.reader.events("LotRegistered", None, address_topic(producer))
        return [lot for lot in self.lots([fields["lot_id"] for fields in found]) if lot]

    def promised(self, lots: Iterable[bytes]) -> dict[bytes, tuple[int, int]]:
        """The limits that were promised last for each of these lots, where there are any."""
        ids = list(dict.fromkeys(lots))
        found = self.reader.events("LimitsPromised", ids) if ids else []
        return {fields["lot_id"]: (fields["low"], fields["high"]) for fields in found}

    # Things

    def makers(self, unit: Unit) -> list[str]:
        """Who made a unit of this SSCC."""
        return [fields["maker"] for fields in self.reader.events("UnitMade", None, identity.word(unit.sscc, "SSCC"))]

    def holding(self, item: Item) -> Holding:
        """Who has a thing now."""
        return self.holdings([item])[0]

    def holdings(self, items: Sequence[Item]) -> list[Holding]:
        """Who has each of these things now."""
        return [Holding(*map(_checked, answer)) for answer in self.reader.read("holding", [(item,) for item in items])]

    def offered(self, item: Item, role: int) -> str:
        """To whom a role is offered now; nobody (the empty address) where it is not."""
        ((to,),) = self.reader.read("offered", [(item, role)])
        return Web3.to_checksum_address(to)

    def contents(self, unit: Item) -> list[Item]:
        """What lies in a unit now, without what lies in that."""
        packed = self.reader.events("ItemsAggregated", unit.lot, unit.serial)
        ever = list(dict.fromkeys(Item(*fields) for event in packed for fields in event["items"]))
        return [item for item, found in zip(ever, self.holdings(ever), strict=True) if found.unit == unit.id]


def is_unit(item: Item) -> bool:
    """Whether a thing is a unit: its lot is its maker's address."""
    return not any(item.lot[:12])


def is_lot(item: Item) -> bool:
    """Whether a whole lot is meant."""
    return item.serial == ALL


def _lot_or_none(fields: Fields, used: int, touched: int) -> Lot | None:
    try:
        return _lot(fields, used, touched)
    except Refusal:  # the contract allows more signs than GS1 does
        return None


def _lot(fields: Fields, used: int = 0, touched: int = 0) -> Lot:
    product = Product(f"{fields['gtin']:014}", lot=identity.text_of(fields["batch"]))
    rest = (fields["count"], fields["root"], fields["document"], used, touched)
    return Lot(fields["lot_id"], fields["producer"], product, *rest)


def _checked(value: Any) -> Any:
    return Web3.to_checksum_address(value) if isinstance(value, str) else value
