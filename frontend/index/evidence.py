"""Which documents stand on orders' records, and who put them there.

Buyer, seller, carrier and arbiter may each name any number of documents, at the price of the gas, and anybody may
repeat what a buyer signed. Of each account a document counts once, where it was named first; and of many the first
count, messages apart from what came with a step. So nobody's flood hides what another one said, nor his own dispute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Row, Select, Table, delete, not_, select

from frontend.index import bulk
from frontend.index.events import Decoded
from frontend.index.reading import hash_of
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import IS_EVIDENCE, events, metadata, orders
from frontend.index.types import Hash
from frontend.state_table import ARBITER, BUYER, ROLES, SELLER

MOST = 20  # documents of one account on one order: messages, and as many with steps
LOOKED_THROUGH = 2_000  # documents of one account, or orders of the same two

# Whose events these are; of the others the field `by` tells
AUTHORS = {
    "OrderRequested": BUYER,
    "ReturnSent": BUYER,
    "ReturnApproved": SELLER,
    "ClosedOrderRefunded": SELLER,
    "OrderRuled": ARBITER,
}

# Each document that an account named on an order, with the place of the first event that did
named = Table(
    "named",
    metadata,
    Column("order", BigInteger, primary_key=True, autoincrement=False),
    Column("author", Hash, primary_key=True),
    Column("document", Hash, primary_key=True),
    Column("position", BigInteger, nullable=False, index=True),
    Index("named_latest", "order", "author", "position"),
    Index("named_document", "document"),
    sqlite_with_rowid=False,
)


IS_FIRST = named.c.position == events.c.position


@dataclass(frozen=True)
class Paper:
    """A document that an order's event names: its hash, the event and its place, the role of whose it is, and when."""

    document: str
    event: str
    position: int
    role: str
    time: int


@dataclass(frozen=True)
class Naming:
    """An order on which a document was named: its place, by whom it was, and whether as a message or with a step."""

    order: int
    by: str
    is_message: bool


def papers(db: Connection, order_id: str) -> list[Paper]:
    """What stands on an order's record, the earliest first; of each account the first documents only."""
    columns = (orders.c[name] for name in ("position", *ROLES))
    order = db.execute(select(*columns).where(orders.c.id == hash_of(order_id))).mappings().first()
    return _papers_of(db, order) if order else []


def documents(db: Connection, order_ids: Iterable[str]) -> dict[str, list[str]]:
    """The same of many orders, by their ids, where there are any: the documents' hashes, each once."""
    anything = select(named.c.position).where(named.c.order == orders.c.position).exists()
    columns = (orders.c[name] for name in ("id", "position", *ROLES))
    rows = db.execute(select(*columns).where(orders.c.id.in_(list(order_ids)), anything)).mappings().all()
    return {row["id"]: list(dict.fromkeys(paper.document for paper in _papers_of(db, row))) for row in rows}


def namings(db: Connection, sha256: str, two: Sequence[str]) -> list[Naming]:
    """By whom a document was named on which orders between buyer and seller, `two` in lower case.

    Anybody may name any hash on an order of his own.
    """
    query = select(named.c.order, named.c.author, IS_EVIDENCE.label("is_message"))
    query = query.join_from(named, orders, named.c.order == orders.c.position).join(events, IS_FIRST)
    about = named.c.document == hash_of("0x" + sha256.removeprefix("0x"))
    theirs = [column == account for column, account in zip((orders.c.buyer, orders.c.seller), two, strict=True)]
    rows = db.execute(query.where(about, *theirs).limit(LOOKED_THROUGH))
    return [Naming(row.order, row.author, bool(row.is_message)) for row in rows]


def named_by(db: Connection, naming: Naming) -> set[str]:
    """The documents that count of the same account on the same order, of the same sort."""
    return {row.document for row in db.execute(_first(naming.order, naming.by, naming.is_message))}


def is_named_by(db: Connection, order_id: str, account: str, document: str) -> bool:
    """Whether an account has named a document on an order."""
    query = select(named.c.position).join_from(named, orders, named.c.order == orders.c.position)
    exactly = (orders.c.id == hash_of(order_id), named.c.author == account.lower(), named.c.document == document)
    return db.execute(query.where(*exactly)).first() is not None


def author(db: Connection, order_id: str, document: str) -> str:
    """The role of whoever named a document on an order first; empty where nobody did."""
    columns = (named.c.author, *(orders.c[role] for role in ROLES))
    query = select(*columns).join_from(named, orders, named.c.order == orders.c.position)
    query = query.where(orders.c.id == hash_of(order_id), named.c.document == document)
    found = db.execute(query.order_by(named.c.position).limit(1)).mappings().first()
    return next((role for role in ROLES if found[role] == found["author"]), "") if found else ""


def rows_of(event: Decoded, order: bulk.Row) -> list[bulk.Row]:
    """What is to be noted of an order's event: nothing where it names no document."""
    document = event.fields.get("document", EMPTY_HASH)
    if document == EMPTY_HASH:
        return []
    role = AUTHORS.get(event.name)
    author = order[role] if role else event.fields["by"]
    return [{"order": order["position"], "author": author, "document": document, "position": event.position}]


def note(db: Connection, rows: Sequence[bulk.Row]) -> None:
    """Adds documents, oldest first; what an account named before stays as it is."""
    bulk.put(db, named, rows)


def take_back(db: Connection, gone: int) -> None:
    """Forgets what was named first from a position on."""
    db.execute(delete(named).where(named.c.position >= gone))


def _papers_of(db: Connection, order: Any) -> list[Paper]:
    accounts = dict.fromkeys(order[role] for role in ROLES if order[role])
    found: list[Row[Any]] = []
    for account in accounts:
        for is_message in (True, False):
            found += db.execute(_first(order["position"], account, is_message))
    role_of = {order[role]: role for role in reversed(ROLES)}
    return [
        Paper(row.document, row.name, row.position, role_of[row.author], row.time)
        for row in sorted(found, key=attrgetter("position"))
    ]


def _first(order: int, author: str, is_message: bool) -> Select[Any]:
    query = select(named.c.document, named.c.author, named.c.position, events.c.name, events.c.time)
    query = query.join_from(named, events, IS_FIRST).where(IS_EVIDENCE if is_message else not_(IS_EVIDENCE))
    query = query.where(named.c.order == order, named.c.author == author)
    return query.order_by(named.c.position).limit(MOST)
