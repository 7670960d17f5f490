"""Orders that wait for somebody's step, or whose money he can have back or fetch, or that have an instalment due soon,
what is due first at the top.

Orders that somebody else paid in the account's name stay out of it: anybody may pay such, in any number.
"""

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from frontend.index.credit.tables import plans
from frontend.index.reading import address, orders_from
from frontend.index.rows import Order
from frontend.index.schema import credits, orders
from frontend.state_table import BUYER, STATE_TABLE
from scripts.parameters import DAY

MOST = 100
SOON = 3 * DAY  # before an instalment's date
GOING_BACK = [status for status, row in STATE_TABLE.items() if row.default == BUYER]


def due(db: Connection, account: str, limit: int = MOST) -> list[Order]:
    """Orders that wait for an account in any role."""
    return _first(db, [orders.c.awaited == address(account), _not_given()], limit)


def waiting(db: Connection, buyer: str, now: int, limit: int = MOST) -> list[Order]:
    """A buyer's own orders that wait for him, or whose money he can fetch, or have sent back at `now` (Unix time),
    or of which an instalment is due within three days or was missed."""
    return _first(db, _own(buyer, now), limit)


def to_fetch(db: Connection, buyer: str, limit: int = MOST) -> list[Order]:
    """A buyer's own orders of which something came back that a Loyalty has yet to pass on to him."""
    return _first(db, [orders.c.buyer == address(buyer), orders.c.lent == 0, _is_to_fetch()], limit)


def count_waiting(db: Connection, buyer: str, now: int) -> int:
    """How many these are."""
    return db.execute(select(func.count()).select_from(orders).where(*_own(buyer, now))).scalar_one()


def _own(buyer: str, now: int) -> list[ColumnElement[bool]]:
    who = address(buyer)
    goes_back = and_(orders.c.status.in_(GOING_BACK), orders.c.deadline <= now)
    waits = orders.c.awaited == who, goes_back, _is_to_fetch(), _is_to_repay(now)
    return [orders.c.buyer == who, orders.c.given.is_(False), or_(*waits)]


def _is_to_fetch() -> ColumnElement[bool]:
    kept = [credits.c.account == orders.c.payer, credits.c.key == orders.c.id, credits.c.currency == orders.c.currency]
    return and_(orders.c.given.is_(False), orders.c.payer != orders.c.buyer, exists().where(*kept))


def _is_to_repay(now: int) -> ColumnElement[bool]:
    return exists().where(plans.c.order == orders.c.position, plans.c.due <= now + SOON)


def _not_given() -> ColumnElement[bool]:
    return or_(orders.c.awaited != orders.c.buyer, orders.c.given.is_(False))


def _first(db: Connection, conditions: list[ColumnElement[bool]], limit: int) -> list[Order]:
    query = select(orders).where(*conditions).order_by(orders.c.deadline, orders.c.position)
    return orders_from(db, query.limit(limit))
