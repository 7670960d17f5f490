"""What the chain tells, as events of EPCIS 2.0: for what was reported without a document of an event.

Everything is in UTC, because the chain knows no offsets. Fields with the prefix `chain` say by which log an event can
be checked; their namespace is the contract itself: `eip155:<chain id>:<address>/`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.provenance import digital_link
from scripts.provenance.epcis.exporting import Body, identified, timestamp
from scripts.provenance.epcis.subjects import place_uri
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.vocabulary import DISPOSITIONS, STEPS

UTC = "+00:00"
OWNERSHIP, CUSTODY = 1, 2  # bits of a handover's role
Goods = Product | Unit


@dataclass(frozen=True)
class Chain:
    """Where things are told: chain id, and the addresses of Provenance and Escrow there."""

    id: int
    provenance: str
    escrow: str

    @property
    def context(self) -> dict[str, str]:
        """What the prefix `chain` means."""
        return {"chain": f"eip155:{self.id}:{self.provenance}/"}

    def account(self, address: str) -> str:
        """An account as a decentralised identifier."""
        return f"did:pkh:eip155:{self.id}:{address}"

    def order(self, order_id: str) -> str:
        """An order as a URI; `order_id` is hexadecimal."""
        return f"eip155:{self.id}:{self.escrow}/order/{order_id}"


@dataclass(frozen=True)
class Log:
    """By which log something was told: who, when (Unix seconds of the block), transaction and document in hexadecimal.

    `document` is empty where there is none.
    """

    chain: Chain
    by: str
    recorded: int
    transaction: str
    document: str = ""


@dataclass(frozen=True)
class Readings:
    """A logger's readings: bounds and limits in thousandths of `unit` (a UN/ECE code), times in Unix seconds."""

    type: str
    unit: str
    count: int
    minimum: int
    maximum: int
    first: int
    last: int
    low: int
    high: int
    root: str  # in hexadecimal


def registered(log: Log, lot: Product, count: int, master: dict[str, Any] | None = None) -> Body:
    """A lot was made; `master` is what its document says of it, in fields with prefixes (cbvmda:bestBeforeDate)."""
    ilmd = {"cbvmda:lotNumber": lot.lot, **(master or {})}
    fields = {"action": "ADD", "quantityList": [_pieces(lot, count)], "ilmd": ilmd}
    return _event(log, "ObjectEvent", log.recorded, "commissioning", "active", fields)


def transformed(log: Log, time: int, inputs: Iterable[tuple[Product, int]], output: Product, count: int) -> Body:
    """A lot was made of others; `time` in Unix seconds, quantities in pieces."""
    fields: Body = {
        "inputQuantityList": [_pieces(lot, quantity) for lot, quantity in inputs],
        "outputQuantityList": [_pieces(output, count)],
        "ilmd": {"cbvmda:lotNumber": output.lot},
    }
    return _event(log, "TransformationEvent", time, "commissioning", "", fields)


def reported(log: Log, thing: Goods, step: int, disposition: int, read_point: bytes, time: int) -> Body:
    """Something happened to a thing; step, disposition and read point as the chain has them."""
    fields = {"action": "OBSERVE", **_what(thing), **_where(read_point)}
    return _event(log, "ObjectEvent", time, STEPS.word(step), DISPOSITIONS.word(disposition), fields)


def sensed(log: Log, thing: Goods, readings: Readings, read_point: bytes) -> Body:
    """What a logger read that travelled with a thing; a breach of its limits is an exception in EPCIS."""
    value = {"minValue": readings.minimum / 1000, "maxValue": readings.maximum / 1000}
    report = {"type": readings.type, **value, "uom": readings.unit}
    about = {"startTime": timestamp(readings.first), "endTime": timestamp(readings.last)}
    reports: list[Body] = [report, {"type": "Count", "value": readings.count}]
    if readings.minimum < readings.low or readings.maximum > readings.high:
        reports.append({"type": readings.type, "exception": "ALARM_CONDITION", "booleanValue": True})
    element = {
        "sensorMetadata": about,
        "sensorReport": reports,
        "chain:low": readings.low / 1000,
        "chain:high": readings.high / 1000,
        "chain:root": readings.root,
    }
    fields = {"action": "OBSERVE", **_what(thing), **_where(read_point), "sensorElementList": [element]}
    return _event(log, "ObjectEvent", readings.last, "sensor_reporting", "", fields)


