"""Which orders have items in their parcels."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from frontend.index.bulk import parts
from frontend.index.provenance import tables as t
from frontend.index.provenance.rows import Thing
from frontend.index.reading import address
from frontend.index.schema import orders


def orders_with_items(db: Connection, ids: Collection[str]) -> set[str]:
    """Those of these orders that an item is or was bound to."""
    b = t.bindings.c
    queries = (select(b.order_id).where(b.order_id.in_(part)).distinct() for part in parts(set(ids)))
    return {row.order_id for query in queries for row in db.execute(query)}


def orders_by_items(db: Connection, things: Collection[Thing], buyer: str) -> dict[int, str]:
    """The latest order in which somebody bought each of these items, by their places; of those that he bought."""
    b, o = t.bindings.c, orders.c
    bought = select(b.thing, b.order_id).join(orders, o.id == b.order_id).where(o.buyer == address(buyer))
    queries = (bought.where(b.thing.in_(part)).order_by(b.since) for part in parts({thing.place for thing in things}))
    return {row.thing: row.order_id for query in queries for row in db.execute(query)}
