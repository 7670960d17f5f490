"""The fee token delivers less than was sent."""

import brownie
import pytest


@pytest.fixture
def double(token, stranger):
    double = token("fee")
    double.mint(stranger, 1000, {"from": stranger})
    double.approve(stranger, 1000, {"from": stranger})
    return double


@pytest.mark.parametrize(("fee_bps", "arrives"), [(100, 990), (10_000, 0), (0, 1000)])
def test_transfer(double, receiver, stranger, fee_bps, arrives):
    double.set_fee_bps(fee_bps, {"from": stranger})
    assert double.transfer(receiver, 1000, {"from": stranger}).return_value is True
    assert (double.balanceOf(stranger), double.balanceOf(receiver)) == (0, arrives)
    assert double.balanceOf(double) == 1000 - arrives


@pytest.mark.parametrize(("fee_bps", "arrives"), [(100, 990), (10_000, 0), (0, 1000)])
def test_transfer_from(double, receiver, stranger, fee_bps, arrives):
    double.set_fee_bps(fee_bps, {"from": stranger})
    assert double.transferFrom(stranger, receiver, 1000, {"from": stranger}).return_value is True
    assert (double.balanceOf(stranger), double.balanceOf(receiver)) == (0, arrives)
    assert double.balanceOf(double) == 1000 - arrives


def test_default_behavior(double):
    assert double.fee_bps() == 100


def test_more_than_all(double, stranger):
    with brownie.reverts("FeeToken: more than all"):
        double.set_fee_bps(10_001, {"from": stranger})
