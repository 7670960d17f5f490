"""Where something happened: what a read point names, and where that lies, by the documents that tell of places.

A read point is a GLN (perhaps with an extension), a geo: address, another address, or only the hash of one, whose text
then stands in the event's document.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from frontend.wording.language import in_words
from scripts.provenance import digital_link, epc
from scripts.provenance.gs1 import Place
from scripts.refusal import Refusal

GLN = re.compile(r"([0-9]{13})(?:\..+)?")
GEO = re.compile(r"geo:(-?[0-9]{1,2}(?:\.[0-9]+)?),(-?[0-9]{1,3}(?:\.[0-9]+)?)(?:[,;].*)?", re.IGNORECASE)
WORD = re.compile(r"0x[0-9a-f]{64}")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Spot:
    """A place as pages show it; degrees of latitude and longitude, or None where nobody told them."""

    name: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_on_the_map(self) -> bool:
        return self.latitude is not None


Known = dict[str, Spot]


def told(places: Iterable[Json]) -> Known:
    """Places that documents (a lot's, a profile's) tell, by their GLNs."""
    return {place["gln"]: spot(place) for place in places if "gln" in place}


def spot(place: Json) -> Spot:
    """A place of a document."""
    if "latitude" not in place:
        return Spot(in_words(place["name"]))
    return Spot(in_words(place["name"]), float(place["latitude"]), float(place["longitude"]))


def of(read_point: str, document: Json, known: Known) -> Spot | None:
    """The place behind a read point, as the index gives it; None where it names none."""
    text = _text(read_point, document)
    if not text:
        return None
    gln = _gln(text)
    if gln:
        return known.get(gln) or Spot(gln)
    at = GEO.fullmatch(text)
    if at and abs(float(at[1])) <= 90 and abs(float(at[2])) <= 180:
        return Spot(f"{at[1]}, {at[2]}", float(at[1]), float(at[2]))
    return Spot(text)


def _text(read_point: str, document: Json) -> str:
    """What the read point says; of a hash, the address in the document that has it."""
    if not WORD.fullmatch(read_point):
        return read_point
    point = document.get("readPoint")
    said = point.get("id", "") if isinstance(point, dict) else ""
    is_it = isinstance(said, str) and "0x" + sha256(said.encode()).hexdigest() == read_point
    return said if is_it else ""


def _gln(text: str) -> str:
    """The GLN that an address names; empty where it names none."""
    if found := GLN.fullmatch(text):
        return found[1]
    try:
        thing = digital_link.read(text) if "://" in text else epc.read(text) if text.startswith("urn:epc:") else None
    except Refusal:
        return ""
    return thing.gln if isinstance(thing, Place) else ""
