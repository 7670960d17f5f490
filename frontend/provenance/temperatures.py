"""What loggers measured on the way, as plots: readings from the documents, and the limits that they had to stay within.

Values are thousandths of the unit that the document names, and may lie below zero. Only readings that fit what was
reported (root, bounds, number) are drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date, format_time

from frontend.index.provenance.rows import Line
from frontend.provenance import measured
from frontend.provenance.blueprint import thousandths
from frontend.provenance.journey import SENSED
from frontend.provenance.measured import Log, Point
from frontend.public.plots import Dot, Plot, Text
from frontend.public.plots import Line as Stroke
from frontend.wording.formats import DAY, moment, plain_moment
from frontend.wording.language import gap
from frontend.wording.moments import utc
from frontend.wording.texts import gettext, locale

MOST = 20  # reports that are drawn, those beyond their limits before others
TICKS = 5
LABELS = 3
FIRST = 8.0  # percent: where the first label has its middle
MEASURED, LIMIT, OUTSIDE = 1, 2, 4  # colours; the first two as the legend has them


@dataclass(frozen=True)
class Report:
    """A logger's readings, and the limits of its report (thousandths)."""

    log: Log
    low: int
    high: int

    @property
    def outside(self) -> list[Point]:
        """Readings beyond the limits, as far as they are drawn."""
        return [point for point in self.log.points if not self.low <= point[1] <= self.high]


def plots(lines: Iterable[Line]) -> list[Plot]:
    """One plot for each unit in which something was measured."""
    told = [line.event.fields for line in lines if line.event.name == SENSED and not line.errors]
    found = [(fields, measured.log(fields["document"])) for fields in sorted(told, key=_is_within)[:MOST]]
    reports = [Report(log, fields["low"], fields["high"]) for fields, log in found if log and log.fits(fields)]
    units = dict.fromkeys(report.log.unit for report in reports)
    return [_plot(unit, [one for one in reports if one.log.unit == unit]) for unit in units]


def _is_within(told: dict[str, Any]) -> bool:
    return bool(told["low"] <= told["minimum"] and told["maximum"] <= told["high"])


def _plot(unit: str, reports: Sequence[Report]) -> Plot:
    first, last = min(one.log.first for one in reports), max(one.log.last for one in reports)
    lowest = min(min(one.log.minimum, one.low) for one in reports)
    highest = max(max(one.log.maximum, one.high) for one in reports)
    axis = _Axis(lowest, highest, first, max(last - first, 1))
    outside = [point for one in reports for point in one.outside]
    return Plot(
        name=f"measured-{len(unit)}-{ord(unit[-1])}",
        title=gettext("Measured on the way"),
        summary=_summary(reports, unit),
        legend=[gettext("Measured"), gettext("Limits")],
        columns=["", gettext("Lowest"), gettext("Highest"), gettext("Limits"), gettext("Readings")],
        rows=[_row(one, unit) for one in reports],
        unit=f"{unit}, UTC",
        ticks=axis.ticks(),
        labels=axis.labels(),
        lines=[*(Stroke(axis.path(one.log.points), MEASURED) for one in reports), *_limits(reports, axis)],
        dots=[axis.dot(point, unit) for point in _extremes(outside)],
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

    def path(self, points: Sequence[Point]) -> str:
        drawn = [(self.x(time), self.y(value)) for time, value in points]
        return "".join(f"{'L' if place else 'M'}{x:.2f} {y:.2f}" for place, (x, y) in enumerate(drawn))

    def dot(self, point: Point, unit: str) -> Dot:
        text = f"{plain_moment(point[0])}: {thousandths(point[1])} {unit}"
        return Dot(self.x(point[0]), self.y(point[1]), OUTSIDE, text)


def _limits(reports: Sequence[Report], axis: _Axis) -> Iterator[Stroke]:
    for one in reports:
        for value in (one.low, one.high):
            y, ends = axis.y(value), (axis.x(one.log.first), axis.x(one.log.last))
            yield Stroke(f"M{ends[0]:.2f} {y:.2f}L{ends[1]:.2f} {y:.2f}", LIMIT)


def _extremes(points: Sequence[Point]) -> list[Point]:
    """The lowest and the highest of what lies outside."""
    ends = (min(points, key=lambda one: one[1]), max(points, key=lambda one: one[1])) if points else ()
    return sorted(set(ends))


def _row(report: Report, unit: str) -> list[str]:
    log = report.log
    limits = gettext("%(low)s to %(high)s", low=thousandths(report.low), high=thousandths(report.high))
    bounds = [f"{thousandths(value)} {unit}" for value in (log.minimum, log.maximum)]
    return [moment(log.first), *bounds, limits, str(log.count)]


def _summary(reports: Sequence[Report], unit: str) -> str:
    lowest, highest = min(one.log.minimum for one in reports), max(one.log.maximum for one in reports)
    span = gettext(
        "From %(low)s to %(high)s.", low=f"{thousandths(lowest)} {unit}", high=f"{thousandths(highest)} {unit}"
    )
    if any(one.outside for one in reports):
        return span + gap() + gettext("It was outside of the limits.")
    return span + gap() + gettext("It was within the limits all the time.")


def _round(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... that is not below `least`."""
    power = 1
    while power * 10 < least:
        power *= 10
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)
