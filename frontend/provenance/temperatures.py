"""What loggers measured on the way, as plots: readings from the documents, and the limits that they had to stay within.

Values are thousandths of the unit that the document names, and may lie below zero. Only readings that fit what was
reported (root, bounds, number) are drawn. Limits are the report's own, or what the producer had promised before, where
that is stricter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import format_skeleton, format_time
from markupsafe import Markup

from frontend.index.provenance.rows import Line
from frontend.provenance import measured
from frontend.provenance.blueprint import thousandths
from frontend.provenance.journey import SENSED
from frontend.provenance.measured import Log, Outside, Point
from frontend.public.plots import Dot, Plot, Text
from frontend.public.plots import Line as Stroke
from frontend.wording.formats import MINUTE, duration, moment
from frontend.wording.language import gap
from frontend.wording.moments import utc
from frontend.wording.texts import gettext, locale

MOST = 20  # reports that are drawn, those beyond their limits before others
TICKS = 5
LABELS = 3
PROMISED = "LimitsPromised"
MEASURED, LIMIT, OUTSIDE = 1, 2, 4  # colours


@dataclass(frozen=True)
class Report:
    """A logger's readings, the limits that they had to stay within (thousandths), and how long they did not."""

    log: Log
    low: int
    high: int
    outside: tuple[Outside, ...]

    @property
    def marked(self) -> list[Point]:
        """Readings beyond the limits, as far as they are drawn."""
        return [point for point in self.log.points if not self.low <= point[1] <= self.high]


def plots(lines: Iterable[Line]) -> list[Plot]:
    """One plot for each unit in which something was measured."""
    given = list(lines)
    told = [line for line in given if line.event.name == SENSED and not line.errors]
    some = sorted(told, key=lambda line: _is_within(line.event.fields))[:MOST]
    found = [_report(line, given) for line in sorted(some, key=lambda line: line.time)]
    reports = [report for report in found if report]
    units = dict.fromkeys(report.log.unit for report in reports)
    return [_plot(unit, [one for one in reports if one.log.unit == unit]) for unit in units]


def said_of(outside: Outside, unit: str) -> str:
    """How long something was beyond a limit, and how far: "About 1 hour 40 minutes above 8 °C, at most 11.3 °C."."""
    span = duration(outside.seconds) if outside.seconds >= MINUTE else gettext("less than a minute")
    values = {"limit": thousandths(outside.limit) + unit, "value": thousandths(outside.farthest) + unit}
    if outside.is_above:
        return gettext("About %(span)s above %(limit)s, at most %(value)s.", span=span, **values)
    return gettext("About %(span)s below %(limit)s, at least %(value)s.", span=span, **values)


def _is_within(told: dict[str, Any]) -> bool:
    return bool(told["low"] <= told["minimum"] and told["maximum"] <= told["high"])


def _report(line: Line, lines: Iterable[Line]) -> Report | None:
    """A logger's report with its readings; None where they are not to be had, or are others than those reported."""
    fields = line.event.fields
    log = measured.log(fields["document"])
    if not log or not log.fits(fields):
        return None
    before = [one.event for one in lines if one.event.name == PROMISED and one.event.block <= line.event.block]
    low = max([fields["low"], *(event.fields["low"] for event in before)])
    high = min([fields["high"], *(event.fields["high"] for event in before)])
    return Report(log, low, high, measured.outside(fields["document"], low, high))


