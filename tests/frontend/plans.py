"""In which steps SQLite answers a question."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from frontend.index import schema, store

Question = Callable[[Connection], Any]
Explain = Callable[[Question], list[str]]

FEW = ("loyalties", "market", "vaults")  # tables with as many rows as there are currencies, or one


@contextmanager
def explaining(database: str) -> Iterator[Explain]:
    """`explain(question)`: the steps in which SQLite answers it."""
    engine = store.open_engine(database)
    asked: list[tuple[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_db: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, values))

    def explain(question: Question) -> list[str]:
        with engine.connect() as db:
            asked.clear()
            question(db)
            explained = [db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in list(asked)]
            return [row[3] for rows in explained for row in rows]

    yield explain
    engine.dispose()


def scans(steps: list[str]) -> list[str]:
    """The steps that read through a table."""
    tables = {table.name for table in schema.metadata.sorted_tables if table.name not in FEW}
    return [step for step in steps if step.startswith("SCAN") and step.split()[1] in tables]
