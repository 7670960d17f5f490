"""Questions to the sums of each day: what moved, how long confirming took, who sold."""

from collections import Counter, defaultdict
from dataclasses import astuple, dataclass

from sqlalchemy import Connection, func, select

from frontend.index.daily import EVERYTHING, active, daily, seconds_of, waits
from frontend.index.reading import address


@dataclass(frozen=True)
class Moved:
    """What happened in some days; amounts in the currency's smallest unit. Of all currencies only counts are known."""

    orders: int = 0
    confirmed: int = 0
    disputed: int = 0
    paid: int = 0
    released: int = 0
    refunded: int = 0
    goodwill: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    @property
    def held(self) -> int:
        """By how much more (or less) is held afterwards."""
        return self.paid - self.released - self.refunded


def moved(db: Connection, first: int, currency: str = "") -> dict[int, Moved]:
    """Per day from the first on, of a currency or of all (empty); days on which nothing happened are missing."""
    d = daily.c
    key = address(currency) if currency else EVERYTHING
    rows = db.execute(select(daily).where(d.currency == key, d.day >= first))
    return {
        row.day: Moved(row.orders, row.confirmed, row.disputed, row.paid, row.released, row.refunded, row.goodwill)
        for row in rows
    }


def confirmations(db: Connection, first: int) -> dict[int, Counter[int]]:
    """Per day of the confirmation: how many orders were confirmed after how long, by length."""
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for row in db.execute(select(waits).where(waits.c.day >= first)):
        found[row.day][row.length] += row.orders
    return dict(found)


def median(lengths: Counter[int]) -> int | None:
    """The median of waits, in seconds, at most a tenth off; None of none."""
    half = (lengths.total() + 1) // 2
    for length in sorted(lengths):
        half -= lengths[length]
        if half <= 0:
            return seconds_of(length)
    return None


def sellers(db: Connection, first: int) -> dict[int, int]:
    """Per month (counted from the year 0): how many sellers were paid for an order."""
    a = active.c
    query = select(a.month, func.count().label("many")).where(a.month >= first).group_by(a.month)
    return {row.month: row.many for row in db.execute(query)}
