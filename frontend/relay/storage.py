"""The file that the ledger and the kept documents lie in: SQLite, which every thread and process opens for itself."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

PATIENCE = 15.0  # seconds that a write waits for another

TABLES = """
CREATE TABLE sent (
    id TEXT PRIMARY KEY, signer TEXT NOT NULL, account TEXT NOT NULL, nonce INTEGER NOT NULL,
    data BLOB NOT NULL, gas INTEGER NOT NULL, most INTEGER NOT NULL, tip INTEGER NOT NULL,
    raw BLOB NOT NULL, hashes TEXT NOT NULL, body TEXT NOT NULL, head INTEGER NOT NULL,
    began REAL NOT NULL, signed REAL NOT NULL, tried REAL NOT NULL, missed REAL NOT NULL DEFAULT 0,
    day INTEGER NOT NULL, reserved INTEGER NOT NULL, spent INTEGER,
    state TEXT NOT NULL DEFAULT 'sent', block INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
    excused INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account, nonce)
);
CREATE INDEX sent_day ON sent (day);
CREATE INDEX sent_open ON sent (nonce) WHERE NOT settled;
CREATE TABLE concerned (
    order_id TEXT NOT NULL, id TEXT NOT NULL REFERENCES sent ON DELETE CASCADE, PRIMARY KEY (order_id, id)
);
CREATE TABLE kept (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, seller TEXT NOT NULL,
    status INTEGER NOT NULL, round INTEGER NOT NULL, expires INTEGER NOT NULL, why TEXT NOT NULL, body TEXT NOT NULL,
    differs REAL NOT NULL DEFAULT 0
);
CREATE INDEX kept_seller ON kept (seller, place);
CREATE INDEX kept_order ON kept (order_id, place);
"""


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose commits are on the disk when they return; makes the file where it is missing."""
    if not path.exists():
        _make(path)
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Everything in it happens, or nothing; one at a time."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def insert(db: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    """A row of these values."""
    marks = ", ".join(f":{name}" for name in values)
    db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", values)


def _make(path: Path) -> None:
    """The tables, in a file that is there whole or not at all, whoever else makes it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        with closing(sqlite3.connect(part)) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(TABLES)
        with suppress(FileExistsError):
            os.link(part, path)
