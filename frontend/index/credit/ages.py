"""How old a vault's loans are: what runs in time, what waits, what is late and since when."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from frontend.index.credit import vaults
from frontend.index.credit.rows import Ages, Loans
from frontend.index.credit.tables import IS_PAUSED, IS_RUNNING
from frontend.index.credit.tables import plans as table
from frontend.index.reading import address
from scripts.credit.terms import GRACE, MAX_PAUSE, WRITE_OFF
from scripts.parameters import DAY

LATE = (GRACE // DAY, 15, 30, WRITE_OFF // DAY)  # days since the missed date, each up to the next


def of_vault(db: Connection, vault: str, now: int) -> Ages:
    """The ages of what a vault has lent, at a time (Unix seconds)."""
    t, mine = table.c, (table.c.vault == address(vault), IS_RUNNING)
    late: defaultdict[int, list[int]] = defaultdict(list)
    for due, owed in db.execute(select(t.due, t.outstanding).where(*mine, t.due <= now - GRACE)):
        late[LATE[bisect(LATE, (now - due) // DAY) - 1]].append(owed)
    waiting, by_days = _loans(_paused(db, vault, now)), {days: _loans(late[days]) for days in LATE}
    books, of_late = vaults.books(db, vault), Ages(Loans(), waiting, by_days).all_late
    rest = Loans(books.running - of_late.plans - waiting.plans, books.lent - of_late.principal - waiting.principal)
    return Ages(rest, waiting, by_days)


def _paused(db: Connection, vault: str, now: int) -> list[int]:
    """What is owed of each plan that waits: found among all that are paused, which are few, not among all that run."""
    t, of = table.c, address(vault)
    query = select(t.vault, t.due, t.outstanding).where(IS_PAUSED, IS_RUNNING)
    found = db.execute(query.where(t.paused_at - t.paused > now - MAX_PAUSE))
    return [row.outstanding for row in found if row.vault == of and row.due > now - GRACE]


def _loans(owed: Sequence[int]) -> Loans:
    return Loans(len(owed), sum(owed))
