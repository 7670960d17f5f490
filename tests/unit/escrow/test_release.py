"""release: the buyer lets go of all that is in question but what she keeps in it."""

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
    MAX_UINT,
)

QUESTIONED = [AWAITING_ANSWER, AWAITING_RETURN, AWAITING_RETURN_CHECK, AWAITING_RULING]
KEPT = 1_000_000


@pytest.mark.parametrize("status", QUESTIONED)
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, buyer, status):
    before = record(reach(order, status))
    with moved(order) as change:
        tx = escrow.release(order, KEPT, {"from": buyer})
    released = order.total - KEPT
    commission, points = share(released, 100), share(released, 200)
    assert change == {
        "escrow": commission + points - released,
        "seller": released - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert record(order) == {**before, "released": released}
    assert logged(tx) == [("OrderReleased", {"order_id": order_id(order), "released": released})]


@pytest.mark.parametrize("seconds", [-1, 0, 1, 10_000_000])
def test_any_time_while_open(escrow, order, reach, record, next_at, buyer, seconds):
    reach(order, AWAITING_ANSWER)
    next_at(order, seconds)
    escrow.release(order, KEPT, {"from": buyer})
    assert record(order)["released"] == order.total - KEPT


def test_repeated_without_harm(escrow, order, reach, record, moved, logged, buyer):
    reach(order, AWAITING_ANSWER)
    escrow.release(order, KEPT, {"from": buyer})
    before = record(order)
    with moved(order) as change:
        tx = escrow.release(order, KEPT, {"from": buyer})
    assert change == {}
    assert record(order) == before
    assert logged(tx)[0][1]["released"] == 0


@pytest.mark.parametrize("more", [0, 1, MAX_UINT])
def test_keeping_all(escrow, order, reach, record, moved, buyer, more):
    before = record(reach(order, AWAITING_ANSWER))
    with moved(order) as change:
        escrow.release(order, min(order.total + more, MAX_UINT), {"from": buyer})
    assert change == {}
    assert record(order) == before


def test_commission_is_cumulative(escrow, order, reach, funds, buyer):
    """Many small releases give what one would."""
    before = funds(reach(order, AWAITING_ANSWER))
    for kept in (order.total - 1, order.total - 77, KEPT, 99, 1):
        escrow.release(order, kept, {"from": buyer})
    after = funds(order)
    released = order.total - 1
    assert after["referrer's credit"] - before["referrer's credit"] == share(released, 100)
    assert after["loyalty's credit for the buyer"] - before["loyalty's credit for the buyer"] == share(released, 200)
    assert after["seller"] - before["seller"] == released - share(released, 100) - share(released, 200)


@pytest.mark.parametrize("role", ["seller", "arbiter", "stranger", "deployer"])
def test_not_the_buyer(escrow, order, reach, people, role):
    reach(order, AWAITING_ANSWER)
    with brownie.reverts("Escrow: not the buyer"):
        escrow.release(order, KEPT, {"from": people[role]})


def test_zero_amount(escrow, order, reach, buyer):
    """Keeping nothing is `confirm`."""
    reach(order, AWAITING_ANSWER)
    with brownie.reverts("Escrow: zero amount"):
        escrow.release(order, 0, {"from": buyer})


def test_never_paid(escrow, order, buyer):
    with brownie.reverts("Escrow: never paid"):
        escrow.release(order, KEPT, {"from": buyer})


@pytest.mark.parametrize("status", [AWAITING_SHIPMENT, AWAITING_DELIVERY, AWAITING_CONFIRMATION, CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.release(order, KEPT, {"from": buyer})
