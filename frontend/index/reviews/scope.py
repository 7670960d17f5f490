"""Whose reviews, and of which goods: a listing is every line of offers that its variants are of."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, literal, select, union_all

from frontend.index.reading import hash_of
from frontend.index.schema import offers
from frontend.index.variants import MOST


def lines_of(db: Connection, offer_ids: Iterable[str]) -> dict[str, list[int]]:
    """The lines of the listing of each of these offers, by the offer's id; none of an offer that was never published.

    Of a listing's variants those count that are in stock, and then the newest.
    """
    wanted = [hash_of(one) for one in offer_ids]
    columns = (offers.c[name] for name in ("id", "line", "seller", "product"))
    rows = db.execute(select(*columns).where(offers.c.id.in_(wanted))).all()
    found = {row.id: {row.line} for row in rows}
    listings = {(row.seller, row.product) for row in rows if row.product}
    of_listing = _lines(db, sorted(listings))
    for row in rows:
        found[row.id] |= of_listing.get((row.seller, row.product), set())
    return {offer_id: sorted(lines) for offer_id, lines in found.items()}


def _lines(db: Connection, listings: Sequence[tuple[str, str]]) -> dict[tuple[str, str], set[int]]:
    """The lines of listings, one looked up after the other in one question."""
    if not listings:
        return {}
    found: dict[tuple[str, str], set[int]] = {listing: set() for listing in listings}
    for number, line in db.execute(union_all(*(_of_listing(*one) for one in enumerate(listings)))):
        found[listings[number]].add(line)
    return found


def _of_listing(number: int, listing: tuple[str, str]) -> Select[Any]:
    o, (seller, product) = offers.c, listing
    variants = select(o.line).where(o.seller == seller, o.product == product)
    newest = variants.order_by(o.in_stock.desc(), o.position.desc()).limit(MOST).subquery()
    return select(literal(number).label("number"), newest.c.line).distinct()
