"""Tables of sums: what stands under a key is the total of all that was ever added there."""

from collections.abc import Mapping
from operator import add as plus
from typing import Any

from sqlalchemy import Connection, Table

from frontend.index.bulk import drop_keys, load_keys, put

Key = tuple[Any, ...]
Sums = tuple[int, ...]


def add(db: Connection, table: Table, changes: Mapping[Key, Sums]) -> None:
    """Adds to rows by their primary keys, in the columns' order; a row in which nothing is left goes."""
    keys, names = [column.name for column in table.primary_key], [c.name for c in table.c if not c.primary_key]
    nothing = (0,) * len(names)
    rows_there = load_keys(db, table, keys, changes)
    known = {tuple(row[key] for key in keys): tuple(row[name] for name in names) for row in rows_there}
    found = {key: total(known.get(key, nothing), change) for key, change in changes.items()}
    drop_keys(db, table, [key for key in known if found[key] == nothing])
    rows = [dict(zip((*keys, *names), (*key, *sums), strict=True)) for key, sums in found.items() if sums != nothing]
    put(db, table, rows, names)


def total(one: Sums, other: Sums) -> Sums:
    """Column by column."""
    return tuple(map(plus, one, other))
