"""withdraw_to: an account has what is credited to it sent somewhere else."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import CLOSED, EMPTY


@pytest.fixture
def earned(order, reach):
    return reach(order, CLOSED)


def test_default_behavior(escrow, earned, moved, logged, referrer, buyer):
    commission = share(earned.total, 100)
    with moved(earned) as change:
        tx = escrow.withdraw_to(EMPTY, buyer, {"from": referrer})
    assert change == {"escrow": -commission, "buyer": commission, "referrer's credit": -commission}
    fields = {"account": earned.referrer, "currency": EMPTY, "to": buyer.address, "amount": commission}
    assert logged(tx) == [("CreditWithdrawn", fields)]


def test_token(escrow, order, reach, dollar, moved, referrer, buyer):
    order = reach(order.of(currency=dollar.address), CLOSED)
    commission = share(order.total, 100)
    with moved(order) as change:
        escrow.withdraw_to(dollar, buyer, {"from": referrer})
    assert change == {"escrow": -commission, "buyer": commission, "referrer's credit": -commission}


@pytest.mark.parametrize("role", ["buyer", "seller", "stranger", "deployer"])
def test_nothing_credited(escrow, earned, people, role):
    """Nobody withdraws what is somebody else's."""
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw_to(EMPTY, people[role], {"from": people[role]})


def test_points_are_not_the_loyalty_contracts_own(escrow, earned, loyalty):
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw_to(EMPTY, loyalty, {"from": loyalty})


def test_only_once(escrow, earned, referrer):
    escrow.withdraw_to(EMPTY, referrer, {"from": referrer})
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw_to(EMPTY, referrer, {"from": referrer})


def test_empty_receiver(escrow, earned, referrer):
    with brownie.reverts("payments: empty receiver"):
        escrow.withdraw_to(EMPTY, EMPTY, {"from": referrer})


def test_receiver_refused(escrow, earned, referrer, RefusingReceiver, funds):
    double = RefusingReceiver.deploy({"from": referrer})
    before = funds(earned)
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw_to(EMPTY, double, {"from": referrer})
    assert funds(earned) == before


def test_escrow_takes_no_coin(escrow, earned, referrer):
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw_to(EMPTY, escrow, {"from": referrer})
