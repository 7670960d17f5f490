"""The hook token makes planned calls in the middle of a transfer."""

import brownie
import pytest

from tests.fixtures.planned_calls import outcomes
from tests.fixtures.terms import NO_HASH


@pytest.fixture
def double(token, dollar, receiver, stranger):
    """Mints the receiver a Dollar whenever it is entered, once."""
    double = token("hook")
    double.mint(stranger, 10, {"from": stranger})
    double.approve(stranger, 10, {"from": stranger})
    double.plan(dollar, dollar.mint.encode_input(receiver, 1), {"from": stranger})
    double.arm(1, {"from": stranger})
    return double


@pytest.mark.parametrize("chosen", [True, False])
def test_transfer(double, dollar, receiver, stranger, chosen):
    double.set_hook(chosen, not chosen, {"from": stranger})
    tx = double.transfer(receiver, 3, {"from": stranger})
    assert [outcome.success for outcome in outcomes(tx)] == [True] * chosen
    assert (dollar.balanceOf(receiver), double.balanceOf(receiver)) == (int(chosen), 3)


@pytest.mark.parametrize("chosen", [True, False])
def test_transfer_from(double, dollar, receiver, stranger, chosen):
    double.set_hook(not chosen, chosen, {"from": stranger})
    tx = double.transferFrom(stranger, receiver, 3, {"from": stranger})
    assert [outcome.success for outcome in outcomes(tx)] == [True] * chosen
    assert (dollar.balanceOf(receiver), double.balanceOf(receiver)) == (int(chosen), 3)


@pytest.mark.parametrize("chosen", [True, False])
def test_permit(double, dollar, receiver, spender, stranger, chosen):
    """It is anybody's word."""
    double.set_hook(not chosen, chosen, {"from": stranger})
    tx = double.permit(receiver, spender, 3, 0, 27, NO_HASH, NO_HASH, {"from": stranger})
    assert [outcome.success for outcome in outcomes(tx)] == [True] * chosen
    assert (dollar.balanceOf(receiver), double.allowance(receiver, spender)) == (int(chosen), 3)


@pytest.mark.parametrize("chosen", [True, False])
def test_authorization(double, dollar, receiver, stranger, chosen):
    double.set_hook(not chosen, chosen, {"from": stranger})
    word = (0, 0, NO_HASH, 27, NO_HASH, NO_HASH)
    tx = double.receiveWithAuthorization(stranger, receiver, 3, *word, {"from": stranger})
    assert [outcome.success for outcome in outcomes(tx)] == [True] * chosen
    assert (dollar.balanceOf(receiver), double.balanceOf(receiver)) == (int(chosen), 3)


def test_before_the_move(double, receiver, stranger):
    double.forget({"from": stranger})
    double.plan(double, double.transferFrom.encode_input(stranger, receiver, 10), {"from": stranger})
    double.approve(double, 10, {"from": stranger})
    double.set_hook(True, False, {"from": stranger})
    tx = double.transfer(receiver, 0, {"from": stranger})
    assert outcomes(tx)[0].success
    assert [event["value"] for event in tx.events["Transfer"]] == [10, 0]


def test_instead_of_the_move(double, receiver, stranger):
    double.set_hook(True, True, True, {"from": stranger})
    assert double.transferFrom(stranger, receiver, 3, {"from": stranger}).return_value is True
    assert double.balanceOf(receiver) == 0
    double.transfer(receiver, 3, {"from": stranger})
    assert double.balanceOf(receiver) == 3


def test_default_behavior(double, dollar, receiver, stranger):
    double.transfer(receiver, 3, {"from": stranger})
    double.transferFrom(stranger, receiver, 3, {"from": stranger})
    assert (dollar.balanceOf(receiver), double.balanceOf(receiver)) == (0, 6)


def test_eats_gas_with_a_gas_eater(double, GasEatingReceiver, receiver, stranger, history):
    double.forget({"from": stranger})
    double.plan(GasEatingReceiver.deploy({"from": stranger}), b"", {"from": stranger})
    double.set_hook(True, False, {"from": stranger})
    with brownie.reverts():
        double.transfer(receiver, 3, {"from": stranger, "gas_limit": 150_000})
    assert history[-1].gas_used > 148_000
    assert double.balanceOf(receiver) == 0
