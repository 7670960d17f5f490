"""A vault's books: what an event makes of them."""

from typing import Any

from sqlalchemy import Connection, delete, select

from frontend.index.bulk import add, change
from frontend.index.credit.progress import Moved
from frontend.index.credit.tables import SUMS, vault_books
from frontend.index.daily import DAY
from frontend.index.events import Decoded
from scripts.credit.growth import worth

Row = dict[str, Any]


class Books:
    """The books of each vault that a batch of events is about."""

    def __init__(self, db: Connection, vaults: set[str]) -> None:
        self._db = db
        self._last: dict[str, Row] = {}
        self._new: list[Row] = []
        self._closed: list[Row] = []  # rows that were there, and close their day no longer
        for vault in sorted(vaults):
            query = select(vault_books).where(vault_books.c.vault == vault).order_by(vault_books.c.position.desc())
            row = db.execute(query.limit(1)).mappings().first()
            self._last[vault] = dict(row) if row else dict.fromkeys(SUMS, 0)

    def worth(self, vault: str, shares: int) -> int:
        """What shares of a vault are worth now."""
        last = self._last[vault]
        return worth(shares, last["cash"] + last["lent"], last["shares"])

    def change(self, event: Decoded, **changes: int) -> None:
        """What an event added to sums, or took away."""
        changes = {name: change for name, change in changes.items() if change}
        if not changes:
            return
        vault, before = str(event.vault), self._last[str(event.vault)]
        row = {name: before[name] + changes.get(name, 0) for name in SUMS}
        day = event.time // DAY
        row |= {"position": event.position, "vault": vault, "time": event.time, "day": day, "closes": True}
        if before.get("day") == day:
            before["closes"] = False
            self._closed.append(before)
        self._last[vault] = row
        self._new.append(row)

    def open(self, event: Decoded, principal: int) -> None:
        """A plan was opened."""
        self.change(event, cash=-principal, lent=principal, granted=principal, plans=1)

    def move(self, event: Decoded, moved: Moved, is_refund: bool) -> None:
        """Something else became of a plan."""
        lent = 0 if moved.was_lost else moved.cleared
        self.change(
            event,
            cash=moved.cash,
            lent=-lent - moved.given_up,
            repaid=0 if is_refund else lent,
            refunded=lent if is_refund else 0,
            recovered=moved.cleared - lent,
            fees=moved.fees,
            late_fees=moved.late_fees,
            written_off=moved.given_up,
            ended=int(moved.has_ended and not moved.was_lost),
            lost=int(moved.given_up > 0),
        )

    def write(self) -> None:
        """Writes the new rows."""
        new = {row["position"] for row in self._new}
        change(self._db, vault_books, [row for row in self._closed if row["position"] not in new], ("closes",))
        add(self._db, vault_books, self._new)


def take_back(db: Connection, gone: int) -> None:
    """Forgets rows from a position on; the last that is left closes its day again."""
    b = vault_books.c
    vaults = set(db.execute(select(b.vault).where(b.position >= gone).distinct()).scalars())
    db.execute(delete(vault_books).where(b.position >= gone))
    for vault in sorted(vaults):
        last = select(vault_books).where(b.vault == vault).order_by(b.position.desc()).limit(1)
        rows = [dict(row) | {"closes": True} for row in db.execute(last).mappings()]
        change(db, vault_books, rows, ("closes",))
