"""Lists of reviews: which, in which order, part by part; and the review of one order.

An index has each list without any filter but stars in its order. What else is asked for is looked for along that order,
through so many reviews at most; where little is found until then, the part's `next` goes on.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, literal, select, tuple_

from frontend.index.reading import address, hash_of, place
from frontend.index.reviews import found_by_words
from frontend.index.reviews.reading import review_query, reviews_of
from frontend.index.reviews.rows import Ending, Review
from frontend.index.reviews.scope import lines_of
from frontend.index.reviews.tables import reviews
from frontend.index.rows import Page
from frontend.index.schema import orders

PART = 24
LOOKED_THROUGH = 2_000  # reviews for one part
MOST_STARS = 5

Key = tuple[int, ...]
Conditions = list[ColumnElement[bool]]


class Sort(Enum):
    """In which order; of the same stars or weight the newest come first."""

    NEWEST = "newest"
    CRITICAL = "critical"
    WEIGHTIEST = "weightiest"


@dataclass(frozen=True)
class ReviewFilter:
    """Which reviews; empty fields do not matter. Of a seller, of an offer's `listing` (its id), or by a buyer.

    `stars` from 1 to 5, `language` "en" or "zh", `words` are looked for in buyers' texts; with `pictures` only what
    has some. `fulfilled` where something of the order was released, or else not; `ending` what became of it. Words
    of `hidden` documents are not looked in.
    """

    seller: str = ""
    listing: str = ""
    buyer: str = ""
    stars: int = 0
    fulfilled: bool | None = None
    ending: Ending | None = None
    pictures: bool = False
    language: str = ""
    words: str = ""
    hidden: Container[str] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for that no index has in order."""
        return self.pictures or bool(self.language) or bool(self.ending)


COLUMNS = tuple(
    reviews.c[name] for name in ("position", "stars", "weight", "fulfilled", "ending", "language", "pictured")
)
KEYS: dict[Sort, Callable[[Row[Any]], Key]] = {
    Sort.NEWEST: lambda row: (row.position,),
    Sort.CRITICAL: lambda row: (-row.stars, row.position),
    Sort.WEIGHTIEST: lambda row: (row.weight, row.position),
}


def reviews_listed(
    db: Connection, wanted: ReviewFilter, sort: Sort = Sort.NEWEST, after: str = "", limit: int = PART
) -> Page[Review]:
    """A part of a list; ValueError (one sentence) for a filter or a cursor that makes no sense."""
    if sum(map(bool, (wanted.seller, wanted.listing, wanted.buyer))) > 1:
        raise ValueError("Ask for the reviews of a seller, of a listing or by a buyer, not of two of them.")
    if sort is not Sort.NEWEST and not wanted.seller and not wanted.listing:
        raise ValueError("Only the reviews of a seller or of a listing come in another order than by time.")
    start, key = _start(sort, after), KEYS[sort]
    walk = _among_found(db, wanted, sort, start) if wanted.words.strip() else _walk(db, wanted, sort, start, limit)
    found: list[int] = []
    last: Row[Any] | None = None
    for looked, row in enumerate(walk):
        if last is not None and (len(found) == limit or looked == LOOKED_THROUGH):
            return Page(_load(db, found), _cursor(key(last)))
        last = row
        found += [row.position] if _fits(row, wanted) else []
    return Page(_load(db, found), "")


def review_of(db: Connection, order_id: str) -> Review | None:
    """What was said of an order, if anything."""
    query = review_query().where(orders.c.id == hash_of(order_id))
    rows = db.execute(query).mappings().all()
    return reviews_of(db, rows)[0] if rows else None


def _walk(db: Connection, wanted: ReviewFilter, sort: Sort, start: Key, limit: int) -> Iterator[Row[Any]]:
    """Reviews in their order, behind a place."""
    at_once = LOOKED_THROUGH // 8 if wanted.is_narrow else limit + 1
    if sort is not Sort.CRITICAL:
        yield from _merged(db, _lanes(db, wanted), sort, start, at_once)
        return
    first = -start[0] if start else 1
    for stars in range(first, MOST_STARS + 1):
        if wanted.stars in (0, stars):
            behind = start[1:] if start and stars == first else ()
            yield from _merged(db, _lanes(db, replace(wanted, stars=stars)), Sort.NEWEST, behind, at_once)


