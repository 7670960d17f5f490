"""Reading and writing many rows at once, in SQLite and in PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from json import dumps
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    SmallInteger,
    String,
    Table,
    and_,
    bindparam,
    column,
    delete,
    or_,
    select,
    values,
)

from frontend.index.events import Decoded
from frontend.index.schema import IS_STEP, events
from frontend.index.types import Hash

Row = dict[str, Any]
Columns = dict[str, Sequence[Any]]

IN_LIMIT = 500  # values in one IN (...)


def add(db: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows that are not there. Column by column: thrice as fast as SQLAlchemy's own way, row by row."""
    if rows:
        given = _columns(rows, table.c.keys())
        names = [name for name, values in given.items() if values.count(None) < len(values)]
        _insert(db, table, {name: given[name] for name in names}, "")


def change(db: Connection, table: Table, rows: Sequence[Row], names: Sequence[str]) -> None:
    """Sets some columns of rows that are there, known by their position."""
    if not rows:
        return
    columns, quote = _columns(rows, (*names, "position")), db.dialect.identifier_preparer.quote
    if db.dialect.name == "postgresql":
        values = ", ".join(f"{quote(name)} = wanted.{quote(name)}" for name in names)
        source = f"FROM {_unnested(db, table, columns)} WHERE {table.name}.position = wanted.position"
        db.exec_driver_sql(f"UPDATE {table.name} SET {values} {source}", _arrays(table, columns))
    else:
        values = ", ".join(f"{quote(name)} = ?" for name in names)
        db.exec_driver_sql(f"UPDATE {table.name} SET {values} WHERE position = ?", _bound_rows(db, table, columns))


def change_what_differs(
    db: Connection, table: Table, before: Mapping[int, Row], rows: Iterable[Row], names: Sequence[str]
) -> None:
    """Sets those of some columns that are not as `before`, by position: a column that is set costs all its indices."""
    apart: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        was = before[row["position"]]
        apart[tuple([name for name in names if row[name] != was[name]])].append(row)
    for different, alike in apart.items():
        change(db, table, alike if different else [], different)


def put(db: Connection, table: Table, rows: Sequence[Row], changing: Sequence[str] = ()) -> None:
    """Inserts rows, or where they are there sets what is `changing` (nothing: they stay). Of the same key the last."""
    if not rows:
        return
    keys, quote = table.primary_key.columns.keys(), db.dialect.identifier_preparer.quote
    if changing:
        rows = list({tuple(row[key] for key in keys): row for row in rows}.values())
    values = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in changing)
    there = f"UPDATE SET {values}" if changing else "NOTHING"
    conflict = f"ON CONFLICT ({', '.join(map(quote, keys))}) DO {there}"
    _insert(db, table, _columns(rows, list(rows[0])), conflict)


def _insert(db: Connection, table: Table, columns: Columns, conflict: str) -> None:
    """Inserts what stands in columns; PostgreSQL takes all of it in one statement, as arrays."""
    into = f"INSERT INTO {table.name} ({', '.join(map(db.dialect.identifier_preparer.quote, columns))})"
    if db.dialect.name == "postgresql":
        every = f"SELECT * FROM {_unnested(db, table, columns)}"
        db.exec_driver_sql(f"{into} {every} {conflict}", _arrays(table, columns))
    else:
        marks = ", ".join("?" * len(columns))
        db.exec_driver_sql(f"{into} VALUES ({marks}) {conflict}", _bound_rows(db, table, columns))


def _columns(rows: Sequence[Row], names: Sequence[str]) -> Columns:
    """Two columns of rows or more, by name."""
    return dict(zip(names, zip(*map(itemgetter(*names), rows), strict=True), strict=True))


def _unnested(db: Connection, table: Table, columns: Columns) -> str:
    """Columns as a table `wanted`, made of arrays."""
    quote, kinds = db.dialect.identifier_preparer.quote, (_array_kind(db, table.c[name]) for name in columns)
    return f"unnest({', '.join(f'%s::{kind}[]' for kind in kinds)}) AS wanted ({', '.join(map(quote, columns))})"


def _array_kind(db: Connection, column: Column[Any]) -> str:
    """What PostgreSQL calls a column's kind; of text without its length, beyond which a cast would cut it."""
    return "text" if isinstance(column.type, String) else column.type.compile(db.dialect)


def _arrays(table: Table, columns: Columns) -> tuple[str, ...]:
    """Columns as PostgreSQL writes arrays."""
    return tuple(f"{{{','.join(_written(table.c[name], values))}}}" for name, values in columns.items())


def _written(column: Column[Any], values: Sequence[Any]) -> Iterable[str]:
    if isinstance(column.type, Hash):  # 0x1234 is written "\\\\x1234"
        return ["NULL" if value is None else f'"\\\\{value[1:]}"' for value in values]
    if isinstance(column.type, (String, JSON)):
        return ["NULL" if value is None else _quoted(value) for value in _texts(values)]
    return ["NULL" if value is None else f"{value:d}" for value in values]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _texts(values: Sequence[Any]) -> Sequence[Any]:
    """Texts as they are, and what is no text yet as JSON."""
    return [value if value is None or isinstance(value, str) else dumps(value) for value in values]


