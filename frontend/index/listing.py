"""Lists of offers: which, in which order, and part by part; on request one offer of each listing."""

from dataclasses import dataclass
from enum import Enum
from itertools import islice
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from frontend.index.reading import address, offer_of, offer_query, place
from frontend.index.rows import Offer, Page
from frontend.index.schema import destinations, offers, origins
from frontend.index.search import Match, matches
from frontend.index.variants import Columns, Listing, first_of_each, first_of_each_found, listings

ANYWHERE = "any"
FURTHEST = 5_000  # offers that can be turned over in any order but the newest first
STRICT = 2  # readings of a text that ask for every word of it


class Sort(Enum):
    """In which order; the best match is that of a text, and where there is none the newest.

    By rating what weighs too little for one comes last, the newest first.
    """

    BEST = "best"
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    MOST_SOLD = "most_sold"
    RATED = "rated"


BY_PRICE = (Sort.CHEAPEST, Sort.DEAREST)
DESCENDING = {Sort.DEAREST: "price", Sort.MOST_SOLD: "sold", Sort.RATED: "rated"}
ASCENDING = {Sort.CHEAPEST: "price"}


@dataclass(frozen=True)
class OfferFilter:
    """Which offers; empty fields do not matter. Prices are of one unit, in the smallest units of the currency.

    With `sold_out`, what is in stock and what is sold out, but not what was taken back or replaced.
    `text` is looked for in titles, variants, categories, products, shops' names and descriptions; `ships_to` is a
    country's code of two capital letters. With `strict`, only what has every word is found; `with_origin`, only goods
    whose journey is on the chain, as their sellers say. `of` and `not_of` are sellers.
    """

    seller: str = ""
    currency: str = ""
    text: str = ""
    category: str = ""
    in_stock: bool = True
    ships_to: str = ""
    price_from: int | None = None
    price_to: int | None = None
    sold_out: bool = False
    strict: bool = False
    with_origin: bool = False
    of: frozenset[str] = frozenset()
    not_of: frozenset[str] = frozenset()

    @property
    def has_prices(self) -> bool:
        return self.price_from is not None or self.price_to is not None


def offers_listed(db: Connection, wanted: OfferFilter, sort: Sort, after: str, limit: int) -> Page[Offer]:
    """A part of a list; ValueError (one sentence) for a filter or a cursor that makes no sense."""
    found = _part(db, wanted, sort, after, limit, one_each=False)
    return Page(_load(db, found.items), found.next, found.nearly)


def listings_listed(db: Connection, wanted: OfferFilter, sort: Sort, after: str, limit: int) -> Page[Listing]:
    """The same, with one offer of each listing: the best of those that the filter finds.

    Where neither words nor prices are asked for, that is its cheapest in stock.
    """
    found = _part(db, wanted, sort, after, limit, one_each=True)
    cheapest = sort not in BY_PRICE and not wanted.text.strip() and not wanted.has_prices and not wanted.ships_to
    return Page(listings(db, found.items, lambda places: _load(db, places), cheapest), found.next, found.nearly)


def _part(db: Connection, wanted: OfferFilter, sort: Sort, after: str, limit: int, one_each: bool) -> Page[int]:
    """Offers' positions."""
    if not wanted.currency and (sort in BY_PRICE or wanted.has_prices):
        raise ValueError("Prices are compared in one currency: name it.")
    match = _best_reading(db, wanted) if wanted.text.strip() else None
    if wanted.text.strip() and match is None:
        return Page([], "")
    sort = Sort.NEWEST if sort is Sort.BEST and match is None else sort
    query = _browsed(wanted, sort, one_each) if match is None else _found(wanted, match, sort, one_each)
    start, by_place = place(after) or 0, sort is Sort.NEWEST and not (match and one_each)
    if by_place and after:
        query = query.where(offers.c.position < start)
    elif start:
        query = query.offset(_sane(start))
    found = list(db.execute(query.limit(limit + 1)).scalars())
    more = len(found) > limit and (by_place or start + limit < FURTHEST)
    following = found[limit - 1] if by_place and more else start + limit
    return Page(found[:limit], str(following) if more else "", match is not None and match.nearly)


def _sane(start: int) -> int:
    if start > FURTHEST:
        raise ValueError("That is no place in this list; begin again at its start.")
    return start


