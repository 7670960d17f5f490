"""What loggers' documents say, in short: of thousands of readings what a plot needs, made once for each document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from frontend.provenance import papers
from scripts.documents import Kind
from scripts.provenance import sensors
from scripts.provenance.sensors import SYMBOLS

PARTS = 120  # of the time; of each the lowest and the highest are kept
ROWS = 24  # of a table: so many parts of the time
KEPT = 1_024  # documents
DEGREES = ("°C", "°F", "K")  # symbols of units of temperature

Point = tuple[int, int]  # Unix seconds, thousandths of the unit


class Unread(Exception):
    """The document is not here, or is none of readings."""


@dataclass(frozen=True)
class Span:
    """Readings one after the other: when they began, the lowest and the highest."""

    first: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Outside:
    """How many seconds something was beyond one limit, and the value farthest from it."""

    is_above: bool
    limit: int
    seconds: int
    farthest: int


@dataclass(frozen=True)
class Log:
    """A logger's readings, of many only the lowest and the highest of each part; `unit` is a symbol.

    `spans` are at most ROWS parts of them; root, number, bounds and times are those of all readings.
    """

    unit: str
    points: tuple[Point, ...]
    spans: tuple[Span, ...]
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


def outside(document: str, low: int, high: int) -> tuple[Outside, ...]:
    """What of a document's readings lay beyond limits; empty where nothing did, or there is nothing to be had.

    From one reading to the next the value is taken to have gone straight.
    """
    try:
        return _outside(document, low, high)
    except Unread:
        return ()


@lru_cache(KEPT)
def _read(document: str) -> Log:
    all_ = _readings(document)
    bounds = all_.count, all_.minimum, all_.maximum, all_.first, all_.last
    points, spans = tuple(_thinned(all_.points)), tuple(_spans(all_.points))
    return Log(SYMBOLS[all_.unit], points, spans, "0x" + all_.root.hex(), *bounds)


@lru_cache(KEPT)
def _outside(document: str, low: int, high: int) -> tuple[Outside, ...]:
    points = _readings(document).points
    highest, lowest = max(value for _, value in points), min(value for _, value in points)
    found = []
    if highest > high:
        found.append(Outside(True, high, _seconds([(time, value - high) for time, value in points]), highest))
    if lowest < low:
        found.append(Outside(False, low, _seconds([(time, low - value) for time, value in points]), lowest))
    return tuple(found)


def _readings(document: str) -> sensors.Readings:
    said = papers.read(document, Kind.READINGS)
    if not said:
        raise Unread
    return sensors.readings_of(said)


def _seconds(excess: Sequence[Point]) -> int:
    """How long an excess was above zero."""
    whole = 0.0
    for (began, one), (ended, other) in pairwise(excess):
        most, least = max(one, other), min(one, other)
        if most > 0:
            whole += (ended - began) * (1.0 if least >= 0 else most / (most - least))
    return round(whole)


def _spans(points: Sequence[Point]) -> Iterator[Span]:
    size = -(-len(points) // ROWS)
    for start in range(0, len(points), size):
        values = [value for _, value in points[start : start + size]]
        yield Span(points[start][0], min(values), max(values))


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
