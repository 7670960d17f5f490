"""In which steps SQLite answers a question, and whether that depends on the order in which indices were made."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from frontend.index import schema, store

Question = Callable[[Connection], Any]
Explain = Callable[[Question], list[str]]
Asked = tuple[str, Any]  # a statement and its values

FEW = ("loyalties", "market", "vaults")  # tables with as many rows as there are currencies, or one
ORDERS = 6  # of indices that are tried
READING = ("SELECT", "WITH")
LOOKING = (*READING, "UPDATE", "DELETE")  # statements that have to find rows


@contextmanager
def listening(engine: Engine, kinds: tuple[str, ...] = READING) -> Iterator[list[Asked]]:
    """What is asked of a database meanwhile; of a statement with many rows of values, with the first of them."""
    asked: list[Asked] = []

    def note(_db: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith(kinds):
            asked.append((statement, values[0] if many else values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def steps_of(db: Connection, asked: list[Asked]) -> list[str]:
    """The steps in which SQLite does what was asked."""
    explained = [db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in list(asked)]
    return [row[3] for rows in explained for row in rows]


@contextmanager
def explaining(database: str) -> Iterator[Explain]:
    """`explain(question)`: the steps in which SQLite answers it."""
    engine = store.open_engine(database)

    def explain(question: Question) -> list[str]:
        with engine.connect() as db, listening(engine) as asked:
            question(db)
            return steps_of(db, asked)

    yield explain
    engine.dispose()


def scans(steps: list[str]) -> list[str]:
    """The steps that read through a table."""
    tables = {table.name for table in schema.metadata.sorted_tables if table.name not in FEW}
    return [step for step in steps if step.startswith("SCAN") and step.split()[1] in tables]


def undecided(database: str, folder: Path, asked: list[Asked]) -> list[str]:
    """What SQLite does in other steps where the same indices were made in another order: each statement, and its ways.

    Of indices that seem as good to it SQLite takes one by that order, which is chance; which of them is better for what
    is asked, it cannot know.
    """
    statements = {text: (text, values) for text, values in asked}
    ways: dict[str, dict[str, None]] = {text: {} for text in statements}
    for seed in range(ORDERS):
        engine = store.open_engine(f"sqlite:///{_reordered(database, folder, seed)}")
        with engine.connect() as db:
            for text, statement in statements.items():
                ways[text].setdefault(str(steps_of(db, [statement])))
        engine.dispose()
    return [f"{text}: {' or '.join(found)}" for text, found in ways.items() if len(found) > 1]


def _reordered(database: str, folder: Path, seed: int) -> Path:
    """A copy of a database in which the indices were made in another order."""
    place = folder / f"reordered{seed}.sqlite3"
    place.unlink(missing_ok=True)
    engine = store.open_engine(database)
    with closing(sqlite3.connect(engine.url.database or "")) as there, closing(sqlite3.connect(place)) as here:
        there.backup(here)
        made = here.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in made:
            here.execute(f'DROP INDEX "{name}"')
        for _, sql in random.Random(seed).sample(sorted(made), len(made)):
            here.execute(sql)
        here.commit()
    engine.dispose()
    return place
