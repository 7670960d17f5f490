"""Which documents stand on an order's record, and who put them there.

Buyer, seller, carrier and arbiter may each name any number of documents, at the price of the gas: of each of them only
the latest count, so that nobody's flood hides what another one said.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, select

from frontend.index.reading import hash_of
from frontend.index.schema import IS_EVIDENCE, IS_STEP, events, orders
from frontend.state_table import ARBITER, BUYER, ROLES, SELLER

MOST = 20  # documents of one account on one order
LOOKED_THROUGH = 2_000  # events of one order

# Whose events these are; of the others the field `by` tells
AUTHORS = {
    "OrderRequested": BUYER,
    "ReturnSent": BUYER,
    "ReturnApproved": SELLER,
    "ClosedOrderRefunded": SELLER,
    "OrderRuled": ARBITER,
}


@dataclass(frozen=True)
class Paper:
    """A document that an event of an order names: its hash, the event, who did that in which role, and when."""

    document: str
    event: str
    role: str
    time: int


@dataclass(frozen=True)
class Naming:
    """An order on which a document was named: its place, its two sides, whether it is open, and by whom it was."""

    order: int
    buyer: str
    seller: str
    is_open: bool
    by: str


def papers(db: Connection, order_id: str) -> list[Paper]:
    """What stands on an order's record, the earliest first; of each account the latest documents only."""
    place = select(orders.c.position).where(orders.c.id == hash_of(order_id)).scalar_subquery()
    counts: Counter[str] = Counter()
    found: list[Paper] = []
    for row in _named_on(db, place):
        counts[author(row)] += 1
        if counts[author(row)] <= MOST:
            found.append(Paper(row.document, row.name, _role(row), row.time))
    return found[::-1]


def namings(db: Connection, sha256: str) -> list[Naming]:
    """On which orders a document was named, and by whom; anybody may name any hash."""
    query = _QUERY.where(events.c.document == hash_of("0x" + sha256.removeprefix("0x")))
    rows = db.execute(query.limit(LOOKED_THROUGH))
    return [Naming(row.subject, row.buyer, row.seller, not row.ended_time, author(row)) for row in rows]


def named_by(db: Connection, naming: Naming) -> set[str]:
    """All documents that the same account named on the same order."""
    return {row.document for row in _named_on(db, naming.order) if author(row) == naming.by}


def author(row: Row[Any]) -> str:
    """The account whose event it is, in lower case; empty where that cannot be told."""
    role = AUTHORS.get(row.name, "")
    return str(getattr(row, role) or "") if role else str(row.fields.get("by", ""))


_QUERY = select(
    *(events.c[name] for name in ("position", "subject", "name", "fields", "document", "time")),
    *(orders.c[name] for name in (*ROLES, "ended_time")),
).join_from(events, orders, events.c.subject == orders.c.position)


def _named_on(db: Connection, place: Any) -> Iterable[Row[Any]]:
    """Events of an order that name a document, the latest first; of a flood only the latest."""
    found: list[Row[Any]] = []
    for kind in (IS_STEP, IS_EVIDENCE):  # each has an index of its own
        query = _QUERY.where(events.c.subject == place, kind, events.c.document.is_not(None))
        found += db.execute(query.order_by(events.c.position.desc()).limit(LOOKED_THROUGH))
    return sorted(found, key=attrgetter("position"), reverse=True)


def _role(row: Row[Any]) -> str:
    """In which role the account acted; empty where it has none."""
    who = author(row)
    return next((role for role in ROLES if getattr(row, role) == who), "")
