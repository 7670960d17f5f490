"""Sums over orders, kept with them: per seller, currency and status, and the same of all sellers together."""

from collections import defaultdict
from collections.abc import Iterable
from operator import add

from sqlalchemy import Connection, delete, tuple_

from frontend.index.bulk import Row, load, parts, put
from frontend.index.schema import figures

EVERYBODY = "0x"  # in a seller's place: no account is as short
SUMS = ("orders", "total", "released", "refunded", "goodwill")

Key = tuple[str, str, int]  # seller, currency, status
Sums = tuple[int, ...]

NOTHING: Sums = (0,) * len(SUMS)


def replace(db: Connection, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Takes orders as they were out of the sums, and puts them in as they are."""
    changes: defaultdict[Key, Sums] = defaultdict(lambda: NOTHING)
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
    for (_seller, currency, status), sums in list(changes.items()):
        everybody = EVERYBODY, currency, status
        changes[everybody] = _sum(changes[everybody], sums)
    _write(db, changes)


def _write(db: Connection, changes: dict[Key, Sums]) -> None:
    columns = tuple_(figures.c.seller, figures.c.currency, figures.c.status)
    known = {
        (row["seller"], row["currency"], row["status"]): tuple(row[name] for name in SUMS)
        for row in load(db, figures, columns, changes)
    }
    found = {key: _sum(known.get(key, NOTHING), change) for key, change in changes.items()}
    for part in parts(key for key in known if found[key] == NOTHING):
        db.execute(delete(figures).where(columns.in_(part)))
    rows = [dict(zip(figures.c.keys(), (*key, *sums), strict=True)) for key, sums in found.items() if sums != NOTHING]
    put(db, figures, rows, SUMS)


def _sum(one: Sums, other: Sums) -> Sums:
    return tuple(map(add, one, other))
