"""Plots as numbers: where bars, lines and ticks stand, in percent of their area; `templates/plots.html` draws them.

A plot is server-made SVG whose places are percentages, so that its letters stay as large as the page's on any screen.
The same figures stand in a table beneath it. All values are natural numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from babel.numbers import format_compact_decimal, format_decimal

from frontend.wording.formats import DAY, HOUR, currency, duration, money
from frontend.wording.texts import gettext, locale

TICKS = 4  # at most, above zero
LABELS = 6  # at most; every other one, or two of three long ones, are minor, so that they fit on a phone
SHORT = 4  # letters, up to which twice as many fit
LONG = 7  # letters, from which on fewer fit
CROWDED = 4  # labels, from which on the last one would stand out of the plot
GAP = 0.3  # of a bar's room
COLOURS = 6  # classes plot-1 to plot-6 of plots.css
COMPACT_FROM = 10_000
DECIMALS = "#,##0.######"

Values = Sequence[int | None]


@dataclass(frozen=True)
class Unit:
    """What values are counted in: one of them in full by `write`; on the axis as multiples of `one`, called `name`.

    Ticks are multiples of `grain`.
    """

    write: Callable[[int], str]
    name: str = ""
    one: int = 1
    grain: int = 1


@dataclass(frozen=True)
class Series:
    """One value for each label of a plot; None where there is none (a line is broken there)."""

    name: str
    values: Values


@dataclass(frozen=True)
class Text:
    """A word at a place, in percent of its axis; what is `minor` only stands where there is room.

    A `first` one begins at its place, a `last` one ends there; others have it in their middle. What stands for a point
    in time has that as `unix`, and its day `below`.
    """

    place: float
    text: str
    minor: bool = False
    last: bool = False
    first: bool = False
    below: str = ""
    unix: int = 0


@dataclass(frozen=True)
class Bar:
    """A rectangle, in percent from the plot's upper left corner; `text` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    text: str


@dataclass(frozen=True)
class Dot:
    """A point of a line, likewise; `unix` is its time where it has one, `label` stands beside it."""

    x: float
    y: float
    colour: int
    text: str
    label: str = ""
    unix: int = 0


@dataclass(frozen=True)
class Line:
    """A stroke through points: an SVG path's commands in percent."""

    path: str
    colour: int
    is_dashed: bool = False


@dataclass(frozen=True)
class Plot:
    """All that is drawn. `name` is unique on its page; `rows` is the table: a label and its values in words.

    `bounds` are names of lines across the plot, by their heights; `zone` is a time, of whose zone the labels are;
    `warnings` are what a reader has to see before the drawing.
    """

    name: str
    title: str
    summary: str
    legend: list[str]
    columns: list[str]
    rows: list[list[str]]
    unit: str = ""
    ticks: list[Text] = field(default_factory=list)
    labels: list[Text] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    bounds: list[Text] = field(default_factory=list)
    zone: int = 0
    warnings: Sequence[str] = ()


def amounts(address: str) -> Unit:
    """Amounts in a currency's smallest unit."""
    unit = currency(address)
    return Unit(lambda amount: money(amount, address), unit.symbol, 10**unit.decimals)


def counts(name: str = "") -> Unit:
    """How many; `name` says of what."""
    return Unit(_decimal, name)


def shares() -> Unit:
    """Parts of a whole, in basis points."""
    return Unit(lambda bps: f"{_decimal(Decimal(bps) / 100)}%", "%", 100)


def spans(longest: int) -> Unit:
    """Spans of time in seconds, on the axis in days, or in hours where the longest is under two days."""
    if longest < 2 * DAY:
        return Unit(duration, gettext("hours"), HOUR, HOUR)
    return Unit(duration, gettext("days"), DAY, DAY)


def bars(name: str, title: str, labels: Sequence[str], series: Sequence[Series], unit: Unit) -> Plot:
    """Bars side by side for the labels, several series one upon the other."""
    sums = [sum(one.values[place] or 0 for one in series) for place in range(len(labels))]
    top, ticks = _axis(max(sums, default=0), unit)
    room = 100 / max(len(labels), 1)
    drawn: list[Bar] = []
    for place, label in enumerate(labels):
        foot = 0
        for colour, one in enumerate(series):
            value = one.values[place] or 0
            foot += value
            if value:
                x, y, height = (place + GAP / 2) * room, 100 - foot * 100 / top, value * 100 / top
                drawn.append(Bar(x, y, (1 - GAP) * room, height, _colour(colour), _said(label, one, value, unit)))
    return _plot(name, title, labels, series, unit, sums, ticks, bars=drawn)


def line(
    name: str, title: str, labels: Sequence[str], series: Sequence[Series], unit: Unit, is_near: bool = False
) -> Plot:
    """A line over the labels for each series, with a dot for each value.

    The axis begins at zero, or near the lowest value where it `is_near`: for what changes by a small part of itself.
    """
    found = [value for one in series for value in one.values if value is not None]
    foot = _foot(min(found), max(found), unit) if is_near and found else 0
    top, ticks = _axis(max(found, default=0), unit, foot)
    room = 100 / max(len(labels), 1)
    dots: list[Dot] = []
    lines: list[Line] = []
    for colour, one in enumerate(series):
        points: list[Dot | None] = [
            None
            if value is None
            else Dot((place + 0.5) * room, _height(value, foot, top), _colour(colour), _said(label, one, value, unit))
            for place, (label, value) in enumerate(zip(labels, one.values, strict=True))
        ]
        lines.append(Line(_path(points), _colour(colour)))
        dots += [point for point in points if point]
    highest = [max((one.values[place] or 0 for one in series), default=0) for place in range(len(labels))]
    return _plot(name, title, labels, series, unit, highest, ticks, lines=lines, dots=dots)


