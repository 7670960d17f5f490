"""collect: a contract takes what is credited to it under a key, and so knows what it is for."""

import brownie
import pytest

from tests.fixtures.funds import account_key, share
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, NO_HASH


@pytest.fixture
def rewarded(order, reach):
    """A buyer with points in coin."""
    return reach(order, CLOSED)


@pytest.fixture
def refunded(escrow, order, reach, ContractWallet, seller, buyer):
    """A refund of a third party with code, and that party."""
    wallet = ContractWallet.deploy(seller, {"from": seller})
    order = reach(order._replace(payer=wallet.address), AWAITING_SHIPMENT)
    escrow.cancel(order, {"from": buyer})
    return order, wallet


def test_default_behavior(escrow, rewarded, moved, logged, loyalty):
    points, key = share(rewarded.total, 200), account_key(rewarded.buyer)
    with moved(rewarded) as change:
        tx = escrow.collect(key, EMPTY, {"from": loyalty})
    assert tx.return_value == points
    assert change == {"escrow": -points, "loyalty": points, "loyalty's credit for the buyer": -points}
    fields = {"account": loyalty.address, "key": key, "currency": EMPTY, "amount": points}
    assert logged(tx) == [("CreditCollected", fields)]


def test_token(escrow, order, reach, dollar, moved, loyalty):
    order = reach(order.of(currency=dollar.address), CLOSED)
    points = share(order.total, 200)
    with moved(order) as change:
        escrow.collect(account_key(order.buyer), dollar, {"from": loyalty})
    assert change == {"escrow": -points, "loyalty": points, "loyalty's credit for the buyer": -points}


def test_refund_under_the_orders_key(escrow, refunded, moved, order_id, stranger):
    order, wallet = refunded
    data = escrow.collect.encode_input(order_id(order), EMPTY)
    with moved(order) as change:
        wallet.execute(escrow, data, 0, {"from": stranger})
    assert change == {"escrow": -order.total, "payer": order.total, "payer's credit for the order": -order.total}


def test_refund_is_not_withdrawn(escrow, refunded, stranger):
    """Anybody could have done that, and the payer would not know what it was for."""
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw(refunded[1], EMPTY, {"from": stranger})


@pytest.mark.parametrize("role", ["buyer", "seller", "referrer", "stranger", "deployer"])
def test_nothing_credited(escrow, rewarded, people, role):
    with brownie.reverts("payments: nothing credited"):
        escrow.collect(account_key(rewarded.buyer), EMPTY, {"from": people[role]})


@pytest.mark.parametrize("key", [b"\x01" * 32, b"\xff" * 32])
def test_another_key(escrow, rewarded, loyalty, key):
    with brownie.reverts("payments: nothing credited"):
        escrow.collect(key, EMPTY, {"from": loyalty})


def test_only_once(escrow, rewarded, loyalty):
    escrow.collect(account_key(rewarded.buyer), EMPTY, {"from": loyalty})
    with brownie.reverts("payments: nothing credited"):
        escrow.collect(account_key(rewarded.buyer), EMPTY, {"from": loyalty})


def test_empty_key(escrow, rewarded, referrer):
    with brownie.reverts("payments: empty key"):
        escrow.collect(NO_HASH, EMPTY, {"from": referrer})


def test_receiver_refused(escrow, order, pay, act, RefusingReceiver, stranger, buyer):
    double = RefusingReceiver.deploy({"from": stranger})
    order = order.of(loyalty=double.address)
    pay(order)
    escrow.confirm(order, {"from": buyer})
    key = account_key(order.buyer)
    with brownie.reverts("payments: receiver refused"):
        act(double.address, "collect", key, EMPTY)
    double.set_refusing(False, {"from": stranger})
    act(double.address, "collect", key, EMPTY)
    assert double.balance() == share(order.total, 200)
