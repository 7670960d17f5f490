"""What loggers' documents say, in short: of thousands of readings what a plot needs, made once for each document."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from frontend.provenance import papers
from scripts.documents import Kind
from scripts.provenance import sensors
from scripts.provenance.sensors import SYMBOLS

PARTS = 120  # of the time; of each the lowest and the highest are kept
KEPT = 1_024  # documents
DEGREES = ("°C", "°F", "K")  # symbols of units of temperature

Point = tuple[int, int]  # Unix seconds, thousandths of the unit


class Unread(Exception):
    """The document is not here, or is none of readings."""


@dataclass(frozen=True)
class Log:
    """A logger's readings, of many only the lowest and the highest of each part; `unit` is a symbol.

    Root, number, bounds and times are those of all readings.
    """

    unit: str
    points: tuple[Point, ...]
    root: str
    count: int
    minimum: int
    maximum: int
    first: int
    last: int

    def fits(self, told: dict[str, object]) -> bool:
        """Whether these are the readings that were reported."""
        names = ("root", "count", "minimum", "maximum", "first", "last")
        return all(getattr(self, name) == told[name] for name in names)


def log(document: str) -> Log | None:
    """What a document has; None where there is nothing to be had."""
    try:
        return _read(document)
    except Unread:
        return None


def unit_of(told: dict[str, object]) -> str:
    """The unit of what was reported, behind a blank; empty where no document shows just these readings."""
    found = log(str(told["document"]))
    return f" {found.unit}" if found and found.fits(told) else ""


@lru_cache(KEPT)
def _read(document: str) -> Log:
    said = papers.read(document, Kind.READINGS)
    if not said:
        raise Unread
    all_ = sensors.readings_of(said)
    bounds = all_.count, all_.minimum, all_.maximum, all_.first, all_.last
    return Log(SYMBOLS[all_.unit], tuple(_thinned(all_.points)), "0x" + all_.root.hex(), *bounds)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Points in the order of time, of each part of it no more than the lowest and the highest."""
    size = -(-len(points) // PARTS)
    if size <= 2:
        return list(points)
    found: list[Point] = []
    for start in range(0, len(points), size):
        part = points[start : start + size]
        found += sorted({min(part, key=lambda one: one[1]), max(part, key=lambda one: one[1])})
    return found
