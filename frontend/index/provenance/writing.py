"""What a batch of events makes of provenance."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from frontend.index.bulk import Row, add, put
from frontend.index.events import Decoded
from frontend.index.money import padded
from frontend.index.provenance import tables as t
from frontend.index.provenance.counting import count
from frontend.index.provenance.kinds import NAMES, is_empty, key_of
from frontend.index.provenance.knowing import Known
from frontend.index.provenance.tables import CUSTODIAN, FOREVER, OWNER

ROLES = (OWNER, CUSTODIAN)
EMPTY = "0x" + "00" * 20

ENDS = {t.holders: (), t.contents: (), t.handovers: (), t.bindings: ("sold",)}  # what else ends with a span


class Goods:
    """Folds the events of Provenance, oldest first, into rows, and writes them."""

    def __init__(self, db: Connection, events: Sequence[Decoded]) -> None:
        self._db = db
        mine = [event for event in events if event.name in NAMES]
        self._known = Known(db, mine)
        self._new: dict[Table, list[Row]] = {table: [] for table in TABLES}
        self._fresh: set[int] = set()  # rows that are not in the database yet, by their identity
        self._ended: dict[Table, list[Row]] = {table: [] for table in ENDS}
        self._closed: list[Row] = []
        self._errors: list[Row] = []
        self._used: Counter[int] = Counter()
        self._touched: Counter[int] = Counter()

    def write(self) -> None:
        """Writes what was folded."""
        for table, rows in self._new.items():
            add(self._db, table, rows)
        for table, more in ENDS.items():
            put(self._db, table, self._ended[table], ("until", "until_time", *more))
        put(self._db, t.recalls, self._closed, ("closed", "closed_time", "closed_document"))
        put(self._db, t.errors, self._errors)
        count(self._db, self._used, self._touched)

    def fold(self, event: Decoded) -> None:
        """Applies an event of NAMES."""
        fold = FOLDS.get(event.name)
        if fold:
            fold(self, event, event.fields)

    # Lots

    def _lot(self, event: Decoded, fields: Row) -> None:
        row = {name: fields[name] for name in ("producer", "gtin", "batch", "count", "root", "document")}
        row |= {"position": event.position, "id": fields["lot_id"], "time": event.time}
        self._known.lots[row["id"]] = row
        self._known.lot_of[event.position] = event.position
        self._add(t.lots, row)
        self._line(event, event.position)

    def _transformed(self, event: Decoded, fields: Row) -> None:
        lot = self._known.lots[fields["lot_id"]]["position"]
        for place, used in enumerate(fields["inputs"]):
            source = self._known.lots[used["lot"]]["position"]
            row = {"lot": lot, "place": place, "input": source, "quantity": used["quantity"]}
            self._add(t.inputs, row | {"position": event.position})
            self._used[source] += used["quantity"]
        self._line(event, lot, fields["time"])

    def _promised(self, event: Decoded, fields: Row) -> None:
        lot = self._known.lots[fields["lot_id"]]["position"]
        row = {"lot": lot, "position": event.position, "low": fields["low"], "high": fields["high"]}
        before = self._known.promises.get(lot)
        row["strictest_low"] = max(fields["low"], before["strictest_low"]) if before else fields["low"]
        row["strictest_high"] = min(fields["high"], before["strictest_high"]) if before else fields["high"]
        self._known.promises[lot] = row
        self._add(t.promises, row)
        self._line(event, lot)

    def _permitted(self, event: Decoded, fields: Row) -> None:
        self._add(t.permissions, {"position": event.position, **fields})

    # Things

    def _touch(self, event: Decoded, fields: Row) -> None:
        lot = self._known.lots[fields["lot"]]["position"]
        self._touched[lot] += 1
        self._begin(event, key_of(fields), lot, fields["serial"], fields["owner"])

    def _unit(self, event: Decoded, fields: Row) -> None:
        key = key_of({"lot": padded(fields["maker"]), "serial": fields["serial"]})
        self._begin(event, key, None, fields["serial"], fields["maker"])

    def _begin(self, event: Decoded, key: str, lot: int | None, serial: str, owner: str) -> None:
        thing = event.position
        self._known.things[key] = thing
        self._known.lot_of[thing] = lot
        self._add(t.things, {"position": thing, "key": key, "time": event.time, "lot": lot, "serial": serial})
        self._give(event, thing, _both(owner))
        self._line(event, thing)

    def _offered(self, event: Decoded, fields: Row) -> None:
        thing, role = self._thing(fields), fields["role"]
        self._end(t.handovers, self._known.handovers.pop((thing, role), None), event)
        if fields["to"] != EMPTY:
            row = {"thing": thing, "role": role, "by": fields["by"], "to": fields["to"], "version": fields["version"]}
            self._known.handovers[thing, role] = self._open(t.handovers, event, row)
        self._line(event, thing)

    def _accepted(self, event: Decoded, fields: Row) -> None:
        thing = self._thing(fields)
        self._give(event, thing, {role: fields["to"] for role in ROLES if fields["role"] & role})
        self._line(event, thing)

    def _put_in(self, event: Decoded, fields: Row) -> None:
        unit = self._thing(fields)
        self._withdraw(event, unit)
        for thing in map(self._thing, fields["items"]):
            self._withdraw(event, thing)
            for role in ROLES:
                self._end(t.holders, self._known.holders.pop((thing, role)), event)
            self._known.inside[thing] = self._open(t.contents, event, {"thing": thing, "unit": unit})
            self._line(event, thing)
        self._line(event, unit, of_others=True)

    def _taken_out(self, event: Decoded, fields: Row) -> None:
        unit = self._thing(fields)
        self._withdraw(event, unit)
        holders = {role: self._known.holders[unit, role]["account"] for role in ROLES}
        for thing in map(self._thing, fields["items"]):
            self._end(t.contents, self._known.inside.pop(thing), event)
            self._give(event, thing, holders)
            self._line(event, thing)
        self._line(event, unit, of_others=True)

    # Sales and claims

    def _bound(self, event: Decoded, fields: Row) -> None:
        thing = self._thing(fields)
        self._withdraw(event, thing)
        row = {"thing": thing, "order_id": fields["order_id"], "round": fields["round"], "sold": None}
        self._known.bindings[thing] = self._open(t.bindings, event, row)
        self._line(event, thing)

    def _unbound(self, event: Decoded, fields: Row) -> None:
        thing = self._thing(fields)
        binding = self._known.bindings[thing]
        binding["sold"] = "buyer" in fields
        self._end(t.bindings, binding, event)
        if "buyer" in fields:
            self._give(event, thing, _both(fields["buyer"]))
        self._line(event, thing)

    def _claimed(self, event: Decoded, fields: Row) -> None:
        thing = self._thing(fields)
        self._add(t.claims, {"thing": thing, "position": event.position, "time": event.time, "by": fields["by"]})
        self._withdraw(event, thing)
        unit = self._known.inside.get(thing)
        while unit:
            self._withdraw(event, unit["unit"])
            unit = self._known.inside.get(unit["unit"])
        if thing not in self._known.bindings:  # otherwise the code makes nobody its owner
            self._end(t.contents, self._known.inside.pop(thing, None), event)
            self._give(event, thing, _both(fields["by"]))
        self._line(event, thing)

    # What was told

    def _reported(self, event: Decoded, fields: Row) -> None:
        if fields["event_id"] in self._known.told:
            return
        self._known.told.add(fields["event_id"])
        row = {name: fields[name] for name in ("event_id", "by", "step")}
        subject = self._subject(fields)
        self._add(t.reports, row | {"position": event.position, "subject": subject})
        self._line(event, subject, fields["time"])

    def _sensed(self, event: Decoded, fields: Row) -> None:
        if fields["event_id"] in self._known.told:
            return
        self._known.told.add(fields["event_id"])
        row = {column.name: fields[column.name] for column in t.sensors.c if column.name in fields}
        subject = self._subject(fields)
        lot = self._known.lot_of.get(subject)
        row |= {"position": event.position, "subject": subject, "lot": lot, "recorded": event.time}
        row["exceeds_own"] = fields["minimum"] < fields["low"] or fields["maximum"] > fields["high"]
        row["exceeds_promised"] = self._breaks_promise(lot, fields)
        self._add(t.sensors, row)
        self._line(event, subject, fields["last"], began=fields["first"])

    def _breaks_promise(self, lot: int | None, fields: Row) -> bool:
        promise = self._known.promises.get(lot) if lot else None
        if promise is None:
            return False
        return bool(fields["minimum"] < promise["strictest_low"] or fields["maximum"] > promise["strictest_high"])

    def _declared(self, event: Decoded, fields: Row) -> None:
        self._errors.append({**fields, "position": event.position, "time": event.time})

    def _recalled(self, event: Decoded, fields: Row) -> None:
        lot = self._known.lots.get(fields["lot"])
        subject = lot["position"] if lot else self._thing({"lot": fields["lot"], "serial": fields["first"]})
        row = {name: fields[name] for name in ("by", "first", "last", "document")}
        row |= {"position": event.position, "id": fields["recall_id"], "time": event.time, "subject": subject}
        row |= {"by_producer": lot is not None and lot["producer"] == fields["by"], "class": fields["class_"]}
        row |= {"closed": None, "closed_time": None, "closed_document": None}
        self._known.recalls[row["id"]] = row
        self._add(t.recalls, row)
        self._of_range(event, row)

    def _recall_closed(self, event: Decoded, fields: Row) -> None:
        row = self._known.recalls[fields["recall_id"]]
        row |= {"closed": event.position, "closed_time": event.time, "closed_document": fields["document"]}
        if id(row) not in self._fresh:
            self._closed.append(row)
        self._of_range(event, row)

    # Helpers

    def _of_range(self, event: Decoded, recall: Row) -> None:
        """A line about what is recalled."""
        is_all = is_empty(recall["first"])
        span = {"first": None, "last": None} if is_all else {name: recall[name] for name in ("first", "last")}
        self._line(event, recall["subject"], **span)

    def _thing(self, item: Row) -> int:
        return self._known.things[key_of(item)]

    def _subject(self, item: Row) -> int:
        return int(self._known.lots[item["lot"]]["position"]) if is_empty(item["serial"]) else self._thing(item)

    def _give(self, event: Decoded, thing: int, holders: dict[int, str]) -> None:
        """Whoever has these roles of a thing from now on; what was offered of it is over."""
        self._withdraw(event, thing)
        for role, account in holders.items():
            before = self._known.holders.get((thing, role))
            if before and before["account"] == account:
                continue
            self._end(t.holders, before, event)
            row = {"thing": thing, "role": role, "account": account, "event": event.name}
            self._known.holders[thing, role] = self._open(t.holders, event, row)

    def _withdraw(self, event: Decoded, thing: int) -> None:
        """Nothing that was offered of a thing can be accepted any more."""
        for role in (OWNER, CUSTODIAN, OWNER | CUSTODIAN):
            self._end(t.handovers, self._known.handovers.pop((thing, role), None), event)

    def _line(self, event: Decoded, subject: int, time: int | None = None, **others: Any) -> None:
        when = event.time if time is None else time
        row: Row = {"subject": subject, "position": event.position, "began": when, "time": when}
        row |= {"recorded": event.time, "name": event.name, "of_others": False, "first": None, "last": None}
        self._add(t.lines, row | others)

    def _add(self, table: Table, row: Row) -> None:
        self._new[table].append(row)
        self._fresh.add(id(row))

    def _open(self, table: Table, event: Decoded, row: Row) -> Row:
        """A row that holds from now on."""
        row |= {"since": event.position, "since_time": event.time, "until": FOREVER, "until_time": FOREVER}
        self._add(table, row)
        return row

    def _end(self, table: Table, row: Row | None, event: Decoded) -> None:
        """A row holds no longer; None where there was none."""
        if row is None:
            return
        row |= {"until": event.position, "until_time": event.time}
        if id(row) not in self._fresh:
            self._ended[table].append(row)


def _both(account: str) -> dict[int, str]:
    """Owner and custodian are one."""
    return dict.fromkeys(ROLES, account)


TABLES: Iterable[Table] = (
    *(t.lots, t.inputs, t.things, t.holders, t.contents, t.handovers, t.lines, t.reports, t.sensors),
    *(t.promises, t.permissions, t.recalls, t.bindings, t.claims),
)

FOLDS = {
    "LotRegistered": Goods._lot,
    "LotTransformed": Goods._transformed,
    "LimitsPromised": Goods._promised,
    "ReporterPermitted": Goods._permitted,
    "ItemTouched": Goods._touch,
    "UnitMade": Goods._unit,
    "HandoverOffered": Goods._offered,
    "HandoverAccepted": Goods._accepted,
    "ItemsAggregated": Goods._put_in,
    "ItemsDisaggregated": Goods._taken_out,
    "ItemBound": Goods._bound,
    "ItemSold": Goods._unbound,
    "ItemReleased": Goods._unbound,
    "ItemClaimed": Goods._claimed,
    "EventReported": Goods._reported,
    "SensorReported": Goods._sensed,
    "ErrorDeclared": Goods._declared,
    "Recalled": Goods._recalled,
    "RecallClosed": Goods._recall_closed,
}
