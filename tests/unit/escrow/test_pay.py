"""pay: the payer buys; the order's total is held."""

import brownie
import pytest

from tests.fixtures.terms import (
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EMPTY,
    MAX_AMOUNT,
    salted,
)

UNUSED = "0x" + "ab" * 20


def paid_event(order, order_id, offer_id):
    return (
        "OrderPaid",
        {
            "order_id": order_id(order),
            "offer_id": offer_id(order.offer),
            "buyer": order.buyer,
            "payer": order.payer,
            "quantity": order.quantity,
            "referrer": order.referrer,
            "delivery": order.delivery,
            "salt": order.salt,
        },
    )


@pytest.fixture
def published(order, publish):
    publish(order.offer, 10)
    return order


@pytest.fixture
def in_dollars(order, dollar, publish, fund):
    order = order.of(currency=dollar.address)
    publish(order.offer, 10)
    fund(order.payer, dollar.address, order.total)
    return order


def test_default_behavior(escrow, published, moved, record, stock, logged, order_id, offer_id, buyer):
    with moved(published) as change:
        tx = escrow.pay(published, {"from": buyer, "value": published.total})
    assert change == {"escrow": published.total, "buyer": -published.total}
    assert record(published) == {
        "status": AWAITING_SHIPMENT,
        "round": 0,
        "kind": 0,
        "buyer_extended": 0,
        "seller_extended": 0,
        "returned": 0,
        "deadline": tx.timestamp + published.offer.ship_within,
        "released": 0,
        "refunded": 0,
    }
    assert stock(published.offer) == {"published": 1, "cap": 10, "sold": 3}
    assert logged(tx) == [paid_event(published, order_id, offer_id)]


def test_token(escrow, in_dollars, dollar, moved, record, buyer):
    with moved(in_dollars) as change:
        escrow.pay(in_dollars, {"from": buyer})
    assert change == {"escrow": in_dollars.total, "buyer": -in_dollars.total}
    assert record(in_dollars)["status"] == AWAITING_SHIPMENT
    assert dollar.allowance(buyer, escrow) == 0


def test_for_somebody_else(escrow, published, moved, record, payer):
    order = published._replace(payer=payer.address)
    with moved(order) as change:
        escrow.pay(order, {"from": payer, "value": order.total})
    assert change == {"escrow": order.total, "payer": -order.total}
    assert record(order)["status"] == AWAITING_SHIPMENT


@pytest.mark.parametrize("who", ["seller", "referrer's absence"])
def test_allowed_people(escrow, published, record, people, who):
    """The seller may pay for somebody, for instance a gift; a referrer need not be."""
    change = {"payer": people["seller"].address} if who == "seller" else {"referrer": EMPTY}
    order = published._replace(**change)
    escrow.pay(order, {"from": order.payer, "value": order.total})
    assert record(order)["status"] == AWAITING_SHIPMENT


def test_last_unit(escrow, order, publish, stock, buyer):
    publish(order.offer, 3)
    escrow.pay(order, {"from": buyer, "value": order.total})
    assert stock(order.offer)["sold"] == 3
    one_more = salted(order, 1)._replace(quantity=1)
    with brownie.reverts("offers: not enough units left"):
        escrow.pay(one_more, {"from": buyer, "value": one_more.total})


