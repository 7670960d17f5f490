"""An event's id made of what it says: the event hash id of CBV 2.0 (section 8.9), `ni:///sha-256;…?ver=CBV2.0`.

The same event has the same id in XML and JSON, with URNs or links, in whatever order its lists are. The text that is
hashed names every field in the standard's order. Id, record time and error declaration are no part of it, so that a
declaration can repeat the event that it is about.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from scripts.canonical_json import number
from scripts.provenance.epcis.canonical_links import canonical
from scripts.provenance.vocabulary import COMPONENTS, DISPOSITIONS, PARTIES, STEPS, TRANSACTIONS, Words

VOC = "https://gs1.org/voc/"
NAMESPACES = {
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "gs1": VOC,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
LEFT_OUT = {"@context", "type", "recordTime", "eventID", "errorDeclaration", "rdfs:comment", "comment"}
TIMES = {"eventTime", "time", "startTime", "endTime"}

METADATA = ("time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules")
REPORT = (
    *("type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time", "microorganism"),
    *("chemicalSubstance", "value", "component", "stringValue", "booleanValue", "hexBinaryValue", "uriValue"),
    *("minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom", "coordinateReferenceSystem"),
)
QUANTITY = ("epcClass", "quantity", "uom")

Spaces = dict[str, str]
Part = Callable[[str, Any, Spaces], str]


def event_id(event: dict[str, Any], context: Any = None) -> str:
    """The hash id of an event; `context` is the @context of its document, which explains prefixes."""
    return f"ni:///sha-256;{hashlib.sha256(pre_hash(event, context).encode()).hexdigest()}?ver=CBV2.0"


def pre_hash(event: dict[str, Any], context: Any = None) -> str:
    """The text whose sha-256 is an event's id."""
    spaces = {**NAMESPACES, **_spaces(context), **_spaces(event.get("@context"))}
    parts = [f"eventType={event['type']}"]
    parts += [part(name, event[name], spaces) for name, part in FIELDS.items() if name in event]
    return "".join(parts) + _extensions(event, FIELDS, spaces)


def moment(text: str) -> str:
    """A time in UTC with milliseconds, halves rounded up; what is none stays as it is."""
    match = re.fullmatch(r"(.{19})(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", text)
    if match is None:
        return text
    thousandths = int(Decimal(f"0.{match[2] or 0}") * 1000 + Decimal("0.5"))
    try:
        whole = datetime.fromisoformat(match[1] + match[3].replace("Z", "+00:00")).astimezone(timezone.utc)
        rounded = whole + timedelta(milliseconds=thousandths)
    except (ValueError, OverflowError):
        return text
    return rounded.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _spaces(context: Any) -> Spaces:
    """What the prefixes of a context stand for."""
    found: Spaces = {}
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, dict):
            found |= {prefix: space for prefix, space in part.items() if isinstance(space, str)}
    return found


def _text(value: Any, spaces: Spaces) -> str:
    """A value as the text has it: numbers without zeros at their ends, words and identifiers in full."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return number(value)
    text = str(value).strip()
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        plain = f"{Decimal(text):f}"
        return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"
    prefix, colon, rest = text.partition(":")
    if colon and prefix in spaces and not rest.startswith("//"):
        return spaces[prefix] + rest
    for words in (STEPS, DISPOSITIONS, TRANSACTIONS, PARTIES):
        if text.startswith(words.urn):
            return words.address(text)
    return canonical(text)


def _field(name: str, value: Any, spaces: Spaces) -> str:
    if isinstance(value, list):
        return "".join(sorted(_field(name, part, spaces) for part in value))
    text = moment(value.strip()) if name in TIMES and isinstance(value, str) else _text(value, spaces)
    return f"{name}={text}" if text else ""


def _word(words: Words) -> Part:
    """A field whose bare values are words of the vocabulary."""

    def part(name: str, value: Any, spaces: Spaces) -> str:
        values = value if isinstance(value, list) else [value]
        return "".join(sorted(_field(name, words.address(str(word).strip()), spaces) for word in values))

    return part


def _measure(name: str, value: Any, spaces: Spaces) -> str:
    """A field whose bare values are of GS1's web vocabulary."""
    return _field(name, value if ":" in str(value) else VOC + str(value), spaces)


