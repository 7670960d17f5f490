"""Points: what each account has of them, and every entry that made it so, with the order it is about.

Only a Loyalty of the address book counts: whatever another contract calls points is worth what it says itself. One
event makes at most one entry, so an entry is known by its event's position.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, delete, select

from frontend.index import projection, sums
from frontend.index.bulk import Row, add
from frontend.index.events import Decoded
from frontend.index.money import padded
from frontend.index.reading import address, checksummed, next_cursor, place
from frontend.index.rows import Page
from frontend.index.schema import LOG_BITS, block_of, credits, metadata, orders
from frontend.index.types import Amount, Hash
from frontend.state_table import EMPTY_ADDRESS

PART = 50

# What moved: `points` and, in an order's entries, the `cash` beside them; the cash of the last two waits in Loyalty
EARNED = "earned"  # a seller gave points on a release; they wait in Escrow until they are collected
COLLECTED = "collected"
SPENT = "spent"
BACK = "back"
UNSENT = "unsent"
WITHDRAWN = "withdrawn"
KINDS = (EARNED, COLLECTED, SPENT, BACK, UNSENT, WITHDRAWN)

# Each Loyalty that is followed, and the currency whose store credit its points are
loyalties = Table(
    "loyalties",
    metadata,
    Column("loyalty", Hash, primary_key=True),
    Column("currency", Hash, nullable=False),
)

entries = Table(
    "points_entries",
    metadata,
    Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("loyalty", Hash, nullable=False),
    Column("account", Hash, nullable=False),
    Column("order", BigInteger),
    Column("time", BigInteger, nullable=False),
    Column("currency", Hash, nullable=False),
    Column("points", Amount, nullable=False),
    Column("cash", Amount, nullable=False),
    Index("points_entries_account", "account", "position"),
    Index("points_entries_loyalty", "loyalty", "account", "position"),
)

# All that was ever collected, came back and was spent: each only grows, so that no order that a token lets anybody pay
# in a Loyalty's name brings a sum below zero, which could not be kept
balances = Table(
    "points",
    metadata,
    Column("account", Hash, primary_key=True),
    Column("loyalty", Hash, primary_key=True),
    Column("lifetime", Amount, nullable=False),
    Column("back", Amount, nullable=False),
    Column("spent", Amount, nullable=False),
    sqlite_with_rowid=False,
)

# Cash that could not be sent, and waits in Loyalty
unsent = Table(
    "points_unsent",
    metadata,
    Column("account", Hash, primary_key=True),
    Column("loyalty", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    Column("amount", Amount, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Points:
    """What an account has of one Loyalty, in its currency's smallest units.

    `ready` waits in Escrow to be collected; `unsent` is cash that waits in Loyalty to be withdrawn, by currency.
    `misplaced` waits in Escrow too, by currency: offers named these points for another one.
    """

    loyalty: str
    currency: str
    balance: int
    ready: int
    lifetime: int
    unsent: dict[str, int]
    misplaced: dict[str, int]

    @property
    def spendable(self) -> int:
        """What can pay an order: what is ready is collected where it is needed."""
        return self.balance + self.ready


@dataclass(frozen=True)
class PointsEntry:
    """A movement of points; `kind` is one of KINDS, `order` an id or empty.

    Of what was spent or came back, `cash` is what was paid or came back in cash; of what is unsent or withdrawn, it is
    all there is. Amounts in the smallest units of `currency`.
    """

    kind: str
    loyalty: str
    account: str
    order: str
    currency: str
    points: int
    cash: int
    block: int
    time: int
    log_index: int


# Writing


@dataclass(frozen=True)
class Settled:
    """The latest OrderSettled: its order and place, and whether points were minted in the log behind it.

    Cash that could not be sent is logged right behind these.
    """

    order: int | None = None
    position: int = -2
    has_points: bool = False

    def mints(self, event: Decoded) -> bool:
        """Whether this mints what came back."""
        return self.has_points and event.position == self.position + 1

    def keeps(self, event: Decoded) -> int | None:
        """The order whose cash this could not send, if it is of that."""
        return self.order if event.position == self.position + 1 + self.has_points else None


class Known:
    """Each Loyalty that this index follows, with its currency, and what a batch of events makes of points."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.currency_of = known
        self._settled = Settled()

    def of_order(self, event: Decoded, order: Row, moved: Iterable[Row]) -> list[Row]:
        """Entries of an order's event; `moved` are the ledger's."""
        if event.name == "OrderPaid" and projection.is_through_loyalty(order):
            return [self._entry(event, SPENT, order["payer"], order, order["points"], order["total"] - order["points"])]
        if event.name == "OrderSettled":
            points, cash = event.fields["points"], event.fields["cash"]
            self._settled = Settled(order["position"], event.position, bool(points))
            return [self._entry(event, BACK, str(event.loyalty), order, points, cash)]
        return [
            self._entry(event, EARNED, entry["account"], order, entry["amount"], 0)
            for entry in moved
            if entry["part"] == "points" and self.currency_of.get(entry["account"]) == entry["currency"]
        ]

    def of_loyalty(self, event: Decoded) -> list[Row]:
        """Entries of an event that a Loyalty logged and that names no order."""
        fields, loyalty = event.fields, str(event.loyalty)
        if event.name == "Transfer" and fields["sender"] == EMPTY_ADDRESS and not self._settled.mints(event):
            return [_row(event, COLLECTED, loyalty, fields["receiver"], self.currency_of[loyalty], fields["value"], 0)]
        if event.name == "PayoutCredited":
            row = _row(event, UNSENT, loyalty, fields["account"], fields["currency"], 0, fields["amount"])
            return [row | {"order": self._settled.keeps(event)}]
        if event.name == "CreditWithdrawn":
            return [_row(event, WITHDRAWN, loyalty, fields["account"], fields["currency"], 0, fields["amount"])]
        return []

    def _entry(self, event: Decoded, kind: str, loyalty: str, order: Row, points: int, cash: int) -> Row:
        row = _row(event, kind, loyalty, order["buyer"], self.currency_of[loyalty], points, cash)
        return row | {"order": order["position"]}


