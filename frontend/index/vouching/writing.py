"""What a batch of events makes of claims; forgetting what a re-organised chain has forgotten."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from frontend.index.bulk import Row, add, change, parts
from frontend.index.events import Decoded
from frontend.index.rows import EMPTY_HASH
from frontend.index.vouching.kinds import DECLINED, NAMES, RENEWED, REVOKED
from frontend.index.vouching.tables import FOREVER, vouchings

BEFORE_ALL: Row = {
    **{"issued": False, "revoked": False, "declined": False, "since": 0, "expires": 0},
    **{"revoked_at": 0, "document": None, "notice": None},
}


class Claims:
    """Folds the events of claims, oldest first, into rows, and writes them."""

    def __init__(self, db: Connection, events: Sequence[Decoded]) -> None:
        self._db = db
        self._current = _current(db, {key_of(event.fields) for event in events if event.name in NAMES})
        self._there = {row["position"] for row in self._current.values()}
        self._new: list[Row] = []
        self._ended: list[Row] = []

    def fold(self, event: Decoded) -> None:
        """Applies an event of NAMES."""
        fields = event.fields
        key = key_of(fields)
        before = self._current.get(key)
        row = (before or BEFORE_ALL) | {"position": event.position, "time": event.time, "key": key, "until": FOREVER}
        row |= {name: fields[name] for name in ("issuer", "subject", "kind")} | _changed(event, before)
        self._current[key] = row
        self._new.append(row)
        if before:
            before["until"] = event.position
            if before["position"] in self._there:
                self._ended.append(before)

    def write(self) -> None:
        """Writes what was folded."""
        add(self._db, vouchings, self._new)
        change(self._db, vouchings, self._ended, ("until",))


def key_of(fields: dict[str, Any]) -> str:
    """Issuer, subject and kind in one."""
    return str(fields["issuer"] + fields["subject"][2:] + fields["kind"][2:])


def taken_back_from(events: Iterable[Decoded]) -> set[str]:
    """Subjects of whom a claim was revoked, or who declined one."""
    names = (REVOKED, DECLINED)
    return {event.fields["subject"] for event in events if event.name in names and event.fields.get("declined", True)}


def take_back(db: Connection, gone: int) -> set[str]:
    """Forgets events of claims from a position on; the subjects of whom claims may hold again."""
    lost = select(vouchings.c.subject).where(vouchings.c.position >= gone).distinct()
    subjects = set(db.execute(lost).scalars())
    db.execute(delete(vouchings).where(vouchings.c.position >= gone))
    reopened = vouchings.c.until >= gone, vouchings.c.until < FOREVER
    db.execute(update(vouchings).where(*reopened).values(until=FOREVER))
    return subjects


def _changed(event: Decoded, before: Row | None) -> Row:
    """What an event changes of a claim; one that had lapsed begins anew."""
    fields = event.fields
    if event.name == DECLINED:
        return {"declined": fields["declined"]}
    if event.name == REVOKED:
        notice = None if fields["document"] == EMPTY_HASH else fields["document"]
        return {"revoked": True, "revoked_at": event.time, "notice": notice}
    goes_on = event.name == RENEWED and before is not None and event.time < before["expires"]
    said = {name: fields[name] for name in ("expires", "document")}
    since = before["since"] if before and goes_on else event.time
    begun = {"issued": True, "revoked": False, "revoked_at": 0, "declined": False}
    return said | begun | {"since": since, "notice": None}


def _current(db: Connection, keys: Iterable[str]) -> dict[str, Row]:
    """The last row of each claim, by key."""
    v, names = vouchings.c, vouchings.c.keys()
    queries = (select(vouchings).where(v.key.in_(part), v.until == FOREVER) for part in parts(keys))
    rows = [dict(zip(names, row, strict=True)) for query in queries for row in db.execute(query)]
    return {row["key"]: row for row in rows}
