"""Between what people type and what the chain calls a lot, an item or a unit; and the words that name many of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eth_abi.abi import decode
from web3 import Web3

from scripts.goods import lot_files
from scripts.goods.ledger import Goods, Lot, is_unit
from scripts.parameters import NOBODY
from scripts.provenance import identity, proofs, typed
from scripts.provenance.gs1 import Place, Product, Thing, Unit
from scripts.provenance.identity import ALL, Item
from scripts.provenance.items_file import Proof
from scripts.refusal import Refusal
from scripts.session import Session

RANGE = ".."  # between the first and the last serial
MAX_BYTES = 16 * 1024 * 1024  # of a file that names things


@dataclass(frozen=True)
class Named:
    """A thing and its name as it is typed; `maker` is the lot's producer or the unit's maker.

    `proof` is what came with it, if anything did.
    """

    item: Item
    name: str
    maker: str
    proof: Proof | None = None

    @property
    def is_unit(self) -> bool:
        """A case or a pallet."""
        return is_unit(self.item)


def lot(session: Session, text: str) -> Lot:
    """A registered lot, as it is now."""
    said = typed.read_lot(text)
    assert isinstance(said.thing, Product)
    return session.goods.lot(_lot(session, said.thing, said.producer).id)


def thing(session: Session, text: str) -> Named:
    """An item, a unit or (with an empty serial) a whole lot, which somebody registered or made."""
    said = typed.read(text)
    if isinstance(said.thing, Unit):
        maker = _maker(session, said.thing, said.producer)
        return Named(identity.unit(maker, said.thing.sscc), said.thing.sscc, maker)
    return _of_lot(_lot(session, said.thing, said.producer), said.thing.serial)


def known(session: Session, wanted: Thing, maker: str = "") -> Named:
    """The same of what another system names; a product without a lot is found among the items that are individual."""
    if isinstance(wanted, Place):
        raise Refusal(f"{wanted.gln} is a place.")
    if isinstance(wanted, Product) and not wanted.lot:
        return _of_any_lot(session, wanted, maker)
    return thing(session, "/".join([maker, typed.write(wanted)]) if maker else typed.write(wanted))


def things(session: Session, words: Iterable[str], with_lots: bool = False) -> list[Named]:
    """All items and units (and whole lots) that words name, each once.

    A word is one as it is typed, a range of serials (GTIN/LOT/FIRST..LAST), a file with one a line, or one of proofs.
    """
    found = {named.item: named for word in words for named in _of_word(session, word)}
    if not found:
        raise Refusal("No item and no unit is named.")
    if not with_lots:
        for named in found.values():
            _refuse_lot(named)
    return list(found.values())


def of_items(goods: Goods, items: Sequence[Item]) -> list[Named]:
    """The names of what the chain tells of."""
    ids = list(dict.fromkeys(item.lot for item in items if not is_unit(item)))
    known = dict(zip(ids, goods.lots(ids), strict=True)) if ids else {}
    return [_of_chain(item, known.get(item.lot)) for item in items]


def _of_word(session: Session, word: str) -> Iterator[Named]:
    path = Path(word)
    if "://" not in word and path.is_file():
        yield from _of_file(session, path)
    elif RANGE in word.rsplit("/", 1)[-1]:
        start, _, names = word.rpartition("/")
        first, _, last = names.partition(RANGE)
        of = lot(session, start)
        with lot_files.items_of(of) as file:
            yield from (_of_lot(of, serial) for serial in file.between(first, last))
    else:
        yield thing(session, word)


def _of_file(session: Session, path: Path) -> Iterator[Named]:
    """What a file names; errors say in which line."""
    try:
        data = path.read_bytes()
    except OSError:
        raise Refusal(f"The file {path} cannot be read.") from None
    if len(data) > MAX_BYTES:
        raise Refusal(f"{path} has more than {MAX_BYTES // 1024**2} MiB.")
    if data[:1] == b"{":
        producer, product, found = proofs.read(data, str(path))
        of = _lot(session, product, producer)
        yield from (_of_lot(of, identity.text_of(proof.item.serial), proof) for proof in found)
        return
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refusal(f"{path} is not UTF-8 text.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield thing(session, line.strip())
            except Refusal as refusal:
                raise Refusal(f"{path.name}, line {number}: {refusal}") from None


def _refuse_lot(named: Named) -> None:
    if named.item.serial == ALL:
        raise Refusal(f"{named.name} is a whole lot; write an item like {named.name}/SERIAL.")


def _of_any_lot(session: Session, wanted: Product, maker: str) -> Named:
    goods, makers = session.goods, (session.resolve(maker),) if maker else ()
    touched = goods.reader.events("ItemTouched", None, identity.word(wanted.serial, "serial")) if wanted.serial else []
    lots = [lot for lot in goods.lots([fields["lot"] for fields in touched]) if lot and lot.product.gtin == wanted.gtin]
    lots = [lot for lot in lots if lot.producer in makers] if makers else lots
    if len(lots) != 1:
        raise Refusal(f"{wanted.gtin}/{wanted.serial} names no lot, and {len(lots)} lots have such an item.")
    return _of_lot(lots[0], wanted.serial)


def _lot(session: Session, product: Product, producer: str) -> Lot:
    """The lot of a producer; if none is named, of whoever acts, else the only one that is called so."""
    name = typed.write(Product(product.gtin, lot=product.lot))
    known = {one.producer: one for one in session.goods.lots_named(product)}
    return known[_only(session, name, list(known), producer, "registered a lot")]


def _maker(session: Session, unit: Unit, maker: str) -> str:
    return _only(session, unit.sscc, session.goods.makers(unit), maker, "made a unit")


def _only(session: Session, name: str, found: list[str], wanted: str, done: str) -> str:
    """The account that made what has a name: the one that is wanted, else whoever acts, else the only one."""
    if wanted:
        account = session.resolve(wanted)
        if account not in found:
            raise Refusal(f"{session.who(account)} has not {done} {name}.")
        return account
    if not found:
        raise Refusal(f"Nobody has {done} {name}.")
    if len(found) > 1 and session.wallet.address not in found:
        choices = ", ".join(f"{session.who(one)}/{name}" for one in found[:5])
        raise Refusal(f"{len(found)} accounts have {done} {name}; say whose: {choices}.")
    return session.wallet.address if session.wallet.address in found else found[0]


def _of_lot(of: Lot, serial: str = "", proof: Proof | None = None) -> Named:
    word = identity.word(serial, "serial") if serial else ALL
    product = Product(of.product.gtin, lot=of.product.lot, serial=serial)
    return Named(Item(of.id, word), typed.write(product), of.producer, proof)


def _of_chain(item: Item, of: Lot | None) -> Named:
    """Units are named as their makers like it, and some lots and items as GS1 does not allow: these by their bytes."""
    try:
        serial = identity.text_of(item.serial) if item.serial != ALL else ""
    except Refusal:
        serial, of = f"0x{item.serial.hex()}", None
    if of is not None:
        return _of_lot(of, serial)
    if not is_unit(item):
        return Named(item, f"0x{item.lot.hex()}/{serial}", NOBODY)
    (maker,) = decode(["address"], item.lot)
    return Named(item, serial, Web3.to_checksum_address(maker))
