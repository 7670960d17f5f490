"""What a share gains in a time, and in a year."""

import pytest

from scripts.credit.growth import MONTH, growth
from scripts.credit.yearly_rate import YEAR, rate_of


def test_default_behavior() -> None:
    """A share that gains 1% in a month gains a little more than twelve times that in a year."""
    found = growth(1.5, 1.515, MONTH)
    assert (found.span, found.gained) == (MONTH, 100)
    assert found.yearly == round((1.01 ** (365 / 30) - 1) * 10_000)


def test_of_a_year_both_are_the_same() -> None:
    found = growth(1.0, 1.0731, YEAR)
    assert found.gained == found.yearly == 731


def test_it_is_the_rate_at_which_what_was_lent_came_back() -> None:
    """As the yearly rate of credit is counted: what lenders gain can be held against what buyers pay."""
    assert growth(1.0, 1.25, 2 * YEAR).yearly == rate_of(1_000_000, [(2 * YEAR, 1_250_000)])


def test_less_than_a_month_tells_nothing_of_a_year() -> None:
    assert growth(1.0, 1.1, MONTH - 1).yearly is None
    assert growth(1.0, 1.0, 0).gained == 0


def test_what_came_back_at_once_is_no_yield() -> None:
    """A vault may lose everything, and get it back: a share's price leaps beyond all that a year can tell."""
    found = growth(1e-30, 1.0, MONTH)
    assert found.yearly is None
    assert found.gained > 10**30
    assert growth(1.0, 9.9, MONTH).yearly is not None


@pytest.mark.parametrize("after", [0.0, 0.5])
def test_losses_are_below_zero(after: float) -> None:
    found = growth(1.0, after, YEAR)
    assert found.gained == found.yearly == round((after - 1) * 10_000)
