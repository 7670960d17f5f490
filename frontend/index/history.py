"""What happened to an order, the latest first, in parts; and which orders their buyer has acted on.

Whoever takes part may put any number of documents on an order's record: no question reads through all of them.
"""

from operator import itemgetter

from sqlalchemy import Connection, RowMapping, ScalarSelect, select

from frontend.index.credit import plans
from frontend.index.evidence import named
from frontend.index.provenance.tables import bindings
from frontend.index.reading import event_of_row, hash_of, next_cursor, place
from frontend.index.rows import Event, Order, Page
from frontend.index.schema import EVIDENCE, IS_EVIDENCE, IS_STEP, events, orders

PART = 50
MOST_STEPS = 200  # of each sort; three exchanges make far fewer

# Steps that whoever may take them may take without end, at the price of the gas
REPEATED = ("OrderRefunded", "OrderReleased", "OrderExtended", "ClosedOrderRefunded", "OrderSettled")

# What only a buyer does; of `OrderExtended` its field `by` tells
BUYERS = ("OrderConfirmed", "OrderCancelled", "OrderRequested", "OrderReleased", "ReturnSent")
EXTENDED = "OrderExtended"


def timeline(db: Connection, order_id: str, after: str = "", limit: int = PART) -> Page[Event]:
    """An order's events, those of the items in its parcels and those of its plan, the latest first; `after` is the
    `next` of the part before.

    ValueError (one sentence) for a cursor it never gave.
    """
    before = place(after)
    found: list[RowMapping] = []
    for kind in (IS_STEP, IS_EVIDENCE):  # each has an index of its own
        query = select(events).where(events.c.subject == _place_of(order_id), kind)
        query = query if before is None else query.where(events.c.position < before)
        found += db.execute(query.order_by(events.c.position.desc()).limit(limit + 1)).mappings()
    found += _of_items(db, order_id, before, limit + 1)
    found += plans.events_of(db, order_id, before, limit + 1)
    rows = sorted(found, key=itemgetter("position"), reverse=True)[: limit + 1]
    return Page([event_of_row(row) for row in rows[:limit]], next_cursor(rows, limit))


def steps(db: Connection, order_id: str) -> list[Event]:
    """What moved an order, oldest first; of what may be done again and again, only the latest."""
    found: list[RowMapping] = []
    for kind in (events.c.name.in_(REPEATED), events.c.name.not_in(REPEATED)):
        query = select(events).where(events.c.subject == _place_of(order_id), IS_STEP, kind)
        found += db.execute(query.order_by(events.c.position.desc()).limit(MOST_STEPS)).mappings()
    return [event_of_row(row) for row in sorted(found, key=itemgetter("position"))]


def of_items(db: Connection, order_id: str) -> list[Event]:
    """What became of the items in an order's parcels, oldest first; of so many only the latest."""
    rows = _of_items(db, order_id, None, MOST_STEPS)
    return [event_of_row(row) for row in sorted(rows, key=itemgetter("position"))]


def of_plan(db: Connection, order_id: str) -> list[Event]:
    """What became of an order's plan, oldest first; of so many only the latest."""
    rows = plans.events_of(db, order_id, None, MOST_STEPS)
    return [event_of_row(row) for row in reversed(rows)]


def at(db: Connection, positions: list[int]) -> list[Event]:
    """The events at these places, oldest first."""
    query = select(events).where(events.c.position.in_(positions)).order_by(events.c.position)
    return [event_of_row(row) for row in db.execute(query).mappings()]


def letters(db: Connection, order: Order, limit: int = PART) -> list[Event]:
    """The events by which the seller of an order named a document first, the latest of them first."""
    query = select(events).join_from(named, events, named.c.position == events.c.position)
    by_seller = (named.c.order == _place_of(order.id), named.c.author == order.offer.seller.lower())
    query = query.where(*by_seller, events.c.name.in_(("ReturnApproved", EVIDENCE)))
    rows = db.execute(query.order_by(named.c.position.desc()).limit(limit)).mappings()
    return [event_of_row(row) for row in rows]


def acted_on(db: Connection, gifts: list[Order]) -> set[str]:
    """The ids of those among these orders on which their buyer has done something himself."""
    query = select(orders.c.id, orders.c.buyer, events.c.name, events.c.fields)
    query = query.join_from(orders, events, events.c.subject == orders.c.position)
    wanted = orders.c.id.in_([order.id for order in gifts])
    rows = db.execute(query.where(wanted, IS_STEP, events.c.name.in_((*BUYERS, EXTENDED)))) if gifts else ()
    return {row.id for row in rows if row.name != EXTENDED or row.fields["by"] == row.buyer}


def _of_items(db: Connection, order_id: str, before: int | None, limit: int) -> list[RowMapping]:
    """The events by which items were bound to an order, and by which that ended; of each the latest."""
    b, found = bindings.c, list[RowMapping]()
    for end in (b.since, b.until):
        query = select(events).join_from(bindings, events, events.c.position == end)
        query = query.where(b.order_id == hash_of(order_id), *([] if before is None else [end < before]))
        found += db.execute(query.order_by(end.desc()).limit(limit)).mappings()
    return found


def _place_of(order_id: str) -> ScalarSelect[int]:
    return select(orders.c.position).where(orders.c.id == hash_of(order_id)).scalar_subquery()
