"""Cases: orders in which an arbiter was asked to rule, and what their events say about it."""

from sqlalchemy import Connection, ScalarSelect, select

from frontend.index.reading import address, event_of_row, next_cursor, orders_from, orders_of, place
from frontend.index.rows import Event, Order, Page
from frontend.index.schema import IS_STEP, events, orders
from scripts.terms import Status

PART = 24
MOST = 100
MOST_STEPS = 200  # of an order's events; three exchanges make far fewer


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


def steps(db: Connection, order: Order) -> list[Event]:
    """What moved an order, oldest first; documents that were only added to its record are `evidence.papers`."""
    query = select(events).where(events.c.subject == _place_of(order), IS_STEP).order_by(events.c.position.desc())
    return [event_of_row(row) for row in db.execute(query.limit(MOST_STEPS)).mappings()][::-1]


def _place_of(order: Order) -> ScalarSelect[int]:
    return select(orders.c.position).where(orders.c.id == order.id).scalar_subquery()
