"""Sums of what happened day by day, of which statistics are made. Days are those of UTC, counted from 1970."""

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, select

from frontend.index import sums
from frontend.index.bulk import Row, event_of, load
from frontend.index.events import Decoded
from frontend.index.schema import events, metadata, orders
from frontend.index.types import Amount, Hash

DAY = 86_400  # seconds
EPOCH = date(1970, 1, 1).toordinal()
EVERYTHING = "0x"  # in a currency's place: counts of orders in any currency; no address is as short
FINENESS = 4  # lengths of waits in each doubling of the time

# What moved in a currency, when it moved: a payment on its day, a refund of it perhaps weeks later
daily = Table(
    "daily",
    metadata,
    Column("currency", Hash, primary_key=True),
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("orders", BigInteger, nullable=False),
    Column("confirmed", BigInteger, nullable=False),
    Column("disputed", BigInteger, nullable=False),
    Column("paid", Amount, nullable=False),
    Column("released", Amount, nullable=False),
    Column("refunded", Amount, nullable=False),
    Column("goodwill", Amount, nullable=False),
    sqlite_with_rowid=False,
)

# How many orders were confirmed how long after they had been paid, by the day of the confirmation
waits = Table(
    "waits",
    metadata,
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    Column("length", Integer, primary_key=True, autoincrement=False),
    Column("orders", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Who sold something in a month
active = Table(
    "active",
    metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("seller", Hash, primary_key=True),
    Column("orders", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


ORDERS, CONFIRMED, DISPUTED, PAID, RELEASED, REFUNDED, GOODWILL = range(7)  # the sums of a day
COUNTED = {"OrderPaid": ORDERS, "OrderConfirmed": CONFIRMED, "OrderDisputed": DISPUTED}
MOVED = {"released": RELEASED, "refunded": REFUNDED}


class Tally:
    """What events of orders add to the sums."""

    def __init__(self) -> None:
        self._daily: defaultdict[sums.Key, list[int]] = defaultdict(lambda: [0] * 7)
        self._waits: Counter[sums.Key] = Counter()
        self._active: Counter[sums.Key] = Counter()

    def count(self, event: Decoded, order: Row, sign: int = 1) -> None:
        """One event and its order; `sign` -1 takes it back."""
        name, fields, day = event.name, event.fields, event.time // DAY
        mine = order["currency"], day
        if name in COUNTED:
            self._daily[mine][COUNTED[name]] += sign
            self._daily[EVERYTHING, day][COUNTED[name]] += sign
        for field, place in MOVED.items():
            if fields.get(field):
                self._daily[mine][place] += sign * fields[field]
        if name == "OrderPaid":
            self._daily[mine][PAID] += sign * order["total"]
            self._active[month_of(day), order["seller"]] += sign
        elif name == "OrderConfirmed":
            self._waits[day, length_of(event.time - order["time"])] += sign
        elif name == "ClosedOrderRefunded":
            self._daily[mine][GOODWILL] += sign * fields["amount"]

    def write(self, db: Connection) -> None:
        """Adds all of it to the sums."""
        sums.add(db, daily, {key: tuple(change) for key, change in self._daily.items() if any(change)})
        for table, counts in ((waits, self._waits), (active, self._active)):
            sums.add(db, table, {key: (change,) for key, change in counts.items() if change})


def take_back(db: Connection, gone: int) -> None:
    """Takes what events from a position on had added out of the sums; events and orders must still be there."""
    tally = Tally()
    lost = db.execute(select(events).where(events.c.position >= gone, events.c.subject.is_not(None))).mappings().all()
    known = {
        order["position"]: order for order in load(db, orders, orders.c.position, {row["subject"] for row in lost})
    }
    for row in lost:
        if row["subject"] in known:
            tally.count(event_of(row), known[row["subject"]], -1)
    tally.write(db)


@lru_cache
def month_of(day: int) -> int:
    """The month of a day, counted from the year 0; the calendar ends with the year 9999."""
    when = date.fromordinal(min(day + EPOCH, date.max.toordinal()))
    return when.year * 12 + when.month - 1


def length_of(wait: int) -> int:
    """A wait in seconds as one of few lengths, each a fifth longer than the one before."""
    quarters: int = (max(wait, 1) ** FINENESS).bit_length() - 1
    return quarters


def seconds_of(length: int) -> int:
    """The middle of a length, in seconds: at most a tenth off."""
    return round(2 ** ((length + 0.5) / FINENESS))
