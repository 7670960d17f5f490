"""cancel: not shipped and no longer wanted, all that is held goes back."""

import brownie
import pytest

from tests.fixtures.terms import AWAITING_SHIPMENT, CANCELLED, CLOSED, WAITING


@pytest.fixture
def paid(order, reach):
    return reach(order, AWAITING_SHIPMENT)


def test_default_behavior(escrow, paid, record, stock, moved, logged, order_id, buyer):
    with moved(paid) as change:
        tx = escrow.cancel(paid, {"from": buyer})
    assert change == {"escrow": -paid.total, "buyer": paid.total}
    after = record(paid)
    assert (after["status"], after["deadline"]) == (CANCELLED, 0)
    assert (after["released"], after["refunded"]) == (0, paid.total)
    assert stock(paid.offer)["sold"] == 0
    fields = {"order_id": order_id(paid), "status": CANCELLED, "refunded": paid.total}
    assert logged(tx) == [("OrderCancelled", fields)]


@pytest.mark.parametrize(
    ("seconds", "status", "sold"), [(-1, CANCELLED, 0), (0, CLOSED, 3), (1, CLOSED, 3), (10_000_000, CLOSED, 3)]
)
def test_units_come_back_before_the_deadline_only(
    escrow, paid, record, stock, moved, logged, next_at, buyer, seconds, status, sold
):
    next_at(paid, seconds)
    with moved(paid) as change:
        tx = escrow.cancel(paid, {"from": buyer})
    assert change == {"escrow": -paid.total, "buyer": paid.total}
    assert record(paid)["status"] == status
    assert stock(paid.offer)["sold"] == sold
    assert logged(tx)[0][1]["status"] == status


def test_after_a_partial_refund(escrow, paid, record, stock, moved, seller, buyer):
    escrow.refund(paid, 1_000, {"from": seller})
    with moved(paid) as change:
        escrow.cancel(paid, {"from": buyer})
    assert change == {"escrow": 1_000 - paid.total, "buyer": paid.total - 1_000}
    assert record(paid)["status"] == CANCELLED
    assert stock(paid.offer)["sold"] == 0


def test_units_can_be_sold_again(escrow, order, publish, pay, buyer):
    publish(order.offer, 3)
    pay(order)
    escrow.cancel(order, {"from": buyer})
    pay(order._replace(salt=bytes(32)))


def test_refund_goes_to_the_payer(escrow, order, reach, moved, payer, buyer):
    order = reach(order._replace(payer=payer.address), AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.cancel(order, {"from": buyer})
    assert change == {"escrow": -order.total, "payer": order.total}


@pytest.mark.parametrize("role", ["seller", "stranger", "deployer"])
def test_not_the_buyer(escrow, paid, people, role):
    with brownie.reverts("Escrow: not the buyer"):
        escrow.cancel(paid, {"from": people[role]})


def test_never_paid(escrow, order, buyer):
    with brownie.reverts("Escrow: never paid"):
        escrow.cancel(order, {"from": buyer})


@pytest.mark.parametrize("status", [*WAITING[1:], CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.cancel(order, {"from": buyer})
