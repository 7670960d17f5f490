"""A journey as a document of EPCIS 2.0.

What was told with an event of another system as its document goes out as that event, letter by letter; what else the
chain knows, as events made of it. What has no event in EPCIS (offers, promises, claims), and what is named otherwise
than GS1 names things, is left out; the journey has it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from frontend.config import AddressBook
from frontend.index import queries
from frontend.index.provenance import finding
from frontend.index.provenance.kinds import is_empty, text_of
from frontend.index.provenance.rows import Line, Lot
from frontend.index.rows import EMPTY_HASH, Event
from frontend.resources import Resources
from frontend.vault import Missing, Vault
from scripts import documents
from scripts.provenance import sensors
from scripts.provenance.epcis import event as epcis_event
from scripts.provenance.epcis import exporting, facts
from scripts.provenance.epcis.exporting import Body
from scripts.provenance.epcis.facts import Chain, Goods, Log
from scripts.provenance.gs1 import Product, Unit
from scripts.refusal import Refusal

CELSIUS = "CEL"  # a sensor's unit where its document is not here
TEMPERATURES = (CELSIUS, "FAH", "KEL")

Told = tuple[Body, Any]  # an event and its context


def of_journey(kept: Resources, db: Connection, lines: Iterable[Line], created: int) -> Body:
    """An EPCISDocument of these lines; `created` in Unix seconds."""
    teller = _Teller(kept.book, db, kept.vault, list(lines))
    return exporting.document(teller.events(), created)


class _Teller:
    """Makes events of lines; the lots that they name are looked up once."""

    def __init__(self, book: AddressBook, db: Connection, vault: Vault, lines: list[Line]) -> None:
        provenance = book.provenance
        self._chain = Chain(book.chain_id, provenance.address if provenance else "", book.escrow.address)
        self._db = db
        self._vault = vault
        self._lines = lines
        self._lots: dict[str, Lot | None] = {}
        self._made = {line.event.fields["lot_id"] for line in lines if line.event.name == "LotTransformed"}

    def events(self) -> Iterator[Told]:
        """Each event with its context, in the lines' order."""
        for line in self._lines:
            try:
                told = self._told(line)
            except Refusal:  # GS1 has no name for it
                continue
            if told and line.errors and "eventID" in told[0]:
                error = line.errors[0]
                told = exporting.declared_wrong(told[0], error.time, error.reason), told[1]
            if told:
                yield told

    def _told(self, line: Line) -> Told | None:
        document = line.event.fields.get("document", EMPTY_HASH)
        came = self._came(document)
        if came:
            return came.body, came.context
        tell = FACTS.get(line.event.name)
        body = tell(self, line.event, self._log(line.event, document)) if tell else None
        return (body, self._chain.context) if body else None

    def _came(self, document: str) -> epcis_event.Event | None:
        """The event of another system that a document is."""
        data = self._document(document)
        is_event = data is not None and documents.examine(data)[0] is documents.Kind.EVENT
        return epcis_event.read_document(data) if data is not None and is_event else None

    def _document(self, sha256: str) -> bytes | None:
        try:
            return None if is_empty(sha256) or not self._vault.has(sha256) else self._vault.read(sha256)
        except Missing:
            return None

    def _log(self, event: Event, document: str) -> Log:
        by = event.fields.get("by") or event.fields.get("producer") or ""
        return Log(self._chain, by, event.time, event.transaction, "" if is_empty(document) else document)

    # What the chain tells

    def _registered(self, event: Event, log: Log) -> Body | None:
        if event.fields["lot_id"] in self._made:
            return None
        return facts.registered(log, self._lot(event.fields["lot_id"]), event.fields["count"])

    def _transformed(self, event: Event, log: Log) -> Body:
        inputs = [(self._lot(used["lot"]), used["quantity"]) for used in event.fields["inputs"]]
        lot_id = event.fields["lot_id"]
        output, known = self._lot(lot_id), self._lots[lot_id]
        return facts.transformed(log, event.fields["time"], inputs, output, known.count if known else 0)

    def _reported(self, event: Event, log: Log) -> Body:
        fields, place = event.fields, bytes.fromhex(event.fields["read_point"][2:])
        return facts.reported(log, self._goods(fields), fields["step"], fields["disposition"], place, fields["time"])

    def _sensed(self, event: Event, log: Log) -> Body:
        fields, place = event.fields, bytes.fromhex(event.fields["read_point"][2:])
        unit = self._unit_of(fields["document"])
        names = ("count", "minimum", "maximum", "first", "last", "low", "high", "root")
        kind = "Temperature" if unit in TEMPERATURES else "Value"
        readings = facts.Readings(kind, unit, **{name: fields[name] for name in names})
        return facts.sensed(log, self._goods(fields), readings, place)

    def _packed(self, event: Event, log: Log) -> Body:
        things = [self._goods(item) for item in event.fields["items"]]
        return facts.aggregated(log, Unit(text_of(event.fields["serial"])), things, event.name == "ItemsAggregated")

    def _handed(self, event: Event, log: Log) -> Body:
        fields = event.fields
        said = facts.Log(log.chain, fields["to"], log.recorded, log.transaction)
        return facts.handed_over(said, self._goods(fields), fields["from_"], fields["to"], fields["role"])

    def _sold(self, event: Event, log: Log) -> Body | None:
        fields = event.fields
        order = queries.order(self._db, fields["order_id"])
        if order is None:
            return None
        said = facts.Log(log.chain, order.offer.seller, log.recorded, log.transaction)
        return facts.sold(said, self._product(fields), order.id, order.offer.seller, fields["buyer"])

    def _recalled(self, event: Event, log: Log) -> Body:
        fields = event.fields
        serials = ("", "") if is_empty(fields["first"]) else (text_of(fields["first"]), text_of(fields["last"]))
        return facts.recalled(log, self._lot(fields["lot"]), fields["recall_id"], fields["class_"], serials)

    # What it is about

    def _goods(self, item: dict[str, Any]) -> Goods:
        """A lot, an item or a unit; refused where GS1 has no name for it."""
        is_unit = int(item["lot"], 16) < 1 << 160
        return Unit(text_of(item["serial"])) if is_unit else self._product(item)

    def _product(self, item: dict[str, Any]) -> Product:
        lot = self._lot(item["lot"])
        return lot if is_empty(item["serial"]) else Product(lot.gtin, lot=lot.lot, serial=text_of(item["serial"]))

    def _lot(self, lot_id: str) -> Product:
        if lot_id not in self._lots:
            self._lots[lot_id] = finding.lot(self._db, lot_id)
        found = self._lots[lot_id]
        if found is None:
            raise Refusal("That is no lot.")
        return Product(found.gtin, lot=found.batch)

    def _unit_of(self, document: str) -> str:
        """The unit that a sensor's document names."""
        data = self._document(document)
        try:
            return sensors.from_document(data).unit if data else CELSIUS
        except Refusal:
            return CELSIUS


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
}
