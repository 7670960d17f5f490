"""Which orders have items in their parcels."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from frontend.index.bulk import parts
from frontend.index.provenance import tables as t


def orders_with_items(db: Connection, ids: Collection[str]) -> set[str]:
    """Those of these orders that an item is or was bound to."""
    b = t.bindings.c
    queries = (select(b.order_id).where(b.order_id.in_(part)).distinct() for part in parts(set(ids)))
    return {row.order_id for query in queries for row in db.execute(query)}
