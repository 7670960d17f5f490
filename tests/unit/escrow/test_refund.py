"""refund: the seller gives back up to all that is held."""

import brownie
import pytest

from tests.fixtures.terms import (
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    MAX_UINT,
    WAITING,
)

UNRULED = [status for status in WAITING if status != AWAITING_RULING]
AMOUNT = 1_000_000


@pytest.mark.parametrize("status", UNRULED)
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, seller, status):
    before = record(reach(order, status))
    with moved(order) as change:
        tx = escrow.refund(order, AMOUNT, {"from": seller})
    assert change == {"escrow": -AMOUNT, "buyer": AMOUNT}
    assert record(order) == {**before, "refunded": AMOUNT}
    assert logged(tx) == [("OrderRefunded", {"order_id": order_id(order), "status": status, "refunded": AMOUNT})]


@pytest.mark.parametrize("more", [0, 1, MAX_UINT])
def test_all_before_shipping(escrow, order, reach, record, stock, moved, logged, seller, more):
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        tx = escrow.refund(order, min(order.total + more, MAX_UINT), {"from": seller})
    assert change == {"escrow": -order.total, "buyer": order.total}
    assert (record(order)["status"], record(order)["deadline"]) == (CANCELLED, 0)
    assert stock(order.offer)["sold"] == 0
    assert (logged(tx)[0][1]["status"], logged(tx)[0][1]["refunded"]) == (CANCELLED, order.total)


@pytest.mark.parametrize("seconds", [0, 1, 10_000_000])
def test_all_before_shipping_but_late(escrow, order, reach, record, stock, logged, next_at, seller, seconds):
    reach(order, AWAITING_SHIPMENT)
    next_at(order, seconds)
    tx = escrow.refund(order, order.total, {"from": seller})
    assert record(order)["status"] == logged(tx)[0][1]["status"] == CLOSED
    assert stock(order.offer)["sold"] == 3


@pytest.mark.parametrize("status", UNRULED[1:])
def test_all_after_shipping(escrow, order, reach, record, stock, moved, logged, seller, status):
    reach(order, status)
    with moved(order) as change:
        tx = escrow.refund(order, order.total, {"from": seller})
    assert change == {"escrow": -order.total, "buyer": order.total}
    assert (record(order)["status"], record(order)["deadline"]) == (CLOSED, 0)
    assert logged(tx)[0][1]["status"] == CLOSED
    assert stock(order.offer)["sold"] == 3


def test_in_parts(escrow, order, reach, record, stock, moved, seller):
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        for amount in (1, 10, 100, order.total):
            escrow.refund(order, amount, {"from": seller})
    assert change == {"escrow": -order.total, "buyer": order.total}
    assert (record(order)["status"], record(order)["refunded"]) == (CANCELLED, order.total)
    assert stock(order.offer)["sold"] == 0


@pytest.mark.parametrize("status", UNRULED)
@pytest.mark.parametrize("seconds", [0, 10_000_000])
def test_any_time_while_open(escrow, order, reach, record, next_at, seller, status, seconds):
    reach(order, status)
    next_at(order, seconds)
    escrow.refund(order, AMOUNT, {"from": seller})
    assert (record(order)["status"], record(order)["refunded"]) == (status, AMOUNT)


def test_goes_to_the_payer(escrow, order, reach, moved, payer, seller):
    order = reach(order._replace(payer=payer.address), AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.refund(order, AMOUNT, {"from": seller})
    assert change == {"escrow": -AMOUNT, "payer": AMOUNT}


@pytest.mark.parametrize("role", ["buyer", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, role):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not the seller"):
        escrow.refund(order, AMOUNT, {"from": people[role]})


def test_zero_amount(escrow, order, reach, seller):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: zero amount"):
        escrow.refund(order, 0, {"from": seller})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.refund(order, AMOUNT, {"from": seller})


@pytest.mark.parametrize("status", [AWAITING_RULING, CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.refund(order, AMOUNT, {"from": seller})
