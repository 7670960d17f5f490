"""pay_many: a cart with points, all or nothing."""

import pytest
from eth_abi import decode

from tests.fixtures.points import cash_of, coin_of, with_points
from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import AWAITING_SHIPMENT, EMPTY, salted

MAX_CART = 20


@pytest.fixture
def cart(order, loyalty, saved, prepare, fund, dollar, currency, pass_on) -> list:
    """Three orders: a third of the points for one, the rest for another, none for the last; cash allowed for all."""
    orders = [
        with_points(salted(order, number), loyalty.address, points)
        for number, points in enumerate((saved // 3, saved - saved // 3, 0))
    ]
    if currency != EMPTY:
        pass_on(order.buyer, dollar.address, dollar.mint.encode_input(order.buyer, 3 * order.total))
        pass_on(order.buyer, dollar.address, dollar.approve.encode_input(loyalty, 3 * order.total))
    return orders


@pytest.fixture
def refusal(loyalty, wire):
    """`refusal(who, orders, coin)`: why a cart is refused; asked, as a failed transaction takes Brownie seconds."""

    def ask(who, orders, coin: int) -> str:
        call = {"from": who.address, "to": loyalty.address, "data": loyalty.pay_many.encode_input(orders)}
        (answer,) = wire.answers([("eth_call", [{**call, "value": hex(coin)}, "latest"])])
        return decode(["string"], bytes.fromhex(answer["error"]["data"][10:]))[0]

    return ask


def coin(orders) -> int:
    return sum(coin_of(order) for order in orders)


def test_default_behavior(loyalty, cart, saved, turned, told, record, buyer):
    with turned(cart[0], loyalty) as change:
        tx = loyalty.pay_many(cart, {"from": buyer, "value": coin(cart)})

    assert change == {
        **{"points": -saved, "supply": -saved, "reserve": -saved},
        **{"cash": -sum(map(cash_of, cart)), "escrow": 3 * cart[0].total},
    }
    assert told(tx, loyalty) == [("Transfer", buyer.address, EMPTY, saved)]
    assert [record(order)["status"] for order in cart] == [AWAITING_SHIPMENT] * 3


def test_ready_points_are_collected_first(loyalty, cart, earn, order, saved, turned, buyer):
    more = earn(order)
    cart[2] = with_points(cart[2], loyalty.address, more)
    with turned(cart[0], loyalty) as change:
        loyalty.pay_many(cart, {"from": buyer, "value": coin(cart)})

    assert (change["ready"], change["points"], change["lifetime"]) == (-more, -saved, more)


def test_nothing_in_it(loyalty, buyer):
    assert list(loyalty.pay_many([], {"from": buyer}).events) == []


def test_not_the_buyer(refusal, cart, stranger):
    assert refusal(stranger, cart, coin(cart)) == "Loyalty: not the buyer"


def test_somebody_elses_order_in_it(refusal, cart, stranger, buyer):
    cart[1] = cart[1]._replace(buyer=stranger.address)
    assert refusal(buyer, cart, coin(cart)) == "Loyalty: not the buyer"


def test_payer_lies(refusal, cart, buyer):
    cart[2] = cart[2]._replace(payer=buyer.address)
    assert refusal(buyer, cart, coin(cart)) == "payments: not the payer"


def test_another_currency(refusal, cart, currency, dollar, buyer):
    cart[2] = cart[2].of(currency=dollar.address if currency == EMPTY else EMPTY)
    assert refusal(buyer, cart, coin(cart)) == "Loyalty: another currency"


def test_points_above_the_total(refusal, loyalty, cart, buyer):
    """The others' cash does not make up for it."""
    cart[0] = with_points(cart[0], loyalty.address, cart[0].total + 1)
    assert refusal(buyer, cart, 0) == "Loyalty: points above the total"


def test_not_enough_points(refusal, loyalty, cart, buyer):
    cart[2] = with_points(cart[2], loyalty.address, 1)
    assert refusal(buyer, cart, coin(cart)) == "Loyalty: not enough points"


@pytest.mark.parametrize("more", [-1, 1])
def test_wrong_coin_amount(refusal, cart, buyer, more):
    assert refusal(buyer, cart, abs(coin(cart) + more)) == "Loyalty: wrong coin amount"


def test_order_twice(refusal, loyalty, cart, buyer):
    cart[2] = cart[1] = with_points(cart[2], loyalty.address, 0)
    assert refusal(buyer, cart, coin(cart)) == "Escrow: paid already"


def test_all_or_nothing(refusal, loyalty, cart, buyer, ledger):
    before = ledger(cart[0], loyalty)
    cart[2] = cart[2]._replace(quantity=0)
    cart[2] = with_points(cart[2], loyalty.address, 0)
    assert refusal(buyer, cart, coin(cart)) == "offers: no units"
    assert ledger(cart[0], loyalty) == before


def test_too_many(loyalty, cart, buyer):
    with no_reason():
        loyalty.pay_many([salted(cart[2], number) for number in range(MAX_CART + 1)], {"from": buyer})
