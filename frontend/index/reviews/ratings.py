"""What reviews of sellers and of listings come to, from sums that are kept with the reviews."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from frontend.index.bulk import parts
from frontend.index.figures import EVERYBODY
from frontend.index.reading import address, checksummed
from frontend.index.reviews.rows import Rating
from frontend.index.reviews.scope import lines_of
from frontend.index.reviews.tables import day_ratings, line_ratings, seller_ratings


def of_sellers(db: Connection, sellers: Iterable[str]) -> dict[str, Rating]:
    """What each of these sellers' reviews come to, by (checksummed) account."""
    s, wanted = seller_ratings.c, [address(one) for one in sellers]
    rows = db.execute(select(seller_ratings).where(s.seller.in_(wanted)))
    found = {row.seller: _rating(row) for row in rows}
    return {checksummed(one): found.get(one, Rating()) for one in wanted}


def of_seller(db: Connection, seller: str) -> Rating:
    """The same of one seller."""
    (found,) = of_sellers(db, [seller]).values()
    return found


def of_market(db: Connection) -> Rating:
    """What all reviews come to."""
    found = db.execute(select(seller_ratings).where(seller_ratings.c.seller == EVERYBODY)).first()
    return _rating(found) if found else Rating()


def by_day(db: Connection, first: int) -> dict[int, Rating]:
    """What the reviews of each day from this one on come to; a day is one of UTC, counted from 1970."""
    rows = db.execute(select(day_ratings).where(day_ratings.c.day >= first))
    return {row.day: _rating(row) for row in rows}


def of_listings(db: Connection, offer_ids: Iterable[str]) -> dict[str, Rating]:
    """What the reviews of each of these offers' listings come to, by the offer's id, through revisions and variants."""
    lines = lines_of(db, offer_ids)
    found: dict[int, Rating] = {}
    for part in parts({line for its in lines.values() for line in its}):
        rows = db.execute(select(line_ratings).where(line_ratings.c.line.in_(part)))
        found |= {row.line: _rating(row) for row in rows}
    return {offer: sum((found[line] for line in its if line in found), Rating()) for offer, its in lines.items()}


def of_listing(db: Connection, offer_id: str) -> Rating:
    """The same of one offer's listing; nothing where there is no such offer."""
    return next(iter(of_listings(db, [offer_id]).values()), Rating())


def _rating(row: Row[Any]) -> Rating:
    stars = (row.one, row.two, row.three, row.four, row.five)
    return Rating(stars, row.weight, row.weighted, row.unfulfilled)
