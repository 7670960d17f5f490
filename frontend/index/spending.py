"""What an account has paid for, by month."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select

from frontend.index.credit.tables import plans
from frontend.index.reading import address, checksummed
from frontend.index.schema import orders
from frontend.index.types import Amount
from frontend.wording.moments import utc, year_span

THROUGH = and_(orders.c.payer != orders.c.buyer, orders.c.given.is_(False)).label("through_somebody")


@dataclass
class Month:
    """Sums over all orders that were paid in a month of UTC, cancelled ones too, in a currency's smallest unit.

    `points` is how much of `paid` were points; `back` is what came back so far, as either, also afterwards and out of
    the seller's pocket; `points_back` is how much of that were points, `waiting` how much is still to be fetched.
    """

    orders: int = 0
    paid: int = 0
    points: int = 0
    back: int = 0
    points_back: int = 0
    waiting: int = 0

    @property
    def spent(self) -> int:
        """What did not come back, whether or not it is still held."""
        return max(self.paid - self.back, 0)

    @property
    def cash(self) -> int:
        """What of `paid` left the wallet."""
        return self.paid - self.points

    @property
    def cash_back(self) -> int:
        """What of `back` was cash."""
        return self.back - self.points_back


def by_month(db: Connection, payer: str, year: int) -> dict[str, dict[int, Month]]:
    """An account's payments of a year: by currency, then by month (1 to 12); months without any are left out."""
    first, last = year_span(year)
    o = orders.c
    query = select(o.currency, o.time, o.total, o.points, o.refunded, o.goodwill, o.cash_back, o.points_back, THROUGH)
    settled = func.coalesce(plans.c.settled, literal(0, Amount)).label("settled")
    query = query.add_columns(settled).outerjoin_from(orders, plans, plans.c.order == o.position)
    rows = db.execute(query.where(_paid_by(payer), o.time >= first, o.time < last))
    sums: dict[str, dict[int, Month]] = defaultdict(lambda: defaultdict(Month))
    for row in rows:
        month = sums[checksummed(row.currency)][utc(row.time).month]
        month.orders += 1
        month.paid += row.total
        month.points += row.points
        back = row.refunded + row.goodwill
        month.back += back
        month.points_back += min(back, row.total) - min(back, row.total - row.points)
        passed_on = row.cash_back + row.points_back + row.settled
        month.waiting += back - passed_on if row.through_somebody else 0
    return {currency: dict(months) for currency, months in sorted(sums.items())}


def years(db: Connection, payer: str) -> list[int]:
    """The years in which an account has paid for something, from the first to the last of them, the latest first."""
    times = db.execute(select(func.min(orders.c.time), func.max(orders.c.time)).where(_paid_by(payer))).one()
    if times[0] is None:
        return []
    first, last = (utc(unix).year for unix in times)
    return list(range(last, first - 1, -1))


def _paid_by(who: str) -> ColumnElement[bool]:
    payer = address(who)
    for_others = and_(orders.c.payer == payer, orders.c.payer != orders.c.buyer)  # as the partial index has it
    return or_(for_others, and_(orders.c.buyer == payer, orders.c.given.is_(False)))
