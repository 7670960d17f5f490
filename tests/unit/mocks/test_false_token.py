"""The false token says false where others revert."""

import pytest


@pytest.fixture
def double(token, stranger):
    double = token("false")
    double.mint(stranger, 10, {"from": stranger})
    double.approve(stranger, 10, {"from": stranger})
    return double


@pytest.mark.parametrize(
    ("in_transfer", "in_transfer_from"), [(True, True), (True, False), (False, True), (False, False)]
)
def test_default_behavior(double, receiver, stranger, in_transfer, in_transfer_from):
    double.set_false(in_transfer, in_transfer_from, {"from": stranger})
    assert double.transfer(receiver, 1, {"from": stranger}).return_value is not in_transfer
    assert double.transferFrom(stranger, receiver, 2, {"from": stranger}).return_value is not in_transfer_from
    moved = (0 if in_transfer else 1) + (0 if in_transfer_from else 2)
    assert (double.balanceOf(stranger), double.balanceOf(receiver)) == (10 - moved, moved)


def test_starts_false(double):
    assert (double.false_transfer(), double.false_transfer_from()) == (True, True)
