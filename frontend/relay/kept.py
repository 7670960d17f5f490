"""What this storefront does not send itself: buyers' confirmations, kept so that the seller can.

A document is kept while its order stands where it was signed for: it goes when it has expired, the order has ended or,
for some minutes, has stood elsewhere. Until then it is only left out: a node that is behind the others says so, too.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend.relay import policy
from frontend.relay.policy import NotNow
from frontend.relay.storage import connect, insert, transaction
from frontend.state_table import ENDED
from scripts.signed import Signed
from scripts.terms import Record

FAR = 2**62  # seconds: no clock comes so far, and SQLite can count to there


@dataclass(frozen=True)
class Kept:
    """A kept document; `place` is its cursor in lists, status and round are those that it was signed for.

    `differs` is when, by this machine's time, the order was first seen elsewhere; 0 where it was not.
    """

    place: int
    id: str
    order_id: str
    why: str
    body: dict[str, Any]
    status: int
    round: int
    expires: int
    differs: float

    def holds(self, record: Record, now: int) -> bool:
        """Whether Escrow may still take it."""
        return (self.status, self.round) == (record.status, record.round) and now < self.expires

    def is_over(self, record: Record, now: int, here: float) -> bool:
        """Whether it is worth nothing any more; `here` is this machine's time."""
        if now >= self.expires or record.status in ENDED:
            return True
        return not self.holds(record, now) and 0 < self.differs < here - policy.MOVED


class Cabinet:
    """The kept documents of one market, in the ledger's file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, signed: Signed, order_id: str, record: Record, why: str) -> None:
        """Keeps a document that Escrow would take now; of one order only the latest few. Raises NotNow where full."""
        assert signed.action
        values = {
            **{"id": signed.id, "order_id": order_id, "seller": signed.order.offer.seller.lower(), "why": why},
            **{"status": int(record.status), "round": record.round, "expires": min(signed.action.expires, FAR)},
            "body": json.dumps(signed.body),
        }
        with self._open() as db, transaction(db):
            if db.execute("SELECT COUNT(*) FROM kept").fetchone()[0] >= policy.KEPT:
                raise NotNow("full")
            db.execute("DELETE FROM kept WHERE id = ?", (signed.id,))
            insert(db, "kept", values)
            db.execute(
                "DELETE FROM kept WHERE place IN"
                " (SELECT place FROM kept WHERE order_id = ? ORDER BY place DESC LIMIT -1 OFFSET ?)",
                (order_id, policy.KEPT_OF_AN_ORDER),
            )

    def find(self, id_: str) -> Kept | None:
        """A document by its id."""
        with self._open() as db:
            row = db.execute("SELECT * FROM kept WHERE id = ?", (id_,)).fetchone()
        return _kept(row) if row else None

    def part(self, after: int, limit: int, seller: str = "") -> list[Kept]:
        """Documents behind a place, of a seller or of all, the oldest first."""
        query = "SELECT * FROM kept WHERE place > ? AND seller = ? ORDER BY place LIMIT ?"
        given: tuple[Any, ...] = (after, seller.lower(), limit)
        if not seller:
            query, given = "SELECT * FROM kept WHERE place > ? ORDER BY place LIMIT ?", (after, limit)
        with self._open() as db:
            return [_kept(row) for row in db.execute(query, given)]

    def sift(self, found: Sequence[Kept], records: Sequence[Record], now: int) -> list[Kept]:
        """Those that Escrow may still take; notes which do not hold, and drops what is over."""
        here, pairs = time.time(), list(zip(found, records, strict=True))
        holding = [one for one, record in pairs if one.holds(record, now)]
        over = [one for one, record in pairs if one.is_over(record, now, here)]
        noted = [(0.0, one.id) for one in holding if one.differs]
        noted += [(here, one.id) for one in found if not one.differs and one not in holding and one not in over]
        if noted:
            with self._open() as db, transaction(db):
                db.executemany("UPDATE kept SET differs = ? WHERE id = ?", noted)
        if over:
            self.drop([one.id for one in over])
        return holding

    def drop(self, ids: Sequence[str]) -> None:
        """Deletes documents that are worth nothing any more."""
        with self._open() as db, transaction(db):
            db.executemany("DELETE FROM kept WHERE id = ?", [(one,) for one in ids])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(connect(self._path)) as db:
            yield db


def _kept(row: Any) -> Kept:
    plain = {name: row[name] for name in ("place", "id", "order_id", "why", "status", "round", "expires", "differs")}
    return Kept(body=json.loads(row["body"]), **plain)
