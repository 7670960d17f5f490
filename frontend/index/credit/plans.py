"""Questions about plans: of an order, of a buyer, what is due, what was missed, what became of one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from frontend.index.credit.progress import course_of
from frontend.index.credit.rows import Loans, Plan, Plans, Step
from frontend.index.credit.tables import IS_PAUSED, IS_RUNNING, WAS_WRITTEN_OFF, credit_entries, plan_steps
from frontend.index.credit.tables import plans as table
from frontend.index.reading import address, checksummed, event_of_row, hash_of, next_cursor, orders_of, place
from frontend.index.rows import Event, Page
from frontend.index.schema import block_of, credits, events, orders
from scripts.credit.terms import GRACE, WRITE_OFF
from scripts.credit.terms import Plan as Given

PART = 24
STEPS = 50
MOST = 200
OPEN = 100  # of one buyer: a vault lets him have six
SUMS = ("settled", "fees", "late_fees", "in_time", "written_off", "written_off_time", "recovered", "ended_time")


def of_order(db: Connection, order_id: str) -> Plan | None:
    """The plan of an order, also one that has ended; None where it was not bought in instalments."""
    found = of_orders(db, [order_id])
    return found.get(hash_of(order_id))


def of_orders(db: Connection, order_ids: Sequence[str]) -> dict[str, Plan]:
    """The plans of these orders, by the orders' ids; those that were not bought in instalments have none."""
    at = select(orders.c.position).where(orders.c.id.in_([hash_of(order_id) for order_id in order_ids]))
    return {plan.order.id: plan for plan in _read(db, select(table).where(table.c.order.in_(at)))}


def plan(db: Connection, plan_id: str) -> Plan | None:
    """A plan by its own id."""
    found = _read(db, select(table).where(table.c.id == hash_of(plan_id)))
    return found[0] if found else None


def opened_at(db: Connection, places: Sequence[int]) -> dict[int, Plan]:
    """The plans that events at these positions opened, by these."""
    rows = db.execute(select(table).where(table.c.position.in_(places))).mappings().all()
    return {row["position"]: plan for row, plan in zip(rows, _plans(db, rows), strict=True)}


def of_buyer(db: Connection, buyer: str, after: str = "", limit: int = PART) -> Plans:
    """A buyer's plans; ValueError (one sentence) for a cursor it never gave."""
    mine, before = table.c.buyer == address(buyer), place(after)
    ended = select(table).where(mine, table.c.due.is_(None), *[] if before is None else [table.c.position < before])
    rows = db.execute(ended.order_by(table.c.position.desc()).limit(limit + 1)).mappings().all()
    first = open_of(db, buyer) if before is None else []
    return Plans(first + _plans(db, rows[:limit]), next_cursor(rows, limit))


def open_of(db: Connection, buyer: str) -> list[Plan]:
    """A buyer's plans of which something is owed, what is due first at the top."""
    return _first(db, OPEN, table.c.buyer == address(buyer), table.c.due.is_not(None))


def due_soon(db: Connection, now: int, until: int, limit: int = MOST) -> list[Plan]:
    """Everybody's plans whose next instalment is due after `now` and not after `until`, what is due first at the top.

    Those whose dates wait are found by the latest date that this can be.
    """
    return _first(db, limit, IS_RUNNING, table.c.due.between(now + 1, until))


def overdue(db: Connection, now: int, limit: int = MOST) -> list[Plan]:
    """Everybody's plans with an instalment whose date and days of grace are over, the oldest first."""
    return _first(db, limit, IS_RUNNING, table.c.due <= now - GRACE)


def to_write_off(db: Connection, now: int, limit: int = MOST) -> list[Plan]:
    """Those that are overdue long enough to be written off; whether their order is in question, the order tells."""
    return _first(db, limit, IS_RUNNING, table.c.due <= now - WRITE_OFF)


def written_off(db: Connection, after: str = "", limit: int = PART) -> Page[Plan]:
    """Plans that were written off, the latest purchase first; ValueError (one sentence) for a cursor it never gave."""
    t, before = table.c, place(after)
    query = select(table).where(WAS_WRITTEN_OFF, *[] if before is None else [t.position < before])
    rows = db.execute(query.order_by(t.position.desc()).limit(limit + 1)).mappings().all()
    return Page(_plans(db, rows[:limit]), next_cursor(rows, limit))


def paused(db: Connection, limit: int = MOST) -> list[Plan]:
    """Plans whose dates wait, or waited until the pause was used up, the longest first."""
    query = select(table).where(IS_PAUSED).order_by(table.c.paused_at, table.c.position)
    return _read(db, query.limit(limit))


