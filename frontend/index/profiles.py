"""What accounts call themselves, one after the other, for whoever reads on."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from frontend.index.reading import checksummed
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import documents, profiles

PART = 1_000


@dataclass(frozen=True)
class Described:
    """An account described itself, at a position, by a document; `names` are None while its text is not there."""

    position: int
    account: str
    document: str
    names: tuple[str, ...] | None


def described(db: Connection, since: int) -> list[Described]:
    """The next that did so from a position on, oldest first."""
    its_text = documents.c.sha256 == profiles.c.document
    query = select(profiles, documents.c.body["name"].label("name")).outerjoin_from(profiles, documents, its_text)
    query = query.where(profiles.c.position >= since).order_by(profiles.c.position).limit(PART)
    return [
        Described(row.position, checksummed(row.account), row.document, _names(row.document, row.name))
        for row in db.execute(query)
    ]


def names_in(db: Connection, hashes: list[str]) -> dict[str, tuple[str, ...]]:
    """The names in those of these documents that are there."""
    query = select(documents.c.sha256, documents.c.body["name"].label("name")).where(documents.c.sha256.in_(hashes))
    return {row.sha256: tuple((row.name or {}).values()) for row in db.execute(query)}


def _names(document: str, name: dict[str, str] | None) -> tuple[str, ...] | None:
    if document == EMPTY_HASH:
        return ()
    return None if name is None else tuple(name.values())
