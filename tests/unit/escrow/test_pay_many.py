"""pay_many: a cart, of several sellers and currencies, all or nothing."""

import brownie
import pytest

from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import AWAITING_SHIPMENT, NEVER_PAID, salted

MAX_CART = 20


@pytest.fixture
def cart(order, dollar, publish, fund, stranger):
    """One order of each: coin, the same offer again, Dollars, another seller."""
    orders = [
        order,
        salted(order, 1)._replace(quantity=1),
        order.of(currency=dollar.address),
        order.of(seller=stranger.address, price=5)._replace(quantity=2),
    ]
    for one in orders:
        publish(one.offer)
        fund(one.payer, one.offer.currency, one.total)
    return orders


def coin(orders):
    return sum(order.coin for order in orders)


def test_default_behavior(escrow, cart, dollar, record, stock, logged, order_id, buyer):
    before, dollars = buyer.balance(), dollar.balanceOf(buyer)
    tx = escrow.pay_many(cart, {"from": buyer, "value": coin(cart)})
    assert [record(order)["status"] for order in cart] == [AWAITING_SHIPMENT] * 4
    assert [(name, fields["order_id"]) for name, fields in logged(tx)] == [
        ("OrderPaid", order_id(order)) for order in cart
    ]
    assert [stock(order.offer)["sold"] for order in cart] == [4, 4, 3, 2]
    assert before - buyer.balance() == escrow.balance() == coin(cart)
    assert dollars - dollar.balanceOf(buyer) == dollar.balanceOf(escrow) == cart[2].total


def test_as_many_as_fit(escrow, order, publish, record, stock, buyer):
    orders = [salted(order, number)._replace(quantity=1) for number in range(MAX_CART)]
    publish(order.offer)
    escrow.pay_many(orders, {"from": buyer, "value": coin(orders)})
    assert all(record(one)["status"] == AWAITING_SHIPMENT for one in orders)
    assert stock(order.offer)["sold"] == MAX_CART


def test_too_many(escrow, order, publish, buyer):
    orders = [salted(order, number)._replace(quantity=1) for number in range(MAX_CART + 1)]
    publish(order.offer)
    with no_reason():
        escrow.pay_many(orders, {"from": buyer, "value": coin(orders)})


def test_empty(escrow, logged, buyer):
    assert logged(escrow.pay_many([], {"from": buyer})) == []


def test_empty_with_coin(escrow, buyer):
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.pay_many([], {"from": buyer, "value": 1})


@pytest.mark.parametrize("difference", [-1, 1])
def test_wrong_coin_amount(escrow, cart, buyer, difference):
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.pay_many(cart, {"from": buyer, "value": coin(cart) + difference})


def test_same_order_twice(escrow, order, publish, buyer):
    publish(order.offer)
    with brownie.reverts("Escrow: paid already"):
        escrow.pay_many([order, order], {"from": buyer, "value": 2 * order.total})


def test_none_if_one_is_refused(escrow, cart, record, stock, seller, buyer):
    escrow.set_cap(cart[2].offer, 2, {"from": seller})
    with brownie.reverts("offers: not enough units left"):
        escrow.pay_many(cart, {"from": buyer, "value": coin(cart)})
    assert [record(order)["status"] for order in cart] == [NEVER_PAID] * 4
    assert [stock(order.offer)["sold"] for order in cart] == [0] * 4


def test_stock_of_one_offer_is_shared(escrow, order, publish, buyer):
    publish(order.offer, 5)
    orders = [order, salted(order, 1)]
    with brownie.reverts("offers: not enough units left"):
        escrow.pay_many(orders, {"from": buyer, "value": coin(orders)})


def test_allowance_is_shared(escrow, order, dollar, publish, fund, buyer):
    order = order.of(currency=dollar.address)
    publish(order.offer)
    fund(order.payer, dollar.address, order.total)
    with brownie.reverts("plain_token: allowance too low"):
        escrow.pay_many([order, salted(order, 1)], {"from": buyer})


def test_not_the_payer_of_one(escrow, cart, payer, buyer):
    cart[1] = cart[1]._replace(payer=payer.address)
    with brownie.reverts("payments: not the payer"):
        escrow.pay_many(cart, {"from": buyer, "value": coin(cart)})
