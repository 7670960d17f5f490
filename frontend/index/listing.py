"""Lists of offers: which, in which order, and part by part."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from frontend.index.reading import address, offer_of, offer_query, place
from frontend.index.rows import Offer, Page
from frontend.index.schema import destinations, offers
from frontend.index.search import Match, matches

ANYWHERE = "any"
FURTHEST = 5_000  # offers that can be turned over in any order but the newest first


class Sort(Enum):
    """In which order; the best match is that of a text, and where there is none the newest."""

    BEST = "best"
    NEWEST = "newest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    MOST_SOLD = "most_sold"


@dataclass(frozen=True)
class OfferFilter:
    """Which offers; empty fields do not matter. Prices are of one unit, in the smallest units of the currency.

    `text` is looked for in titles, variants, categories, products, shops' names and descriptions; `ships_to` is a
    country's code of two capital letters.
    """

    seller: str = ""
    currency: str = ""
    text: str = ""
    category: str = ""
    in_stock: bool = True
    ships_to: str = ""
    price_from: int | None = None
    price_to: int | None = None


def offers_listed(db: Connection, wanted: OfferFilter, sort: Sort, after: str, limit: int) -> Page[Offer]:
    """A part of a list; ValueError (one sentence) for a filter or a cursor that makes no sense."""
    _check(wanted, sort)
    match = _best_reading(db, wanted) if wanted.text.strip() else None
    if wanted.text.strip() and match is None:
        return Page([], "")
    sort = Sort.NEWEST if sort is Sort.BEST and match is None else sort
    query = _positions(wanted, match).order_by(*_order(sort, match))
    start = place(after) or 0
    if sort is Sort.NEWEST and after:
        query = query.where(offers.c.position < start)
    elif start:
        query = query.offset(_sane(start))
    found = list(db.execute(query.limit(limit + 1)).scalars())
    more = len(found) > limit and (sort is Sort.NEWEST or start + limit < FURTHEST)
    following = found[limit - 1] if sort is Sort.NEWEST and more else start + limit
    return Page(_load(db, found[:limit]), str(following) if more else "")


def _check(wanted: OfferFilter, sort: Sort) -> None:
    by_price = sort in (Sort.CHEAPEST, Sort.DEAREST) or wanted.price_from is not None or wanted.price_to is not None
    if by_price and not wanted.currency:
        raise ValueError("Prices are compared in one currency: name it.")


def _sane(start: int) -> int:
    if start > FURTHEST:
        raise ValueError("That is no place in this list; begin again at its start.")
    return start


def _best_reading(db: Connection, wanted: OfferFilter) -> Match | None:
    """The strictest reading of a text that finds anything."""
    for match in matches(db, wanted.text):
        if db.execute(_positions(wanted, match).limit(1)).first():
            return match
    return None


def _positions(wanted: OfferFilter, match: Match | None) -> Select[Any]:
    query = select(offers.c.position)
    if match is not None:
        query = query.select_from(match.rows).join(offers, offers.c.position == match.position).where(match.condition)
    return query.where(*_conditions(wanted, found_by_text=match is not None))


def _order(sort: Sort, match: Match | None) -> list[ColumnElement[Any]]:
    """Always complete, and in one direction, as the indexes have it."""
    if sort is Sort.CHEAPEST:
        return [offers.c.price, offers.c.position]
    first: dict[Sort, list[ColumnElement[Any]]] = {
        Sort.BEST: [] if match is None else [match.rank],
        Sort.DEAREST: [offers.c.price.desc()],
        Sort.MOST_SOLD: [offers.c.sold.desc()],
    }
    return [*first.get(sort, []), offers.c.position.desc()]


def _conditions(wanted: OfferFilter, found_by_text: bool) -> list[ColumnElement[bool]]:
    # an expression has no index: what a text finds is not looked for offer by offer
    o = {column.name: func.coalesce(column, column) if found_by_text else column for column in offers.c}
    conditions: list[ColumnElement[bool]] = [o["in_stock"]] if wanted.in_stock else []
    conditions += [o["seller"] == address(wanted.seller)] if wanted.seller else []
    conditions += [o["currency"] == address(wanted.currency)] if wanted.currency else []
    conditions += [o["category"] == _plain(wanted.category)] if wanted.category else []
    conditions += [o["price"] >= wanted.price_from] if wanted.price_from is not None else []
    conditions += [o["price"] <= wanted.price_to] if wanted.price_to is not None else []
    if wanted.ships_to:
        goes = (
            destinations.c.document == offers.c.details,
            destinations.c.country.in_((ANYWHERE, _plain(wanted.ships_to))),
        )
        conditions.append(exists().where(*goes))
    return conditions


def _plain(text: str) -> str:
    """Without NUL, which PostgreSQL takes in no text."""
    return text.replace("\0", "")


def _load(db: Connection, positions: list[int]) -> list[Offer]:
    """Offers in the order of their positions."""
    rows = db.execute(offer_query().where(offers.c.position.in_(positions))).mappings()
    found = {row["position"]: offer_of(row) for row in rows}
    return [found[position] for position in positions]
