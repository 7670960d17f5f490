"""One event of EPCIS 2.0, typed as far as it has a place on the chain; the whole of it is its document."""

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from enum import Enum
from math import ceil, floor
from typing import Any

from scripts import documents
from scripts.provenance.epcis.event_ids import event_id
from scripts.provenance.epcis.subjects import Subject, subjects
from scripts.provenance.gs1 import quoted
from scripts.provenance.vocabulary import DISPOSITIONS, ERROR_REASONS, PARTIES, STEPS, TRANSACTIONS
from scripts.refusal import Refusal

TYPE = "handover/event/1"
MAX_BYTES = documents.MAX_DOCUMENT_BYTES


class Kind(Enum):
    """What an event is about; the value is its type in EPCIS."""

    OBJECT = "ObjectEvent"
    AGGREGATION = "AggregationEvent"
    TRANSACTION = "TransactionEvent"
    TRANSFORMATION = "TransformationEvent"
    ASSOCIATION = "AssociationEvent"


EVERY = (
    *("@context", "type", "eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "certificationInfo"),
    *("errorDeclaration", "bizStep", "disposition", "persistentDisposition", "readPoint", "bizLocation"),
    *("bizTransactionList", "sourceList", "destinationList", "sensorElementList"),
)
CHILDREN = ("action", "parentID", "childEPCs", "childQuantityList")
LISTS = ("inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList")
FIELDS = {
    Kind.OBJECT: {*EVERY, "action", "epcList", "quantityList", "ilmd"},
    Kind.AGGREGATION: {*EVERY, *CHILDREN},
    Kind.TRANSACTION: {*EVERY, "action", "parentID", "epcList", "quantityList"},
    Kind.TRANSFORMATION: {*EVERY, *LISTS, "transformationID", "ilmd"},
    Kind.ASSOCIATION: {*EVERY, *CHILDREN},
}
NEEDED = {  # each of these fields
    Kind.OBJECT: ("action",),
    Kind.AGGREGATION: ("action",),
    Kind.TRANSACTION: ("action", "bizTransactionList"),
    Kind.TRANSFORMATION: (),
    Kind.ASSOCIATION: ("action", "parentID"),
}
THINGS = {  # one of these
    Kind.OBJECT: ("epcList", "quantityList", "sensorElementList"),
    Kind.AGGREGATION: ("childEPCs", "childQuantityList"),
    Kind.TRANSACTION: ("epcList", "quantityList"),
    Kind.TRANSFORMATION: LISTS,
    Kind.ASSOCIATION: ("childEPCs", "childQuantityList"),
}


@dataclass(frozen=True)
class Declaration:
    """That an event did not happen, or not so. `reason` is its number on the chain, 0 where it is not CBV's."""

    time: int  # Unix seconds
    reason: int
    corrective: tuple[str, ...]


@dataclass(frozen=True)
class Sensed:
    """What sensors said of one quantity: bounds in thousandths of `unit` (a UN/ECE code), times in Unix seconds.

    `component` is the axis or the like, if any; `count` the number of readings that the event lists.
    """

    type: str
    component: str
    unit: str
    minimum: int
    maximum: int
    first: int
    last: int
    count: int


@dataclass(frozen=True)
class Event:
    """An event; times are Unix seconds, step and disposition the chain's numbers, 0 for none and for foreign words.

    `body` is the event as it came, `context` the @context that explains its prefixes.
    """

    kind: Kind
    time: int
    offset: str
    action: str
    step: int
    disposition: int
    place: str  # the read point's URI, or empty
    subjects: tuple[Subject, ...]
    declaration: Declaration | None
    sensed: tuple[Sensed, ...]
    body: dict[str, Any]
    context: Any

    @property
    def id(self) -> str:
        """The id that the event came with, or the one that its content gives."""
        return str(self.body.get("eventID") or event_id(self.body, self.context))

    @property
    def document(self) -> bytes:
        """What its hash on the chain is of: the whole event with its context, as canonical JSON."""
        return documents.canonical({"type": TYPE, "context": self.context, "event": self.body})

    @property
    def hash(self) -> str:
        """The sha-256 of its document."""
        return documents.sha256(self.document)


def read(body: Any, context: Any, name: str = "event") -> Event:
    """An event from its JSON; a Refusal says where (`name`), in which field, and what is wrong."""
    try:
        return _read(body, context)
    except Refusal as fault:
        text = str(fault).removeprefix("event, ").removeprefix("event.").removeprefix("event: ").rstrip(".")
        has_field = re.match(r"\S+: ", text)
        raise Refusal(f"{name}{',' if has_field else ':'} {text}.") from None


def read_document(data: bytes) -> Event:
    """An event from its document; refused unless these are the very bytes that `Event.document` would write."""
    if documents.examine(data)[0] is not documents.Kind.EVENT:
        raise Refusal(f"This is not a document of an event ({TYPE}).")
    said = documents.parse(data)
    return read(said["event"], said["context"])


def seconds(text: str, field: str) -> int:
    """Unix seconds of a time with offset; what is less than a second is left to the document."""
    match = re.fullmatch(r"(.{19})(?:\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    try:
        assert match is not None
        there = datetime.fromisoformat(match[1] + match[2].replace("Z", "+00:00"))
        moment = there.astimezone(timezone.utc).timestamp()
    except (AssertionError, ValueError, OverflowError):
        raise Refusal(f"{field}: {quoted(text)} is not a time") from None
    if moment < 0:
        raise Refusal(f"{field}: {quoted(text)} is before 1970, which the chain cannot hold")
    return int(moment)


def _read(body: Any, context: Any) -> Event:
    document = {"type": TYPE, "context": context, "event": body}
    size = len(documents.canonical(document))
    if size > MAX_BYTES:
        raise Refusal(f"It has {size:,} bytes; {MAX_BYTES:,} are accepted")
    documents.check(document, documents.Kind.EVENT.value)
    kind = Kind(body["type"])
    _check_fields(kind, body)
    _check_words(body)
    return Event(
        kind=kind,
        time=seconds(body["eventTime"], "eventTime"),
        offset=body["eventTimeZoneOffset"],
        action=body.get("action", ""),
        step=_number(STEPS.number, body, "bizStep"),
        disposition=_number(DISPOSITIONS.number, body, "disposition"),
        place=body.get("readPoint", {}).get("id", ""),
        subjects=tuple(subjects(body)),
        declaration=_declaration(body.get("errorDeclaration")),
        sensed=tuple(_sensed(body)),
        body=body,
        context=context,
    )


def _check_fields(kind: Kind, body: dict[str, Any]) -> None:
    for field in body:
        if field not in FIELDS[kind] and ":" not in field:
            raise Refusal(f"{field[:40]}: {kind.value} has no such field; one of your own has a prefix and a colon")
    for field in NEEDED[kind]:
        if field not in body:
            raise Refusal(f"{field}: is missing")
    if body.get("action") != "DELETE" and not any(field in body for field in THINGS[kind]):
        raise Refusal(f"{THINGS[kind][0]}: is missing, as are {', '.join(THINGS[kind][1:])}")


def _check_words(body: dict[str, Any]) -> None:
    """Bare words that are CBV's are known ones, everywhere in an event."""
    for field, words in (("bizTransactionList", TRANSACTIONS), ("sourceList", PARTIES), ("destinationList", PARTIES)):
        for place, element in enumerate(body.get(field, [])):
            _number(words.number, element, "type", f"{field}[{place}].type")
    for name, values in body.get("persistentDisposition", {}).items():
        for place, word in enumerate(values):
            _number(DISPOSITIONS.number, {"word": word}, "word", f"persistentDisposition.{name}[{place}]")


def _number(number: Any, place: dict[str, Any], field: str, shown: str = "") -> int:
    if field not in place:
        return 0
    try:
        return int(number(place[field]))
    except Refusal as fault:
        raise Refusal(f"{shown or field}: {fault}") from None


def _declaration(said: dict[str, Any] | None) -> Declaration | None:
    if said is None:
        return None
    return Declaration(
        seconds(said["declarationTime"], "errorDeclaration.declarationTime"),
        _number(ERROR_REASONS.number, said, "reason", "errorDeclaration.reason"),
        tuple(said.get("correctiveEventIDs", ())),
    )


def _sensed(body: dict[str, Any]) -> list[Sensed]:
    """One summary for each quantity and unit that has values; the time of a report, its element's, or the event's."""
    found: dict[tuple[str, str, str], list[tuple[Decimal, list[int], bool]]] = {}
    for place, element in enumerate(body.get("sensorElementList", [])):
        about = element.get("sensorMetadata", {})
        for number, report in enumerate(element["sensorReport"]):
            field = f"sensorElementList[{place}].sensorReport[{number}]"
            times = _times(report, about, body, field)
            for name in ("value", "minValue", "maxValue"):
                if name in report:
                    key = (report["type"], report.get("component", ""), report.get("uom", ""))
                    series = found.setdefault(key, [])
                    series.append((Decimal(str(report[name])), times, name == "value"))
    return [_summary(*key, series) for key, series in found.items()]


def _times(report: dict[str, Any], about: dict[str, Any], body: dict[str, Any], field: str) -> list[int]:
    if "time" in report:
        return [seconds(report["time"], f"{field}.time")]
    bounds: list[str] = [name for name in ("startTime", "endTime") if name in about]
    named = bounds or [name for name in about if name == "time"]
    times = [seconds(about[name], f"{field}, sensorMetadata.{name}") for name in named]
    return times or [seconds(body["eventTime"], "eventTime")]


def _summary(kind: str, component: str, unit: str, series: list[tuple[Decimal, list[int], bool]]) -> Sensed:
    """The bounds are rounded outwards, so that nothing beyond a limit looks as if it kept it."""
    values = [value * 1000 for value, _, _ in series]
    times = [time for _, spanned, _ in series for time in spanned]
    count = sum(is_reading for _, _, is_reading in series)
    return Sensed(kind, component, unit, floor(min(values)), ceil(max(values)), min(times), max(times), count)