def aggregated(log: Log, unit: Unit, things: Sequence[Goods], packed: bool) -> Body:
    """Things were put into a unit, or taken out of it."""
    action, step = ("ADD", "packing") if packed else ("DELETE", "unpacking")
    fields = {"action": action, "parentID": _uri(unit), "childEPCs": [_uri(thing) for thing in things]}
    return _event(log, "AggregationEvent", log.recorded, step, "", fields)


def unit_made(log: Log, unit: Unit) -> Body:
    """A case or a pallet was made, still empty."""
    return _event(log, "ObjectEvent", log.recorded, "commissioning", "active", {"action": "ADD", **_what(unit)})


def claimed(log: Log, item: Product) -> Body:
    """Who showed an item's hidden code became its owner and keeper; EPCIS knows the change of hands, not the code."""
    parties = _parties(log.chain, ["owning_party", "possessing_party"], log.by, log.by)
    fields = {"action": "OBSERVE", **_what(item), "destinationList": parties["destinationList"]}
    return _event(log, "ObjectEvent", log.recorded, "accepting", "", fields)


def handed_over(log: Log, thing: Goods, giver: str, taker: str, role: int) -> Body:
    """Ownership, custody or both were accepted; `role` as the chain has it."""
    types = [name for bit, name in ((OWNERSHIP, "owning_party"), (CUSTODY, "possessing_party")) if role & bit]
    step = "receiving" if role & CUSTODY else "accepting"
    fields = {"action": "OBSERVE", **_what(thing), **_parties(log.chain, types, giver, taker)}
    return _event(log, "ObjectEvent", log.recorded, step, "", fields)


def sold(log: Log, item: Product, order_id: str, seller: str, buyer: str) -> Body:
    """An item became its buyer's when its order ended."""
    fields = {
        "action": "OBSERVE",
        **_what(item),
        "bizTransactionList": [{"type": "po", "bizTransaction": log.chain.order(order_id)}],
        **_parties(log.chain, ["owning_party", "possessing_party"], seller, buyer),
    }
    return _event(log, "ObjectEvent", log.recorded, "retail_selling", "retail_sold", fields)


def recalled(log: Log, thing: Product, recall: str, severity: int, serials: tuple[str, str] = ("", "")) -> Body:
    """A lot, a range of its serials or an item is recalled; `severity` from 1, the worst, to 3."""
    fields = {"action": "OBSERVE", **_what(thing), "persistentDisposition": {"set": ["recalled"]}}
    fields |= {"chain:recall": recall, "chain:class": severity}
    if any(serials):
        fields |= {"chain:firstSerial": serials[0], "chain:lastSerial": serials[1]}
    return _event(log, "ObjectEvent", log.recorded, "", "recalled", fields)


def recall_closed(log: Log, thing: Product, recall: str) -> Body:
    """A recall is over."""
    fields = {"action": "OBSERVE", **_what(thing), "persistentDisposition": {"unset": ["recalled"]}}
    return _event(log, "ObjectEvent", log.recorded, "", "", {**fields, "chain:recall": recall})


def _event(log: Log, kind: str, time: int, step: str, disposition: str, fields: Body) -> Body:
    """The fields of every event around those of one, with its hash id."""
    body: Body = {"type": kind, "eventTime": timestamp(time), "eventTimeZoneOffset": UTC}
    body["recordTime"] = timestamp(log.recorded)
    body |= fields
    words = {"bizStep": step, "disposition": disposition}
    body |= {name: word for name, word in words.items() if word}
    body |= {"chain:by": log.chain.account(log.by), "chain:transaction": log.transaction}
    if log.document:
        body["chain:document"] = log.document
    return identified(body, log.chain.context)


def _uri(thing: Goods) -> str:
    return digital_link.write(thing)


def _pieces(lot: Product, count: int) -> Body:
    return {"epcClass": _uri(lot), "quantity": count}


def _what(thing: Goods) -> Body:
    """An item or a unit by its identifier; a whole lot as a class, its quantity unsaid."""
    if isinstance(thing, Product) and not thing.serial:
        return {"quantityList": [{"epcClass": _uri(thing)}]}
    return {"epcList": [_uri(thing)]}


def _where(read_point: bytes) -> Body:
    uri = place_uri(read_point)
    return {"readPoint": {"id": uri}} if uri else {}


def _parties(chain: Chain, types: Sequence[str], giver: str, taker: str) -> Body:
    return {
        "sourceList": [{"type": name, "source": chain.account(giver)} for name in types],
        "destinationList": [{"type": name, "destination": chain.account(taker)} for name in types],
    }
