"""Whether anything in the index has changed since somebody looked."""

from collections.abc import Callable
from sqlite3 import Connection as Sqlite
from threading import Lock
from typing import cast

from sqlalchemy import Connection, Engine


class Changes:
    """Watches an index, whoever writes to it, in whichever process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._watching: Sqlite | None = None  # a connection that asks nothing else

    def state(self, database: Callable[[], Connection]) -> object:
        """Another value after every change; to be asked before anything else is asked of the `database`."""
        if self._engine.dialect.name == "postgresql":
            return database().exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one()
        with self._lock:
            if self._watching is None:
                pooled = self._engine.raw_connection()
                self._watching = cast(Sqlite, pooled.driver_connection)
                pooled.detach()
            return self._watching.execute("PRAGMA data_version").fetchone()[0]
