"""The map of a journey, drawn here: places by latitude and longitude, the way between them in the order of time.

Where only a thing's lot is said to have been, perhaps by a sample, is shown apart, and not on the thing's way.

Everything is in percent of the map, so that its letters stay as large as the page's. Nothing is fetched from elsewhere:
there are meridians, parallels and a scale, and no coasts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
DISC, HIGH = 4.5, 9.0  # percent: half a place's disc with its gap, a line of letters on a phone
NARROW, WIDE = 2.5, 4.4  # percent: a sign's width on a phone, and one's behind the Latin ones
LATIN = 0x24F
WHOLE = 100.0
FIRST, LAST = 15, 85  # percent: a word stands beside a line, and above it the scale
POLE = 90

Place = tuple[float, float]  # percent from the left and from the top
Box = tuple[float, float, float]  # from, to, and the middle's height


@dataclass(frozen=True)
class Visit:
    """A place of a journey; `is_of_lot` where only the lot was there, as far as anybody said."""

    spot: Spot
    is_of_lot: bool = False


@dataclass(frozen=True)
class Stop:
    """A place with its number (0: only the lot was there) and all that it was called, in percent from the upper left.

    The map shows where the thing itself was; the lot's places may lie outside of it.
    `label` is the first of its names where that has room beside it, on its left where `is_left`.
    """

    number: int
    name: str
    x: float
    y: float
    label: str = ""
    is_left: bool = False

    @property
    def is_drawn(self) -> bool:
        """Whether it lies on the map."""
        return 0 <= self.x <= WHOLE and 0 <= self.y <= WHOLE


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


def draw(visits: Iterable[Visit]) -> Drawing | None:
    """The map of places in the order in which they were reached; None where nobody told where any of them lies."""
    placed = [visit for visit in visits if visit.spot.is_on_the_map]
    if not placed:
        return None
    own = [visit.spot for visit in placed if not visit.is_of_lot]
    frame = _Frame(own or [visit.spot for visit in placed])
    names = _names(own, frame)
    of_lot = _names([visit.spot for visit in placed if visit.is_of_lot], frame)
    stops = [Stop(number, listed(called), *at, called[0]) for number, (at, called) in enumerate(names.items(), 1)]
    stops += [Stop(0, listed(called), *at, called[0]) for at, called in of_lot.items() if at not in names]
    way = "".join(f"{'L' if place else 'M'}{x:.2f} {y:.2f}" for place, (x, y) in enumerate(map(frame.at, own)))
    parallels = frame.parallels()
    return Drawing(_labelled(stops, parallels), way, frame.meridians(), parallels, frame.scale())


def _names(spots: Iterable[Spot], frame: "_Frame") -> dict[Place, list[str]]:
    found: dict[Place, list[str]] = {}
    for spot in spots:
        called = found.setdefault(frame.at(spot), [])
        called += [spot.name] if spot.name not in called else []
    return found


def _labelled(stops: list[Stop], parallels: list[Rule]) -> list[Stop]:
    """Names beside their places, on the side where they cover nothing; none where there is no room on a phone."""
    taken = [(stop.x - DISC, stop.x + DISC, stop.y) for stop in stops]
    taken += [(0.0, FIRST, rule.place - HIGH / 2) for rule in parallels]
    found = []
    for stop in stops:
        width = sum(WIDE if ord(sign) > LATIN else NARROW for sign in stop.label)
        right, left = stop.x + DISC, stop.x - DISC - width
        boxes = {(start, start + width, stop.y): start == left for start in (right, left)}
        free = [box for box in boxes if box[0] >= 0 and box[1] <= WHOLE and not any(_touch(box, one) for one in taken)]
        taken += free[:1]
        found.append(replace(stop, is_left=boxes[free[0]]) if free else replace(stop, label=""))
    return found


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < HIGH


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
