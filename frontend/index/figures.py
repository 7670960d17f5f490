"""Sums over orders, kept with them: per seller, currency and status, and the same of all sellers together."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Connection, SmallInteger, Table

from frontend.index import sums
from frontend.index.bulk import Row
from frontend.index.schema import metadata
from frontend.index.types import Amount, Hash

EVERYBODY = "0x"  # in a seller's place: no account is as short
NOTHING = (0,) * 5

# Where the seller is EVERYBODY, of all sellers
figures = Table(
    "figures",
    metadata,
    Column("seller", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    Column("status", SmallInteger, primary_key=True, autoincrement=False),
    Column("orders", BigInteger, nullable=False),
    Column("total", Amount, nullable=False),
    Column("released", Amount, nullable=False),
    Column("refunded", Amount, nullable=False),
    Column("goodwill", Amount, nullable=False),
    sqlite_with_rowid=False,
)


def replace(db: Connection, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Takes orders as they were out of the sums, and puts them in as they are."""
    changes: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: NOTHING)
    for orders, sign in ((before, -1), (after, 1)):
        for order in orders:
            key = order["seller"], order["currency"], int(order["status"])
            count, total, released, refunded, goodwill = changes[key]
            changes[key] = (
                count + sign,
                total + sign * order["total"],
                released + sign * order["released"],
                refunded + sign * order["refunded"],
                goodwill + sign * order["goodwill"],
            )
    for (_seller, currency, status), change in list(changes.items()):
        everybody = EVERYBODY, currency, status
        changes[everybody] = sums.total(changes[everybody], change)
    sums.add(db, figures, changes)
