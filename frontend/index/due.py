"""Orders that wait for somebody's step, what is due first at the top.

Orders that somebody else paid in the account's name stay out of it: anybody may pay such, in any number.
"""

from sqlalchemy import ColumnElement, Connection, func, or_, select

from frontend.index.reading import address, orders_from
from frontend.index.rows import Order
from frontend.index.schema import orders

MOST = 100


def due(db: Connection, account: str, limit: int = MOST) -> list[Order]:
    """Orders that wait for an account in any role."""
    return _first(db, [orders.c.awaited == address(account), _not_given()], limit)


def waiting(db: Connection, buyer: str, limit: int = MOST) -> list[Order]:
    """A buyer's own orders that wait for him."""
    return _first(db, _own(buyer), limit)


def count_waiting(db: Connection, buyer: str) -> int:
    """How many these are."""
    return db.execute(select(func.count()).select_from(orders).where(*_own(buyer))).scalar_one()


def _own(buyer: str) -> list[ColumnElement[bool]]:
    who = address(buyer)
    return [orders.c.awaited == who, orders.c.buyer == who, orders.c.payer == who]


def _not_given() -> ColumnElement[bool]:
    return or_(orders.c.awaited != orders.c.buyer, orders.c.payer == orders.c.buyer)


def _first(db: Connection, conditions: list[ColumnElement[bool]], limit: int) -> list[Order]:
    query = select(orders).where(*conditions).order_by(orders.c.deadline, orders.c.position)
    return orders_from(db, query.limit(limit))
