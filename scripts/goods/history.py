"""All that was logged about goods, as events of EPCIS in the order of the chain."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from scripts import documents, node, uploads
from scripts.documents import Kind
from scripts.goods import events, naming
from scripts.goods.entries import CLAIMED, PACKED, Entry, Lain, lain_in
from scripts.goods.ledger import is_unit
from scripts.goods.naming import Named
from scripts.provenance import identity, sensors, typed
from scripts.provenance.epcis import agreement, exporting, facts
from scripts.provenance.epcis.agreement import Report
from scripts.provenance.epcis.event import Event
from scripts.provenance.epcis.exporting import Body
from scripts.provenance.epcis.facts import Chain, Goods, Log
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.identity import ALL, Item
from scripts.refusal import Refusal
from scripts.session import Session

SENSED = {  # what EPCIS calls a quantity, by its unit
    **dict.fromkeys(("CEL", "FAH", "KEL"), "Temperature"),
    **{"P1": "RelativeHumidity", "LUX": "Illuminance", "KPA": "Pressure", "GN": "Acceleration"},
}
OF_THING = ("EventReported", "SensorReported", "HandoverAccepted", "ItemSold", CLAIMED)
NAMED_FIRST = ("HandoverAccepted", CLAIMED)  # whose first topics are the thing

Told = tuple[Body, Any]  # an event, and the context that explains its prefixes


class History:
    """What was told about some things; lots with all of their items, items and units with the units around them."""

    def __init__(self, session: Session, things: Sequence[Named]) -> None:
        self._session = session
        self._reader = session.goods.reader
        self._wanted = {thing.item for thing in things}
        self._chain = Chain(session.chain_id, session.goods.contract.address, session.market.escrow.address)
        self._entries = sorted(self._collect(), key=lambda entry: entry.place)
        self._times = node.times(session.web3, [entry.log.block for entry in self._entries])
        self._names = self._named()
        self.left_out: list[str] = []  # why something is not among the events
        self._seen: set[tuple[str, ...]] = set()  # events of documents that went out, and of whom
        self._read: dict[bytes, Event | None] = {}  # by their documents' hashes

    def events(self) -> Iterator[Told]:
        """The events; one that came with a document that agrees with the chain goes out as it came, and once."""
        for entry in self._entries:
            try:
                yield from MAKERS[entry.name](self, entry)
            except Refusal as fault:
                self.left_out.append(f"{entry.name} in block {entry.log.block:,}: {fault}")

    # What there is

    def _collect(self) -> Iterator[Entry]:
        lots = list(dict.fromkeys(item.lot for item in self._wanted if not is_unit(item)))
        if lots:
            yield from self._told("LotRegistered", lots)
            yield from self._told("LotTransformed", lots)
            recalls = list(self._told("Recalled", None, lots))
            yield from recalls
            if recalls:
                yield from self._told("RecallClosed", [entry.fields["recall_id"] for entry in recalls])
        told = [entry for item in self._wanted for entry in self._of(item)]
        packed = [entry for name in PACKED for entry in self._told(name)]
        lain = self._lain([*packed, *(entry for entry in told if entry.name == CLAIMED)])
        for unit, spans in lain.items():
            told += [entry for entry in self._of(unit) if any(one.concerns(entry) for one in spans)]
        yield from {entry.log: entry for entry in told}.values()
        reported = [entry.fields["event_id"] for entry in told if "event_id" in entry.fields]
        if reported:
            yield from self._told("ErrorDeclared", list(dict.fromkeys(reported)))
        yield from (entry for entry in packed if self._is_packed(entry, lain))

    def _lain(self, told: Iterable[Entry]) -> dict[Item, list[Lain]]:
        """The units that wanted things lay in, by what is told of packing and claims."""
        ordered = sorted(told, key=lambda entry: entry.place)
        times = node.times(self._session.web3, [entry.log.block for entry in ordered])
        found: dict[Item, list[Lain]] = {}
        for item in self._wanted:
            for one in lain_in(item, ordered, times):
                found.setdefault(one.unit, []).append(one)
        return found

    def _of(self, item: Item) -> Iterator[Entry]:
        """What names this very thing or, of a lot, any of its items."""
        serials = {None} if item.serial == ALL else {item.serial, ALL}
        for name in OF_THING:
            for serial in serials:
                topics = [item.lot, serial] if name in NAMED_FIRST else [None, item.lot, serial]
                yield from self._told(name, *topics)
        if is_unit(item):
            yield from self._told("UnitMade", item.lot, item.serial)

    def _told(self, event: str, *topics: Any) -> Iterator[Entry]:
        logs = self._reader.logs(event, list(topics))
        return (Entry(event, log, self._reader.decode(event, log)) for log in logs)

    def _is_packed(self, entry: Entry, lain: Mapping[Item, list[Lain]]) -> bool:
        """Whether things were packed that are wanted, or a unit while what is wanted lay in it."""
        if Item(entry.fields["lot"], entry.fields["serial"]) in self._wanted:
            return True
        inside = {Item(*fields) for fields in entry.fields["items"]}
        if any(item in self._wanted or Item(item.lot, ALL) in self._wanted for item in inside):
            return True
        return any(one.holds(entry) for unit in inside for one in lain.get(unit, ()))

    def _named(self) -> dict[Item, Named]:
        items: set[Item] = set()
        for entry in self._entries:
            fields = entry.fields
            if "lot" in fields:
                items.add(Item(fields["lot"], fields.get("serial", ALL)))
            items |= {Item(*one) for one in fields.get("items", ())}
            items |= {Item(lot, ALL) for lot, _ in fields.get("inputs", ())}
            if entry.name == "UnitMade":
                items.add(_unit_of(entry))
            if "lot_id" in fields:
                items.add(Item(fields["lot_id"], ALL))
        listed = sorted(items)
        return dict(zip(listed, naming.of_items(self._session.goods, listed), strict=True))

    # What becomes of it

    def _log(self, entry: Entry, by: str) -> Log:
        document = entry.fields.get("document", b"")
        shown = "0x" + document.hex() if any(document) else ""
        return Log(self._chain, by, self._times[entry.log.block], entry.log.transaction, shown)

    def _goods(self, item: Item) -> Goods:
        found = typed.read(self._names[item].name).thing
        assert isinstance(found, Product | Unit)
        return found

    def _product(self, item: Item) -> Product:
        found = self._goods(item)
        assert isinstance(found, Product)
        return found

    def _thing(self, entry: Entry) -> Goods:
        return self._goods(Item(entry.fields["lot"], entry.fields["serial"]))

    def _own(self, body: Body) -> Told:
        return body, [exporting.CONTEXT, self._chain.context]

    def _transformed_lots(self) -> set[bytes]:
        return {entry.fields["lot_id"] for entry in self._entries if entry.name == "LotTransformed"}

    def registered(self, entry: Entry) -> Iterator[Told]:
        """A lot; one that was made of others is told by its transformation."""
        fields = entry.fields
        if fields["lot_id"] in self._transformed_lots():
            return
        lot = self._product(Item(fields["lot_id"], ALL))
        data = uploads.find(self._session.origin, fields["document"].hex())
        said = documents.read(data, Kind.LOT) if data else {}
        master = {"cbvmda:bestBeforeDate": said["best_before"]} if "best_before" in said else None
        yield self._own(facts.registered(self._log(entry, fields["producer"]), lot, fields["count"], master))

    def transformed(self, entry: Entry) -> Iterator[Told]:
        """A lot that was made of others."""
        fields = entry.fields
        (made,) = [
            other for other in self._entries if other.name == "LotRegistered" and _is_lot(other, fields["lot_id"])
        ]
        inputs = [(self._product(Item(lot, ALL)), quantity) for lot, quantity in fields["inputs"]]
        output = self._product(Item(fields["lot_id"], ALL))
        log = self._log(made, fields["by"])
        yield self._own(facts.transformed(log, fields["time"], inputs, output, made.fields["count"]))

    def reported(self, entry: Entry) -> Iterator[Told]:
        """A report; its own event where its document is to be had and says what was reported."""
        if self._came(entry) is None or self._is_new("reported", entry):
            yield self._told_of(entry)

    def _came(self, entry: Entry) -> Event | None:
        """The event of a report's document, if that agrees with the report."""
        found, log = self._document(entry), self._log(entry, entry.fields["by"])
        agrees = found and agreement.tells(found, self._report(entry)) and not agreement.poses(found, log)
        return found if agrees else None

    def _document(self, entry: Entry) -> Event | None:
        name = entry.fields["document"]
        if name not in self._read:
            self._read[name] = events.document_of(self._session, name)
        return self._read[name]

    def _is_new(self, what: str, entry: Entry) -> bool:
        """Whether an event, which may be of many things, has not gone out yet."""
        name = (what, entry.fields["by"], entry.fields["document"].hex())
        is_new = name not in self._seen
        self._seen.add(name)
        return is_new

    def _report(self, entry: Entry) -> Report:
        names = ("step", "disposition", "read_point", "time")
        return Report(self._thing(entry), **{name: entry.fields[name] for name in names})

    def _plain(self, entry: Entry) -> Body:
        told = self._report(entry)
        words = (told.step, told.disposition, told.read_point, told.time)
        return facts.reported(self._log(entry, entry.fields["by"]), told.thing, *words)

    def wrong(self, entry: Entry) -> Iterator[Told]:
        """A declaration that an event is wrong, if it is of whoever readers believe."""
        fields = entry.fields
        (about,) = [
            one for one in self._entries if "lot" in one.fields and one.fields.get("event_id") == fields["event_id"]
        ][:1]
        maker = self._names[Item(about.fields["lot"], about.fields["serial"])].maker
        if fields["by"] not in (about.fields["by"], maker):
            return
        body, context = self._told_of(about)
        named = body if "eventID" in body else exporting.identified(body, context)
        time = self._times[entry.log.block]
        came = self._document(entry)
        if came and came.id == named["eventID"] and self._takes_back(came, entry, about):
            if self._is_new("wrong", entry):
                yield exporting.recorded(came.body, time), came.context
            return
        yield exporting.declared_wrong(named, time, fields["reason"]), context

    def _told_of(self, entry: Entry) -> Told:
        """How a report or a logger's readings went out."""
        if entry.name == "SensorReported":
            return self._own(self._measured(entry))
        came = self._came(entry)
        if came:
            return exporting.recorded(came.body, self._times[entry.log.block]), came.context
        return self._own(self._plain(entry))

    def _takes_back(self, event: Event, entry: Entry, about: Entry) -> bool:
        if about.name != "EventReported" or agreement.poses(event, self._log(entry, entry.fields["by"])):
            return False
        return agreement.declares(event, self._report(about), entry.fields["reason"], self._times[entry.log.block])

    def sensed(self, entry: Entry) -> Iterator[Told]:
        """What a logger read."""
        yield self._own(self._measured(entry))

    def _measured(self, entry: Entry) -> Body:
        fields = entry.fields
        unit = sensors.unit_of(uploads.find(self._session.origin, fields["document"].hex()), fields)
        names = ("count", "minimum", "maximum", "first", "last", "low", "high")
        bounds = {name: fields[name] for name in names}
        readings = facts.Readings(type=SENSED[unit], unit=unit, root="0x" + fields["root"].hex(), **bounds)
        return facts.sensed(self._log(entry, fields["by"]), self._thing(entry), readings, fields["read_point"])

    def packed(self, entry: Entry) -> Iterator[Told]:
        """Things put into a unit, or taken out."""
        unit, is_packed = self._thing(entry), entry.name == "ItemsAggregated"
        things = [self._goods(Item(*fields)) for fields in entry.fields["items"]]
        assert isinstance(unit, Unit)
        yield self._own(facts.aggregated(self._log(entry, entry.fields["by"]), unit, things, is_packed))

    def handed(self, entry: Entry) -> Iterator[Told]:
        """A change of hands."""
        fields = entry.fields
        log = self._log(entry, fields["to"])
        yield self._own(facts.handed_over(log, self._thing(entry), fields["from_"], fields["to"], fields["role"]))

    def sold(self, entry: Entry) -> Iterator[Told]:
        """An item that became its buyer's."""
        fields = entry.fields
        item = self._product(Item(fields["lot"], fields["serial"]))
        sale = self._session.market.sale(fields["order_id"])
        order = "0x" + fields["order_id"].hex()
        seller = sale.order.offer.seller
        yield self._own(facts.sold(self._log(entry, seller), item, order, seller, fields["buyer"]))

    def recalled(self, entry: Entry) -> Iterator[Told]:
        """A recall of a lot, of serials, or of an item."""
        fields = entry.fields
        serials = (
            ("", "") if fields["first"] == ALL else tuple(map(identity.text_of, (fields["first"], fields["last"])))
        )
        lot = self._product(Item(fields["lot"], ALL))
        log, id_ = self._log(entry, fields["by"]), "0x" + fields["recall_id"].hex()
        yield self._own(facts.recalled(log, lot, id_, fields["class_"], (serials[0], serials[1])))

    def closed(self, entry: Entry) -> Iterator[Told]:
        """The end of a recall."""
        id_ = entry.fields["recall_id"]
        (recall,) = [one for one in self._entries if one.name == "Recalled" and one.fields["recall_id"] == id_]
        lot = self._product(Item(recall.fields["lot"], ALL))
        yield self._own(facts.recall_closed(self._log(entry, recall.fields["by"]), lot, "0x" + id_.hex()))

    def unit_made(self, entry: Entry) -> Iterator[Told]:
        """A case or a pallet."""
        unit = typed.read(self._names[_unit_of(entry)].name).thing
        assert isinstance(unit, Unit)
        yield self._own(facts.unit_made(self._log(entry, entry.fields["maker"]), unit))

    def claimed(self, entry: Entry) -> Iterator[Told]:
        """A hidden code that was shown, where that made somebody the owner: of what was ever sold it does not."""
        item = Item(entry.fields["lot"], entry.fields["serial"])
        bound = (log for log in self._reader.logs("ItemBound", [None, *item]))
        if not any((log.block, log.place) < entry.place for log in bound):
            yield self._own(facts.claimed(self._log(entry, entry.fields["by"]), self._product(item)))


MAKERS: dict[str, Callable[[History, Entry], Iterator[Told]]] = {
    "LotRegistered": History.registered,
    "LotTransformed": History.transformed,
    "EventReported": History.reported,
    "ErrorDeclared": History.wrong,
    "SensorReported": History.sensed,
    "ItemsAggregated": History.packed,
    "ItemsDisaggregated": History.packed,
    "HandoverAccepted": History.handed,
    "ItemSold": History.sold,
    "Recalled": History.recalled,
    "RecallClosed": History.closed,
    "UnitMade": History.unit_made,
    CLAIMED: History.claimed,
}


def _is_lot(entry: Entry, lot_id: bytes) -> bool:
    return bool(entry.fields["lot_id"] == lot_id)


def _unit_of(entry: Entry) -> Item:
    """The unit that was made."""
    return Item(bytes(12) + bytes.fromhex(entry.fields["maker"][2:]), entry.fields["serial"])
