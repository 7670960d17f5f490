"""The relay's ledger: what was sent and what it cost, in SQLite. Backed up, never rebuilt.

A transaction is signed and written down, with its nonce and the most it may cost, before any node has it. Whatever
ends the process then, the same bytes are sent again: under one nonce one of them is mined at most.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend.relay import policy
from frontend.relay.policy import NotNow
from frontend.relay.purse import Payment
from frontend.relay.storage import connect, insert, transaction
from frontend.relay.wire import Fees, Receipt
from scripts.wallet import Call

DAY = 86_400


@dataclass(frozen=True)
class Wanted:
    """A call that is to be sent, and the document that asks for it. `orders` are ids; `day` counts from 1970 by the
    chain's time."""

    id: str
    signer: str
    orders: tuple[str, ...]
    body: str
    call: Call
    gas: int
    fees: Fees
    day: int

    @property
    def cost(self) -> int:
        """The most that it may cost, in gwei."""
        return most_cost(self.gas, self.fees)


@dataclass(frozen=True)
class Means:
    """What there is to send with: an account, how many of its transactions are mined, its coin and the day's budget
    (gwei), the latest block, and this machine's time."""

    account: str
    count: int
    coin: int
    head: int
    budget: int
    now: float


@dataclass(frozen=True)
class Sent:
    """A call that was signed: `state` is sent, mined, failed or lost; `body` is the document where it may still matter.

    Times are those of this machine: when it began, was signed at these fees, was given to a node, and when the node
    said for the first time that something else has its nonce. `head` was the latest block when it was signed, `block`
    is the one that it was mined in, or 0.
    """

    id: str
    nonce: int
    data: bytes
    gas: int
    fees: Fees
    raw: bytes
    hashes: tuple[str, ...]
    body: str
    head: int
    began: float
    signed: float
    tried: float
    missed: float
    state: str
    block: int


class Ledger:
    """The ledger of one market, in a file; each question opens it anew, so any thread and process may ask."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def find(self, id_: str) -> Sent | None:
        """What was sent of a document."""
        with self._reading() as db:
            row = db.execute("SELECT * FROM sent WHERE id = ?", (id_,)).fetchone()
        return _sent(row) if row else None

    def unsettled(self, account: str) -> list[Sent]:
        """Whatever of an account's may still change, by its nonce."""
        query = "SELECT * FROM sent WHERE NOT settled AND account = ? ORDER BY nonce"
        with self._reading() as db:
            return [_sent(row) for row in db.execute(query, (account,))]

    def failures(self, signer: str, day: int) -> list[Sent]:
        """What of an account's is counted as mined in vain on a day."""
        query = "SELECT * FROM sent WHERE day = ? AND signer = ? AND state = 'failed' AND NOT excused"
        with self._reading() as db:
            return [_sent(row) for row in db.execute(query, (day, signer))]

    def spent(self, day: int) -> int:
        """What a day has cost in gwei; what is on its way counts as the most it may cost."""
        with self._reading() as db:
            return _spent(db, day)

    def reserve(self, wanted: Wanted, means: Means, sign: Callable[[int], Payment]) -> Sent:
        """Takes a nonce and the cost out of the day's budget, and keeps the signed transaction; raises NotNow.

        What was reserved before is given back as it was.
        """
        with self._writing() as db:
            row = db.execute("SELECT * FROM sent WHERE id = ?", (wanted.id,)).fetchone()
            if row:
                return _sent(row)
            _check(db, wanted, means)
            (last,) = db.execute("SELECT MAX(nonce) FROM sent WHERE account = ?", (means.account,)).fetchone()
            nonce = max(means.count, -1 if last is None else last + 1)
            payment = sign(nonce)
            values = {
                **{name: getattr(wanted, name) for name in ("id", "signer", "body", "gas", "day")},
                **{"data": wanted.call.data, "account": means.account, "nonce": nonce},
                **{"most": wanted.fees.most, "tip": wanted.fees.tip},
                **{"raw": payment.raw, "hashes": json.dumps([payment.hash]), "reserved": wanted.cost},
                **{"head": means.head},
                **dict.fromkeys(("began", "signed", "tried"), means.now),
            }
            insert(db, "sent", values)
            db.executemany("INSERT INTO concerned VALUES (?, ?)", [(order, wanted.id) for order in wanted.orders])
            return _sent(db.execute("SELECT * FROM sent WHERE id = ?", (wanted.id,)).fetchone())

    def replace(self, sent: Sent, fees: Fees, day: int, means: Means, sign: Callable[[int], Payment]) -> bytes | None:
        """The same call under the same nonce for higher fees, out of this day's budget; None where that is spent, or
        the account has too little coin."""
        cost = most_cost(sent.gas, fees)
        with self._writing() as db:
            (others,) = db.execute(
                "SELECT COALESCE(SUM(COALESCE(spent, reserved)), 0) FROM sent WHERE day = ? AND id != ?", (day, sent.id)
            ).fetchone()
            (waiting,) = db.execute(
                "SELECT COALESCE(SUM(reserved), 0) FROM sent WHERE state = 'sent' AND account = ? AND id != ?",
                (means.account, sent.id),
            ).fetchone()
            if others + cost > means.budget or waiting + cost > means.coin:
                return None
            payment = sign(sent.nonce)
            values = {
                **{"most": fees.most, "tip": fees.tip, "raw": payment.raw, "reserved": cost, "day": day},
                **{"hashes": json.dumps([*sent.hashes, payment.hash]), "head": means.head},
                **dict.fromkeys(("signed", "tried"), means.now),
            }
            _update(db, sent.id, values)
        return payment.raw

    def settle(self, id_: str, receipt: Receipt, is_final: bool) -> None:
        """It was mined, and cost so much."""
        values = {
            **{"state": "mined" if receipt.is_good else "failed", "block": receipt.block, "spent": receipt.cost},
            **({"settled": 1, "raw": b"", "data": b""} if is_final else {}),
            **({"body": ""} if is_final and receipt.is_good else {}),
        }
        with self._writing() as db:
            _update(db, id_, {**values, "hashes": _latest(db, id_, receipt)})

    def miss(self, id_: str, now: float) -> None:
        """Something else seems to have its nonce."""
        with self._writing() as db:
            _update(db, id_, {"missed": now})

    def lose(self, id_: str) -> None:
        """Another transaction of the account has taken its nonce: it can no longer be mined."""
        with self._writing() as db:
            _update(db, id_, {"state": "lost", "spent": 0, "settled": 1, "raw": b"", "data": b"", "body": ""})

    def retry(self, id_: str, now: float) -> None:
        """It is given to the node once more."""
        with self._writing() as db:
            _update(db, id_, {"state": "sent", "spent": None, "missed": 0, "tried": now})

    def excuse(self, ids: Sequence[str]) -> None:
        """These failed because somebody else had brought the same, and no longer count against their signers."""
        with self._writing() as db:
            db.executemany("UPDATE sent SET excused = 1 WHERE id = ?", [(one,) for one in ids])

    def forget(self, day: int) -> None:
        """Drops what was over before a day."""
        with self._writing() as db:
            db.execute("DELETE FROM sent WHERE state != 'sent' AND day < ?", (day,))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with closing(connect(self.path)) as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(connect(self.path)) as db, transaction(db):
            yield db


