"""Reviews by words of their buyers: every word asked for, or one that begins with it, by the database's full text."""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, cast, column, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from frontend.index.reading import address
from frontend.index.reviews.learning import line_mark, seller_mark
from frontend.index.reviews.tables import texts
from frontend.index.search import LONGEST, MOST_WORDS
from frontend.index.words import asked_for, is_han, pairs

FURTHEST = 2_000  # texts, the newest, among which filters and other orders look


def places(db: Connection, asked: str, seller: str, lines: Sequence[int], hidden: Container[str] = ()) -> list[int]:
    """Positions of the newest reviews that have all words of a question: of a seller, of lines, or of the market.

    What stands in documents that are hidden finds nothing.
    """
    words = _words(asked)
    if not words:
        return []
    marks = [seller_mark(address(seller))] if seller else [line_mark(line) for line in lines]
    is_postgresql = db.dialect.name == "postgresql"
    found = (_in_postgresql if is_postgresql else _in_sqlite)(db, words, marks)
    return list(dict.fromkeys(review for review, document in _texts(db, found) if document not in hidden))


def _words(asked: str) -> list[str]:
    parts = asked_for(asked[:LONGEST])
    return [word for part in parts for word in ((pairs(part) if is_han(part) else []) or [part])][:MOST_WORDS]


def _in_sqlite(db: Connection, words: Sequence[str], marks: Sequence[str]) -> list[int]:
    rows = table("review_search_words", column("rowid"))
    wanted = " AND ".join(f'text : "{word}"{"" if is_han(word) else " *"}' for word in words)
    whose = " AND marks : (" + " OR ".join(f'"{mark}"' for mark in marks) + ")" if marks else ""
    matching = literal_column("review_search_words").op("MATCH")(wanted + whose)
    newest = select(rows.c.rowid).where(matching).order_by(rows.c.rowid.desc()).limit(FURTHEST)
    return list(db.execute(newest).scalars())


def _in_postgresql(db: Connection, words: Sequence[str], marks: Sequence[str]) -> list[int]:
    rows = table("review_search", column("position"), column("words"))
    wanted = " & ".join(f"'{word}':{'' if is_han(word) else '*'}D" for word in words)
    whose = " & (" + " | ".join(f"'{mark}':A" for mark in marks) + ")" if marks else ""
    matching = rows.c.words.op("@@")(cast(wanted + whose, TSQUERY))
    newest = select(rows.c.position).where(matching).order_by(rows.c.position.desc()).limit(FURTHEST)
    return list(db.execute(newest).scalars())


def _texts(db: Connection, found: Sequence[int]) -> Iterable[Row[Any]]:
    """Of texts at these positions the review and the document, newest first."""
    query = select(texts.c.review, texts.c.document).where(texts.c.position.in_(found))
    return db.execute(query.order_by(texts.c.position.desc()))
