"""Which orders were paid together: a cart's, in one transaction."""

from sqlalchemy import Connection, and_, or_, select

from frontend.index.reading import hash_of, orders_from
from frontend.index.rows import Order
from frontend.index.schema import LOG_BITS, events, orders


def paid_together(db: Connection, order_id: str) -> list[Order]:
    """The orders of one payer that were paid in the transaction of one of them, as they stood in it; empty for none.

    One transaction may carry the purchases of several payers, where their wallets send them together.
    """
    columns = (orders.c[name] for name in ("position", "payer", "buyer", "given"))
    first = db.execute(select(*columns).where(orders.c.id == hash_of(order_id))).first()
    if first is None:
        return []
    start = first.position >> LOG_BITS << LOG_BITS
    in_block = events.c.position.between(start, start + (1 << LOG_BITS) - 1)
    transaction = select(events.c.transaction).where(events.c.position == first.position).scalar_subquery()
    paid = select(events.c.position).where(in_block, events.c.transaction == transaction, events.c.name == "OrderPaid")
    payer = first.payer if first.given else first.buyer
    own = and_(orders.c.buyer == payer, orders.c.given.is_(False))
    query = select(orders).where(orders.c.position.in_(paid), or_(orders.c.payer == payer, own))
    return orders_from(db, query.order_by(orders.c.position))


def transaction_of(db: Connection, order_id: str) -> str:
    """The hash of the transaction that paid an order; empty where there is no such order."""
    query = select(events.c.transaction).join(orders, orders.c.position == events.c.position)
    return db.execute(query.where(orders.c.id == hash_of(order_id))).scalar() or ""
