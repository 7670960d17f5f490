"""The tables of credit.

A plan is known by the position of its PlanOpened; its order's OrderPaid follows in the same transaction. A vault's
books are a row for each event that changed them, with everything that had moved until then: what they were at any time
is one row, and what a re-organisation takes away is deleted.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    SmallInteger,
    String,
    Table,
    and_,
    literal_column,
    text,
)

from frontend.index.schema import metadata
from frontend.index.types import Amount, Hash, position_key, required


def _where(condition: str, in_postgresql: str = "") -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(in_postgresql or condition)}


RUNNING = "due IS NOT NULL AND written_off_time = 0"

# Each Credit that is followed, and what was fixed at its deployment
vaults = Table(
    "vaults",
    metadata,
    Column("vault", Hash, primary_key=True),
    required("currency", Hash),
    required("parameters", JSON),
)

# `fee` and `late_fee` are an instalment's; `paid` to `state` as the contract keeps them, `outstanding` what is owed
# of the principal. `settled` is what came back of the order, `refunded` how much of it cut the debt; `fees`,
# `late_fees` and `in_time` are parts of what was paid. `due` is when the next instalment is due, at the latest; null
# once the plan has ended. Of `written_off` so much was `recovered`.
plans = Table(
    "plans",
    metadata,
    position_key(),
    Column("id", Hash, nullable=False, unique=True),
    required("time", BigInteger),
    required("vault", Hash),
    required("order", BigInteger),
    required("order_id", Hash),
    required("buyer", Hash),
    required("seller", Hash),
    required("principal", Amount),
    required("start", BigInteger),
    required("instalments", SmallInteger),
    required("interval", BigInteger),
    required("slot", SmallInteger),
    required("fee", Amount),
    required("late_fee", Amount),
    required("paid", Amount),
    required("refunded", Amount),
    required("paused_at", BigInteger),
    required("paused", BigInteger),
    required("late", SmallInteger),
    required("state", SmallInteger),
    required("outstanding", Amount),
    required("settled", Amount),
    required("fees", Amount),
    required("late_fees", Amount),
    required("in_time", Amount),
    required("written_off", Amount),
    required("written_off_time", BigInteger),
    required("recovered", Amount),
    required("ended_time", BigInteger),
    Column("due", BigInteger),
    Index("plans_order", "order"),
    Index("plans_open", "buyer", "due", "position", **_where("due IS NOT NULL")),
    Index("plans_ended", "buyer", "position", **_where("due IS NULL")),
    Index("plans_due", "due", "position", **_where(RUNNING)),
    Index("plans_late", "vault", "due", **_where(RUNNING)),
    Index("plans_paused", "paused_at", "position", **_where("paused_at > 0")),
    Index("plans_written_off", "vault", "buyer", "written_off_time", **_where("written_off_time > 0")),
    Index("plans_lost", "position", **_where("written_off_time > 0")),
)

# As the partial indices have it
IS_RUNNING = and_(plans.c.due.is_not(None), plans.c.written_off_time == literal_column("0"))
IS_PAUSED = plans.c.paused_at > literal_column("0")
WAS_WRITTEN_OFF = plans.c.written_off_time > literal_column("0")

# Which event is of which plan, and by how much it changed what is owed, what counts for the seller's share, and what
# was repaid in time
plan_steps = Table(
    "plan_steps",
    metadata,
    position_key(),
    required("plan", BigInteger),
    required("vault", Hash),
    required("buyer", Hash),
    required("seller", Hash),
    required("borrowed", Amount),
    required("cleared", Amount),
    required("freed", Amount),
    required("in_time", Amount),
    Index("plan_steps_plan", "plan", "position"),
)

# What each event moved, and whose it was; `plan` and `order` are null where it is of none
credit_entries = Table(
    "credit_entries",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("part", String(16), primary_key=True),
    required("vault", Hash),
    Column("plan", BigInteger),
    Column("order", BigInteger),
    required("time", BigInteger),
    required("account", Hash),
    required("currency", Hash),
    required("amount", Amount),
    Index("credit_entries_account", "account", "position"),
    Index("credit_entries_order", "order", "position", **_where('"order" IS NOT NULL')),
    sqlite_with_rowid=False,
)

SUMS = (
    *("cash", "lent", "shares", "deposited", "taken_out", "granted", "repaid", "refunded"),
    *("fees", "late_fees", "written_off", "recovered", "plans", "ended", "lost"),
)

# `cash`, `lent` and `shares` are as they were after the event, all else is what had moved until then. `closes` the last
# row of its `day` (of UTC, counted from 1970)
vault_books = Table(
    "vault_books",
    metadata,
    position_key(),
    required("vault", Hash),
    required("time", BigInteger),
    required("day", BigInteger),
    required("closes", Boolean),
    *(required(name, Amount) for name in SUMS),
    Index("vault_books_vault", "vault", "position"),
    Index("vault_books_days", "vault", "day", **_where("closes = 1", "closes")),
)

# What buyers owe, also of plans that were written off, and have repaid in time; what counts for sellers' shares
borrowers = Table(
    "borrowers",
    metadata,
    Column("vault", Hash, primary_key=True),
    Column("buyer", Hash, primary_key=True),
    required("outstanding", Amount),
    required("repaid", Amount),
    sqlite_with_rowid=False,
)
credit_sellers = Table(
    "credit_sellers",
    metadata,
    Column("vault", Hash, primary_key=True),
    Column("seller", Hash, primary_key=True),
    required("open", Amount),
    sqlite_with_rowid=False,
)

# What lenders have, put in and took out; shares that one gave another count for what they were worth then
lenders = Table(
    "lenders",
    metadata,
    Column("vault", Hash, primary_key=True),
    Column("account", Hash, primary_key=True),
    *(required(name, Amount) for name in ("shares", "deposited", "taken_out", "received", "given")),
    sqlite_with_rowid=False,
)
lender_steps = Table(
    "lender_steps",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("account", Hash, primary_key=True),
    required("vault", Hash),
    required("kind", String(16)),
    required("shares", Amount),
    required("amount", Amount),
    required("time", BigInteger),
    Index("lender_steps_account", "account", "vault", "position"),
    sqlite_with_rowid=False,
)

# Cash that could not be sent, and waits in a vault
credit_unsent = Table(
    "credit_unsent",
    metadata,
    Column("account", Hash, primary_key=True),
    Column("vault", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    required("amount", Amount),
    sqlite_with_rowid=False,
)
