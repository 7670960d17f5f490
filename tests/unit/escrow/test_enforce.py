"""enforce: after the deadline anyone ends an order as the state table says."""

import brownie
import pytest

from tests.fixtures.funds import share
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
    WAITING,
)

FAVOURS_BUYER = [AWAITING_SHIPMENT, AWAITING_DELIVERY, AWAITING_ANSWER, AWAITING_RETURN_CHECK, AWAITING_RULING]
FAVOURS_SELLER = [AWAITING_CONFIRMATION, AWAITING_RETURN]


@pytest.mark.parametrize("status", FAVOURS_BUYER)
def test_default_behavior(escrow, order, reach, record, stock, moved, logged, order_id, next_at, stranger, status):
    """Nobody shipped, delivered, answered, checked or ruled: the money goes back."""
    reach(order, status)
    next_at(order)
    with moved(order) as change:
        tx = escrow.enforce(order, {"from": stranger})
    assert change == {"escrow": -order.total, "buyer": order.total}
    after = record(order)
    assert (after["status"], after["deadline"]) == (CLOSED, 0)
    assert (after["released"], after["refunded"]) == (0, order.total)
    assert stock(order.offer)["sold"] == 3
    fields = {"order_id": order_id(order), "released": 0, "refunded": order.total}
    assert logged(tx) == [("OrderEnforced", fields)]


@pytest.mark.parametrize("status", FAVOURS_SELLER)
def test_in_favour_of_the_seller(escrow, order, reach, record, moved, logged, order_id, next_at, stranger, status):
    """The buyer neither asked nor sent back: the seller is paid."""
    reach(order, status)
    next_at(order)
    with moved(order) as change:
        tx = escrow.enforce(order, {"from": stranger})
    commission, points = share(order.total, 100), share(order.total, 200)
    assert change == {
        "escrow": commission + points - order.total,
        "seller": order.total - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert (record(order)["status"], record(order)["released"]) == (CLOSED, order.total)
    fields = {"order_id": order_id(order), "released": order.total, "refunded": 0}
    assert logged(tx) == [("OrderEnforced", fields)]


@pytest.mark.parametrize("status", WAITING)
def test_only_what_is_still_held(escrow, order, reach, record, moved, next_at, seller, stranger, status):
    if status == AWAITING_RULING:
        reach(order, AWAITING_ANSWER)
        escrow.refund(order, 1_000, {"from": seller})
        escrow.dispute(order, bytes(32), {"from": seller})
    else:
        reach(order, status)
        escrow.refund(order, 1_000, {"from": seller})
    next_at(order, 1)
    with moved(order) as change:
        escrow.enforce(order, {"from": stranger})
    after = record(order)
    assert after["released"] + after["refunded"] == order.total
    assert after["refunded"] == (1_000 if status in FAVOURS_SELLER else order.total)
    assert ("seller" in change) == (status in FAVOURS_SELLER)


@pytest.mark.parametrize("status", WAITING)
@pytest.mark.parametrize("role", ["buyer", "seller", "carrier", "arbiter", "deployer"])
def test_by_anyone(escrow, order, reach, record, next_at, people, status, role):
    reach(order, status)
    next_at(order, 10_000_000)
    escrow.enforce(order, {"from": people[role]})
    assert record(order)["status"] == CLOSED


@pytest.mark.parametrize("status", WAITING)
def test_before_the_deadline(escrow, order, reach, next_at, stranger, status):
    reach(order, status)
    next_at(order, -1)
    with brownie.reverts("Escrow: before the deadline"):
        escrow.enforce(order, {"from": stranger})


def test_never_paid(escrow, order, stranger):
    with brownie.reverts("Escrow: never paid"):
        escrow.enforce(order, {"from": stranger})


@pytest.mark.parametrize("status", [CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, stranger, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.enforce(order, {"from": stranger})
