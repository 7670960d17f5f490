"""Finding lots, items and units by what stands on a label.

Anybody may register any GTIN and batch: what is found has its producer's address, and nothing proves whose GTIN it is.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, or_, select

from frontend.index.bulk import parts
from frontend.index.money import padded
from frontend.index.provenance import tables as t
from frontend.index.provenance.kinds import key_of, text_of, word_of
from frontend.index.provenance.rows import Label, Lot, Thing
from frontend.index.reading import address, checksummed, hash_of, next_cursor, place
from frontend.index.rows import Page
from frontend.index.schema import block_of

PART = 50
LARGEST_GTIN = 10**14

Name = tuple[str, str, str]  # of a lot: GTIN, batch, producer


def lot(db: Connection, lot_id: str) -> Lot | None:
    """One lot; None where it was never registered."""
    found = _lots(db, _with_counts().where(t.lots.c.id == hash_of(lot_id)))
    return found[0] if found else None


def lots(
    db: Connection, gtin: str = "", batch: str = "", producer: str = "", after: str = "", limit: int = PART
) -> Page[Lot]:
    """Lots of goods (a GTIN, with or without a batch), of a producer, or both; the first that was registered first.

    Of the same GTIN and batch each producer may have one. ValueError (one sentence) for what is none of these, and
    where neither GTIN nor producer is given.
    """
    c, since = t.lots.c, place(after)
    if not gtin and not producer:
        raise ValueError("Lots are asked for by GTIN or by producer.")
    conditions = [c.gtin == gtin_of(gtin)] if gtin else []
    conditions += [c.batch == word_of(batch)] if batch else []
    conditions += [c.producer == address(producer)] if producer else []
    conditions += [] if since is None else [c.position > since]
    rows = db.execute(_with_counts().where(*conditions).order_by(c.position).limit(limit + 1)).mappings().all()
    return Page([_lot(row) for row in rows[:limit]], next_cursor(rows, limit))


def lots_named(db: Connection, names: Collection[Name]) -> dict[Name, Lot]:
    """Lots by GTIN, batch and producer, those that are registered; several with one question.

    ValueError (one sentence) for what is none of these.
    """
    words = {
        (gtin_of(gtin), word_of(batch), address(producer)): (gtin, batch, producer) for gtin, batch, producer in names
    }
    found = (lot for part in parts(words) for lot in _lots(db, _with_counts().where(_any_of(part))))
    return {words[int(lot.gtin), word_of(lot.batch), address(lot.producer)]: lot for lot in found}


def labelled(
    db: Connection, gtin: str, batch: str, serial: str, producer: str = "", after: str = "", limit: int = PART
) -> Page[Thing | Label]:
    """What a label may mean: an item of each lot with this GTIN and batch, of one producer where he is given."""
    found, word = lots(db, gtin, batch, producer, after, limit), word_of(serial)
    touched = things_keyed(db, (key_of({"lot": one.id, "serial": word}) for one in found.items))
    by_lot = {thing.lot_id: thing for thing in touched.values()}
    return Page([by_lot.get(one.id) or Label(one, serial, word) for one in found.items], found.next)


def is_anything_known(db: Connection) -> bool:
    """Whether anything was ever registered."""
    return db.execute(select(t.lots.c.position).limit(1)).first() is not None


def item(db: Connection, lot_id: str, serial: str) -> Thing | None:
    """An item of a lot; None where it is not individual on chain (yet), or not at all of this lot: its path tells."""
    return _thing(db, {"lot": hash_of(lot_id), "serial": word_of(serial)})


def unit(db: Connection, maker: str, serial: str) -> Thing | None:
    """A unit (case, pallet) by its maker and serial."""
    return _thing(db, {"lot": padded(address(maker)), "serial": word_of(serial)})


def things_keyed(db: Connection, keys: Iterable[str]) -> dict[str, Thing]:
    """Items and units by their keys (lot and serial in one), those that are individual on chain."""
    x = t.things.c
    queries = (select(x.key, x.position).where(x.key.in_(part)) for part in parts(set(keys)))
    places = {row.position: row.key for query in queries for row in db.execute(query)}
    return {places[thing.place]: thing for thing in things_at(db, list(places))}


def units(db: Connection, serial: str, after: str = "", limit: int = PART) -> Page[Thing]:
    """Units with a serial (an SSCC), of all their makers, the first first."""
    x, since = t.things.c, place(after)
    conditions = [x.serial == word_of(serial), x.lot.is_(None), *([] if since is None else [x.position > since])]
    query = select(x.position).where(*conditions).order_by(x.position).limit(limit + 1)
    rows = db.execute(query).mappings().all()
    return Page(things_at(db, [row["position"] for row in rows[:limit]]), next_cursor(rows, limit))


def items_of(db: Connection, lot_id: str, after: str = "", limit: int = PART) -> Page[Thing]:
    """Items of a lot that are individual on chain, the first first."""
    x, since = t.things.c, place(after)
    where = select(t.lots.c.position).where(t.lots.c.id == hash_of(lot_id)).scalar_subquery()
    conditions = [x.lot == where, *([] if since is None else [x.position > since])]
    rows = db.execute(select(x.position).where(*conditions).order_by(x.position).limit(limit + 1)).mappings().all()
    return Page(things_at(db, [row["position"] for row in rows[:limit]]), next_cursor(rows, limit))


def contents_of(db: Connection, unit: Thing, after: str = "", limit: int = PART) -> Page[Thing]:
    """What lies in a unit now, without what lies in that."""
    c, since = t.contents.c, place(after)
    conditions = [c.unit == unit.place, c.until == t.FOREVER, *([] if since is None else [c.thing > since])]
    query = select(c.thing.label("position")).where(*conditions).order_by(c.thing).limit(limit + 1)
    rows = db.execute(query).mappings().all()
    return Page(things_at(db, [row["position"] for row in rows[:limit]]), next_cursor(rows, limit))


def lots_at(db: Connection, places: Iterable[int]) -> dict[int, Lot]:
    """Lots by where their first logs stand."""
    queries = (_with_counts().where(t.lots.c.position.in_(part)) for part in parts(set(places)))
    return {found.place: found for query in queries for found in _lots(db, query)}


def things_at(db: Connection, places: Sequence[int]) -> list[Thing]:
    """Items and units by where their first logs stand, in this order."""
    queries = (select(t.things).where(t.things.c.position.in_(part)) for part in parts(set(places)))
    rows = {row["position"]: row for query in queries for row in db.execute(query).mappings()}
    known = lots_at(db, (row["lot"] for row in rows.values() if row["lot"]))
    return [_thing_of(rows[one], known.get(rows[one]["lot"])) for one in places if one in rows]


def gtin_of(text: str) -> int:
    """A GTIN of 8, 12, 13 or 14 digits as a number; ValueError (one sentence) for anything else."""
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(LARGEST_GTIN - 1)):
        raise ValueError("A GTIN is a number of at most 14 digits.")
    return int(text)


def _thing(db: Connection, named: dict[str, Any]) -> Thing | None:
    row = db.execute(select(t.things).where(t.things.c.key == key_of(named))).mappings().first()
    return _thing_of(row, lots_at(db, [row["lot"]]).get(row["lot"]) if row["lot"] else None) if row else None


def _thing_of(row: RowMapping, its_lot: Lot | None) -> Thing:
    lot_id = row["key"][:66]
    return Thing(
        place=row["position"],
        lot_id=lot_id,
        serial=text_of(row["serial"]),
        serial_word=row["serial"],
        lot=its_lot,
        maker=its_lot.producer if its_lot else checksummed("0x" + lot_id[26:]),
        block=block_of(row["position"]),
        time=row["time"],
    )


def _any_of(words: Collection[tuple[int, str, str]]) -> ColumnElement[bool]:
    """Whether a lot has one of these GTINs, batches and producers."""
    c = t.lots.c
    return or_(*(and_(c.gtin == gtin, c.batch == batch, c.producer == producer) for gtin, batch, producer in words))


def _with_counts() -> Select[Any]:
    used, touched = (func.coalesce(t.lot_counts.c[name], 0).label(name) for name in ("used", "touched"))
    return select(t.lots, used, touched).outerjoin_from(t.lots, t.lot_counts, t.lot_counts.c.lot == t.lots.c.position)


def _lots(db: Connection, query: Select[Any]) -> list[Lot]:
    return [_lot(row) for row in db.execute(query).mappings()]


def _lot(row: RowMapping) -> Lot:
    return Lot(
        place=row["position"],
        id=row["id"],
        producer=checksummed(row["producer"]),
        gtin=f"{row['gtin']:014d}",
        batch=text_of(row["batch"]),
        count=row["count"],
        used=row["used"],
        touched=row["touched"],
        root=row["root"],
        document=row["document"],
        block=block_of(row["position"]),
        time=row["time"],
    )
