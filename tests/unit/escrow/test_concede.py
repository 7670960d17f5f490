"""concede: the seller gives in to a request, all that is held goes back."""

import brownie
import pytest

from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_RETURN,
    AWAITING_RETURN_CHECK,
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
)

QUESTIONED = [AWAITING_ANSWER, AWAITING_RETURN, AWAITING_RETURN_CHECK, AWAITING_RULING]


@pytest.mark.parametrize("status", QUESTIONED)
@pytest.mark.parametrize("seconds", [-1, 0, 10_000_000])
def test_default_behavior(
    escrow, order, reach, record, stock, moved, logged, order_id, next_at, seller, status, seconds
):
    reach(order, status)
    next_at(order, seconds)
    with moved(order) as change:
        tx = escrow.concede(order, {"from": seller})
    assert change == {"escrow": -order.total, "buyer": order.total}
    after = record(order)
    assert (after["status"], after["deadline"], after["refunded"]) == (CLOSED, 0, order.total)
    assert stock(order.offer)["sold"] == 3
    assert logged(tx) == [("OrderConceded", {"order_id": order_id(order), "refunded": order.total})]


def test_what_is_still_in_question(escrow, order, reach, record, moved, seller, buyer):
    reach(order, AWAITING_ANSWER)
    escrow.release(order, 1_000, {"from": buyer})
    with moved(order) as change:
        escrow.concede(order, {"from": seller})
    assert change == {"escrow": -1_000, "buyer": 1_000}
    assert (record(order)["released"], record(order)["refunded"]) == (order.total - 1_000, 1_000)


@pytest.mark.parametrize("role", ["buyer", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, role):
    reach(order, AWAITING_ANSWER)
    with brownie.reverts("Escrow: not the seller"):
        escrow.concede(order, {"from": people[role]})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.concede(order, {"from": seller})


@pytest.mark.parametrize("status", [AWAITING_SHIPMENT, AWAITING_DELIVERY, AWAITING_CONFIRMATION, CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.concede(order, {"from": seller})
