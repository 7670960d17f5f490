"""collect: what Escrow keeps for a buyer becomes points of his, once, whoever asks for it."""

import brownie
import pytest

from tests.fixtures.funds import account_key
from tests.fixtures.terms import EMPTY


def test_default_behavior(loyalty, order, points, turned, told, stranger):
    with turned(order, loyalty) as change:
        tx = loyalty.collect(order.buyer, {"from": stranger})

    assert change == {
        **{"escrow": -points, "reserve": points, "supply": points},
        **{"ready": -points, "points": points, "lifetime": points},
    }
    assert told(tx, loyalty) == [("Transfer", EMPTY, order.buyer, points)]


def test_adds_up(loyalty, order, saved, earn, turned, buyer):
    more = earn(order)
    with turned(order, loyalty) as change:
        loyalty.collect(buyer, {"from": buyer})

    assert (change["points"], change["lifetime"]) == (more, more)
    assert loyalty.balanceOf(buyer) == loyalty.lifetime(buyer) == saved + more


def test_points_are_the_buyers(loyalty, points, buyer, stranger):
    loyalty.collect(buyer, {"from": stranger})

    assert (loyalty.balanceOf(buyer), loyalty.balanceOf(stranger)) == (points, 0)


def test_twice(loyalty, saved, buyer, stranger):
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(buyer, {"from": stranger})
    assert loyalty.balanceOf(buyer) == saved


def test_nothing_ready(loyalty, points, stranger):
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(stranger, {"from": stranger})


def test_nobody(loyalty, points, stranger):
    with brownie.reverts("payments: empty key"):
        loyalty.collect(EMPTY, {"from": stranger})


def test_foreign_points_contract(points_in, currency, loyalty, points, buyer):
    """What one contract is credited, no other of the same currency collects."""
    other = points_in(currency)

    with brownie.reverts("payments: nothing credited"):
        other.collect(buyer, {"from": buyer})
    assert loyalty.ready(buyer) == points


@pytest.mark.parametrize("role", ["buyer", "seller", "stranger", "deployer"])
def test_nobody_collects_in_its_place(escrow, points, currency, people, role):
    with brownie.reverts("payments: nothing credited"):
        escrow.collect(account_key(people["buyer"].address), currency, {"from": people[role]})


def test_key_of_an_order(loyalty, escrow, partly, order_id, buyer, stranger):
    """What came back of an order is nobody's earning: no account has its id as an address."""
    escrow.cancel(partly, {"from": buyer})

    with brownie.reverts("payments: nothing credited"):
        loyalty.collect("0x" + order_id(partly)[12:].hex(), {"from": stranger})