def _best_reading(db: Connection, wanted: OfferFilter) -> Match | None:
    """The strictest reading of a text that finds anything."""
    for match in islice(matches(db, wanted.text), STRICT if wanted.strict else None):
        if db.execute(_matching(wanted, match, offers.c.position).limit(1)).first():
            return match
    return None


def _browsed(wanted: OfferFilter, sort: Sort, one_each: bool) -> Select[Any]:
    """Positions of offers that no words are looked for in."""
    query = select(offers.c.position).where(*_conditions(wanted, offers.c)).order_by(*_order(sort, offers.c))
    if not one_each:
        return query
    names = DESCENDING.get(sort, ""), ASCENDING.get(sort, "")
    return first_of_each(query, lambda columns: _conditions(wanted, columns), *names, wanted.sold_out)


def _found(wanted: OfferFilter, match: Match, sort: Sort, one_each: bool) -> Select[Any]:
    """Positions of offers that were found by words."""
    if not one_each:
        return _matching(wanted, match, offers.c.position).order_by(*_order(sort, offers.c, match.rank))
    known = (offers.c[name] for name in ("position", "seller", "product", "price", "sold", "rated"))
    # their rank can be told only where the words are looked for
    found = _matching(wanted, match, *known, match.rank.label("rank")).cte("found").prefix_with("MATERIALIZED")
    return first_of_each_found(found, lambda columns: _order(sort, columns, columns.rank))


def _matching(wanted: OfferFilter, match: Match, *columns: ColumnElement[Any]) -> Select[Any]:
    query = select(*columns).select_from(match.rows).join(offers, offers.c.position == match.position)
    # an expression has no index: what a text finds is not looked for offer by offer
    unindexed = {column.name: func.coalesce(column, column) for column in offers.c}
    return query.where(match.condition, *_conditions(wanted, SimpleNamespace(**unindexed)))


def _order(sort: Sort, columns: Columns, rank: ColumnElement[Any] | None = None) -> list[ColumnElement[Any]]:
    """Always complete, and in one direction, as the indexes have it."""
    if sort is Sort.CHEAPEST:
        return [columns.price, columns.position]
    first = [getattr(columns, DESCENDING[sort]).desc()] if sort in DESCENDING else []
    first = [rank] if sort is Sort.BEST and rank is not None else first
    return [*first, columns.position.desc()]


def _conditions(wanted: OfferFilter, columns: Columns) -> list[ColumnElement[bool]]:
    o = columns
    conditions: list[ColumnElement[bool]] = [o.in_stock] if wanted.in_stock and not wanted.sold_out else []
    conditions += [or_(o.in_stock, and_(o.cap > 0, o.revised_to.is_(None)))] if wanted.sold_out else []
    conditions += [o.seller == address(wanted.seller)] if wanted.seller else []
    conditions += [o.currency == address(wanted.currency)] if wanted.currency else []
    conditions += [o.category == _plain(wanted.category)] if wanted.category else []
    conditions += [o.price >= wanted.price_from] if wanted.price_from is not None else []
    conditions += [o.price <= wanted.price_to] if wanted.price_to is not None else []
    if wanted.ships_to:
        countries = destinations.c.country.in_((ANYWHERE, _plain(wanted.ships_to)))
        conditions.append(exists().where(destinations.c.document == o.details, countries))
    # an expression has no index: what many sell is met on the way through the list, in its own order
    conditions += [func.coalesce(o.seller, o.seller).in_(_accounts(wanted.of))] if wanted.of else []
    conditions += [o.seller.not_in(_accounts(wanted.not_of))] if wanted.not_of else []
    if wanted.with_origin:
        conditions.append(exists().where(origins.c.document == o.details))
    return conditions


def _accounts(addresses: frozenset[str]) -> list[str]:
    return sorted(map(address, addresses))


def _plain(text: str) -> str:
    """Without NUL, which PostgreSQL takes in no text."""
    return text.replace("\0", "")


def _load(db: Connection, positions: list[int]) -> list[Offer]:
    """Offers in the order of their positions."""
    rows = db.execute(offer_query().where(offers.c.position.in_(positions))).mappings()
    found = {row["position"]: offer_of(row) for row in rows}
    return [found[position] for position in positions]
