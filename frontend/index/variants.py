"""Listings: a seller's offers of one product are its variants, and stand in lists as one.

Which of them stands for the others is the one that comes first in the list's order among those that the list's filter
lets through. Bounded, whatever a seller publishes: an offer is compared with the newest variants of its listing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, FromClause, Row, Select, and_, exists, func, or_, select

from frontend.index.reading import address, offer_query, offers_from
from frontend.index.rows import Offer
from frontend.index.schema import offers

COMPARED = 32  # variants
MOST = 100  # variants of a listing that a page shows

Columns = Any  # of offers, or of something that has the same
Order = Callable[[Columns], list[ColumnElement[Any]]]
Conditions = Callable[[Columns], list[ColumnElement[bool]]]


@dataclass(frozen=True)
class Listing:
    """An offer that stands for its listing: of how many variants in stock, and their least and greatest price.

    Prices are those in the offer's own currency.
    """

    offer: Offer
    variants: int
    least: int
    greatest: int


def first_of_each(
    query: Select[Any], allowed: Conditions, descending: str, ascending: str, sold_out: bool
) -> Select[Any]:
    """A query over offers without those before which another variant stands that is allowed as well.

    The list's order is by the column `descending` or `ascending` (the other is empty), then by position.
    """
    near = select(offers.alias("variant"))
    variant = near.selected_columns
    same = [variant.seller == offers.c.seller, variant.product == offers.c.product]
    same += [] if sold_out else [variant.in_stock]
    nearest = near.where(*same).order_by(variant.position.desc()).limit(COMPARED).correlate(offers).subquery()
    before = _before(nearest, descending, ascending)
    return query.where(~exists().select_from(nearest).where(before, *allowed(nearest.c)))


def first_of_each_found(found: CTE, order: Order) -> Select[Any]:
    """Positions of offers that were found, without those of the same listing that come later in the order."""
    place = func.row_number().over(partition_by=(found.c.seller, found.c.product), order_by=order(found.c))
    numbered = select(found, place.label("place")).subquery()
    return select(numbered.c.position).where(numbered.c.place == 1).order_by(*order(numbered.c))


def variants(db: Connection, wanted: Offer) -> list[Offer]:
    """Offers of the same listing in the order they were published: in stock or sold out, not those taken back.

    The given one is among them if it is of these.
    """
    product = wanted.document.get("product", "")
    if not product:
        return []
    same = offers.c.seller == address(wanted.seller), offers.c.product == product
    there = or_(offers.c.in_stock, and_(offers.c.cap > 0, offers.c.revised_to.is_(None)))
    query = offer_query().where(*same, there).order_by(offers.c.in_stock.desc(), offers.c.position.desc()).limit(MOST)
    return sorted(offers_from(db, query), key=attrgetter("published_block"))


def listings(
    db: Connection, faces: Sequence[int], load: Callable[[list[int]], list[Offer]], cheapest: bool
) -> list[Listing]:
    """The listings of offers, known by their positions, in this order; `load` gives offers by position.

    Where `cheapest` is wanted, a listing's cheapest variant in stock takes the given one's place.
    """
    sums = {row.position: row for row in db.execute(_summed_up(faces))}
    shown = [sums[face].cheapest or face if cheapest else face for face in faces]
    return [_listing(offer, sums[face]) for face, offer in zip(faces, load(shown), strict=True)]


def _summed_up(faces: Sequence[int]) -> Select[Any]:
    """Of each of these offers the variants in stock in its currency: none where its text is not there."""
    variant = offers.alias("variant")
    price = variant.c.price

    def of_all(*columns: ColumnElement[Any]) -> Select[Any]:
        same = variant.c.seller == offers.c.seller, variant.c.product == offers.c.product, variant.c.in_stock
        # an expression has no index: a listing is looked for by its seller and product
        alike = func.coalesce(variant.c.currency, variant.c.currency) == offers.c.currency
        return select(*columns).where(*same, alike).correlate(offers)

    return select(
        offers.c.position,
        of_all(func.count()).scalar_subquery().label("many"),
        func.coalesce(of_all(func.min(price)).scalar_subquery(), offers.c.price).label("least"),
        func.coalesce(of_all(func.max(price)).scalar_subquery(), offers.c.price).label("greatest"),
        of_all(variant.c.position).order_by(price, variant.c.position).limit(1).scalar_subquery().label("cheapest"),
    ).where(offers.c.position.in_(faces))


def _listing(offer: Offer, sums: Row[Any]) -> Listing:
    return Listing(offer, max(sums.many, 1), sums.least, sums.greatest)


def _before(variant: FromClause, descending: str, ascending: str) -> ColumnElement[bool]:
    """Whether a variant comes before the offer in a list's order."""
    if ascending:
        theirs, mine = variant.c[ascending], offers.c[ascending]
        return or_(theirs < mine, and_(theirs == mine, variant.c.position < offers.c.position))
    later = variant.c.position > offers.c.position
    if not descending:
        return later
    theirs, mine = variant.c[descending], offers.c[descending]
    return or_(theirs > mine, and_(theirs == mine, later))
