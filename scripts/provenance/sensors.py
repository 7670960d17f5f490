"""A logger's file (CSV or JSON) as readings: their tree's root, their bounds, and the document that shows them.

Times have an offset and are kept in Unix seconds, values in thousandths of the unit, rounded to the nearest.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from scripts import documents, units
from scripts.imports import table
from scripts.provenance import tree
from scripts.provenance.gs1 import quoted
from scripts.refusal import Refusal

TYPE = "handover/readings/1"
MAX_READINGS = 20_000  # in one file: two weeks of one a minute
MAX_BYTES = 16 * 1024 * 1024  # of a file
MOST = 2**63 - 1  # thousandths
UNITS = {  # as loggers write them, and the code that UN/ECE has for each
    **dict.fromkeys(("cel", "c", "°c", "℃", "celsius"), "CEL"),
    **dict.fromkeys(("fah", "f", "°f", "℉", "fahrenheit"), "FAH"),
    **dict.fromkeys(("kel", "k", "kelvin"), "KEL"),
    **dict.fromkeys(("p1", "%", "%rh", "percent"), "P1"),
    **dict.fromkeys(("lux", "lx"), "LUX"),
    **dict.fromkeys(("kpa",), "KPA"),
    **dict.fromkeys(("gn", "g"), "GN"),
}
CELSIUS = "CEL"  # what is meant where no document says the unit
SYMBOLS = {"CEL": "°C", "FAH": "°F", "KEL": "K", "P1": "%", "LUX": "lx", "KPA": "kPa", "GN": "g"}
TIME_COLUMNS = ("time", "timestamp", "date time", "datetime")
VALUE_COLUMNS = ("value", "temperature", "reading")
UNIT_COLUMNS = ("unit", "uom")


@dataclass(frozen=True)
class Readings:
    """Readings in the order of time, each (Unix seconds, thousandths); `unit` is a UN/ECE code."""

    unit: str
    points: tuple[tuple[int, int], ...]
    device: str = ""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.points)

    @property
    def minimum(self) -> int:
        """The lowest value, thousandths."""
        return min(value for _, value in self.points)

    @property
    def maximum(self) -> int:
        """The highest value, thousandths."""
        return max(value for _, value in self.points)

    @property
    def first(self) -> int:
        """The earliest time, Unix seconds."""
        return self.points[0][0]

    @property
    def last(self) -> int:
        """The latest time, Unix seconds."""
        return self.points[-1][0]

    @cached_property
    def _levels(self) -> list[bytes]:
        return list(tree.levels(b"".join(tree.reading_leaf(*point) for point in self.points)))

    @property
    def root(self) -> bytes:
        """The root of the tree over them."""
        return self._levels[-1]

    def are(self, told: Mapping[str, Any]) -> bool:
        """Whether these are the readings that were reported; `told` has the report's fields, its root as bytes."""
        names = ("root", "count", "minimum", "maximum", "first", "last")
        return all(getattr(self, name) == told[name] for name in names)

    def proof(self, index: int) -> list[bytes]:
        """The path of one reading, counted from 0."""
        return tree.path(index, self._levels)

    @cached_property
    def document(self) -> bytes:
        """The document that shows them; refused where it would be too large."""
        said: dict[str, Any] = {"type": TYPE, "unit": self.unit, "readings": [list(point) for point in self.points]}
        if self.device:
            said["device"] = self.device
        data = documents.canonical(said)
        documents.examine(data)
        return data


def read(path: Path, unit: str = "", device: str = "") -> Readings:
    """The readings of a file; `unit` is that of a file that names none. Refused with the line of what is wrong."""
    try:
        data = path.read_bytes()
    except OSError:
        raise Refusal(f"The file {path} cannot be read.") from None
    if len(data) > MAX_BYTES:
        raise Refusal(f"{path.name} has more than {MAX_BYTES // 1024**2} MiB.")
    match path.suffix.lower():
        case ".csv" | ".txt":
            found = list(_from_csv(data, path.name, unit))
        case ".json":
            found = list(_from_json(data, path.name, unit))
        case _:
            raise Refusal(f"{path.name} is neither a .csv nor a .json file.")
    if len(found) > MAX_READINGS:
        raise Refusal(f"{path.name} has {len(found):,} readings; divide it into files of {MAX_READINGS:,}.")
    if not found:
        raise Refusal(f"{path.name} has no readings.")
    return Readings(_one_unit(found), tuple(sorted((time, value) for _, time, value, _ in found)), device)