def to_settle(db: Connection, vault: str, limit: int = MOST) -> list[Plan]:
    """Plans of a vault of whose order something came back and waits in Escrow."""
    query = select(table).join_from(credits, orders, orders.c.id == credits.c.key)
    query = query.join(table, table.c.order == orders.c.position)
    kept = (
        credits.c.account == address(vault),
        credits.c.currency == orders.c.currency,
        table.c.vault == credits.c.account,
    )
    return _read(db, query.where(*kept).limit(limit))


def late(db: Connection, vault: str, now: int) -> Loans:
    """What of a vault's plans is overdue beyond the grace now, and not written off."""
    t = table.c
    query = select(t.outstanding).where(t.vault == address(vault), IS_RUNNING, t.due <= now - GRACE)
    owed = db.execute(query).scalars().all()
    return Loans(len(owed), sum(owed))


def count_open(db: Connection, buyer: str) -> int:
    """How many plans of a buyer are open."""
    query = select(func.count()).select_from(table)
    return db.execute(query.where(table.c.buyer == address(buyer), table.c.due.is_not(None))).scalar_one()


def steps(db: Connection, plan_id: str, after: str = "", limit: int = STEPS) -> Page[Step]:
    """What happened to a plan, the latest first; ValueError (one sentence) for a cursor it never gave."""
    at, before = plan_steps.c.position, place(after)
    mine = select(table.c.position).where(table.c.id == hash_of(plan_id)).scalar_subquery()
    query = select(events).join_from(plan_steps, events, events.c.position == at)
    query = query.where(plan_steps.c.plan == mine, *[] if before is None else [at < before])
    rows = db.execute(query.order_by(at.desc()).limit(limit + 1)).mappings().all()
    return Page(_steps(db, rows[:limit]), next_cursor(rows, limit))


def events_of(db: Connection, order_id: str, before: int | None, limit: int) -> list[RowMapping]:
    """The events of an order's plan, the latest first."""
    at, order = plan_steps.c.position, select(orders.c.position).where(orders.c.id == hash_of(order_id))
    mine = select(table.c.position).where(table.c.order == order.scalar_subquery()).scalar_subquery()
    query = select(events).join_from(plan_steps, events, events.c.position == at)
    query = query.where(plan_steps.c.plan == mine, *[] if before is None else [at < before])
    return list(db.execute(query.order_by(at.desc()).limit(limit)).mappings())


def _first(db: Connection, limit: int, *conditions: ColumnElement[bool]) -> list[Plan]:
    query = select(table).where(*conditions, table.c.due.is_not(None)).order_by(table.c.due, table.c.position)
    return _read(db, query.limit(limit))


def _read(db: Connection, query: Select[Any]) -> list[Plan]:
    return _plans(db, db.execute(query).mappings().all())


def _plans(db: Connection, rows: Sequence[RowMapping]) -> list[Plan]:
    bought = select(orders).where(orders.c.position.in_([row["order"] for row in rows]))
    named = db.execute(bought).mappings().all() if rows else []
    order_at = {row["position"]: order for row, order in zip(named, orders_of(db, named), strict=True)}
    return [
        Plan(
            id=row["id"],
            vault=checksummed(row["vault"]),
            order=order_at[row["order"]],
            given=_given(row),
            course=course_of(row),
            **{name: row[name] for name in SUMS},
            opened_block=block_of(row["position"]),
            opened_time=row["time"],
        )
        for row in rows
    ]


def _given(row: RowMapping) -> Given:
    people = bytes.fromhex(row["order_id"][2:]), checksummed(row["buyer"]), checksummed(row["seller"])
    return Given(*people, *(row[name] for name in ("principal", "start", "instalments", "interval", "slot")))


def _steps(db: Connection, rows: Sequence[RowMapping]) -> list[Step]:
    told = [event_of_row(row) for row in rows]
    moved: dict[int, dict[str, int]] = {row["position"]: {} for row in rows}
    for entry in db.execute(select(credit_entries).where(credit_entries.c.position.in_(moved))):
        moved[entry.position][entry.part] = entry.amount
    return [_step(event, moved[row["position"]]) for row, event in zip(rows, told, strict=True)]


def _step(event: Event, moved: dict[str, int]) -> Step:
    principal = event.fields.get("principal", event.fields.get("plan", {}).get("principal", 0))
    return Step(
        name=event.name,
        plan=event.fields["plan_id"],
        by=event.fields.get("payer", ""),
        amount=event.fields.get("amount", principal),
        principal=principal,
        fee=moved.get("fee", 0),
        late_fee=moved.get("late_fee", 0),
        late=event.fields.get("late", 0),
        paused=event.fields.get("paused", 0),
        block=event.block,
        time=event.time,
        log_index=event.log_index,
        transaction=event.transaction,
    )
