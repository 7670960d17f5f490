"""The map of a journey, drawn here: places by latitude and longitude, the way between them in the order of time.

Everything is in percent of the map, so that its letters stay as large as the page's. Nothing is fetched from elsewhere:
there are meridians, parallels and a scale, and no coasts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from frontend.provenance.places import Spot
from frontend.wording.formats import listed

ASPECT = 1.6  # width of the map through its height
MARGIN = 0.16  # of its width, on each side
LEAST = 0.08  # degrees of latitude shown at least: some nine kilometres
KILOMETRES = 111.2  # of a degree of latitude
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 45)  # degrees between two lines
LINES = 5  # of each kind at most
SCALES = (1, 2, 5)
FIRST, LAST = 15, 85  # percent: a word stands beside a line, and above it the scale
POLE = 90


@dataclass(frozen=True)
class Stop:
    """A place with its number and all that it was called, in percent from the upper left corner."""

    number: int
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Rule:
    """A meridian or a parallel, in percent, and its degrees in words."""

    place: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """All that is drawn; `way` is an SVG path in percent, `scale` a length in percent of the width with its name."""

    stops: list[Stop]
    way: str
    meridians: list[Rule]
    parallels: list[Rule]
    scale: Rule


def draw(spots: Iterable[Spot]) -> Drawing | None:
    """The map of places in the order in which they were reached; None where nobody told where any of them lies."""
    visited = [spot for spot in spots if spot.is_on_the_map]
    if not visited:
        return None
    frame = _Frame(visited)
    names: dict[tuple[float, float], list[str]] = {}
    for spot in visited:
        called = names.setdefault(frame.at(spot), [])
        called += [spot.name] if spot.name not in called else []
    stops = [Stop(number, listed(called), *at) for number, (at, called) in enumerate(names.items(), 1)]
    way = "".join(f"{'L' if place else 'M'}{x:.2f} {y:.2f}" for place, (x, y) in enumerate(map(frame.at, visited)))
    return Drawing(stops, way, frame.meridians(), frame.parallels(), frame.scale())


class _Frame:
    """Which degrees the map shows."""

    def __init__(self, spots: list[Spot]) -> None:
        latitudes, self._longitudes = (
            [spot.latitude or 0.0 for spot in spots],
            [spot.longitude or 0.0 for spot in spots],
        )
        self._shift = (
            360 if max(self._longitudes) - min(self._longitudes) > 180 else 0
        )  # the way is the other way round
        longitudes = [self._east(one) for one in self._longitudes]
        middle = (min(latitudes) + max(latitudes)) / 2
        self._shrink = max(cos(radians(middle)), 0.1)  # how much shorter a degree of longitude is there
        width, height = (max(longitudes) - min(longitudes)) * self._shrink, max(latitudes) - min(latitudes)
        self._height = max(height, width / ASPECT, LEAST) / (1 - 2 * MARGIN)
        self._width = self._height * ASPECT / self._shrink
        self._top = middle + self._height / 2
        self._left = (min(longitudes) + max(longitudes)) / 2 - self._width / 2

    def at(self, spot: Spot) -> tuple[float, float]:
        """Where a place stands."""
        return self._x(self._east(spot.longitude or 0.0)), self._y(spot.latitude or 0.0)

    def meridians(self) -> list[Rule]:
        lines = [(self._x(one), (one + 180) % 360 - 180) for one in self._steps(self._left, self._width)]
        return [Rule(x, _degrees(one, "E", "W")) for x, one in lines if x <= LAST]

    def parallels(self) -> list[Rule]:
        lines = [(self._y(one), one) for one in self._steps(self._top - self._height, self._height)]
        return [Rule(y, _degrees(one, "N", "S")) for y, one in lines if abs(one) <= POLE and y >= FIRST]

    def scale(self) -> Rule:
        """A round length of at most a third of the map."""
        width = self._width * self._shrink * KILOMETRES
        power = 1.0
        while power * 10 <= width / 3:
            power *= 10
        while power > width / 3:
            power /= 10
        length = max(step * power for step in SCALES if step * power <= width / 3)
        return Rule(length * 100 / width, f"{length:g} km")

    def _east(self, longitude: float) -> float:
        return longitude + self._shift if longitude < 0 else longitude

    def _x(self, longitude: float) -> float:
        return (longitude - self._left) * 100 / self._width

    def _y(self, latitude: float) -> float:
        return (self._top - latitude) * 100 / self._height

    @staticmethod
    def _steps(start: float, span: float) -> list[float]:
        step = next((one for one in STEPS if span / one <= LINES), STEPS[-1])
        first = -(-start // step)
        return [
            round((first + number) * step, 4)
            for number in range(int(span / step) + 1)
            if (first + number) * step < start + span
        ]


def _degrees(value: float, above: str, below: str) -> str:
    return f"{abs(value):g}°{above if value > 0 else below if value < 0 else ''}"
