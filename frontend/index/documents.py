"""Copies of offers', profiles', lots' and reviews' texts from the vault, so that the index can list and search them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, delete, exists, select, union, update

from frontend.index import searchable, store
from frontend.index.bulk import Row, load, parts, put
from frontend.index.provenance.tables import blocks, lots
from frontend.index.reviews import learning, listings
from frontend.index.reviews.tables import texts
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import destinations, documents, offers, origins, pictures, profiles
from frontend.vault import Missing, Vault
from scripts.documents import TYPES, Kind, examine, parse, pictures_of
from scripts.refusal import Refusal

AT_ONCE = 500  # documents looked for in the vault at a time
LEARNT = (Kind.OFFER, Kind.PROFILE, Kind.LOT, Kind.REVIEW, Kind.REPLY)
NAMED: tuple[Column[str], ...] = (offers.c.details, profiles.c.document, lots.c.document, texts.c.document)


class Copier:
    """Looks in the vault for documents that the index names and does not have."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault
        self._after = ""  # looked for up to here

    def all(self) -> None:
        """Copies everything that is there, and forgets what nothing names any more."""
        with self._engine.connect() as db:
            unnamed = [row.sha256 for row in db.execute(_unnamed())]
        if unnamed:
            with store.writing(self._engine) as db:
                forget(db, unnamed)
        self._after = ""
        while self.some():
            pass

    def some(self) -> bool:
        """Copies what is there of the next few; False at the end."""
        wanted, found = self._next()
        if found:
            with store.writing(self._engine) as db:
                learn_all(db, found)
        self._after = wanted[-1] if len(wanted) == AT_ONCE else ""
        return bool(self._after)

    def is_done(self) -> bool:
        """Whether nothing is left to copy of the next few."""
        return not self._next()[1]

    def _next(self) -> tuple[list[str], list[tuple[str, bytes]]]:
        """The hashes of the next few, and the texts of those that are there."""
        with self._engine.connect() as db:
            wanted = [row.sha256 for row in db.execute(_missing(self._after))]
        return wanted, [(sha256, body) for sha256 in wanted if (body := self._read(sha256)) is not None]

    def _read(self, sha256: str) -> bytes | None:
        """A document of a kind that is learnt, if the vault has it as it was."""
        if not self._vault.has(sha256):
            return None
        try:
            body = self._vault.read(sha256)
            return body if examine(body)[0] in LEARNT else None
        except (Missing, Refusal):
            return None


def learn(db: Connection, sha256: str, body: bytes) -> None:
    """Keeps the text of a document that was examined, of a kind that is learnt."""
    learn_all(db, [(sha256, body)])


def learn_all(db: Connection, found: Iterable[tuple[str, bytes]]) -> None:
    """Keeps texts of documents that were examined, by their hashes, and what offers are listed and searched by."""
    rows = [_row(sha256, parse(body)) for sha256, body in found]
    put(db, documents, rows)
    for part in parts(row["sha256"] for row in rows if row["kind"] == Kind.OFFER.value):
        untold = offers.c.details.in_(part), offers.c.product.is_(None)  # a text that comes again tells nothing new
        places = db.execute(select(offers.c.position).where(*untold)).scalars().all()
        db.execute(update(offers).where(*untold).values(_of_its_text("category", "product")))
        told = load(db, offers, offers.c.position, places)
        listings.take_in(db, told)
        searchable.add_offers(db, told)
    put(db, pictures, [pair for row in rows for pair in _pictures(row)])
    put(db, destinations, [pair for row in rows for pair in _destinations(row)])
    put(db, origins, [origin for row in rows for origin in _origins(row)])
    put(db, blocks, [pair for row in rows for pair in _blocks(row)])
    searchable.add_documents(db, rows)
    learning.learn(db, rows)


def named_from(db: Connection, gone: int) -> set[str]:
    """Documents that are named from a position on."""
    found: set[str] = set()
    for column in NAMED:
        found |= set(db.execute(select(column).where(column.table.c.position >= gone, column.is_not(None))).scalars())
    return found


def forget_unnamed(db: Connection, hashes: set[str]) -> None:
    """Drops those of these texts that nothing names any more."""
    for column in NAMED:
        hashes = hashes - {row[column.name] for row in load(db, column.table, column, hashes)}
    forget(db, sorted(hashes))


def forget(db: Connection, hashes: list[str]) -> None:
    """Drops texts that nothing names any more."""
    for part in parts(hashes):
        db.execute(delete(documents).where(documents.c.sha256.in_(part)))
        db.execute(delete(pictures).where(pictures.c.document.in_(part)))
        db.execute(delete(destinations).where(destinations.c.document.in_(part)))
        db.execute(delete(origins).where(origins.c.document.in_(part)))
        db.execute(delete(blocks).where(blocks.c.document.in_(part)))
    searchable.forget_documents(db, hashes)


def _of_its_text(*names: str) -> dict[str, Any]:
    """Values of offers' columns that their texts have too."""
    text = documents.c.sha256 == offers.c.details
    return {name: select(documents.c[name]).where(text).scalar_subquery() for name in names}


def _row(sha256: str, document: dict[str, Any]) -> Row:
    kind = TYPES[document["type"]].value
    names = {name: document.get(name, "") for name in ("category", "product")}
    return {"sha256": sha256, "kind": kind, "body": document, **names}


def _pictures(text: Row) -> list[Row]:
    return [{"sha256": "0x" + name, "document": text["sha256"]} for name in sorted(set(pictures_of(text["body"])))]


def _destinations(text: Row) -> list[Row]:
    """Countries that an offer's goods are shipped to, or "any"."""
    ships_to: str | list[str] = text["body"].get("ships_to", [])
    countries = [ships_to] if isinstance(ships_to, str) else ships_to
    return [{"document": text["sha256"], "country": country} for country in countries]


def _origins(text: Row) -> list[Row]:
    """Whose goods an offer sells, where it says so."""
    said = text["body"].get("provenance")
    if not said:
        return []
    return [{"document": text["sha256"], "producer": said["producer"].lower(), "gtin": int(said["gtin"])}]


def _blocks(text: Row) -> list[Row]:
    """Documents of items that a lot's names."""
    names = {entry["sha256"] for entry in text["body"].get("items", [])} if text["kind"] == Kind.LOT.value else set()
    return [{"sha256": "0x" + name, "document": text["sha256"]} for name in sorted(names)]


def _missing(after: str) -> Select[Any]:
    """Hashes that offers, profiles, lots and reviews name and whose text is not there yet."""
    *columns, of_reviews = NAMED
    missing = select(of_reviews.label("sha256")).where(of_reviews.is_not(None), ~texts.c.learnt)
    named = union(*(select(column.label("sha256")) for column in columns), missing).subquery()
    known = exists().where(documents.c.sha256 == named.c.sha256)
    query = select(named.c.sha256).where(named.c.sha256 > (after or EMPTY_HASH), ~known)
    return query.order_by(named.c.sha256).limit(AT_ONCE)


def _unnamed() -> Select[Any]:
    """Texts that nothing names any more: such as came while the chain went back."""
    return select(documents.c.sha256).where(*(~exists().where(column == documents.c.sha256) for column in NAMED))
