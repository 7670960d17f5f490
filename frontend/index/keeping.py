"""Whether what was sealed between a buyer and a seller is still needed.

Anybody can name any hash on an order of his own, and pay orders in another's name: only orders between the two whom the
document names count, and of those that somebody else paid only what the buyer has acted on; but delivery details, which
whoever makes a present learns from the buyer, as long as it is to be delivered. So nobody has erased what others need,
nor keeps alive for long what they need no more.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from frontend.index.evidence import named
from frontend.index.history import BUYERS, EXTENDED
from frontend.index.reading import hash_of
from frontend.index.schema import IS_STEP, events, orders

Two = Sequence[str]  # a buyer and a seller, in lower case


def is_needed(db: Connection, sha256: str, two: Two, since: int) -> bool:
    """Whether an order of these two names the document that has not ended, or not before a time (Unix seconds); or that
    has, and named it later."""
    document, o = _hash(sha256), orders.c
    lasts = or_(o.ended_time == 0, o.ended_time >= since)
    to_be_delivered = select(o.position).where(o.delivery == document, lasts, _is_between(two))
    first = events.alias()
    on_record = select(o.position).join_from(named, orders, named.c.order == o.position)
    on_record = on_record.join(first, first.c.position == named.c.position)
    on_record = on_record.where(named.c.document == document, or_(lasts, first.c.time >= since), _is_theirs(two))
    return _any(db, to_be_delivered) or _any(db, on_record)


def is_anothers(db: Connection, sha256: str, two: Two, account: str) -> bool:
    """Whether somebody else than an account (lower case) has put the document on an open order of these two."""
    query = select(orders.c.position).join_from(named, orders, named.c.order == orders.c.position)
    by_another = (named.c.document == _hash(sha256), named.c.author != account, orders.c.ended_time == 0)
    return _any(db, query.where(*by_another, _is_theirs(two)))


def is_on_record(db: Connection, sha256: str, two: Two) -> bool:
    """Whether any order of these two has the document on its record."""
    query = select(orders.c.position).join_from(named, orders, named.c.order == orders.c.position)
    return _any(db, query.where(named.c.document == _hash(sha256), _is_between(two)))


def _is_theirs(two: Two) -> ColumnElement[bool]:
    """The condition that an order is between these two, by both their doing."""
    o, e = orders.c, events.c
    is_buyers = or_(e.name.in_(BUYERS), and_(e.name == EXTENDED, e.fields["by"].as_string() == two[0]))
    done = select(e.position).where(e.subject == o.position, IS_STEP, is_buyers).correlate(orders).exists()
    said = select(named.c.position).where(named.c.order == o.position, named.c.author == two[0])
    return and_(_is_between(two), or_(o.given.is_(False), done, said.correlate(orders).exists()))


def _is_between(two: Two) -> ColumnElement[bool]:
    """The condition that an order is between these two, whoever paid it."""
    return and_(orders.c.buyer == two[0], orders.c.seller == two[1])


def _hash(sha256: str) -> str:
    return hash_of("0x" + sha256.removeprefix("0x"))


def _any(db: Connection, query: Select[Any]) -> bool:
    return db.execute(query.limit(1)).first() is not None
