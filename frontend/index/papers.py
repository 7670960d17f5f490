"""Which sealed documents stand on a buyer's orders."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from frontend.index import evidence, queries
from frontend.index.queries import MAX_PAGE_SIZE, OrderFilter
from frontend.index.rows import Order

MOST_ORDERS = 1_000


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
        named = evidence.documents(db, [order.id for order in found.items])
        yield from (Papers(order, [order.delivery, *named.get(order.id, [])]) for order in found.items)
        after, seen = found.next, seen + len(found.items)
        if not after:
            return
