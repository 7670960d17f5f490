"""The named token has any name and decimals, and otherwise behaves."""

import pytest

from tests.fixtures.currencies import HOSTILE_NAME, HOSTILE_SYMBOL


@pytest.mark.parametrize(
    ("kind", "decimals"), [("six_decimals", 6), ("eighteen_decimals", 18), ("twenty_four_decimals", 24)]
)
def test_default_behavior(token, receiver, stranger, kind, decimals):
    double = token(kind)
    assert double.decimals() == decimals
    double.mint(stranger, 10**decimals, {"from": stranger})
    assert double.transfer(receiver, 1, {"from": stranger}).return_value is True
    double.approve(receiver, 2, {"from": stranger})
    assert double.transferFrom(stranger, receiver, 2, {"from": receiver}).return_value is True
    assert (double.balanceOf(stranger), double.balanceOf(receiver)) == (10**decimals - 3, 3)


def test_hostile_name(token):
    double = token("hostile_name")
    assert double.name() == HOSTILE_NAME
    assert double.symbol() == HOSTILE_SYMBOL
