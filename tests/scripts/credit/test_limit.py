"""The limit, term by term."""

import pytest

from scripts.credit.limit import Account, Limit, limit_of
from scripts.credit.terms import GRACE, HALVED
from tests.scripts.credit.test_course import RATES

NOW = 1_800_000_000


def test_somebody_new_has_the_base():
    assert limit_of(Account(), RATES, NOW) == Limit(10_000, 0, 0, 100_000, 0, False, 10_000, 0, 10_000)


@pytest.mark.parametrize(
    ("repaid", "limit"), [(3, 10_000), (4, 10_001), (40_000, 20_000), (359_999, 99_999), (360_000, 100_000)]
)
def test_it_grows_by_a_quarter_of_what_was_repaid_in_time_up_to_the_maximum(repaid, limit):
    assert limit_of(Account(repaid=repaid), RATES, NOW).limit == limit
    assert limit_of(Account(repaid=2**96 - 1), RATES, NOW).limit == 100_000


def test_what_is_outstanding_is_not_left():
    assert limit_of(Account(outstanding=2_500), RATES, NOW).left == 7_500
    assert limit_of(Account(outstanding=12_000), RATES, NOW).left == 0


@pytest.mark.parametrize(("after", "limit"), [(0, 5_000), (HALVED - 1, 5_000), (HALVED, 10_000)])
def test_a_write_off_halves_it_for_two_years(after, limit):
    found = limit_of(Account(written_off_at=NOW - after), RATES, NOW)
    assert found.limit == limit
    assert found.halved_until == NOW - after + HALVED


@pytest.mark.parametrize(("seconds", "limit"), [(GRACE - 1, 10_000), (GRACE, 0)])
def test_it_is_zero_while_anything_is_overdue(seconds, limit):
    found = limit_of(Account(dues=(0, NOW + 1, NOW - seconds)), RATES, NOW)
    assert (found.limit, found.overdue) == (limit, limit == 0)
