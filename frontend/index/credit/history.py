"""How a buyer stood with a vault at earlier times: the events of his plans once more, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from sqlalchemy import Connection, RowMapping, select

from frontend.index.bulk import event_of
from frontend.index.credit import kinds, progress
from frontend.index.credit.rows import Vault
from frontend.index.credit.tables import plan_steps
from frontend.index.credit.tables import plans as table
from frontend.index.credit.vaults import FULL
from frontend.index.reading import address
from frontend.index.schema import events
from scripts.credit.limit import Account, limit_of

MOST = 2_000  # events that are read for one answer


@dataclass(frozen=True)
class Stood:
    """A buyer at a time: his `limit`, what he `owed` (of the principal), and all that had moved until then.

    `borrowed` is what lenders paid of his orders, `repaid` what came back of that, `refunded` what orders gave back of
    it, `fees` those of instalments and for being late; `plans` is how many he had begun.
    """

    limit: int
    owed: int
    plans: int = 0
    borrowed: int = 0
    repaid: int = 0
    refunded: int = 0
    fees: int = 0


def at(db: Connection, vault: Vault, buyer: str, times: Sequence[int]) -> list[Stood] | None:
    """How a buyer stood at each of these times (Unix seconds, rising); None where too much happened to be read."""
    begun = _begun(db, vault, buyer)
    query = select(events, plan_steps.c.plan.label("of_plan")).select_from(plan_steps)
    query = query.join(events, events.c.position == plan_steps.c.position).where(plan_steps.c.plan.in_(begun))
    rows = db.execute(query.limit(MOST + 1)).mappings().all() if len(begun) <= MOST else []
    if max(len(rows), len(begun)) > MOST:
        return None
    return _Replay(vault, begun).at(sorted(rows, key=itemgetter("position")), times)


def _begun(db: Connection, vault: Vault, buyer: str) -> dict[int, progress.Row]:
    """A buyer's plans, open or ended, as they were when they were opened; by their positions."""
    found: dict[int, progress.Row] = {}
    for is_so in (table.c.due.is_not(None), table.c.due.is_(None)):
        query = select(table).where(table.c.buyer == address(buyer), is_so).limit(MOST + 1)
        for row in db.execute(query).mappings():
            if row["vault"] == address(vault.address):
                found[row["position"]] = progress.begun(dict(row))
    return found


class _Replay:
    """A buyer's plans as they were, event after event."""

    def __init__(self, vault: Vault, begun: dict[int, progress.Row]) -> None:
        self._vault = vault
        self._begun = begun
        self._open: dict[int, progress.Row] = {}
        self._moved = Stood(0, 0)
        self._in_time = 0
        self._lost_at = 0

    def at(self, rows: Sequence[RowMapping], times: Sequence[int]) -> list[Stood]:
        found, place = [], 0
        for time in times:
            while place < len(rows) and rows[place]["time"] <= time:
                self._take(rows[place])
                place += 1
            found.append(self._standing(time))
        return found

    def _take(self, row: RowMapping) -> None:
        event, number, moved = event_of(row), row["of_plan"], self._moved
        plan = self._open[number] = self._begun[number]
        if event.name == kinds.OPENED:
            self._moved = replace(moved, plans=moved.plans + 1, borrowed=moved.borrowed + plan["principal"])
            return
        step = progress.advance(plan, event)
        came_back = "refunded" if event.name == kinds.SETTLED else "repaid"
        sums = {came_back: getattr(moved, came_back) + step.cleared, "fees": moved.fees + step.fees + step.late_fees}
        self._moved = replace(moved, **sums)
        self._in_time += step.in_time
        self._lost_at = max(self._lost_at, plan["written_off_time"])

    def _standing(self, time: int) -> Stood:
        owed = sum(plan["outstanding"] for plan in self._open.values())
        dues = tuple(plan["due"] for plan in self._open.values() if plan["due"] is not None)
        account = Account(owed, min(self._in_time, FULL), self._lost_at, dues)
        return replace(self._moved, limit=limit_of(account, self._vault.parameters, time).limit, owed=owed)
