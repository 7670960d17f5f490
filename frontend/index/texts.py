"""Texts in the places where the chain names them.

Anybody may name any document's hash anywhere, so a text belongs to a place only by its hash and its kind together.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, select

from frontend.index.bulk import Row, load, parts
from frontend.index.schema import documents
from scripts.documents import Kind


def is_text_of(named: ColumnElement[str], kind: Kind) -> ColumnElement[bool]:
    """Whether a document is what a column names, and of the kind that has to stand there."""
    return and_(documents.c.sha256 == named, documents.c.kind == kind.value)


def texts_of(db: Connection, hashes: Iterable[str], kind: Kind) -> dict[str, Row]:
    """Those of these documents that are there and of a kind: rows of their table, by their hashes."""
    return {row["sha256"]: row for row in load(db, documents, documents.c.sha256, hashes) if row["kind"] == kind.value}


def kinds_of(db: Connection, hashes: Iterable[str]) -> dict[str, Kind]:
    """Of which kind each of these documents is that are there."""
    query = select(documents.c.sha256, documents.c.kind)
    rows = [row for part in parts(set(hashes)) for row in db.execute(query.where(documents.c.sha256.in_(part)))]
    return {row.sha256: Kind(row.kind) for row in rows}
