"""Sums of what happened day by day, of which statistics are made. Days are those of UTC, counted from 1970."""

from collections import defaultdict
from datetime import date

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


class Tally:
    """What events of orders add to the sums."""

    def __init__(self) -> None:
        self._daily: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: (0,) * 7)
        self._waits: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: (0,))
        self._active: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: (0,))

    def count(self, event: Decoded, order: Row, sign: int = 1) -> None:
        """One event and its order; `sign` -1 takes it back."""
        name, fields, day = event.name, event.fields, event.time // DAY
        moved = (
            order["total"] if name == "OrderPaid" else 0,
            fields.get("released", 0),
            fields.get("refunded", 0),
            fields["amount"] if name == "ClosedOrderRefunded" else 0,
        )
        times = (name == "OrderPaid", name == "OrderConfirmed", name == "OrderDisputed")
        if not any(moved) and not any(times):
            return
        counts, amounts = tuple(sign * one for one in times), tuple(sign * one for one in moved)
        for key, change in (((order["currency"], day), counts + amounts), ((EVERYTHING, day), counts + (0,) * 4)):
            self._daily[key] = sums.total(self._daily[key], change)
        if name == "OrderPaid":
            key = month_of(day), order["seller"]
            self._active[key] = sums.total(self._active[key], (sign,))
        if name == "OrderConfirmed":
            wait = day, length_of(event.time - order["time"])
            self._waits[wait] = sums.total(self._waits[wait], (sign,))

    def write(self, db: Connection) -> None:
        """Adds all of it to the sums."""
        for table, changes in ((daily, self._daily), (waits, self._waits), (active, self._active)):
            sums.add(db, table, {key: change for key, change in changes.items() if any(change)})


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
