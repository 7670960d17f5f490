"""What somebody can spoil for others, what it costs him, and how little it takes to undo it."""

import brownie
import pytest

from tests.fixtures.terms import AWAITING_SHIPMENT, CANCELLED, CLOSED, salted


@pytest.fixture
def locked(order, publish, pay, stranger):
    """All units of an offer, in orders that are never meant."""
    publish(order.offer, 9)
    mine = order._replace(buyer=stranger.address, payer=stranger.address)
    orders = [salted(mine, number) for number in range(3)]
    for one in orders:
        pay(one)
    return orders


def test_default_behavior(escrow, order, locked, pay, stock, seller, buyer):
    """It costs him the price of everything; the seller answers all of it by one write."""
    assert escrow.balance() == 9 * order.offer.price + 3 * order.offer.shipping
    with brownie.reverts("offers: not enough units left"):
        escrow.pay(order, {"from": buyer, "value": order.total})
    tx = escrow.set_cap(order.offer, 18, {"from": seller})
    assert tx.gas_used < 50_000
    pay(order)
    assert stock(order.offer)["sold"] == 12


def test_refunded_before_shipping(escrow, order, locked, pay, record, stock, seller):
    """Or the seller gives the money back, and has the units back."""
    for one in locked:
        escrow.refund(one, one.total, {"from": seller})
    assert [record(one)["status"] for one in locked] == [CANCELLED] * 3
    assert stock(order.offer)["sold"] == 0
    pay(order)


def test_cancelled_again_and_again(escrow, order, locked, pay, stock, stranger):
    """Cancelling frees the units at once; holding them costs holding the money."""
    for one in locked:
        escrow.cancel(one, {"from": stranger})
    assert stock(order.offer)["sold"] == 0
    pay(order)


def test_late_cancelling_gains_no_units(escrow, order, locked, record, stock, next_at, stranger):
    """A seller who did not ship in time keeps the units sold: his own next write decides about them."""
    next_at(locked[-1], 1)
    escrow.cancel(locked[0], {"from": stranger})
    assert record(locked[0])["status"] == CLOSED
    assert stock(order.offer)["sold"] == 9


def test_somebody_elses_name(escrow, order, publish, record, moved, buyer, stranger):
    """Whoever pays for somebody gives him a choice, and takes nothing from him."""
    publish(order.offer)
    unasked = order._replace(payer=stranger.address)
    with moved(unasked) as change:
        escrow.pay(unasked, {"from": stranger, "value": unasked.total})
        escrow.cancel(unasked, {"from": buyer})
    assert change == {}
    assert record(unasked)["status"] == CANCELLED


def test_id_cannot_be_squatted(escrow, order, publish, record, stranger):
    """The same order by another payer is another order, and leaves the buyer's alone."""
    publish(order.offer)
    copied = order._replace(payer=stranger.address)
    escrow.pay(copied, {"from": stranger, "value": copied.total})
    escrow.pay(order, {"from": order.buyer, "value": order.total})
    assert record(order)["status"] == record(copied)["status"] == AWAITING_SHIPMENT


def test_evidence_costs_only_its_sender(escrow, order, reach, record, buyer):
    before = record(reach(order, AWAITING_SHIPMENT))
    for _ in range(5):
        escrow.submit_evidence(order, bytes(32), {"from": buyer})
    assert record(order) == before