def note(db: Connection, made: list[Row]) -> None:
    """Adds entries that were just made."""
    add(db, entries, made)
    _count(db, made, 1)


def take_back(db: Connection, gone: int) -> None:
    """Forgets entries from a position on."""
    lost = db.execute(select(entries).where(entries.c.position >= gone)).mappings()
    _count(db, [dict(row) for row in lost], -1)
    db.execute(delete(entries).where(entries.c.position >= gone))


def as_ledger(entry: Row) -> Row:
    """An entry of no order as a row of the ledger."""
    row = {name: entry[name] for name in ("position", "order", "time", "account", "currency")}
    return row | {"part": entry["kind"], "amount": entry["points"] + entry["cash"], "key": None}


def _row(event: Decoded, kind: str, loyalty: str, account: str, currency: str, points: int, cash: int) -> Row:
    made = {"position": event.position, "kind": kind, "loyalty": loyalty, "account": account, "order": None}
    return made | {"time": event.time, "currency": currency, "points": points, "cash": cash}


SUMMED = (COLLECTED, BACK, SPENT)  # in the order of the sums' columns
UNSENT_SIGN = {UNSENT: 1, WITHDRAWN: -1}


def _count(db: Connection, made: Iterable[Row], sign: int) -> None:
    changed: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: (0,) * len(SUMMED))
    waiting: defaultdict[sums.Key, sums.Sums] = defaultdict(lambda: (0,))
    for entry in made:
        kind, key = entry["kind"], (entry["account"], entry["loyalty"])
        if kind in SUMMED:
            moved = tuple(sign * entry["points"] * (kind == summed) for summed in SUMMED)
            changed[key] = sums.total(changed[key], moved)
        elif kind in UNSENT_SIGN:
            apart = *key, entry["currency"]
            waiting[apart] = sums.total(waiting[apart], (sign * UNSENT_SIGN[kind] * entry["cash"],))
    sums.add(db, balances, {key: change for key, change in changed.items() if any(change)})
    sums.add(db, unsent, {key: change for key, change in waiting.items() if any(change)})


# Questions


def known(db: Connection) -> dict[str, str]:
    """Each Loyalty that this index follows, with its currency."""
    return {row.loyalty: row.currency for row in db.execute(select(loyalties))}


def of_account(db: Connection, account: str) -> list[Points]:
    """What an account has of each Loyalty."""
    who, followed = address(account), known(db)
    mine: defaultdict[str, sums.Sums] = defaultdict(lambda: (0,) * len(SUMMED))
    for row in db.execute(select(balances).where(balances.c.account == who)):
        mine[row.loyalty] = row.lifetime, row.back, row.spent
    kept = select(credits).where(credits.c.account.in_(followed), credits.c.key == padded(who))
    ready: dict[str, int] = {}
    misplaced: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in db.execute(kept):
        if row.currency == followed[row.account]:
            ready[row.account] = row.amount
        else:
            misplaced[row.account][checksummed(row.currency)] = row.amount
    waiting: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in db.execute(select(unsent).where(unsent.c.account == who)):
        waiting[row.loyalty][checksummed(row.currency)] = row.amount
    return [
        Points(
            loyalty=checksummed(loyalty),
            currency=checksummed(currency),
            balance=max(lifetime + back - spent, 0),
            ready=ready.get(loyalty, 0),
            lifetime=lifetime,
            unsent=waiting[loyalty],
            misplaced=misplaced[loyalty],
        )
        for loyalty, currency in sorted(followed.items(), key=itemgetter(1))
        for lifetime, back, spent in [mine[loyalty]]
    ]


def history(db: Connection, account: str, loyalty: str = "", after: str = "", limit: int = PART) -> Page[PointsEntry]:
    """Entries of an account, of one Loyalty or of all, the latest first. ValueError for a cursor it never gave."""
    e, before = entries.c, place(after)
    conditions = [e.account == address(account)]
    conditions += [e.loyalty == address(loyalty)] if loyalty else []
    conditions += [] if before is None else [e.position < before]
    query = select(entries, orders.c.id).outerjoin_from(entries, orders, orders.c.position == e.order)
    rows = db.execute(query.where(*conditions).order_by(e.position.desc()).limit(limit + 1)).mappings().all()
    found = [
        PointsEntry(
            kind=row["kind"],
            loyalty=checksummed(row["loyalty"]),
            account=checksummed(row["account"]),
            order=row["id"] or "",
            currency=checksummed(row["currency"]),
            points=row["points"],
            cash=row["cash"],
            block=block_of(row["position"]),
            time=row["time"],
            log_index=row["position"] & ((1 << LOG_BITS) - 1),
        )
        for row in rows[:limit]
    ]
    return Page(found, next_cursor(rows, limit))
