"""What an event is about, and where it happened: identifiers of EPCIS as the chain's things and read points."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from scripts.provenance import digital_link, epc, identity
from scripts.provenance.epcis.canonical_links import canonical
from scripts.provenance.gs1 import Place, Product, Thing, Unit
from scripts.refusal import Refusal


class Role(Enum):
    """In which part of its event a thing stands."""

    SUBJECT = "subject"
    PARENT = "parent"
    CHILD = "child"
    INPUT = "input"
    OUTPUT = "output"


ITEMS = {
    "epcList": Role.SUBJECT,
    "childEPCs": Role.CHILD,
    "inputEPCList": Role.INPUT,
    "outputEPCList": Role.OUTPUT,
}
QUANTITIES = {
    "quantityList": Role.SUBJECT,
    "childQuantityList": Role.CHILD,
    "inputQuantityList": Role.INPUT,
    "outputQuantityList": Role.OUTPUT,
}


@dataclass(frozen=True)
class Subject:
    """A thing of an event. `fault` says why the chain has no name for it; then `thing` is None.

    A product without a lot (an SGTIN) is found among the items of its GTIN and serial. `quantity` is in `unit`, empty
    for pieces; None where the event does not say it.
    """

    role: Role
    uri: str
    thing: Thing | None
    fault: str = ""
    quantity: Decimal | None = None
    unit: str = ""


def subjects(event: dict[str, Any]) -> list[Subject]:
    """All things of an event, the parent first."""
    found = [_subject(Role.PARENT, event["parentID"])] if "parentID" in event else []
    found += [_subject(role, uri) for name, role in ITEMS.items() for uri in event.get(name, [])]
    for name, role in QUANTITIES.items():
        for element in event.get(name, []):
            quantity = Decimal(str(element["quantity"])) if "quantity" in element else None
            found.append(_subject(role, element["epcClass"], quantity, element.get("uom", "")))
    return found


def read_point(uri: str) -> bytes:
    """The word that the chain has for a place: a GLN, GLN.extension, or else the URI or its hash."""
    thing = _thing_or_none(uri) if uri else None
    if isinstance(thing, Place):
        text = f"{thing.gln}.{thing.extension}".rstrip(".")
        return identity.read_point(text if len(text) <= identity.WORD else uri)
    return identity.read_point(uri)


def place_uri(word: bytes) -> str:
    """The URI of a read point; empty for none, and for a hash, which only the document explains."""
    try:
        text = word.rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError:
        return ""
    if not text or not text.isprintable():
        return ""
    gln, _, extension = text.partition(".")
    try:
        return digital_link.write(Place(gln, extension))
    except Refusal:
        return text if ":" in text else ""


def _subject(role: Role, uri: str, quantity: Decimal | None = None, unit: str = "") -> Subject:
    try:
        return Subject(role, uri, _thing(uri), "", quantity, unit)
    except Refusal as fault:
        return Subject(role, uri, None, str(fault), quantity, unit)


def _thing_or_none(uri: str) -> Thing | None:
    try:
        return _thing(uri)
    except Refusal:
        return None


def _thing(uri: str) -> Product | Unit | Place:
    """What an identifier names, in whatever spelling; older links' short names and queries are passed over."""
    if uri.startswith("urn:"):
        return epc.read(uri)
    try:
        return digital_link.read(uri)
    except Refusal as fault:
        plain = canonical(uri)
        if plain == uri:
            raise fault from None
        return digital_link.read(plain)
