"""withdraw: anyone may have an account sent what is credited to it."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, NO_HASH, salted


@pytest.fixture
def earned(order, reach):
    """A referrer with a commission in coin."""
    return reach(order, CLOSED)


@pytest.mark.parametrize("role", ["referrer", "stranger", "deployer"])
def test_default_behavior(escrow, earned, moved, logged, people, role):
    commission = share(earned.total, 100)
    with moved(earned) as change:
        tx = escrow.withdraw(earned.referrer, EMPTY, {"from": people[role]})
    assert change == {"escrow": -commission, "referrer": commission, "referrer's credit": -commission}
    fields = {"account": earned.referrer, "currency": EMPTY, "to": earned.referrer, "amount": commission}
    assert logged(tx) == [("CreditWithdrawn", fields)]


def test_token(escrow, order, reach, dollar, moved, stranger):
    order = reach(order.of(currency=dollar.address), CLOSED)
    commission = share(order.total, 100)
    with moved(order) as change:
        escrow.withdraw(order.referrer, dollar, {"from": stranger})
    assert change == {"escrow": -commission, "referrer": commission, "referrer's credit": -commission}


def test_all_orders_at_once(escrow, earned, reach, moved, stranger):
    reach(salted(earned, 1), CLOSED)
    with moved(earned) as change:
        escrow.withdraw(earned.referrer, EMPTY, {"from": stranger})
    assert change["referrer"] == 2 * share(earned.total, 100)


def test_other_currency_stays(escrow, earned, reach, dollar, stranger):
    reach(earned.of(currency=dollar.address), CLOSED)
    escrow.withdraw(earned.referrer, dollar, {"from": stranger})
    assert escrow.credits(earned.referrer, NO_HASH, EMPTY) == share(earned.total, 100)


def test_after_a_refused_payout(escrow, order, pay, moved, RefusingReceiver, buyer, stranger):
    double = RefusingReceiver.deploy({"from": stranger})
    order = order.of(seller=double.address)
    pay(order)
    escrow.confirm(order, {"from": buyer})
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw(double, EMPTY, {"from": stranger})
    double.set_refusing(False, {"from": stranger})
    with moved(order) as change:
        escrow.withdraw(double, EMPTY, {"from": stranger})
    proceeds = order.total - share(order.total, 100) - share(order.total, 200)
    assert change == {"escrow": -proceeds, "seller": proceeds, "seller's credit": -proceeds}


def test_only_once(escrow, earned, stranger):
    escrow.withdraw(earned.referrer, EMPTY, {"from": stranger})
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw(earned.referrer, EMPTY, {"from": stranger})


@pytest.mark.parametrize("role", ["buyer", "seller", "loyalty", "stranger"])
def test_nothing_credited(escrow, earned, people, role):
    """Points under a buyer's key are not the loyalty contract's own."""
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw(people[role], EMPTY, {"from": people[role]})


def test_held_money_is_no_credit(escrow, order, reach, buyer, seller):
    reach(order, AWAITING_SHIPMENT)
    for account in (buyer, seller, escrow.address, EMPTY):
        with brownie.reverts("payments: nothing credited"):
            escrow.withdraw(account, EMPTY, {"from": buyer})
