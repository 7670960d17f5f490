"""collect_cash: what Escrow keeps here for a buyer in another currency goes to him as it is."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import EMPTY


@pytest.fixture
def wrong(order, currency, dollar):
    """An order in another currency than that of the points which its offer gives."""
    return order.of(currency=dollar.address if currency == EMPTY else EMPTY)


@pytest.fixture
def cash(wrong, earn) -> int:
    """What is ready for the buyer in that currency."""
    return earn(wrong)


def test_default_behavior(loyalty, wrong, cash, turned, stranger):
    """`turned` watches the other currency: the points' own contract is not touched by it."""
    with turned(wrong, loyalty) as change:
        tx = loyalty.collect_cash(wrong.buyer, wrong.offer.currency, {"from": stranger})

    assert cash == share(wrong.total, 2_000)
    assert change == {"ready": -cash, "escrow": -cash, "cash": cash}
    assert tx.events["CreditCollected"]["amount"] == cash


def test_no_points_come_of_it(loyalty, wrong, cash, buyer, stranger):
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect(buyer, {"from": stranger})
    assert loyalty.ready(buyer) == 0


def test_points_in_this_currency(loyalty, order, points, currency, stranger):
    with brownie.reverts("Loyalty: points in this currency"):
        loyalty.collect_cash(order.buyer, currency, {"from": stranger})


def test_nothing_credited(loyalty, wrong, stranger):
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect_cash(wrong.buyer, wrong.offer.currency, {"from": stranger})


def test_twice(loyalty, wrong, cash, stranger):
    loyalty.collect_cash(wrong.buyer, wrong.offer.currency, {"from": stranger})
    with brownie.reverts("payments: nothing credited"):
        loyalty.collect_cash(wrong.buyer, wrong.offer.currency, {"from": stranger})


def test_currency_without_code(loyalty, order, currency, stranger):
    with brownie.reverts("payments: currency has no code"):
        loyalty.collect_cash(order.buyer, stranger, {"from": stranger})