def _group(fields: Iterable[str], **special: Part) -> Part:
    """An object: its name, its fields in this order, then what others added to it."""
    order = {name: special.get(name, _field) for name in fields}

    def part(name: str, value: Any, spaces: Spaces) -> str:
        inside = "".join(order[field](field, value[field], spaces) for field in order if field in value)
        inside += _extensions(value, order, spaces, LEFT_OUT - {"type"})
        return name + inside if inside else ""

    return part


def _list(element: str, part: Part) -> Part:
    """A list: its name once, then its elements, sorted; nothing if it is empty."""

    def whole(name: str, values: Any, spaces: Spaces) -> str:
        return name + "".join(sorted(part(element, value, spaces) for value in values)) if values else ""

    return whole


def _bare_list(part: Part) -> Part:
    """Sorted elements without a name for the list."""
    return lambda name, values, spaces: "".join(sorted(part(name, value, spaces) for value in values))


def _extensions(value: dict[str, Any], known: Iterable[str], spaces: Spaces, left_out: set[str] = LEFT_OUT) -> str:
    names = [name for name in value if name not in known and name not in left_out and not name.startswith("@")]
    return "".join(sorted(_extension(_full(name, spaces), value[name], spaces) for name in names))


def _extension(name: str, value: Any, spaces: Spaces) -> str:
    match value:
        case list():
            return "".join(sorted(_extension(name, part, spaces) for part in value))
        case dict():
            spaces = spaces | {key[7:]: text for key, text in value.items() if key.startswith("@xmlns:")}
            text = f"={_text(value['#text'], spaces)}" if "#text" in value else ""
            return _full(name, spaces) + text + _extensions(value, ("#text",), spaces)
        case _:
            return _field(name, value, spaces)


def _full(name: str, spaces: Spaces) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{spaces[prefix]}}}{local}" if colon and prefix in spaces else name


def _typed(field: str, words: Words) -> Part:
    return _group(("type", field), type=_word(words))


def _unnamed(part: Part) -> Part:
    return lambda _, value, spaces: part("", value, spaces)


_REPORTS = _bare_list(_group(REPORT, type=_measure, exception=_measure, component=_word(COMPONENTS)))
_SENSOR = _group(("sensorMetadata", "sensorReport"), sensorMetadata=_group(METADATA), sensorReport=_REPORTS)
_EPCS = _list("epc", _field)
_QUANTITIES = _list("quantityElement", _group(QUANTITY))
_PLACE = _group(("id",))

# in the standard's order
FIELDS: dict[str, Part] = {
    "eventTime": _field,
    "eventTimeZoneOffset": _field,
    "certificationInfo": _field,
    "epcList": _EPCS,
    "parentID": _field,
    "inputEPCList": _EPCS,
    "childEPCs": _EPCS,
    "quantityList": _QUANTITIES,
    "childQuantityList": _QUANTITIES,
    "inputQuantityList": _QUANTITIES,
    "outputEPCList": _EPCS,
    "outputQuantityList": _QUANTITIES,
    "action": _field,
    "transformationID": _field,
    "bizStep": _word(STEPS),
    "disposition": _word(DISPOSITIONS),
    "persistentDisposition": _group(("set", "unset"), set=_word(DISPOSITIONS), unset=_word(DISPOSITIONS)),
    "readPoint": _PLACE,
    "bizLocation": _PLACE,
    "bizTransactionList": _list("", _unnamed(_typed("bizTransaction", TRANSACTIONS))),
    "sourceList": _list("", _unnamed(_typed("source", PARTIES))),
    "destinationList": _list("", _unnamed(_typed("destination", PARTIES))),
    "sensorElementList": _list("sensorElement", _SENSOR),
    "ilmd": _group(()),
}
