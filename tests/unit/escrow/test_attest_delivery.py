"""attest_delivery: the carrier says that the parcel arrived."""

import brownie
import pytest

from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EMPTY,
    WAITING,
)

OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status != AWAITING_DELIVERY]


def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, carrier):
    reach(order, AWAITING_DELIVERY)
    with moved(order) as change:
        tx = escrow.attest_delivery(order, {"from": carrier})
    assert change == {}
    deadline = tx.timestamp + order.offer.inspect_within
    assert (record(order)["status"], record(order)["deadline"]) == (AWAITING_CONFIRMATION, deadline)
    assert logged(tx) == [("DeliveryAttested", {"order_id": order_id(order), "deadline": deadline})]


def test_last_second(escrow, order, reach, record, next_at, carrier):
    reach(order, AWAITING_DELIVERY)
    next_at(order, -1)
    escrow.attest_delivery(order, {"from": carrier})
    assert record(order)["status"] == AWAITING_CONFIRMATION


def test_on_a_replaced_parcel(escrow, order, reach, record, seller, carrier):
    reach(order, AWAITING_ANSWER)
    escrow.replace(order, {"from": seller})
    escrow.attest_delivery(order, {"from": carrier})
    assert (record(order)["status"], record(order)["round"]) == (AWAITING_CONFIRMATION, 1)


@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, order, reach, next_at, carrier, seconds):
    reach(order, AWAITING_DELIVERY)
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.attest_delivery(order, {"from": carrier})


@pytest.mark.parametrize("role", ["seller", "buyer", "arbiter", "stranger", "deployer"])
def test_not_the_carrier(escrow, order, reach, people, role):
    reach(order, AWAITING_DELIVERY)
    with brownie.reverts("Escrow: not the carrier"):
        escrow.attest_delivery(order, {"from": people[role]})


def test_no_carrier_was_named(escrow, order, reach, carrier):
    order = reach(order.of(carrier=EMPTY), AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not the carrier"):
        escrow.attest_delivery(order, {"from": carrier})


def test_never_paid(escrow, order, carrier):
    with brownie.reverts("Escrow: never paid"):
        escrow.attest_delivery(order, {"from": carrier})


@pytest.mark.parametrize("status", OTHERS)
def test_not_in_this_status(escrow, order, reach, carrier, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.attest_delivery(order, {"from": carrier})