def most_cost(gas: int, fees: Fees) -> int:
    """What a transaction may cost at most, in gwei, rounded up; for the first layer, twice what it costs now."""
    return -(-(gas * fees.most + 2 * fees.first) // 10**9)


def _update(db: sqlite3.Connection, id_: str, values: dict[str, Any]) -> None:
    changes = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE sent SET {changes} WHERE id = :id", {**values, "id": id_})


def _check(db: sqlite3.Connection, wanted: Wanted, means: Means) -> None:
    """Raises NotNow where a limit is reached."""
    query = "SELECT id, signer, reserved, began FROM sent WHERE state = 'sent' AND account = ?"
    open_ones = db.execute(query, (means.account,)).fetchall()
    if len(open_ones) >= policy.AT_ONCE or any(means.now - one["began"] > policy.STUCK for one in open_ones):
        raise NotNow("busy")
    if any(one["signer"] == wanted.signer for one in open_ones) or _concerned(db, wanted, open_ones):
        raise NotNow("underway")
    _check_signer(db, wanted, means)
    for order in wanted.orders:
        counted = "SELECT COUNT(*) FROM concerned JOIN sent USING (id) WHERE order_id = ? AND day = ?"
        if db.execute(counted, (order, wanted.day)).fetchone()[0] >= policy.AN_ORDERS:
            raise NotNow("order")
    if _spent(db, wanted.day) + wanted.cost > means.budget:
        raise NotNow("budget")
    if sum(one["reserved"] for one in open_ones) + wanted.cost > means.coin:
        raise NotNow("empty")


def _check_signer(db: sqlite3.Connection, wanted: Wanted, means: Means) -> None:
    """Raises NotNow where an account has had its part; where one order takes more than that, it may have one a day."""
    query = (
        "SELECT COUNT(*), COALESCE(SUM(COALESCE(spent, reserved)), 0),"
        " COUNT(*) FILTER (WHERE state = 'failed' AND NOT excused) FROM sent WHERE day = ? AND signer = ?"
    )
    calls, cost, failures = db.execute(query, (wanted.day, wanted.signer)).fetchone()
    if calls >= policy.A_SIGNERS:
        raise NotNow("account")
    if failures >= policy.FAILURES:
        raise NotNow("failures")
    if (calls or len(wanted.orders) > 1) and cost + wanted.cost > means.budget // policy.SHARE:
        raise NotNow("account" if calls else "dear")


def _concerned(db: sqlite3.Connection, wanted: Wanted, open_ones: list[sqlite3.Row]) -> bool:
    """Whether something of these orders is on its way."""
    query = "SELECT 1 FROM concerned WHERE id = ? AND order_id = ?"
    return any(db.execute(query, (one["id"], order)).fetchone() for one in open_ones for order in wanted.orders)


def _spent(db: sqlite3.Connection, day: int) -> int:
    query = "SELECT COALESCE(SUM(COALESCE(spent, reserved)), 0) FROM sent WHERE day = ?"
    return int(db.execute(query, (day,)).fetchone()[0])


def _latest(db: sqlite3.Connection, id_: str, receipt: Receipt) -> str:
    """The hashes, that of the one which was mined last."""
    (hashes,) = db.execute("SELECT hashes FROM sent WHERE id = ?", (id_,)).fetchone()
    return json.dumps([one for one in json.loads(hashes) if one != receipt.hash] + [receipt.hash])


def _sent(row: Any) -> Sent:
    fees, hashes = Fees(row["most"], row["tip"]), tuple(json.loads(row["hashes"]))
    times = ("began", "signed", "tried", "missed")
    plain = {
        name: row[name] for name in ("id", "nonce", "data", "gas", "raw", "body", "head", "state", "block", *times)
    }
    return Sent(fees=fees, hashes=hashes, **plain)
