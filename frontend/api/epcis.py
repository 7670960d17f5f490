"""A journey as a document of EPCIS 2.0.

What was told with an event of another system as its document goes out as that event, where it says the same as the log
(only the time of its record is the chain's); what else the chain knows, as events made of it. What has no event in
EPCIS (offers, promises, permissions, bindings, claims that change no owner), and what is named otherwise than GS1 names
things, is left out; the journey has it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from frontend.config import AddressBook
from frontend.index import queries
from frontend.index.provenance import having
from frontend.index.provenance.kinds import REPORTED, is_empty, text_of
from frontend.index.provenance.naming import Names
from frontend.index.provenance.rows import Line
from frontend.index.rows import EMPTY_HASH, Event
from frontend.resources import Resources
from frontend.vault import Missing, Vault
from scripts.provenance import sensors
from scripts.provenance.epcis import agreement, exporting, facts
from scripts.provenance.epcis import event as epcis_event
from scripts.provenance.epcis.exporting import Body
from scripts.provenance.epcis.facts import Chain, Log
from scripts.provenance.gs1 import Unit
from scripts.refusal import Refusal

TEMPERATURES = ("CEL", "FAH", "KEL")

Told = tuple[Body, Any]  # an event and its context


def of_journey(kept: Resources, db: Connection, lines: Iterable[Line], created: int) -> Body:
    """An EPCISDocument of these lines; `created` in Unix seconds."""
    teller = _Teller(kept.book, db, kept.vault, list(lines))
    return exporting.document(teller.events(), created)


class _Teller:
    """Makes events of lines."""

    def __init__(self, book: AddressBook, db: Connection, vault: Vault, lines: list[Line]) -> None:
        provenance = book.provenance
        self._chain = Chain(book.chain_id, provenance.address if provenance else "", book.escrow.address)
        self._db = db
        self._vault = vault
        self._lines = lines
        self._names = Names(db)
        self._made = {line.event.fields["lot_id"] for line in lines if line.event.name == "LotTransformed"}

    def events(self) -> Iterator[Told]:
        """Each event with its context, in the lines' order."""
        for line in self._lines:
            try:
                told = self._told(line)
            except Refusal:  # GS1 has no name for it
                continue
            if told and line.errors:
                body, context = told
                named, error = body if "eventID" in body else exporting.identified(body, context), line.errors[0]
                told = exporting.declared_wrong(named, error.time, error.reason), context
            if told:
                yield told

    def _told(self, line: Line) -> Told | None:
        event, log = line.event, self._log(line.event)
        came = self._came(event, log) if event.name == REPORTED else None
        if came:
            return exporting.recorded(came.body, event.time), came.context
        tell = FACTS.get(event.name)
        body = tell(self, event, log) if tell else None
        return (body, self._chain.context) if body else None

    def _came(self, event: Event, log: Log) -> epcis_event.Event | None:
        """The event of another system that a report's document is, if that says what was reported."""
        came, report = self._read(log.document), self._names.report(event.fields)
        return came if came and agreement.tells(came, report) and not agreement.poses(came, log) else None

    def _read(self, document: str) -> epcis_event.Event | None:
        data = self._document(document)
        try:
            return epcis_event.read_document(data) if data else None
        except Refusal:  # none of an event
            return None

    def _document(self, sha256: str) -> bytes | None:
        try:
            return self._vault.read(sha256) if sha256 and self._vault.has(sha256) else None
        except Missing:
            return None

    def _log(self, event: Event) -> Log:
        by = next((event.fields[name] for name in ("by", "producer", "maker") if name in event.fields), "")
        document = event.fields.get("document", EMPTY_HASH)
        return Log(self._chain, by, event.time, event.transaction, "" if is_empty(document) else document)

    # What the chain tells

    def _registered(self, event: Event, log: Log) -> Body | None:
        if event.fields["lot_id"] in self._made:
            return None
        return facts.registered(log, self._names.lot(event.fields["lot_id"]), event.fields["count"])

    def _transformed(self, event: Event, log: Log) -> Body:
        inputs = [(self._names.lot(used["lot"]), used["quantity"]) for used in event.fields["inputs"]]
        lot_id = event.fields["lot_id"]
        return facts.transformed(log, event.fields["time"], inputs, self._names.lot(lot_id), self._names.count(lot_id))

    def _reported(self, event: Event, log: Log) -> Body:
        told = self._names.report(event.fields)
        return facts.reported(log, told.thing, told.step, told.disposition, told.read_point, told.time)

    def _sensed(self, event: Event, log: Log) -> Body:
        fields, place = event.fields, bytes.fromhex(event.fields["read_point"][2:])
        told = fields | {"root": bytes.fromhex(fields["root"][2:])}
        unit = sensors.unit_of(self._document(log.document), told)
        names = ("count", "minimum", "maximum", "first", "last", "low", "high", "root")
        kind = "Temperature" if unit in TEMPERATURES else "Value"
        readings = facts.Readings(kind, unit, **{name: fields[name] for name in names})
        return facts.sensed(log, self._names.goods(fields), readings, place)

    def _packed(self, event: Event, log: Log) -> Body:
        things = [self._names.goods(item) for item in event.fields["items"]]
        return facts.aggregated(log, Unit(text_of(event.fields["serial"])), things, event.name == "ItemsAggregated")

    def _handed(self, event: Event, log: Log) -> Body:
        fields = event.fields
        said = facts.Log(log.chain, fields["to"], log.recorded, log.transaction)
        return facts.handed_over(said, self._names.goods(fields), fields["from_"], fields["to"], fields["role"])

    def _sold(self, event: Event, log: Log) -> Body | None:
        fields = event.fields
        order = queries.order(self._db, fields["order_id"])
        if order is None:
            return None
        said = facts.Log(log.chain, order.offer.seller, log.recorded, log.transaction)
        return facts.sold(said, self._names.product(fields), order.id, order.offer.seller, fields["buyer"])

    def _recalled(self, event: Event, log: Log) -> Body:
        fields = event.fields
        serials = ("", "") if is_empty(fields["first"]) else (text_of(fields["first"]), text_of(fields["last"]))
        return facts.recalled(log, self._names.lot(fields["lot"]), fields["recall_id"], fields["class_"], serials)

    def _closed(self, event: Event, log: Log) -> Body:
        lot, by = self._names.recalled(event.fields["recall_id"])
        return facts.recall_closed(replace(log, by=by), lot, event.fields["recall_id"])

    def _made_unit(self, event: Event, log: Log) -> Body:
        return facts.unit_made(log, Unit(text_of(event.fields["serial"])))

    def _claimed(self, event: Event, log: Log) -> Body | None:
        was_bound = having.was_bound(self._db, event.fields, event.block, event.log_index)
        return None if was_bound else facts.claimed(log, self._names.product(event.fields))


FACTS = {
    "LotRegistered": _Teller._registered,
    "LotTransformed": _Teller._transformed,
    "EventReported": _Teller._reported,
    "SensorReported": _Teller._sensed,
    "ItemsAggregated": _Teller._packed,
    "ItemsDisaggregated": _Teller._packed,
    "HandoverAccepted": _Teller._handed,
    "ItemSold": _Teller._sold,
    "Recalled": _Teller._recalled,
    "RecallClosed": _Teller._closed,
    "UnitMade": _Teller._made_unit,
    "ItemClaimed": _Teller._claimed,
}
