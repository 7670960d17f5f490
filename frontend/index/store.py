"""Opening the index: SQLite with a snapshot per connection, or PostgreSQL, which has that."""

import fcntl
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from frontend.chain import Header
from frontend.config import AddressBook, ConfigError
from frontend.index import points
from frontend.index.bulk import put
from frontend.index.credit.tables import vaults
from frontend.index.schema import VERSION, market, metadata
from scripts.credit.terms import Parameters

BUSY_TIMEOUT = 15.0  # seconds that a write waits for another
CACHE = 32_768  # KiB at most, of each connection to SQLite: the indices' pages that a batch touches fit
CHECKPOINT = 8_000  # pages that SQLite gathers before it writes them to where they belong
OTHERS = ("provenance", "reviews")  # contracts that a market need not have
LOCK = 0x48616E64  # "Hand": PostgreSQL's advisory lock of the indexer


class Refused(Exception):
    """The index may not be followed into this database. One sentence."""


def open_engine(url: str) -> Engine:
    """An engine for the index's database; raises ConfigError."""
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    try:
        engine = create_engine(url)
    except (SQLAlchemyError, ImportError) as error:
        raise ConfigError(f"DATABASE_URL does not name a database that can be used: {error}.") from None
    if engine.dialect.name == "sqlite":
        Path(engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    else:
        raise ConfigError(f"The index is kept in SQLite or PostgreSQL, not in {engine.dialect.name}.")
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: everything in it happens, or nothing."""
    options: dict[str, Any] = {"writes": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"  # two writers of the same text may meet
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def prepare(engine: Engine, book: AddressBook, credit: Mapping[str, Parameters], before: Header, rebuild: bool) -> None:
    """Makes the tables for this market, up to the block `before` its first; raises Refused.

    `credit` are the parameters of each Credit, by its address.

    What another version of the index left, or one that did not know all of the book's contracts, is made anew; what
    belongs to another market only where asked to or where chains come and go, on a devnet.
    """
    known = {one.lower(): currency.address.lower() for one, currency in book.loyalties.items()}
    with writing(engine) as db:
        state = _state(db)
        mine = [VERSION, book.chain_id, book.genesis, *_contracts(book), book.start_block]
        others = {name: found.address.lower() if (found := getattr(book, name)) else None for name in OTHERS}
        is_mine = state == mine and _others(db) == others and points.known(db) == known
        if is_mine and _vaults(db) == {one.lower() for one in credit} and not rebuild:
            return
        if state and state[0] == VERSION and state[1:] != mine[1:] and not rebuild and not book.is_devnet:
            raise Refused("This database is the index of another market; --rebuild makes it this one's.")
        metadata.drop_all(db)
        metadata.create_all(db)
        names = ("version", "chain_id", "genesis", "escrow", "identity", "start_block")
        values = dict(zip(names, mine, strict=True)) | others
        db.execute(insert(market).values(id=1, **values, number=before.number, hash=before.hash, time=before.time))
        put(db, points.loyalties, [{"loyalty": one, "currency": currency} for one, currency in known.items()])
        put(
            db,
            vaults,
            [
                {"vault": one.lower(), "currency": fixed.currency.lower(), "parameters": list(fixed)}
                for one, fixed in credit.items()
            ],
        )


def reset(db: Connection, before: Header) -> None:
    """Forgets everything that was indexed."""
    for table in metadata.sorted_tables:
        if table not in (market, points.loyalties, vaults):
            db.execute(table.delete())
    db.execute(market.update().values(number=before.number, hash=before.hash, time=before.time))


@contextmanager
def only_indexer(engine: Engine) -> Iterator[None]:
    """Held while this process follows the chain; raises Refused where another one does."""
    refusal = Refused("Another indexer already follows the chain into this database.")
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            try:
                connection.execute(text("SET lock_timeout = '3s'"))
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
            except OperationalError:
                raise refusal from None
            connection.commit()
            yield
        return
    with open(f"{engine.url.database}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise refusal from None
        yield


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT * 1000)}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _contracts(book: AddressBook) -> list[str]:
    return [book.escrow.address.lower(), book.identity.address.lower()]


def _others(db: Connection) -> dict[str, str | None]:
    """The contracts beside whose logs the database knows."""
    return dict(db.execute(select(*(market.c[name] for name in OTHERS))).mappings().one())


def _vaults(db: Connection) -> set[str]:
    """Each Credit that the database knows."""
    return set(db.execute(select(vaults.c.vault)).scalars())


def _state(db: Connection) -> list[Any]:
    """Which market the database is an index of; empty where it is none, version 0 where it cannot be told."""
    if not inspect(db).has_table(market.name):
        return []
    columns = [market.c.version, market.c.chain_id, market.c.genesis, market.c.escrow, market.c.identity]
    try:
        with db.begin_nested():
            row = db.execute(select(*columns, market.c.start_block)).first()
    except DBAPIError:
        return [0]
    return list(row) if row else []
