"""Plots: where things stand, what axes say, and that every figure can also be read."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from frontend.public import plots
from frontend.public.plots import Series
from frontend.wording import language
from frontend.wording.formats import DAY, HOUR
from scripts.parameters import ROOT

CENTS = plots.Unit(lambda cents: f"{cents / 100:.2f} USD", "USD", 100)
MONTHS = ["Jan", "Feb", "Mar"]
DRAW = '{% import "plots.html" as plots with context %}{{ plots.draw(plot) }}'


@pytest.fixture(autouse=True)
def app() -> Iterator[Flask]:
    """Plots need a reader's language."""
    made = Flask("plots", root_path=str(ROOT / "frontend"))
    language.compile_translations()
    Babel(made, default_translation_directories=str(language.COMPILED))
    with made.test_request_context():
        yield made


def bars(*values: int) -> plots.Plot:
    return plots.bars("sales", "Sales", MONTHS[: len(values)], [Series("", list(values))], CENTS)


def test_bars_stand_on_zero_and_reach_their_value() -> None:
    first, second = bars(1_000, 0, 500).bars
    assert (first.y, first.height) == (0, 100)
    assert (second.y, second.height) == (50, 50)
    assert first.x < first.x + first.width < 100 / 3 < second.x
    assert second.text == "Mar: 5.00 USD"


def test_ticks_are_round_and_in_human_units() -> None:
    assert [tick.text for tick in bars(1_700_00).ticks] == ["0", "500", "1,000", "1,500", "2,000"]
    assert [tick.text for tick in bars(3).ticks] == ["0", "0.01", "0.02", "0.03"]
    assert [tick.text for tick in bars(7_000_000_00).ticks][-1] == "8M"
    assert [tick.place for tick in bars(200).ticks] == [100, 75, 50, 25, 0]


def test_an_axis_may_begin_near_its_values() -> None:
    """Where all are the same, they stand at its foot; a foot of zero is the usual one."""
    values = [1_000_00, 1_003_00, None]
    plot = plots.line("price", "Price", MONTHS, [Series("", values)], CENTS, is_near=True)
    assert [tick.text for tick in plot.ticks] == ["1,000", "1,001", "1,002", "1,003"]
    assert [round(dot.y, 9) for dot in plot.dots] == [100, 0]
    same = plots.line("price", "Price", MONTHS, [Series("", [105] * 3)], CENTS, is_near=True)
    assert [tick.text for tick in same.ticks] == ["1.05", "1.06"]
    assert {dot.y for dot in same.dots} == {100}
    usual = plots.line("price", "Price", MONTHS, [Series("", [0, 3, 4])], CENTS)
    assert plots.line("price", "Price", MONTHS, [Series("", [0, 3, 4])], CENTS, is_near=True) == usual
    farther = plots.line("price", "Price", MONTHS, [Series("", [39_00, 117_00, None])], CENTS, is_near=True)
    assert [tick.text for tick in farther.ticks] == ["0", "50", "100", "150"]
    assert not plots.line("price", "Price", MONTHS, [Series("", [None] * 3)], CENTS, is_near=True).dots


def test_huge_values_are_exact_in_the_table() -> None:
    plot = plots.bars("supply", "Supply", ["all"], [Series("", [2**256 - 1])], plots.Unit(str))
    assert plot.rows == [["all", str(2**256 - 1)]]
    assert 0 < plot.bars[0].height <= 100


def test_series_stand_upon_each_other() -> None:
    series = [Series("kept", [30, 10]), Series("back", [10, 0])]
    plot = plots.bars("orders", "Orders", MONTHS[:2], series, plots.counts())
    kept, back, other = plot.bars
    assert (kept.y, back.y + back.height) == (25, 25)
    assert (kept.colour, back.colour, other.colour) == (1, 2, 1)
    assert plot.legend == ["kept", "back"]
    assert plot.rows == [["Jan", "30", "10"], ["Feb", "10", "0"]]


def test_a_line_is_broken_where_there_is_no_value() -> None:
    plot = plots.line("time", "Time", [*MONTHS, "Apr"], [Series("", [DAY, None, 2 * DAY, DAY])], plots.spans(2 * DAY))
    assert plot.lines[0].path == "M12.50 50.00M62.50 0.00L87.50 50.00"
    assert len(plot.dots) == 3
    assert plot.rows[1] == ["Feb", ""]
    assert (plot.unit, [tick.text for tick in plot.ticks]) == ("days", ["0", "1", "2"])


def test_short_spans_are_in_hours() -> None:
    plot = plots.line("time", "Time", ["Jan"], [Series("", [5 * HOUR])], plots.spans(5 * HOUR))
    assert (plot.unit, [tick.text for tick in plot.ticks]) == ("hours", ["0", "2", "4", "6"])


def test_shares_add_up() -> None:
    plot = plots.share("rest", "Where it is", [("held", 1), ("out", 2), ("none", 0)], plots.counts())
    held, out = plot.bars
    assert (held.x, held.width + out.width, out.x) == (0, 100, held.width)
    assert plot.legend == ["held 33.3%", "out 66.7%", "none 0%"]
    assert plot.summary == "held 33.3%, out 66.7%"


def test_few_labels_stand_below_many_bars() -> None:
    days = [str(day) for day in range(1, 32)]
    plot = plots.bars("days", "Days", days, [Series("", [1] * 31)], plots.counts())
    assert [label.text for label in plot.labels] == ["1", "7", "13", "19", "25", "31"]
    assert [label.place for label in plot.labels if label.last] == [100]
    assert [label.text for label in plot.labels if not label.minor] == ["7", "19", "31"]
    assert len(plot.rows) == 31


@pytest.mark.parametrize("labels", [[], MONTHS])
def test_nothing_is_a_plot_too(labels: list[str]) -> None:
    plot = plots.bars("none", "None", labels, [Series("", [0] * len(labels))], CENTS)
    assert (plot.bars, plot.summary) == ([], "There is nothing to show yet.")
    assert "nothing to show" in render_template_string(DRAW, plot=plot)


def test_a_drawn_plot_is_named_described_and_without_styles() -> None:
    text = render_template_string(DRAW, plot=bars(1_000, 250, 0))
    assert 'role="img" aria-labelledby="plot-sales plot-sales-summary"' in text
    assert "Highest: 10.00 USD (Jan)." in text
    assert re.findall(r'<th scope="row">(\w+)</th><td>([^<]*)</td>', text) == [
        ("Jan", "10.00 USD"),
        ("Feb", "2.50 USD"),
        ("Mar", "0.00 USD"),
    ]
    assert "style=" not in text


def test_names_cannot_break_out() -> None:
    plot = plots.bars("hostile", "<script>", ["</svg><b>"], [Series('"><i>', [1])], plots.counts())
    text = render_template_string(DRAW, plot=plot)
    assert not re.search("<script|<b>|<i>", text)


def test_a_year_of_short_months_has_them_all() -> None:
    months = [f"{month}月" for month in range(1, 13)]
    plot = plots.bars("spent", "Spent", months, [Series("", [1] * 12)], plots.counts())
    assert [label.text for label in plot.labels] == months
    assert sum(label.minor for label in plot.labels) == 6
    assert not any(label.last for label in plot.labels)