def _plot(unit: str, reports: Sequence[Report]) -> Plot:
    first, last = min(one.log.first for one in reports), max(one.log.last for one in reports)
    lowest = min(min(one.log.minimum, one.low) for one in reports)
    highest = max(max(one.log.maximum, one.high) for one in reports)
    axis = _Axis(lowest, highest, first, max(last - first, 1))
    return Plot(
        name=f"measured-{len(unit)}-{ord(unit[-1])}",
        title=gettext("Measured on the way"),
        summary=_summary(reports, unit),
        legend=[],
        columns=[gettext("Time"), gettext("Lowest"), gettext("Highest"), gettext("Limits")],
        rows=[row for one in reports for row in _rows(one, len(reports))],
        unit=unit,
        ticks=axis.ticks(),
        labels=axis.labels(),
        lines=[*_limits(reports, axis), *(Stroke(axis.path(one.log.points), MEASURED) for one in reports)],
        dots=[dot for one in reports for dot in _dots(one, unit, axis)],
        bounds=_bounds(reports, unit, axis),
        zone=first,
        warnings=_warnings(reports, unit),
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
        """The first, the middle and the last time, each with its day."""
        times = [self._first + self._span * number // (LABELS - 1) for number in range(LABELS)]
        places = [100 * number / (LABELS - 1) for number in range(LABELS)]
        return [
            Text(place, _hour(time), first=not place, last=place == 100, below=_day(time), unix=time)
            for place, time in zip(places, times, strict=True)
        ]

    def path(self, points: Sequence[Point]) -> str:
        drawn = [(self.x(time), self.y(value)) for time, value in points]
        return "".join(f"{'L' if place else 'M'}{x:.2f} {y:.2f}" for place, (x, y) in enumerate(drawn))


def _limits(reports: Sequence[Report], axis: _Axis) -> Iterator[Stroke]:
    for one in reports:
        for value in (one.low, one.high):
            y, ends = axis.y(value), (axis.x(one.log.first), axis.x(one.log.last))
            yield Stroke(f"M{ends[0]:.2f} {y:.2f}L{ends[1]:.2f} {y:.2f}", LIMIT, is_dashed=True)


def _bounds(reports: Sequence[Report], unit: str, axis: _Axis) -> list[Text]:
    """The limits by name, each once."""
    lows = {one.low: gettext("at least %(value)s", value=f"{thousandths(one.low)} {unit}") for one in reports}
    highs = {one.high: gettext("at most %(value)s", value=f"{thousandths(one.high)} {unit}") for one in reports}
    return [Text(axis.y(value), text) for value, text in (*lows.items(), *highs.items())]


def _dots(report: Report, unit: str, axis: _Axis) -> Iterator[Dot]:
    """All that is drawn of what lies outside; the farthest readings with their values."""
    named = {one.farthest for one in report.outside}
    for time, value in report.marked:
        said = f"{thousandths(value)} {unit}"
        label = said if value in named else ""
        named.discard(value)
        yield Dot(axis.x(time), axis.y(value), OUTSIDE, said, label=label, unix=time)


def _rows(report: Report, reports: int) -> Iterator[list[str]]:
    """A line for each part of the time; fewer where there are several reports."""
    together = -(-reports * len(report.log.spans) // measured.ROWS)
    for start in range(0, len(report.log.spans), together):
        part = report.log.spans[start : start + together]
        lowest, highest = min(one.lowest for one in part), max(one.highest for one in part)
        yield [moment(part[0].first), thousandths(lowest), thousandths(highest), _verdict(report, lowest, highest)]


def _verdict(report: Report, lowest: int, highest: int) -> str:
    if highest > report.high:
        return "✗ " + gettext("too high")
    return "✗ " + gettext("too low") if lowest < report.low else "✓"


def _warnings(reports: Sequence[Report], unit: str) -> list[str]:
    """How long each report was outside of its limits, with its time where there are several."""
    found = [(one.log.first, said_of(out, f" {unit}")) for one in reports for out in one.outside]
    return [Markup("{}: {}").format(moment(first), said) if len(reports) > 1 else said for first, said in found]


def _summary(reports: Sequence[Report], unit: str) -> str:
    lowest, highest = min(one.log.minimum for one in reports), max(one.log.maximum for one in reports)
    span = gettext(
        "From %(low)s to %(high)s.", low=f"{thousandths(lowest)} {unit}", high=f"{thousandths(highest)} {unit}"
    )
    if any(one.outside for one in reports):
        return span + gap() + gettext("It was outside of the limits.")
    return span + gap() + gettext("It was within the limits all the time.")


def _hour(unix: int) -> str:
    return str(format_time(utc(unix), "short", locale=locale()))


def _day(unix: int) -> str:
    return str(format_skeleton("MMMd", utc(unix), locale=locale()))


def _round(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... that is not below `least`."""
    power = 1
    while power * 10 < least:
        power *= 10
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)
