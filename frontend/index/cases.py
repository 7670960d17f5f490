"""Cases: orders in which an arbiter was asked to rule."""

from sqlalchemy import Connection, select

from frontend.index.reading import address, next_cursor, orders_from, orders_of, place
from frontend.index.rows import Order, Page
from frontend.index.schema import orders
from scripts.terms import Status

PART = 24
MOST = 100


def cases(db: Connection, arbiter: str = "", after: str = "", limit: int = PART) -> Page[Order]:
    """All cases (of one arbiter), the orders paid last first. ValueError (one sentence) for a cursor it never gave."""
    before = place(after)
    query = select(orders).where(orders.c.disputed)
    query = query if before is None else query.where(orders.c.position < before)
    query = query.where(orders.c.arbiter == address(arbiter)) if arbiter else query
    rows = db.execute(query.order_by(orders.c.position.desc()).limit(limit + 1)).mappings().all()
    return Page(orders_of(db, rows[:limit]), next_cursor(rows, limit))


def due(db: Connection, arbiter: str, limit: int = MOST) -> list[Order]:
    """What awaits an arbiter's ruling, what is due first at the top."""
    awaited = [orders.c.awaited == address(arbiter), orders.c.status + 0 == Status.AWAITING_RULING]
    query = select(orders).where(*awaited).order_by(orders.c.deadline, orders.c.position)
    return orders_from(db, query.limit(limit))


def is_case(db: Connection, order: Order) -> bool:
    """Whether an arbiter was ever asked."""
    return bool(db.execute(select(orders.c.disputed).where(orders.c.id == order.id)).scalar())
