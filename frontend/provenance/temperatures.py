"""What loggers measured on the way, as plots: readings from the documents, and the limits that they had to stay within.

Values are thousandths of the unit that the document names, and may lie below zero. Only readings that fit what was
reported (root, bounds, number) are drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from babel.dates import format_date, format_datetime, format_time

from frontend.index.provenance.rows import Line
from frontend.provenance import papers
from frontend.provenance.blueprint import thousandths
from frontend.provenance.journey import SENSED
from frontend.public.plots import Dot, Plot, Text
from frontend.public.plots import Line as Stroke
from frontend.wording.formats import DAY
from frontend.wording.moments import utc
from frontend.wording.texts import gettext, locale
from scripts.documents import Kind
from scripts.provenance import sensors
from scripts.provenance.sensors import SYMBOLS, Readings

PARTS = 120  # of the time; of each the lowest and the highest are drawn
TICKS = 5
LABELS = 3
FIRST = 8.0  # percent: where the first label has its middle
MEASURED, LIMIT = 1, 4  # colours


@dataclass(frozen=True)
class Log:
    """One logger's report: its readings, and its limits (thousandths)."""

    readings: Readings
    low: int
    high: int


def plots(lines: Iterable[Line]) -> list[Plot]:
    """One plot for each unit in which something was measured."""
    logs = [log for line in lines if line.event.name == SENSED and not line.errors for log in _log(line)]
    units = dict.fromkeys(log.readings.unit for log in logs)
    return [_plot(unit, [log for log in logs if log.readings.unit == unit]) for unit in units]


def _log(line: Line) -> Iterator[Log]:
    fields = line.event.fields
    said = papers.read(fields["document"], Kind.READINGS)
    if not said:
        return
    readings = sensors.readings_of(said)
    told = tuple(fields[name] for name in ("count", "minimum", "maximum", "first", "last"))
    if told != (readings.count, readings.minimum, readings.maximum, readings.first, readings.last):
        return
    if "0x" + readings.root.hex() == fields["root"]:
        yield Log(readings, fields["low"], fields["high"])


def _plot(unit: str, logs: Sequence[Log]) -> Plot:
    first, last = min(log.readings.first for log in logs), max(log.readings.last for log in logs)
    lowest = min(min(log.readings.minimum, log.low) for log in logs)
    highest = max(max(log.readings.maximum, log.high) for log in logs)
    axis = _Axis(lowest, highest, first, max(last - first, 1))
    symbol = SYMBOLS[unit]
    outside = [point for log in logs for point in log.readings.points if not log.low <= point[1] <= log.high]
    return Plot(
        name=f"measured-{unit.lower()}",
        title=gettext("Measured on the way"),
        summary=_summary(logs, len(outside), symbol),
        legend=[gettext("Measured"), gettext("Limits")],
        columns=["", gettext("Lowest"), gettext("Highest"), gettext("Limits"), gettext("Readings")],
        rows=[_row(log, symbol) for log in logs],
        unit=symbol,
        ticks=axis.ticks(),
        labels=axis.labels(),
        lines=[*(Stroke(axis.path(log.readings.points), MEASURED) for log in logs), *_limits(logs, axis)],
        dots=[axis.dot(point, symbol) for point in _extremes(outside)],
    )


class _Axis:
    """Where a value and a time stand, in percent."""

    def __init__(self, lowest: int, highest: int, first: int, span: int) -> None:
        self._first, self._span = first, span
        self._step = _round(max(highest - lowest, 1) / TICKS)
        self._bottom = lowest // self._step * self._step
        self._steps = -(-(highest - self._bottom) // self._step) or 1

    def x(self, time: int) -> float:
        return (time - self._first) * 100 / self._span

    def y(self, value: int) -> float:
        return 100 - (value - self._bottom) * 100 / (self._steps * self._step)

    def ticks(self) -> list[Text]:
        values = [self._bottom + number * self._step for number in range(self._steps + 1)]
        return [Text(self.y(value), thousandths(value)) for value in values]

    def labels(self) -> list[Text]:
        """The first, the middle and the last time; within two days the hours alone."""
        write = format_time if self._span < DAY else format_date
        times = [self._first + self._span * number // (LABELS - 1) for number in range(LABELS)]
        texts = [write(utc(time), "short", locale=locale()) for time in times]
        places = [100 * number / (LABELS - 1) for number in range(LABELS)]
        return [Text(place or FIRST, text, last=place == 100) for place, text in zip(places, texts, strict=True)]

    def path(self, points: Sequence[tuple[int, int]]) -> str:
        drawn = [(self.x(time), self.y(value)) for time, value in _thinned(points)]
        return "".join(f"{'L' if place else 'M'}{x:.2f} {y:.2f}" for place, (x, y) in enumerate(drawn))

    def dot(self, point: tuple[int, int], symbol: str) -> Dot:
        text = f"{format_datetime(utc(point[0]), 'short', locale=locale())}: {thousandths(point[1])} {symbol}"
        return Dot(self.x(point[0]), self.y(point[1]), LIMIT, text)


def _limits(logs: Sequence[Log], axis: _Axis) -> Iterator[Stroke]:
    for log in logs:
        for value in (log.low, log.high):
            y, ends = axis.y(value), (axis.x(log.readings.first), axis.x(log.readings.last))
            yield Stroke(f"M{ends[0]:.2f} {y:.2f}L{ends[1]:.2f} {y:.2f}", LIMIT)


def _thinned(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Points in the order of time, of each part of it no more than the lowest and the highest."""
    size = max(-(-len(points) // PARTS), 1)
    if size <= 2:
        return list(points)
    found: list[tuple[int, int]] = []
    for start in range(0, len(points), size):
        part = points[start : start + size]
        found += sorted({min(part, key=lambda one: one[1]), max(part, key=lambda one: one[1])})
    return found


def _extremes(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lowest and the highest of what lies outside."""
    ends = (min(points, key=lambda one: one[1]), max(points, key=lambda one: one[1])) if points else ()
    return sorted(set(ends))


def _row(log: Log, symbol: str) -> list[str]:
    readings = log.readings
    when = format_datetime(utc(readings.first), "short", locale=locale())
    limits = gettext("%(low)s to %(high)s", low=thousandths(log.low), high=thousandths(log.high))
    return [
        when,
        f"{thousandths(readings.minimum)} {symbol}",
        f"{thousandths(readings.maximum)} {symbol}",
        limits,
        str(readings.count),
    ]


def _summary(logs: Sequence[Log], outside: int, symbol: str) -> str:
    lowest, highest = min(log.readings.minimum for log in logs), max(log.readings.maximum for log in logs)
    return gettext(
        "From %(low)s to %(high)s; %(outside)s of %(all)s readings lie outside of the limits.",
        low=f"{thousandths(lowest)} {symbol}",
        high=f"{thousandths(highest)} {symbol}",
        outside=outside,
        all=sum(log.readings.count for log in logs),
    )


def _round(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... that is not below `least`."""
    power = 1
    while power * 10 < least:
        power *= 10
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)
