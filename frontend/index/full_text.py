"""The databases' own full text over a table of words: FTS5, which follows the table by triggers, or tsvector.

SQLite's is a table beside, named like the first with `_words` behind it; PostgreSQL's is a column `words` of the table.
"""

from collections.abc import Sequence

from sqlalchemy import DDL, Table, event

MAKE = """
CREATE VIRTUAL TABLE {table}_words USING fts5({columns},
    content='{table}', content_rowid='position', tokenize='unicode61 remove_diacritics 0')"""
FOLLOW = """
CREATE TRIGGER {table}_{name} AFTER {verb} ON {table} BEGIN
    INSERT INTO {table}_words ({command} rowid, {columns}) VALUES ({value} {row}.position, {values});
END"""
ADDED = {"name": "added", "verb": "INSERT", "command": "", "value": "", "row": "new"}
DROPPED = {"name": "dropped", "verb": "DELETE", "command": "{table}_words,", "value": "'delete',", "row": "old"}


def add_full_text(table: Table, columns: Sequence[str], postgresql: Sequence[str]) -> None:
    """Makes and drops it together with a table, known by its `position`; PostgreSQL's by these statements."""
    name, listed = table.name, ", ".join(columns)
    made = [MAKE.format(table=name, columns=listed)]
    for how in (ADDED, DROPPED):
        values = ", ".join(f"{how['row']}.{column}" for column in columns)
        command = how["command"].format(table=name)
        made.append(FOLLOW.format(table=name, columns=listed, values=values, **how | {"command": command}))
    _when(table, "after_create", "sqlite", made)
    _when(table, "after_create", "postgresql", postgresql)
    _when(table, "before_drop", "sqlite", [f"DROP TABLE IF EXISTS {name}_words"])


def _when(table: Table, moment: str, dialect: str, statements: Sequence[str]) -> None:
    for statement in statements:
        event.listen(table, moment, DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
