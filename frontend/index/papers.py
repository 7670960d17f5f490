"""Which sealed documents stand on a buyer's orders."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from frontend.index import queries
from frontend.index.queries import MAX_PAGE_SIZE, OrderFilter
from frontend.index.rows import Order
from frontend.index.schema import IS_EVIDENCE, IS_STEP, events, orders

MOST_ORDERS = 1_000
MOST_PAPERS = 500  # of so many orders as a page has


@dataclass(frozen=True)
class Papers:
    """An order, and the hashes of the documents that its events name."""

    order: Order
    documents: list[str]


def papers(db: Connection, buyer: str) -> Iterator[Papers]:
    """A buyer's latest orders, each with its documents, delivery details first."""
    after, seen = "", 0
    while seen < MOST_ORDERS:
        found = queries.orders(db, OrderFilter(buyer=buyer), after, MAX_PAGE_SIZE)
        named = _named(db, [order.id for order in found.items])
        yield from (Papers(order, [order.delivery, *named.get(order.id, [])]) for order in found.items)
        after, seen = found.next, seen + len(found.items)
        if not after:
            return


def _named(db: Connection, order_ids: list[str]) -> dict[str, list[str]]:
    """By order, the documents that events name."""
    found: dict[str, list[str]] = {}
    for kind in (IS_STEP, IS_EVIDENCE):
        query = select(orders.c.id, events.c.document).join_from(orders, events, events.c.subject == orders.c.position)
        query = query.where(orders.c.id.in_(order_ids), kind, events.c.document.is_not(None)).limit(MOST_PAPERS)
        for row in db.execute(query):
            found.setdefault(row.id, []).append(row.document)
    return found
