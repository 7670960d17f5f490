"""ship: packed, no more cancelling."""

import brownie
import pytest

from tests.fixtures.terms import (
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EMPTY,
    WAITING,
)


def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, seller):
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        tx = escrow.ship(order, {"from": seller})
    assert change == {}
    deadline = tx.timestamp + order.offer.deliver_within
    assert (record(order)["status"], record(order)["deadline"]) == (AWAITING_DELIVERY, deadline)
    assert logged(tx) == [("OrderShipped", {"order_id": order_id(order), "deadline": deadline})]


def test_without_a_carrier(escrow, order, reach, record, logged, order_id, seller):
    """The buyer has the whole time promised for transport and inspection."""
    order = reach(order.of(carrier=EMPTY), AWAITING_SHIPMENT)
    tx = escrow.ship(order, {"from": seller})
    deadline = tx.timestamp + order.offer.deliver_within + order.offer.inspect_within
    assert (record(order)["status"], record(order)["deadline"]) == (AWAITING_CONFIRMATION, deadline)
    assert logged(tx) == [("OrderShipped", {"order_id": order_id(order), "deadline": deadline})]


def test_last_second(escrow, order, reach, record, next_at, seller):
    reach(order, AWAITING_SHIPMENT)
    next_at(order, -1)
    escrow.ship(order, {"from": seller})
    assert record(order)["status"] == AWAITING_DELIVERY


def test_after_a_partial_refund(escrow, order, reach, record, seller):
    reach(order, AWAITING_SHIPMENT)
    escrow.refund(order, 1_000, {"from": seller})
    escrow.ship(order, {"from": seller})
    assert (record(order)["status"], record(order)["refunded"]) == (AWAITING_DELIVERY, 1_000)


@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, order, reach, next_at, seller, seconds):
    reach(order, AWAITING_SHIPMENT)
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.ship(order, {"from": seller})


@pytest.mark.parametrize("role", ["buyer", "carrier", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, role):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not the seller"):
        escrow.ship(order, {"from": people[role]})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.ship(order, {"from": seller})


@pytest.mark.parametrize("status", [*WAITING[1:], CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.ship(order, {"from": seller})
