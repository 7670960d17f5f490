"""What reviews of sellers and of listings come to, from sums that are kept with the reviews."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from frontend.index.bulk import load, load_keys
from frontend.index.figures import EVERYBODY
from frontend.index.reading import address, checksummed, hash_of
from frontend.index.reviews.rows import Rating
from frontend.index.reviews.tables import STARS, SUMS, day_ratings, line_ratings, listing_ratings, seller_ratings
from frontend.index.schema import offers


def of_sellers(db: Connection, sellers: Iterable[str]) -> dict[str, Rating]:
    """What each of these sellers' reviews come to, by (checksummed) account."""
    s, wanted = seller_ratings.c, [address(one) for one in sellers]
    rows = db.execute(select(seller_ratings).where(s.seller.in_(wanted))).mappings()
    found = {row["seller"]: _rating(row) for row in rows}
    return {checksummed(one): found.get(one, Rating()) for one in wanted}


def of_seller(db: Connection, seller: str) -> Rating:
    """The same of one seller."""
    (found,) = of_sellers(db, [seller]).values()
    return found


def of_market(db: Connection) -> Rating:
    """What all reviews come to."""
    found = db.execute(select(seller_ratings).where(seller_ratings.c.seller == EVERYBODY)).mappings().first()
    return _rating(found) if found else Rating()


def by_day(db: Connection, first: int) -> dict[int, Rating]:
    """What the reviews of each day from this one on come to; a day is one of UTC, counted from 1970."""
    rows = db.execute(select(day_ratings).where(day_ratings.c.day >= first)).mappings()
    return {row["day"]: _rating(row) for row in rows}


def of_listings(db: Connection, offer_ids: Iterable[str]) -> dict[str, Rating]:
    """What the reviews of each of these offers' listings come to, by the offer's id, through revisions and variants."""
    o = offers.c
    query = select(o.id, o.line, o.seller, o.product).where(o.id.in_([hash_of(one) for one in offer_ids]))
    rows = db.execute(query).all()
    listings = {(row.seller, row.product) for row in rows if row.product}
    sums = load_keys(db, listing_ratings, ("seller", "product"), listings)
    found: dict[Any, Rating] = {(row["seller"], row["product"]): _rating(row) for row in sums}
    alone = load(db, line_ratings, line_ratings.c.line, {row.line for row in rows if not row.product})
    found |= {row["line"]: _rating(row | {"lines": 1}) for row in alone}
    return {row.id: found.get((row.seller, row.product) if row.product else row.line, Rating()) for row in rows}


def of_listing(db: Connection, offer_id: str) -> Rating:
    """The same of one offer's listing; nothing where there is no such offer."""
    return next(iter(of_listings(db, [offer_id]).values()), Rating())


def _rating(row: Mapping[str, Any] | RowMapping) -> Rating:
    one, two, three, four, five = (row[name] for name in STARS)
    numbers = {name: row[name] for name in SUMS[len(STARS) :]}
    return Rating((one, two, three, four, five), **numbers, lines=row.get("lines", 0))
