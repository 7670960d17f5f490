"""Whose word is wanted: orders to review, reviews to reply to."""

from sqlalchemy import Connection, exists, func, select

from frontend.index import history
from frontend.index.reading import address, next_cursor, orders_of, place
from frontend.index.reviews.reading import review_query, reviews_of
from frontend.index.reviews.rows import Review
from frontend.index.reviews.tables import reviews
from frontend.index.rows import Order, Page
from frontend.index.schema import orders
from scripts.terms import Status

PART = 24
MOST_COUNTED = 100
LATEST = 1_000  # of a buyer's orders, among which those to review are looked for


def to_review(db: Connection, buyer: str, after: str = "", limit: int = PART) -> Page[Order]:
    """Closed orders of a buyer that he has not reviewed, newest first; ValueError for a cursor it never gave.

    Presents that he never acted on are left out: anybody can pay orders in anybody's name.
    """
    o, before = orders.c, place(after)
    mine = select(o.position).where(o.buyer == address(buyer), *[] if before is None else [o.position < before])
    latest = mine.order_by(o.position.desc()).limit(LATEST).subquery()
    said = exists().where(reviews.c.order == o.position)
    query = select(orders).where(o.position.in_(select(latest.c.position)), o.status + 0 == Status.CLOSED, ~said)
    rows = db.execute(query.order_by(o.position.desc()).limit(limit + 1)).mappings().all()
    found = orders_of(db, rows[:limit])
    own = history.acted_on(db, [order for order in found if order.given])
    return Page([order for order in found if not order.given or order.id in own], next_cursor(rows, limit))


def unanswered(db: Connection, seller: str, after: str = "", limit: int = PART) -> Page[Review]:
    """Reviews and follow-ups to which a seller has not replied, newest first; ValueError for a cursor it never gave."""
    r, before = reviews.c, place(after)
    mine = [r.seller == address(seller), r.waits, *([] if before is None else [r.position < before])]
    rows = db.execute(review_query().where(*mine).order_by(r.position.desc()).limit(limit + 1)).mappings().all()
    return Page(reviews_of(db, rows[:limit]), next_cursor(rows, limit))


def count_unanswered(db: Connection, seller: str) -> int:
    """How many reviews wait for a word of their seller, counted to MOST_COUNTED."""
    mine = select(reviews.c.position).where(reviews.c.seller == address(seller), reviews.c.waits).limit(MOST_COUNTED)
    return db.execute(select(func.count()).select_from(mine.subquery())).scalar_one()
