"""The yearly rate, beside the worked examples of the EU and a closed form."""

import pytest

from scripts.credit.terms import Terms, offered
from scripts.credit.yearly_rate import YEAR, rate_of, yearly_rate
from scripts.parameters import DAY
from tests.scripts.credit.test_course import RATES, TERMS


@pytest.mark.parametrize(
    ("drawn", "payments", "percent"),
    [
        (1_000, [(546 * DAY, 1_200)], 12.96),  # Directive 98/7/EC, annex II, first to third example
        (950, [(546 * DAY, 1_200)], 16.90),
        (1_000, [(YEAR, 600), (2 * YEAR, 600)], 13.07),
        (1_000, [(YEAR, 1_000)], 0),
        (2**96 - 1, [(YEAR, 2 * (2**96 - 1))], 100),
    ],
)
def test_worked_examples(drawn, payments, percent):
    assert rate_of(drawn, payments) == pytest.approx(percent * 100, abs=0.5)


def test_less_than_was_drawn_has_no_rate():
    with pytest.raises(ValueError, match="Less is paid back"):
        rate_of(1_000, [(YEAR, 999)])


def test_a_plan_of_four_at_one_percent_each_costs_a_half_a_year():
    rate = yearly_rate(TERMS)
    worth = sum(1_300 / (1 + rate / 10_000) ** (14 * number / 365) for number in (1, 2, 3, 4))
    assert worth == pytest.approx(5_000, rel=1e-5)
    assert rate == 5_078


def test_without_a_fee_it_is_nothing():
    assert yearly_rate(Terms(100, 0, 3, 14 * DAY, 0, 0)) == 0


def test_longer_periods_cost_less_a_year():
    rates = [yearly_rate(offered(5_000, 0, 4, days * DAY, RATES)) for days in (14, 30)]
    assert rates == sorted(rates, reverse=True)
    assert rates[1] < 2_200
