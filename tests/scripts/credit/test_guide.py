"""docs/credit.md: its tables of terms and rates are what the formulas give."""

import re

import pytest

from bench.credit.scenarios import DEVNET, PROPOSED
from scripts.credit.moves import repaid
from scripts.credit.terms import offered
from scripts.credit.yearly_rate import yearly_rate
from scripts.parameters import DAY, ROOT
from tests.scripts.credit.test_course import NEW, at

GUIDE = (ROOT / "docs" / "credit.md").read_text()


def row(name):
    """The cells of the only row that begins so."""
    (found,) = re.findall(rf"^\| {re.escape(name)} \|(.*)\|$", GUIDE, re.MULTILINE)
    return [cell.strip() for cell in found.split("|")]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("base", lambda told: f"{told.base // 100:,}"),
        ("maximum", lambda told: f"{told.maximum // 100:,}"),
        ("growth", lambda told: f"{told.growth_bps / 100:g}%"),
        ("fee", lambda told: f"{told.fee_bps / 100:g}%"),
        ("late fee", lambda told: f"{told.late_bps / 100:g}%"),
        ("at one seller", lambda told: f"{told.seller_bps / 100:g}%"),
        ("one buyer", lambda told: f"{told.buyer_bps / 100:g}%"),
    ],
)
def test_parameters_are_those_of_the_simulation(name, read):
    assert row(name)[1:] == [read(DEVNET), read(PROPOSED)]


def test_the_plan_is_counted_right():
    numbers = range(1, 5)
    assert row("principal") == [f"{NEW.part(number) / 100:.2f}" for number in numbers] + ["50.00"]
    course, found = NEW, []
    for number in numbers:
        found.append(f"{course.payoff(at(number - 1, DAY)) / 100:.2f}")
        course = repaid(course, course.position(number) - course.progress.paid, at(number)).course
    assert row("what pays off all, the day after the date before")[:4] == found


@pytest.mark.parametrize("fee", [50, 100, 150, 200])
def test_yearly_rates(fee):
    (line,) = re.findall(rf"^\| {fee / 100:g}% \| ([\d., ]+)% \| ([\d., ]+)% \|$", GUIDE, re.MULTILINE)
    for days, cell in zip((14, 30), line, strict=True):
        rates = [yearly_rate(offered(10**6, 0, count, days * DAY, DEVNET._replace(fee_bps=fee))) for count in (2, 4, 6)]
        assert cell == ", ".join(f"{(rate + 5) // 10 / 10:.1f}" for rate in rates)
