"""Whether anything in the index has changed since somebody looked."""

import sqlite3
from collections.abc import Callable
from threading import Lock
from typing import cast

from sqlalchemy import Connection, Engine


class Changes:
    """Watches an index, whoever writes to it, in whichever process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._watching: sqlite3.Connection | None = None  # one that asks nothing else

    def state(self, database: Callable[[], Connection]) -> object:
        """Another value after every change, and each time while nobody can tell; to be asked before anything else is
        asked of the `database`."""
        if self._engine.dialect.name == "postgresql":
            return database().exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()
        with self._lock:
            try:
                return self._version()
            except sqlite3.Error:
                self._watching = None
                return object()

    def _version(self) -> int:
        if self._watching is None:
            pooled = self._engine.raw_connection()
            self._watching = cast(sqlite3.Connection, pooled.driver_connection)
            pooled.detach()
        version: int = self._watching.execute("PRAGMA data_version").fetchone()[0]
        return version
