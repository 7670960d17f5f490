"""stock: whether an offer was published, its cap, and how many units were sold."""

import pytest

from tests.fixtures.terms import AWAITING_SHIPMENT, CANCELLED, CLOSED, MAX_AMOUNT, NO_HASH


def test_default_behavior(order, publish, pay, stock):
    publish(order.offer, 10)
    pay(order)
    assert stock(order.offer) == {"published": True, "cap": 10, "sold": 3}


@pytest.mark.parametrize("unknown", [NO_HASH, b"\x01" * 32])
def test_never_published(escrow, unknown):
    assert escrow.stock(unknown).dict() == {"published": False, "cap": 0, "sold": 0}


def test_published_without_units(offer, publish, stock):
    publish(offer, 0)
    assert stock(offer) == {"published": True, "cap": 0, "sold": 0}


def test_all_bits(order, publish, pay, stock, dollar):
    cheap = order.of(currency=dollar.address, price=1, shipping=0)._replace(quantity=MAX_AMOUNT)
    publish(cheap.offer, MAX_AMOUNT)
    pay(cheap)
    assert stock(cheap.offer) == {"published": True, "cap": MAX_AMOUNT, "sold": MAX_AMOUNT}


@pytest.mark.parametrize(("status", "sold"), [(AWAITING_SHIPMENT, 3), (CLOSED, 3), (CANCELLED, 0)])
def test_units_of_orders_that_were_not_cancelled(order, reach, stock, status, sold):
    reach(order, status)
    assert stock(order.offer)["sold"] == sold
