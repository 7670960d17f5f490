"""What became of orders, counted per seller and kept with the orders.

Anybody can sell to himself for the price of the gas; only commission that somebody was paid costs more. So what a
referrer brought, and what he got for it, is counted apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import IntEnum

from sqlalchemy import BigInteger, Column, Connection, SmallInteger, Table

from frontend.index import sums
from frontend.index.bulk import Row
from frontend.index.money import share
from frontend.index.schema import metadata
from frontend.index.types import Amount, Hash
from scripts.terms import Status

NOBODY = "0x"  # in a referrer's or a currency's place, where none is meant

# How many orders came to what; `amount` is the commission that a referrer got
standings = Table(
    "standings",
    metadata,
    Column("seller", Hash, primary_key=True),
    Column("deed", SmallInteger, primary_key=True, autoincrement=False),
    Column("referrer", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    Column("orders", BigInteger, nullable=False),
    Column("amount", Amount, nullable=False),
    sqlite_with_rowid=False,
)


class Deed(IntEnum):
    """What became of an order; the last three beside one of the others."""

    OPEN = 0
    COMPLETED = 1
    PARTLY_REFUNDED = 2
    REFUNDED = 3
    NOT_SENT = 4
    CANCELLED = 5
    DISPUTED = 6
    WEIGHTED = 7
    SENT = 8  # known by when, and not counted


PAID_OUT = (Deed.COMPLETED, Deed.PARTLY_REFUNDED)


def outcome(order: Row) -> Deed:
    """What became of an order, from the rest of its row."""
    if order["status"] == Status.CANCELLED:
        return Deed.CANCELLED
    if order["status"] != Status.CLOSED:
        return Deed.OPEN
    if order["released"]:
        return Deed.PARTLY_REFUNDED if order["refunded"] else Deed.COMPLETED
    return Deed.REFUNDED if order["shipped_time"] else Deed.NOT_SENT


def commission(order: Row) -> int:
    """What an order's referrer has got of what was released."""
    return share(order["released"], order["commission_bps"])


def replace(db: Connection, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Takes orders as they were out of the counts, and puts them in as they are."""
    changes: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: (0, 0))
    for rows, sign in ((before, -1), (after, 1)):
        for order in rows:
            for key, amount in _deeds(order):
                changes[key] = sums.total(changes[key], (sign, sign * amount))
    sums.add(db, standings, {key: change for key, change in changes.items() if any(change)})


def _deeds(order: Row) -> Iterator[tuple[sums.Key, int]]:
    """Keys under which an order counts, each with what its referrer got."""
    seller = order["seller"]
    yield (seller, int(order["outcome"]), NOBODY, NOBODY), 0
    if order["disputed"]:
        yield (seller, int(Deed.DISPUTED), NOBODY, NOBODY), 0
    if order["weighted_by"]:
        yield (seller, int(Deed.WEIGHTED), order["weighted_by"], order["currency"]), commission(order)
