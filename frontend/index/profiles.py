"""What accounts call themselves, one after the other, for whoever reads on."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from frontend.index.reading import checksummed
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import documents, profiles
from frontend.index.texts import is_text_of
from scripts.documents import Kind

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
    its_text = is_text_of(profiles.c.document, Kind.PROFILE)
    query = select(profiles, documents.c.body["name"].label("name")).outerjoin_from(profiles, documents, its_text)
    query = query.where(profiles.c.position >= since).order_by(profiles.c.position).limit(PART)
    return [
        Described(row.position, checksummed(row.account), row.document, _names(row.document, row.name))
        for row in db.execute(query)
    ]


def names_in(db: Connection, hashes: list[str]) -> dict[str, tuple[str, ...]]:
    """The names in those of these profiles that are there."""
    d = documents.c
    query = select(d.sha256, d.body["name"].label("name")).where(d.sha256.in_(hashes), d.kind == Kind.PROFILE.value)
    return {row.sha256: tuple(row.name.values()) for row in db.execute(query)}


def _names(document: str, name: dict[str, str] | None) -> tuple[str, ...] | None:
    if document == EMPTY_HASH:
        return ()
    return None if name is None else tuple(name.values())