def test_largest_total(order, pay, dollar, record):
    order = order.of(currency=dollar.address, price=MAX_AMOUNT // 3 - 1, shipping=3)
    assert order.total == MAX_AMOUNT
    pay(order)
    assert record(order)["status"] == AWAITING_SHIPMENT


def test_total_too_large(order, pay, dollar):
    order = order.of(currency=dollar.address, price=MAX_AMOUNT // 3 - 1, shipping=4)
    assert order.total == MAX_AMOUNT + 1
    with brownie.reverts("Escrow: total too large"):
        pay(order)


def test_total_far_too_large(escrow, order, publish, buyer):
    """No sum overflows before it is refused."""
    order = order.of(price=MAX_AMOUNT, shipping=MAX_AMOUNT)._replace(quantity=MAX_AMOUNT)
    publish(order.offer, MAX_AMOUNT)
    with brownie.reverts("Escrow: total too large"):
        escrow.pay(order, {"from": buyer})


@pytest.mark.parametrize("difference", [-1, 1])
def test_wrong_coin_amount(escrow, published, buyer, difference):
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.pay(published, {"from": buyer, "value": published.total + difference})


def test_no_coin(escrow, published, buyer):
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.pay(published, {"from": buyer})


def test_coin_beside_a_token(escrow, in_dollars, buyer):
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.pay(in_dollars, {"from": buyer, "value": 1})


def test_allowance_too_low(escrow, in_dollars, dollar, buyer):
    dollar.approve(escrow, in_dollars.total - 1, {"from": buyer})
    with brownie.reverts("plain_token: allowance too low"):
        escrow.pay(in_dollars, {"from": buyer})


def test_balance_too_low(escrow, in_dollars, dollar, buyer, stranger):
    dollar.transfer(stranger, 1, {"from": buyer})
    with brownie.reverts("plain_token: balance too low"):
        escrow.pay(in_dollars, {"from": buyer})


def test_currency_has_no_code(escrow, order, publish, buyer):
    order = order.of(currency=UNUSED)
    publish(order.offer)
    with brownie.reverts("payments: currency has no code"):
        escrow.pay(order, {"from": buyer})


@pytest.mark.parametrize("role", ["seller", "buyer", "stranger", "deployer"])
def test_not_the_payer(escrow, published, people, payer, role):
    order = published._replace(payer=payer.address)
    with brownie.reverts("payments: not the payer"):
        escrow.pay(order, {"from": people[role], "value": order.total})


def test_allowance_of_somebody_else(escrow, in_dollars, stranger):
    """What a payer allowed to Escrow nobody else can spend."""
    with brownie.reverts("payments: not the payer"):
        escrow.pay(in_dollars, {"from": stranger})


@pytest.mark.parametrize("status", [AWAITING_SHIPMENT, CLOSED, CANCELLED])
def test_paid_already(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: paid already"):
        escrow.pay(order, {"from": buyer, "value": order.total})


def test_not_published(escrow, order, buyer):
    with brownie.reverts("offers: not published"):
        escrow.pay(order, {"from": buyer, "value": order.total})


def test_delisted(escrow, published, seller, buyer):
    escrow.set_cap(published.offer, 0, {"from": seller})
    with brownie.reverts("offers: not enough units left"):
        escrow.pay(published, {"from": buyer, "value": published.total})


def test_no_units(escrow, published, buyer):
    order = published._replace(quantity=0)
    with brownie.reverts("offers: no units"):
        escrow.pay(order, {"from": buyer, "value": order.total})


@pytest.mark.parametrize("quantity", [11, 2**96, 2**256 - 1])
def test_not_enough_units(escrow, published, buyer, quantity):
    with brownie.reverts("offers: not enough units left"):
        escrow.pay(published._replace(quantity=quantity), {"from": buyer, "value": published.total})


def test_empty_buyer(escrow, published, buyer):
    with brownie.reverts("Escrow: empty buyer"):
        escrow.pay(published._replace(buyer=EMPTY), {"from": buyer, "value": published.total})


def test_buyer_is_the_seller(escrow, published, seller, buyer):
    with brownie.reverts("Escrow: buyer is the seller"):
        escrow.pay(published._replace(buyer=seller.address), {"from": buyer, "value": published.total})


@pytest.mark.parametrize("role", ["carrier", "arbiter"])
def test_buyer_has_another_role(escrow, published, people, buyer, role):
    with brownie.reverts("Escrow: buyer has another role"):
        escrow.pay(published._replace(buyer=people[role].address), {"from": buyer, "value": published.total})


@pytest.mark.parametrize("role", ["carrier", "arbiter"])
def test_payer_has_another_role(escrow, published, people, role):
    order = published._replace(payer=people[role].address)
    with brownie.reverts("Escrow: payer has another role"):
        escrow.pay(order, {"from": people[role], "value": order.total})


@pytest.mark.parametrize("role", ["seller", "buyer", "payer", "arbiter"])
def test_referrer_has_a_role(escrow, published, people, payer, role):
    order = published._replace(payer=payer.address, referrer=people[role].address)
    with brownie.reverts("Escrow: referrer has a role"):
        escrow.pay(order, {"from": payer, "value": order.total})


def test_referrer_is_escrow(escrow, published, buyer):
    with brownie.reverts("Escrow: referrer has a role"):
        escrow.pay(published._replace(referrer=escrow.address), {"from": buyer, "value": published.total})
