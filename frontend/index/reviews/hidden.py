"""Texts that a storefront does not show: hidden where its operator's file says, and wherever else they are named.

The file names parts of reviews. Whoever says the same in another review names the same document, which stays hidden.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Row, func, or_, select

from frontend.index.bulk import parts
from frontend.index.provenance.tables import lots
from frontend.index.reading import checksummed, hash_of
from frontend.index.reviews.kinds import REPLIES
from frontend.index.reviews.learning import KINDS
from frontend.index.reviews.tables import reviews, texts
from frontend.index.schema import documents, market, offers, orders, pictures, profiles
from frontend.index.texts import is_text_of
from frontend.trusted import Hidden, Trusted
from scripts.documents import Kind

# Where texts stand that have pictures
PLACES: Mapping[Kind, Column[str]] = {
    Kind.OFFER: offers.c.details,
    Kind.PROFILE: profiles.c.document,
    Kind.LOT: lots.c.document,
    Kind.REVIEW: texts.c.document,
}


@dataclass(frozen=True)
class HiddenTexts:
    """Why each text is hidden: by order and part, as the file says, and by its document. `authors` wrote them."""

    by_place: Mapping[tuple[str, str], Hidden] = field(default_factory=dict)
    by_document: Mapping[str, Hidden] = field(default_factory=dict)
    authors: frozenset[str] = frozenset()

    def of_text(self, order: str, part: str, document: str) -> Hidden | None:
        """Why a part of an order's review is not shown; None where it is."""
        return self.by_place.get((order, part)) or self.by_document.get(document)


class Hiding:
    """What an operator's file hides, as the index stands; looked up once for each block."""

    def __init__(self, trusted: Trusted) -> None:
        self._by_place = trusted.hidden
        self._kept: tuple[Any, HiddenTexts] = (None, HiddenTexts(trusted.hidden))

    def texts(self, db: Connection) -> HiddenTexts:
        """All that is hidden."""
        if not self._by_place:
            return self._kept[1]
        at = db.execute(select(market.c.number, market.c.hash)).first()
        if at != self._kept[0]:
            self._kept = at, self._look_up(db)
        return self._kept[1]

    def _look_up(self, db: Connection) -> HiddenTexts:
        found: dict[str, Hidden] = {}
        authors: set[str] = set()
        for row in _said(db, {order for order, _ in self._by_place}):
            if hidden := self._by_place.get((row.id, row.part)):
                found[row.document] = min(hidden, found.get(row.document, hidden), key=lambda one: one.since)
                authors.add(checksummed(row.seller if row.part in REPLIES else row.buyer))
        return HiddenTexts(self._by_place, found, frozenset(authors))


def of_picture(db: Connection, hidden: HiddenTexts, sha256: str) -> Hidden | None:
    """Why a picture is not served, which is where a hidden text was the first to name it; None where it is.

    So nobody takes a picture of others down by naming it, or brings one back.
    """
    name = hash_of("0x" + sha256)
    query = select(func.min(texts.c.position), texts.c.document).group_by(texts.c.document)
    query = query.join_from(pictures, texts, texts.c.document == pictures.c.document).where(pictures.c.sha256 == name)
    said: list[tuple[int, str]] = []
    for part in parts(hidden.by_document):
        said += [(row[0], row[1]) for row in db.execute(query.where(pictures.c.document.in_(part)))]
    since, document = min(said, default=(0, ""))
    return hidden.by_document[document] if said and not _was_named(db, name, since) else None


def _was_named(db: Connection, picture: str, before: int) -> bool:
    """Whether anything that stands where the chain names it has named a picture before a position."""
    for kind, column in PLACES.items():
        query = select(pictures.c.document).join_from(pictures, documents, documents.c.sha256 == pictures.c.document)
        query = query.join(column.table, is_text_of(column, kind)).where(pictures.c.sha256 == picture)
        if db.execute(query.where(column.table.c.position < before).limit(1)).first():
            return True
    return False


def _said(db: Connection, order_ids: set[str]) -> Iterator[Row[Any]]:
    """The documents of these orders' reviews, and whose they are; none that is known to be something else, such as an
    offer's text that a review names as its own."""
    o, r, t, kind = orders.c, reviews.c, texts.c, documents.c.kind
    query = select(o.id, t.part, t.document, r.seller, r.buyer)
    query = query.join_from(orders, reviews, r.order == o.position).join(texts, t.review == r.position)
    query = query.outerjoin(documents, documents.c.sha256 == t.document)
    query = query.where(t.document.is_not(None), or_(kind.is_(None), kind.in_(set(KINDS.values()))))
    for part in parts(order_ids):
        yield from db.execute(query.where(o.id.in_(part)))