def _merged(db: Connection, lanes: list[Conditions], sort: Sort, start: Key, at_once: int) -> Iterator[Row[Any]]:
    """What several lists have, as one: of each that much is read which might come first."""
    columns = (reviews.c.weight, reviews.c.position) if sort is Sort.WEIGHTIEST else (reviews.c.position,)
    order, key = [column.desc() for column in columns], KEYS[sort]
    while True:
        behind = [tuple_(*columns) < tuple_(*map(literal, start))] if start else []
        rows: list[Row[Any]] = []
        for lane in lanes:
            rows += db.execute(select(*COLUMNS).where(*lane, *behind).order_by(*order).limit(at_once))
        rows = sorted(rows, key=key, reverse=True)[:at_once]
        yield from rows
        if len(rows) < at_once:
            return
        start = key(rows[-1])


def _lanes(db: Connection, wanted: ReviewFilter) -> list[Conditions]:
    """The lists that have a filter's reviews, each in the order of an index."""
    r = reviews.c
    stars = [r.stars == wanted.stars] if wanted.stars else []
    if wanted.buyer:
        return [[r.buyer == address(wanted.buyer)]]
    if not wanted.seller and not wanted.listing:
        return [[]]
    ended = [one for one in (True, False) if wanted.fulfilled in (None, one) and _may_end(wanted.ending, one)]
    return [[whose, r.fulfilled == fulfilled, *stars] for whose in _scope(db, wanted) for fulfilled in ended]


def _scope(db: Connection, wanted: ReviewFilter) -> list[ColumnElement[bool]]:
    if wanted.seller:
        return [reviews.c.seller == address(wanted.seller)]
    return [reviews.c.line == line for line in lines_of(db, wanted.listing)]


def _among_found(db: Connection, wanted: ReviewFilter, sort: Sort, start: Key) -> Iterator[Row[Any]]:
    """Those of the newest reviews that have some words, in a list's order, behind a place."""
    lines = lines_of(db, wanted.listing) if wanted.listing else []
    if wanted.listing and not lines:
        return
    places = found_by_words.places(db, wanted.words, wanted.seller, lines, wanted.hidden)
    query = select(*COLUMNS).where(reviews.c.position.in_(places))
    query = query.where(reviews.c.buyer == address(wanted.buyer)) if wanted.buyer else query
    rows: Sequence[Row[Any]] = db.execute(query).all()
    key = KEYS[sort]
    yield from (row for row in sorted(rows, key=key, reverse=True) if not start or key(row) < start)


def _fits(row: Row[Any], wanted: ReviewFilter) -> bool:
    if wanted.stars not in (0, row.stars) or wanted.fulfilled not in (None, row.fulfilled):
        return False
    if wanted.ending not in (None, row.ending):
        return False
    return (row.pictured or not wanted.pictures) and wanted.language in ("", row.language)


def _may_end(ending: Ending | None, fulfilled: bool) -> bool:
    return ending is None or (ending is Ending.FULFILLED) == fulfilled


def _load(db: Connection, places: Sequence[int]) -> list[Review]:
    """Reviews in the order of their positions' list."""
    rows = {row["position"]: row for row in db.execute(review_query().where(reviews.c.position.in_(places))).mappings()}
    return reviews_of(db, [rows[one] for one in places])


def _start(sort: Sort, after: str) -> Key:
    """Behind which place a list goes on; empty at its beginning."""
    if not after:
        return ()
    parts = [place(part) or 0 for part in after.split(".")]
    if len(parts) != (1 if sort is Sort.NEWEST else 2):
        raise ValueError("That is no place in this list; begin again at its start.")
    return (-parts[0], parts[1]) if sort is Sort.CRITICAL else tuple(parts)


def _cursor(key: Key) -> str:
    return ".".join(str(abs(part)) for part in key)
