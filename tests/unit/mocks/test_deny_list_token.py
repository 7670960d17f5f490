"""The deny-list token stops accounts, or everybody."""

import brownie
import pytest


@pytest.fixture
def double(token, holder, stranger):
    double = token("deny_list")
    double.mint(holder, 10, {"from": stranger})
    double.approve(stranger, 10, {"from": holder})
    return double


def test_default_behavior(double, holder, receiver, stranger):
    double.transfer(receiver, 1, {"from": holder})
    double.transferFrom(holder, receiver, 1, {"from": stranger})
    assert double.balanceOf(receiver) == 2


@pytest.mark.parametrize("denied", ["holder", "receiver"])
def test_transfer_denied(double, holder, receiver, stranger, request, denied):
    account = request.getfixturevalue(denied)
    double.set_denied(account, True, {"from": stranger})
    with brownie.reverts("DenyListToken: denied"):
        double.transfer(receiver, 1, {"from": holder})
    double.set_denied(account, False, {"from": stranger})
    double.transfer(receiver, 1, {"from": holder})


@pytest.mark.parametrize("denied", ["holder", "receiver", "stranger"])
def test_transfer_from_denied(double, holder, receiver, stranger, request, denied):
    double.set_denied(request.getfixturevalue(denied), True, {"from": stranger})
    with brownie.reverts("DenyListToken: denied"):
        double.transferFrom(holder, receiver, 1, {"from": stranger})


def test_paused(double, holder, receiver, stranger):
    double.set_paused(True, {"from": stranger})
    with brownie.reverts("DenyListToken: paused"):
        double.transfer(receiver, 1, {"from": holder})
    with brownie.reverts("DenyListToken: paused"):
        double.transferFrom(holder, receiver, 1, {"from": stranger})
    double.set_paused(False, {"from": stranger})
    double.transfer(receiver, 1, {"from": holder})
    assert double.balanceOf(receiver) == 1