def share(name: str, title: str, parts: Sequence[tuple[str, int]], unit: Unit) -> Plot:
    """One bar divided among parts, the first at its left; the legend says how much of the whole each is."""
    whole = sum(value for _, value in parts)
    percents = {part: f"{_decimal(round(Decimal(100 * value) / (whole or 1), 1))}%" for part, value in parts}
    x = 0.0
    drawn: list[Bar] = []
    for colour, (part, value) in enumerate(parts):
        width = value * 100 / (whole or 1)
        if value:
            drawn.append(Bar(x, 0, width, 100, _colour(colour), f"{part}: {unit.write(value)} ({percents[part]})"))
        x += width
    return Plot(
        name=name,
        title=title,
        summary=", ".join(f"{part} {percents[part]}" for part, value in parts if value),
        legend=[f"{part} {percents[part]}" for part, _ in parts],
        columns=["", gettext("Value"), gettext("Share")],
        rows=[[part, unit.write(value), percents[part]] for part, value in parts],
        bars=drawn,
    )


def _plot(
    name: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: Unit,
    heights: Sequence[int],
    ticks: list[Text],
    bars: Sequence[Bar] = (),
    lines: Sequence[Line] = (),
    dots: Sequence[Dot] = (),
) -> Plot:
    written = [["" if value is None else unit.write(value) for value in one.values] for one in series]
    return Plot(
        name=name,
        title=title,
        summary=_summary(labels, heights, unit),
        legend=[one.name for one in series] if len(series) > 1 else [],
        columns=["", *(one.name or title for one in series)],
        rows=[[label, *values] for label, *values in zip(labels, *written, strict=True)],
        unit=unit.name,
        ticks=ticks,
        labels=_labels(labels),
        bars=list(bars),
        lines=list(lines),
        dots=list(dots),
    )


def _axis(highest: int, unit: Unit, foot: int = 0) -> tuple[int, list[Text]]:
    """The value at the plot's upper edge, and the ticks from its foot up to it."""
    if not highest:
        return unit.one, [Text(100, "0")]
    step = _step(highest - foot, unit)
    steps = max(-(-(highest - foot) // step), 1)
    ticks = [Text(100 - number * 100 / steps, _short(foot + number * step, unit)) for number in range(steps + 1)]
    return foot + steps * step, ticks


def _step(height: int, unit: Unit) -> int:
    return _round(max(-(-height // (TICKS * unit.grain)), 1)) * unit.grain


def _foot(lowest: int, highest: int, unit: Unit) -> int:
    """The last multiple of a step that is not above the lowest value; a lower foot may need a longer step."""
    foot, before = lowest, -1
    while foot != before:
        step = _step(highest - foot, unit)
        foot, before = lowest // step * step, foot
    return foot


def _height(value: int, foot: int, top: int) -> float:
    return 100 - (value - foot) * 100 / (top - foot)


def _round(least: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 ... that is not below `least`."""
    power: int = 10 ** (len(str(least)) - 1)
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)


def _short(value: int, unit: Unit) -> str:
    number = Decimal(value) / unit.one
    if number >= COMPACT_FROM:
        return str(format_compact_decimal(number, locale=locale(), fraction_digits=1))
    return _decimal(number)


def _decimal(number: Decimal | int) -> str:
    return str(format_decimal(number, format=DECIMALS, locale=locale()))


def _labels(labels: Sequence[str]) -> list[Text]:
    """Those that fit: every one, every second ..., the latest always where there is room."""
    are_short = len(labels) <= 2 * LABELS and all(len(label) <= SHORT for label in labels)
    most = 2 * LABELS if are_short else LABELS
    every = max(-(-len(labels) // most), 1)
    room = 100 / max(len(labels), 1)
    last = len(labels) - 1
    shown = [at for at in range(len(labels)) if (last - at) % every == 0]
    first = 0 if are_short else last
    major = 3 if any(len(label) >= LONG for label in labels) else 2
    found = [Text((at + 0.5) * room, labels[at], abs(first - at) // every % major != 0) for at in shown]
    if len(labels) >= CROWDED and not are_short:
        found[-1] = replace(found[-1], place=100.0, last=True)
    return found


def _summary(labels: Sequence[str], heights: Sequence[int], unit: Unit) -> str:
    highest = max(heights, default=0)
    if not highest:
        return gettext("There is nothing to show yet.")
    return gettext("Highest: %(value)s (%(label)s).", value=unit.write(highest), label=labels[heights.index(highest)])


def _path(points: Sequence[Dot | None]) -> str:
    commands: list[str] = []
    before = None
    for point in points:
        if point:
            commands.append(f"{'L' if before else 'M'}{point.x:.2f} {point.y:.2f}")
        before = point
    return "".join(commands)


def _said(label: str, one: Series, value: int, unit: Unit) -> str:
    return f"{label}, {one.name}: {unit.write(value)}" if one.name else f"{label}: {unit.write(value)}"


def _colour(place: int) -> int:
    return place % COLOURS + 1
