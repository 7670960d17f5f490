"""What the index knew before a batch of events of the lots and things that they are about."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from frontend.index.bulk import Row, load, parts
from frontend.index.events import Decoded
from frontend.index.money import padded
from frontend.index.provenance import tables as t
from frontend.index.provenance.kinds import RECALL_CLOSED, RECALLED, REPORTED, SENSED, is_empty, key_of
from frontend.index.provenance.tables import FOREVER

LEVELS = 4  # of units around a thing, at most


class Known:
    """Rows as they stand; who folds events keeps them so."""

    def __init__(self, db: Connection, events: Sequence[Decoded]) -> None:
        self._db = db
        ids = {lot for event in events for lot in _lots_of(event)}
        keys = {key for event in events for key in _keys_of(event)}
        told = {event.fields["event_id"] for event in events if event.name in (REPORTED, SENSED)}
        closed = {event.fields["recall_id"] for event in events if event.name == RECALL_CLOSED}
        self.lots = {row["id"]: row for row in load(db, t.lots, t.lots.c.id, ids)}
        things = load(db, t.things, t.things.c.key, keys)
        self.things = {row["key"]: int(row["position"]) for row in things}
        self.lot_of = {row["position"]: row["lot"] for row in things} | {
            row["position"]: row["position"] for row in self.lots.values()
        }
        self.recalls = {row["id"]: row for row in load(db, t.recalls, t.recalls.c.id, closed)}
        self.told = {row["event_id"] for table in (t.reports, t.sensors) for row in self._with_ids(table, told)}
        self.inside: dict[int, Row] = {}  # where things lie
        about = self._with_units(set(self.things.values()))
        self.holders = {(row["thing"], row["role"]): row for row in self._open(t.holders, t.holders.c.thing, about)}
        self.handovers = {
            (row["thing"], row["role"]): row for row in self._open(t.handovers, t.handovers.c.thing, about)
        }
        # the latest binding of each that was ever bound
        bound = load(db, t.bindings, t.bindings.c.thing, set(self.things.values()))
        self.bindings = {row["thing"]: row for row in sorted(bound, key=lambda row: int(row["since"]))}
        self.promises = self._promises({lot for event in events if (lot := self._promised_lot(event))})

    def _with_ids(self, table: Table, ids: Collection[str]) -> list[Row]:
        return load(self._db, table, table.c.event_id, ids)

    def _with_units(self, things: set[int]) -> set[int]:
        """Things and all units around them."""
        found, current = set(things), things
        for _ in range(LEVELS):
            rows = self._open(t.contents, t.contents.c.thing, current)
            self.inside |= {row["thing"]: row for row in rows}
            current = {row["unit"] for row in rows} - found
            found |= current
        return found

    def _open(self, table: Table, column: Column[Any], values: Iterable[int]) -> list[Row]:
        """Rows that hold still."""
        names, found = table.c.keys(), []
        for part in parts(values):
            rows = self._db.execute(select(table).where(column.in_(part), table.c.until == FOREVER))
            found += [dict(zip(names, row, strict=True)) for row in rows]
        return found

    def _promised_lot(self, event: Decoded) -> int | None:
        """The lot whose promises an event adds to, or is held against, where it was there before."""
        if event.name not in ("LimitsPromised", SENSED):
            return None
        row = self.lots.get(event.fields.get("lot_id") or event.fields["lot"])
        thing = self.things.get(key_of(event.fields)) if event.name == SENSED else None
        return row["position"] if row else self.lot_of.get(thing or 0)

    def _promises(self, lots: Iterable[int]) -> dict[int, Row]:
        """The latest promise of each of these lots."""
        p = t.promises.c
        queries = [select(t.promises).where(p.lot == lot).order_by(p.position.desc()).limit(1) for lot in lots]
        rows = [row for query in queries for row in self._db.execute(query).mappings()]
        return {row["lot"]: dict(row) for row in rows}


def _lots_of(event: Decoded) -> list[str]:
    """Lots that an event names and that may be there before it."""
    fields = event.fields
    if "inputs" in fields:
        return [fields["lot_id"], *(used["lot"] for used in fields["inputs"])]
    if event.name in ("LimitsPromised", "ItemTouched", RECALLED):
        return [fields.get("lot_id") or fields["lot"]]
    return [fields["lot"]] if "serial" in fields and "lot" in fields and is_empty(fields["serial"]) else []


def _keys_of(event: Decoded) -> list[str]:
    """Things that an event names."""
    fields = event.fields
    if "maker" in fields:
        return [key_of({"lot": padded(fields["maker"]), "serial": fields["serial"]})]
    if event.name == RECALLED:
        return [key_of({"lot": fields["lot"], "serial": fields["first"]})]
    if "serial" not in fields or is_empty(fields["serial"]):
        return []
    return [key_of(item) for item in (fields, *fields.get("items", []))]
