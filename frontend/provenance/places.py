"""Where something happened: what a read point names, and where that lies, by the documents that tell of places.

A read point is a GLN (perhaps with an extension), a geo: address, another address, or only the hash of one, whose text
then stands in the event's document. A GLN is looked up among the places of whoever reported, and nobody else's.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frontend.index.rows import EMPTY_HASH
from frontend.wording.language import in_words
from scripts.provenance.epcis import subjects

GLN = re.compile(r"([0-9]{13})(?:\..+)?")
GEO = re.compile(r"geo:(-?[0-9]{1,2}(?:\.[0-9]+)?),(-?[0-9]{1,3}(?:\.[0-9]+)?)(?:[,;].*)?", re.IGNORECASE)
MOST_NORTH, MOST_EAST = 90, 180  # degrees

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Spot:
    """A place as pages show it; degrees of latitude and longitude, or None where nobody told them."""

    name: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_on_the_map(self) -> bool:
        """Whether its degrees are known."""
        return self.latitude is not None


Known = dict[str, dict[str, Spot]]  # by account and GLN


def told(places: Iterable[Json]) -> dict[str, Spot]:
    """Places that one document (a lot's, a profile's) tells, by their GLNs."""
    return {place["gln"]: spot(place) for place in places if "gln" in place}


def spot(place: Json) -> Spot:
    """A place of a document."""
    if "latitude" not in place:
        return Spot(in_words(place["name"]))
    return Spot(in_words(place["name"]), float(place["latitude"]), float(place["longitude"]))


def of(read_point: str, event: Callable[[], Json], known: Mapping[str, Spot]) -> Spot | None:
    """The place behind a read point (the chain's word); None where it names none.

    `event` reads the event of the document, or nothing; `known` are the places of whoever reported it.
    """
    text = _text(read_point, event)
    if not text:
        return None
    if gln := GLN.fullmatch(text):
        return known.get(gln[1]) or Spot(text)
    at = GEO.fullmatch(text)
    if at and abs(float(at[1])) <= MOST_NORTH and abs(float(at[2])) <= MOST_EAST:
        return Spot(f"{at[1]}, {at[2]}", float(at[1]), float(at[2]))
    return Spot(text)


def _text(read_point: str, event: Callable[[], Json]) -> str:
    """What the word says; of a hash, the address in the document, if it is that address's."""
    if read_point == EMPTY_HASH:
        return ""
    raw = bytes.fromhex(read_point[2:])
    text = raw.rstrip(b"\0")
    if all(32 <= sign <= 126 for sign in text):
        return text.decode("ascii")
    point = event().get("readPoint")
    said = point.get("id") if isinstance(point, dict) else None
    return said if isinstance(said, str) and subjects.read_point(said) == raw else ""
