"""The public ledger: every event that moved money, the latest first, with who paid and got how much.

Entries follow from events, so they are computed for what is shown instead of being kept. One question looks through so
many events at most; where it has found little until then, its `next` goes on.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, RowMapping, Select, func, select, union

from frontend.index import money, points
from frontend.index.bulk import Row, event_of, load
from frontend.index.credit.tables import credit_entries
from frontend.index.reading import address, entry_of, event_of_row, orders_of, place
from frontend.index.rows import Entry, Event, Order
from frontend.index.schema import IS_STEP, events, ledger, offers, orders, position

PART = 25
AT_ONCE = 100  # events
AT_MOST = 2_000
LATEST = 5_000  # of an account's orders in each role
PAYOUTS = ("PayoutCredited", "CreditWithdrawn", "CreditCollected")
PARTS = (
    *("paid", "spent", "lent", "proceeds", "refund", "commission", "points", "goodwill"),
    *("cash_back", "points_back", "unsent", "withdrawn", "collected"),
    *("repaid", "fee", "late_fee", "debt_back", "deposited", "taken_out"),
)


@dataclass(frozen=True)
class FlowFilter:
    """Which flows; empty fields do not matter. `part` is one of PARTS; times in Unix seconds, `until` not included."""

    part: str = ""
    account: str = ""
    currency: str = ""
    since: int = 0
    until: int = 0


@dataclass(frozen=True)
class Flow:
    """An event with the money that it moved; `order` is None where it belongs to none."""

    event: Event
    order: Order | None
    entries: list[Entry]


@dataclass(frozen=True)
class Flows:
    """A part of the ledger; `next` is the cursor of the following one, `seen` (Unix seconds) how far this looked back.

    Both are empty at the end.
    """

    items: list[Flow]
    next: str
    seen: int


def flows(db: Connection, wanted: FlowFilter, after: str = "", limit: int = PART) -> Flows:
    """A part of the ledger; ValueError (one sentence) for an account, currency or cursor that is none."""
    currency = address(wanted.currency) if wanted.currency else ""
    found: list[Flow] = []
    last: RowMapping | None = None
    for looked, (row, flow) in enumerate(_walk(db, wanted, place(after))):
        if last is not None and (len(found) == limit or looked == AT_MOST):
            return Flows(found, str(last["position"]), last["time"])
        last = row
        if flow.entries and _fits(flow, wanted.part, currency):
            found.append(flow)
    return Flows(found, "", 0)


def block(db: Connection, number: int) -> list[Flow]:
    """All events of a block, in their order, also those that moved nothing."""
    inside = events.c.position >= position(number, 0), events.c.position < position(number + 1, 0)
    return _flows(db, db.execute(select(events).where(*inside).order_by(events.c.position)).mappings().all())


def position_at(db: Connection, time: int) -> int:
    """A position from which on events happened at a time (Unix seconds) or later, and before which earlier."""
    low, high = 0, (db.execute(select(func.max(events.c.position))).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        query = select(events.c.position, events.c.time).where(events.c.position >= middle)
        found = db.execute(query.order_by(events.c.position).limit(1)).first()
        if found is None or found.time >= time:
            high = middle
        else:
            low = found.position + 1
    return low


def _fits(flow: Flow, part: str, currency: str) -> bool:
    if currency and all(entry.currency.lower() != currency for entry in flow.entries):
        return False
    return not part or any(entry.part == part for entry in flow.entries)


def _walk(db: Connection, wanted: FlowFilter, before: int | None) -> Iterator[tuple[RowMapping, Flow]]:
    """Events from a position backwards, each with what it moved."""
    since = position_at(db, wanted.since) if wanted.since else 0
    if wanted.until:
        end = position_at(db, wanted.until)
        before = end if before is None else min(before, end)
    while True:
        rows = _part(db, wanted.account, since, before)
        yield from zip(rows, _flows(db, rows), strict=True)
        if len(rows) < AT_ONCE:
            return
        before = rows[-1]["position"]


def _part(db: Connection, account: str, since: int, before: int | None) -> Sequence[RowMapping]:
    bounds = [events.c.position >= since, *([] if before is None else [events.c.position < before])]
    query = select(events).where(*bounds).order_by(events.c.position.desc()).limit(AT_ONCE)
    if not account:
        return db.execute(query).mappings().all()
    places: list[int] = []
    for table in (ledger, points.entries, credit_entries):
        mine = select(table.c.position).where(table.c.account == address(account), table.c.position >= since)
        mine = mine if before is None else mine.where(table.c.position < before)
        places += db.execute(mine.order_by(table.c.position.desc()).limit(AT_ONCE)).scalars()
    found = [*db.execute(query.where(events.c.subject.in_(_orders_of(account)), IS_STEP)).mappings()]
    found += db.execute(select(events).where(events.c.position.in_(places))).mappings()
    latest = {row["position"]: row for row in found}
    return [latest[at] for at in sorted(latest, reverse=True)[:AT_ONCE]]


def _orders_of(account: str) -> Select[tuple[int]]:
    """The latest orders that an account bought, paid for somebody else, or sold."""
    o, who = orders.c, address(account)
    roles = ((o.buyer == who,), (o.payer == who, o.payer != o.buyer), (o.seller == who,))
    latest = [select(o.position).where(*role).order_by(o.position.desc()).limit(LATEST).subquery() for role in roles]
    return select(union(*(select(one.c.position) for one in latest)).subquery().c.position)


def _flows(db: Connection, rows: Sequence[RowMapping]) -> list[Flow]:
    """What some events moved; no entries where that is nothing."""
    paid_out = [row["position"] for row in rows if row["name"] in PAYOUTS and not row["vault"]]
    payouts = {row["position"]: row for row in load(db, ledger, ledger.c.position, paid_out)}
    logged = [row["position"] for row in rows if row["loyalty"] and row["subject"] is None]
    made = load(db, points.entries, points.entries.c.position, logged)
    payouts |= {row["position"]: points.as_ledger(row) for row in made}
    of_credit = _of_credit(db, rows)
    named = {row["subject"] for row in rows if row["subject"] is not None}
    named |= {row["order"] for row in (*payouts.values(), *chain(*of_credit.values())) if row["order"] is not None}
    known = db.execute(select(orders).where(orders.c.position.in_(named))).mappings().all()
    order_at = {row["position"]: order for row, order in zip(known, orders_of(db, known), strict=True)}
    entries = _entries(db, [row for row in rows if row["subject"] in order_at], known)
    entries |= {at: [row] for at, row in payouts.items()} | of_credit
    found: list[Flow] = []
    for row in rows:
        moved = entries.get(row["position"], [])
        order = order_at.get(moved[0]["order"] if moved else row["subject"])
        told = [entry_of(order.id if order else "", entry) for entry in moved]
        found.append(Flow(event_of_row(row), order, told))
    return found


def _of_credit(db: Connection, rows: Sequence[RowMapping]) -> defaultdict[int, list[Row]]:
    """What events that a Credit logged have moved, by the events' positions."""
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for entry in load(db, credit_entries, credit_entries.c.position, [row["position"] for row in rows if row["vault"]]):
        found[entry["position"]].append(entry | {"key": None})
    for entries in found.values():
        entries.sort(key=lambda entry: PARTS.index(entry["part"]))
    return found


def _entries(db: Connection, rows: Sequence[RowMapping], known: Sequence[RowMapping]) -> dict[int, list[Row]]:
    """Ledger rows of events of orders, by the events' positions."""
    order_at = {row["position"]: dict(row) for row in known}
    offer_at = {row["position"]: row for row in load(db, offers, offers.c.position, {row["offer"] for row in known})}
    released = _released(db, set(order_at))
    found: dict[int, list[Row]] = {}
    for row in rows:
        order = order_at[row["subject"]]
        before = sum(amount for at, amount in released[row["subject"]] if at < row["position"])
        found[row["position"]] = money.entries(event_of(row), order, offer_at[order["offer"]], before)
    return found


def _released(db: Connection, subjects: set[int]) -> defaultdict[int, list[tuple[int, int]]]:
    """When and how much was released of orders: positions and amounts, by the orders' positions."""
    columns = events.c.subject, events.c.position, events.c.fields
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in db.execute(select(*columns).where(events.c.subject.in_(subjects), IS_STEP)):
        if row.fields.get("released"):
            found[row.subject].append((row.position, row.fields["released"]))
    return found
