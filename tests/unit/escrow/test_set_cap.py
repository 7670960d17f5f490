"""set_cap: the seller restocks, or delists with a cap of zero."""

import brownie
import pytest

from tests.fixtures.terms import MAX_AMOUNT, salted


def test_default_behavior(escrow, offer, publish, stock, logged, offer_id, seller):
    publish(offer, 5)
    tx = escrow.set_cap(offer, 8, {"from": seller})
    assert stock(offer) == {"published": True, "cap": 8, "sold": 0}
    assert logged(tx) == [("CapSet", {"offer_id": offer_id(offer), "cap": 8})]


@pytest.mark.parametrize("cap", [0, 2, 3, 4, MAX_AMOUNT])
def test_what_was_sold_stays(escrow, order, pay, stock, seller, cap):
    pay(order)
    escrow.set_cap(order.offer, cap, {"from": seller})
    assert stock(order.offer) == {"published": True, "cap": cap, "sold": 3}


def test_restocked_after_delisting(escrow, order, pay, stock, seller):
    pay(order)
    escrow.set_cap(order.offer, 0, {"from": seller})
    with brownie.reverts("offers: not enough units left"):
        pay(salted(order, 1))
    escrow.set_cap(order.offer, 6, {"from": seller})
    pay(salted(order, 1))
    assert stock(order.offer)["sold"] == 6


def test_units_that_come_back_are_not_for_sale(escrow, order, pay, stock, seller, buyer):
    pay(order)
    escrow.set_cap(order.offer, 0, {"from": seller})
    escrow.cancel(order, {"from": buyer})
    assert stock(order.offer) == {"published": True, "cap": 0, "sold": 0}
    with brownie.reverts("offers: not enough units left"):
        pay(salted(order, 1))


@pytest.mark.parametrize("role", ["stranger", "deployer", "buyer"])
def test_not_the_seller(escrow, offer, publish, people, role):
    publish(offer)
    with brownie.reverts("offers: not the seller"):
        escrow.set_cap(offer, 8, {"from": people[role]})


def test_not_published(escrow, offer, seller):
    with brownie.reverts("offers: not published"):
        escrow.set_cap(offer, 8, {"from": seller})


def test_cap_too_large(escrow, offer, publish, seller):
    publish(offer)
    with brownie.reverts("offers: cap too large"):
        escrow.set_cap(offer, MAX_AMOUNT + 1, {"from": seller})