def from_document(data: bytes) -> Readings:
    """The readings that a document shows; refused where it is no such document."""
    said = documents.read(data, documents.Kind.READINGS)
    if not said:
        raise Refusal("This is not a document of readings.")
    return readings_of(said)


def unit_of(data: bytes | None, told: Mapping[str, Any]) -> str:
    """The unit of what was reported (see `Readings.are`), by the document that shows just that; else `CELSIUS`."""
    try:
        found = from_document(data) if data else None
    except Refusal:
        found = None
    return found.unit if found and found.are(told) else CELSIUS


def readings_of(document: dict[str, Any]) -> Readings:
    """The readings of a document that was checked."""
    points = tuple((time, value) for time, value in document["readings"])
    return Readings(document["unit"], points, document.get("device", ""))


def unit_code(text: str) -> str:
    """The UN/ECE code of a unit."""
    code = UNITS.get(text.strip().lower())
    if code is None:
        raise Refusal(f"the unit {quoted(text)} is none of {', '.join(SYMBOLS.values())}.")
    return code


def thousandths(text: str) -> int:
    """A value like -18.5 in thousandths."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Refusal(f"{quoted(text)} is not a number.") from None
    is_small = value.is_finite() and -MOST <= value <= MOST  # asked first: of others arithmetic fails
    scaled = int((value * 1000).to_integral_value(ROUND_HALF_EVEN)) if is_small else MOST + 1
    if abs(scaled) > MOST:
        raise Refusal(f"{quoted(text)} is not a number that can be meant.")
    return scaled


def shown(value: int, unit: str) -> str:
    """Thousandths as people read them: 7.25 °C."""
    return f"{Decimal(value) / 1000:f} {SYMBOLS[unit]}"


Row = tuple[str, int, int, str]  # place, time, value, unit


def _from_csv(data: bytes, name: str, unit: str) -> Iterator[Row]:
    rows = table.read(data, name)
    for columns, what in ((TIME_COLUMNS, "time"), (VALUE_COLUMNS, "value")):
        if not rows[0].has(*columns):
            raise Refusal(f"{name}, line 1: the column {what!r} is missing.")
    for row in rows:
        yield _row(row.place, row.get(*TIME_COLUMNS), row.get(*VALUE_COLUMNS), row.get(*UNIT_COLUMNS) or unit)


def _from_json(data: bytes, name: str, unit: str) -> Iterator[Row]:
    """A list of readings, or a mapping with `readings` and what holds for all of them."""
    try:
        said = json.loads(data, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise Refusal(f"{name}, line {error.lineno}: this is not JSON.") from None
    except (ValueError, RecursionError):
        raise Refusal(f"{name}: this is not JSON.") from None
    shared: dict[str, Any] = said if isinstance(said, dict) else {}
    readings = shared.get("readings") if shared else said
    if not isinstance(readings, list):
        raise Refusal(f"{name}: there is no list of readings in it.")
    for number, reading in enumerate(readings, 1):
        place = f"{name}, reading {number}"
        fields = {**shared, **reading} if isinstance(reading, dict) else {}
        time, value, own = (fields.get(key, "") for key in ("time", "value", "unit"))
        if not (time and value and all(isinstance(text, str) for text in (time, value, own))):
            raise Refusal(f"{place}: it has no time and value.")
        yield _row(place, time, value, own or unit)


def _row(place: str, time: str, value: str, unit: str) -> Row:
    try:
        if not unit:
            raise Refusal("the unit is not said; name it in a column or by unit=.")
        return place, units.parse_moment(time), thousandths(value), unit_code(unit)
    except Refusal as refusal:
        raise Refusal(f"{place}: {refusal}") from None


def _one_unit(rows: list[Row]) -> str:
    """The unit of all of them."""
    unit = rows[0][3]
    for place, _, _, other in rows:
        if other != unit:
            raise Refusal(f"{place}: it is in {SYMBOLS[other]}, those before it in {SYMBOLS[unit]}.")
    return unit
