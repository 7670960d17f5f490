"""What referrers brought and earned: the orders that name them, and the sums of their commissions."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, delete, select

from frontend.index import sums
from frontend.index.bulk import Row, add
from frontend.index.reading import address, checksummed, next_cursor, orders_of, place
from frontend.index.rows import Order, Page
from frontend.index.schema import metadata, orders
from frontend.index.types import Amount, Hash
from frontend.state_table import EMPTY_ADDRESS

# Most orders name no referrer: those that do, by him
brought = Table(
    "brought",
    metadata,
    Column("referrer", Hash, primary_key=True),
    Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

# Commissions credited to an account, whether it has withdrawn them or not
earnings = Table(
    "earnings",
    metadata,
    Column("account", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    Column("amount", Amount, nullable=False),
    sqlite_with_rowid=False,
)


def orders_brought(db: Connection, referrer: str, after: str, limit: int) -> Page[Order]:
    """Orders that name an account as their referrer, newest first; ValueError for a cursor that was never given."""
    before = place(after)
    conditions = [brought.c.referrer == address(referrer)]
    conditions += [] if before is None else [brought.c.position < before]
    latest = select(brought.c.position).where(*conditions).order_by(brought.c.position.desc()).limit(limit + 1)
    positions = list(db.execute(latest).scalars())
    rows = db.execute(select(orders).where(orders.c.position.in_(positions)).order_by(orders.c.position.desc()))
    found = rows.mappings().all()
    return Page(orders_of(db, found[:limit]), next_cursor(found, limit))


def earned(db: Connection, account: str) -> dict[str, int]:
    """All commissions that an account was ever credited, per currency, in smallest units."""
    query = select(earnings.c.currency, earnings.c.amount).where(earnings.c.account == address(account))
    return {checksummed(row.currency): row.amount for row in db.execute(query.order_by(earnings.c.currency))}


def note(db: Connection, paid: Iterable[Row], ledger: Iterable[Row]) -> None:
    """Adds orders that were just paid, and ledger entries that were just made."""
    named = [order for order in paid if order["referrer"] != EMPTY_ADDRESS]
    add(db, brought, [{"referrer": order["referrer"], "position": order["position"]} for order in named])
    sums.add(db, earnings, _commissions(ledger, 1))


def take_back(db: Connection, gone: int, ledger: Iterable[Row]) -> None:
    """Forgets orders from a position on, and these ledger entries."""
    db.execute(delete(brought).where(brought.c.position >= gone))
    sums.add(db, earnings, _commissions(ledger, -1))


def _commissions(ledger: Iterable[Row], sign: int) -> dict[sums.Key, sums.Sums]:
    amounts: Counter[tuple[str, str]] = Counter()
    for entry in ledger:
        if entry["part"] == "commission":
            amounts[entry["account"], entry["currency"]] += sign * entry["amount"]
    return {key: (amount,) for key, amount in amounts.items()}