def _bound_rows(db: Connection, table: Table, columns: Columns) -> list[tuple[Any, ...]]:
    bound = (_bound(db, table.c[name], values) for name, values in columns.items())
    return list(zip(*bound, strict=True))


def _bound(db: Connection, column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    """Values as the database's driver takes them."""
    if isinstance(column.type, JSON):
        return _texts(values)
    if isinstance(column.type, SmallInteger):
        return list(map(int, values))  # for enumerations sqlite3 would look for an adapter
    bind = column.type.dialect_impl(db.dialect).bind_processor(db.dialect)
    if bind is None:
        return values
    bound = {value: bind(value) for value in set(values)}  # most accounts, amounts and flags come again and again
    return list(map(bound.__getitem__, values))


def load(db: Connection, table: Table, column: Column[Any], values: Iterable[Any]) -> list[Row]:
    """Rows whose column has one of these values, in no certain order."""
    return load_keys(db, table, (column.name,), [(value,) for value in values])


def load_keys(db: Connection, table: Table, names: Sequence[str], keys: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Rows by several columns at once, which an index of the table begins with; in no certain order.

    SQLite reads through a table for rows IN values, but looks up each of those values where they are joined. The text
    is made here: SQLAlchemy would compile such values anew each time.
    """
    quote, mark = db.dialect.identifier_preparer.quote, "%s" if db.dialect.name == "postgresql" else "?"
    every = ", ".join(f"{table.name}.{quote(column.name)}" for column in table.c)
    same = " AND ".join(f"wanted.{quote(name)} = {table.name}.{quote(name)}" for name in names)
    one = f"({', '.join([mark] * len(names))})"
    found: list[Row] = []
    for part in parts(keys):
        bound = [_bound(db, table.c[name], values) for name, values in zip(names, zip(*part, strict=True), strict=True)]
        wanted = f"WITH wanted ({', '.join(map(quote, names))}) AS (VALUES {', '.join([one] * len(part))})"
        asked = f"{wanted} SELECT {every} FROM wanted JOIN {table.name} ON {same}"
        rows = db.exec_driver_sql(asked, tuple(chain.from_iterable(zip(*bound, strict=True)))).fetchall()
        found += _read(db, table, rows)
    return found


def _read(db: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    """Rows of all a table's columns as the driver gives them, their values as they are outside; column by column."""
    names, columns = table.c.keys(), []
    for one, given in zip(table.c, zip(*rows, strict=True), strict=False):  # of no rows there are no columns
        read = one.type.dialect_impl(db.dialect).result_processor(db.dialect, None)
        columns.append(map(read, given) if read else given)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def keys_there(
    db: Connection, table: Table, names: Sequence[str], keys: Iterable[tuple[Any, ...]], condition: ColumnElement[bool]
) -> set[tuple[Any, ...]]:
    """Those of these keys that any row has under a condition."""
    found: set[tuple[Any, ...]] = set()
    for part in parts(keys):
        wanted, same = _wanted(table, names, part)
        there = select(table.c[names[0]]).where(same, condition).correlate(wanted).exists()
        found |= {tuple(row) for row in db.execute(select(wanted).where(there))}
    return found


def _wanted(table: Table, names: Sequence[str], keys: list[Any]) -> tuple[CTE, ColumnElement[bool]]:
    """Keys as a table, and when a row is of one of them."""
    columns = [table.c[name] for name in names]
    wanted = values(*(column(one.name, one.type) for one in columns), name="wanted").data(keys).cte("wanted")
    return wanted, and_(*(wanted.c[one.name] == one for one in columns))


def drop_keys(db: Connection, table: Table, keys: Sequence[tuple[Any, ...]]) -> None:
    """Deletes rows by their primary keys."""
    if keys:
        columns = list(table.primary_key)
        same = and_(*(one == bindparam(f"key_{place}") for place, one in enumerate(columns)))
        db.execute(delete(table).where(same), [{f"key_{n}": part for n, part in enumerate(key)} for key in keys])


def events_about(db: Connection, subjects: set[int]) -> list[Decoded]:
    """Events of these offers or orders, oldest first."""
    found: dict[int, Decoded] = {}
    for part in parts(subjects):
        named = or_(and_(events.c.subject.in_(part), IS_STEP), events.c.other.in_(part))
        for row in db.execute(select(events).where(named)).mappings():
            found[row["position"]] = event_of(row)
    return [found[place] for place in sorted(found)]


def event_of(row: RowMapping) -> Decoded:
    """An event as it was decoded."""
    name, fields, place = row["name"], row["fields"], row["position"]
    logged_by = {"loyalty": row["loyalty"], "vault": row["vault"]}
    return Decoded(name, fields, place, row["transaction"], row["time"], **logged_by)


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values, sorted, in lists that fit into one IN (...)."""
    ordered = sorted(values)
    for start in range(0, len(ordered), IN_LIMIT):
        yield ordered[start : start + IN_LIMIT]
