"""The rebasing token changes balances without a transfer."""

import brownie
import pytest


@pytest.fixture
def double(token, stranger):
    double = token("rebasing")
    double.mint(stranger, 1000, {"from": stranger})
    return double


@pytest.mark.parametrize(("factor_bps", "balance"), [(20_000, 2000), (5_000, 500), (10_000, 1000)])
def test_default_behavior(double, stranger, factor_bps, balance):
    double.rebase(factor_bps, {"from": stranger})
    assert double.balanceOf(stranger) == double.totalSupply() == balance


def test_exact_before_any_rebase(double, receiver, stranger):
    double.approve(receiver, 101, {"from": stranger})
    double.transfer(receiver, 100, {"from": stranger})
    double.transferFrom(stranger, receiver, 101, {"from": receiver})
    assert double.balanceOf(receiver) == 201
    assert double.allowance(stranger, receiver) == 0


def test_one_unit_less_arrives(double, receiver, stranger):
    double.rebase(15_000, {"from": stranger})
    assert double.transfer(receiver, 100, {"from": stranger}).return_value is True
    assert double.balanceOf(receiver) == 99


def test_more_than_held(double, receiver, stranger):
    double.rebase(5_000, {"from": stranger})
    with brownie.reverts("plain_token: balance too low"):
        double.transfer(receiver, 501, {"from": stranger})


def test_zero_factor(double, stranger):
    with brownie.reverts("RebasingToken: zero factor"):
        double.rebase(0, {"from": stranger})
