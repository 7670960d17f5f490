"""How long the trace takes from one bad lot to all that is behind it, in SQLite.

The goods' events are made up and folded as the index folds those of a chain: 100,000 items in five levels of lots, a
third of them in pallets that somebody else owns, a third sold. The fastest of a few runs, each on a new connection.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine

from bench import report
from frontend.index import store
from frontend.index.provenance import finding, trace
from frontend.index.provenance.rows import Lot
from frontend.index.schema import metadata
from tests.frontend.goods_made_up import chain_of_goods

ITEMS = 100_000
LEVELS = 5
RUNS = 5
AT_MOST = 2.0  # seconds for every lot, item, order and owner


def _everything(db: Connection, lot: Lot) -> int:
    """All lots with their levels, all items with owners, all orders; how many items there were."""
    lots = trace.products(db, lot, limit=ITEMS)
    orders = trace.orders(db, lot, limit=ITEMS)
    items = list(trace.everything(db, lot))
    assert (max(one.level for one in lots.items), len(items)) == (LEVELS, ITEMS)
    assert orders.items
    assert not orders.next
    return len(items)


QUESTIONS: dict[str, Callable[[Connection, Lot], object]] = {
    "every lot, item, order and owner": _everything,
    "counted": trace.counts,
    "first page of items": trace.items,
    "first page of orders": trace.orders,
    "first page of owners": trace.owners,
    "first page of lots": trace.products,
}


def main() -> list[str]:
    """Measures, prints and records; returns a sentence where the whole trace is slower than its bound."""
    made = chain_of_goods(LEVELS, ITEMS, random.Random(1))
    with TemporaryDirectory() as folder:
        engine = store.open_engine(f"sqlite:///{Path(folder) / 'index.sqlite3'}")
        with store.writing(engine) as db:
            metadata.create_all(db)
            made.write(db)
        fastest = {
            name: min(_timed(engine, made.first_lot, ask) for _ in range(RUNS)) for name, ask in QUESTIONS.items()
        }
    Console().print(_table(fastest))
    report.record("trace", {"items": ITEMS, "levels": LEVELS, "seconds": fastest})
    whole = next(iter(fastest.values()))
    return [f"trace: {whole} s for {ITEMS:,} items, over {AT_MOST} s"] if whole > AT_MOST else []


def _timed(engine: Engine, lot_id: str, ask: Callable[[Connection, Lot], object]) -> float:
    with engine.connect() as db:
        lot = finding.lot(db, lot_id)
        assert lot is not None
        began = time.perf_counter()
        ask(db, lot)
        return round(time.perf_counter() - began, 3)


def _table(fastest: dict[str, float]) -> Table:
    table = Table(title=f"Trace, {ITEMS:,} items behind one lot, {LEVELS} levels")
    for heading in ("", "seconds"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name, seconds in fastest.items():
        table.add_row(name, f"{seconds:.3f}")
    return table
