"""Recalls: of a lot, a range of its serials, or an item; what they reach, and which are open."""

from collections.abc import Sequence
from dataclasses import dataclass

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts import parameters
from scripts.goods import naming, sending
from scripts.goods.ledger import Goods, Lot, is_lot, is_unit
from scripts.provenance import identity, notices, typed
from scripts.provenance.identity import ALL, Item
from scripts.reading import Fields
from scripts.refusal import Refusal
from scripts.session import Session

CLASSES = {1: "serious harm is likely", 2: "harm is possible", 3: "harm is unlikely"}
ID_TYPES = ["address", "bytes32", "bytes32", "bytes32", "uint256", "bytes32"]


@dataclass(frozen=True)
class Recall:
    """A recall as it was logged; both serials are empty where all of the lot is meant."""

    id: bytes
    lot: bytes
    by: str
    first: bytes
    last: bytes
    class_: int

    def reaches(self, item: Item) -> bool:
        """Whether it is of this item, or of the lot that is meant."""
        if item.lot != self.lot:
            return False
        return self.first == ALL or is_lot(item) or self.first <= item.serial <= self.last


def recall(session: Session, text: str, class_: int, first: str, last: str, en: str, zh: str) -> None:
    """Recall what a text names: a lot or serials of it by its producer, an item by its owner."""
    if class_ not in CLASSES:
        raise Refusal(f"A recall is of class {', '.join(f'{n} ({why})' for n, why in CLASSES.items())}.")
    thing = naming.thing(session, text)
    if thing.is_unit:
        raise Refusal("A unit is not recalled, but what lies in it.")
    lot = session.goods.lot(thing.item.lot)
    serials = _range(thing.item, first, last)
    document, wanted = notices.written_if(en, zh)
    wallet = session.acting(lot.producer, "producer") if is_lot(thing.item) else session.wallet
    terms = (lot.id, *serials, class_, document)
    recall_id = keccak(encode(ID_TYPES, [wallet.address, *terms]))
    (by,) = session.goods.reader.read("recalled_by", [(recall_id,)])[0]
    _show(session, lot, serials, class_)
    what = f"recall {thing.name}{_words(serials)}, class {class_}"
    if by != parameters.NOBODY:
        session.say(f"This is recalled already, as {_hex(recall_id)}.")
        sending.upload(session, wanted)
        return
    sending.send(session, wallet, session.goods.call("recall", *terms), what, wanted)
    session.say(f"The recall is {_hex(recall_id)}; `close_recall` ends it.")


def close(session: Session, recall_id: bytes, en: str, zh: str) -> None:
    """End a recall of the one who made it."""
    (by,) = session.goods.reader.read("recalled_by", [(recall_id,)])[0]
    if by == parameters.NOBODY:
        raise Refusal(f"There is no recall {_hex(recall_id)}.")
    document, wanted = notices.written_if(en, zh)
    (is_closed,) = session.goods.reader.read("recall_closed", [(recall_id,)])[0]
    if is_closed:
        session.say(f"The recall {_hex(recall_id)} is closed already.")
        sending.upload(session, wanted)
        return
    wallet = session.acting(session.web3.to_checksum_address(by), "one who recalled")
    call = session.goods.call("close_recall", recall_id, document)
    sending.send(session, wallet, call, f"close the recall {_hex(recall_id)}", wanted)


def show_open(session: Session, account: str) -> None:
    """The open recalls that an account made."""
    ids = [lot.id for lot in session.goods.lots_of(account)]
    found = [recall for recall in _open(session.goods, ids) if recall.by == account] if ids else []
    if not found:
        session.say(f"{session.who(account)} has no open recall of a lot.")
        return
    lots = {lot.id: lot for lot in session.goods.lots([recall.lot for recall in found]) if lot}
    for recall in found:
        name = typed.write(lots[recall.lot].product)
        session.say(f"{_hex(recall.id)}  {name}{_words((recall.first, recall.last))}, class {recall.class_}")


def open_of(goods: Goods, items: Sequence[Item]) -> dict[Item, list[Recall]]:
    """The open recalls that reach each of these items or lots, where there are any."""
    recalls = _open(goods, list(dict.fromkeys(item.lot for item in items if not is_unit(item))))
    found = {item: [recall for recall in recalls if recall.reaches(item)] for item in items}
    return {item: some for item, some in found.items() if some}


def words(recall: Recall) -> str:
    """A recall in a few words."""
    return f"class {recall.class_}, {CLASSES[recall.class_]}"


def _open(goods: Goods, lots: list[bytes]) -> list[Recall]:
    logged = goods.reader.events("Recalled", None, lots) if lots else []
    closed = goods.reader.read("recall_closed", [(fields["recall_id"],) for fields in logged])
    return [_recall(fields) for fields, (is_closed,) in zip(logged, closed, strict=True) if not is_closed]


def _recall(fields: Fields) -> Recall:
    return Recall(*(fields[name] for name in ("recall_id", "lot", "by", "first", "last", "class_")))


def _range(item: Item, first: str, last: str) -> tuple[bytes, bytes]:
    if not is_lot(item):
        if first or last:
            raise Refusal("first= and last= are serials of a lot; this is one item.")
        return item.serial, item.serial
    if bool(first) != bool(last):
        raise Refusal("Say the first and the last serial, first= and last=, or neither for all of the lot.")
    return (identity.word(first, "serial"), identity.word(last, "serial")) if first else (ALL, ALL)


def _show(session: Session, lot: Lot, serials: tuple[bytes, bytes], class_: int) -> None:
    """What a recall reaches."""
    sold = session.goods.reader.events("ItemSold", None, lot.id)
    reached = [one for one in sold if serials[0] == ALL or serials[0] <= one["serial"] <= serials[1]]
    table = session.table("recalled", "items", "individual", "sold", "class")
    row = (f"{lot.count:,}" if serials[0] == ALL else "a range", f"{lot.touched:,}", f"{len(reached):,}")
    table.add_row(f"{typed.write(lot.product)}{_words(serials)}", *row, f"{class_}: {CLASSES[class_]}")
    session.show(table)
    for id_, one in made_of(session.goods, lot.id).items():
        name = f"{typed.write(one.product)} of {session.who(one.producer)}" if one else _hex(id_)
        session.say(f"{name} was made of it, and is not recalled by it.")


def made_of(goods: Goods, lot_id: bytes) -> dict[bytes, Lot | None]:
    """The lots that were made of a lot, also over others, in their order; None under names that GS1 lacks."""
    reached = [lot_id]
    for fields in goods.reader.events("LotTransformed"):
        if any(id_ in reached for id_, _ in fields["inputs"]):
            reached.append(fields["lot_id"])
    return dict(zip(reached[1:], goods.lots(reached[1:]), strict=True))


def _words(serials: tuple[bytes, bytes]) -> str:
    if serials[0] == ALL or serials[0] == serials[1]:
        return ""
    return f" from {identity.text_of(serials[0])} to {identity.text_of(serials[1])}"


def _hex(id_: bytes) -> str:
    return "0x" + id_.hex()
