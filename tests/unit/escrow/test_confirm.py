"""confirm: the buyer has the goods, the seller gets all that is held."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import AWAITING_ANSWER, AWAITING_SHIPMENT, CANCELLED, CLOSED, EMPTY, WAITING


def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, buyer):
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        tx = escrow.confirm(order, {"from": buyer})
    commission, points = share(order.total, 100), share(order.total, 200)
    assert change == {
        "escrow": commission + points - order.total,
        "seller": order.total - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    after = record(order)
    assert (after["status"], after["deadline"]) == (CLOSED, 0)
    assert (after["released"], after["refunded"]) == (order.total, 0)
    assert logged(tx) == [("OrderConfirmed", {"order_id": order_id(order), "released": order.total})]


@pytest.mark.parametrize("status", WAITING)
@pytest.mark.parametrize("seconds", [-1, 0, 10_000_000])
def test_any_time_while_open(escrow, order, reach, record, next_at, buyer, status, seconds):
    reach(order, status)
    next_at(order, seconds)
    escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED


def test_nothing_shared(escrow, order, reach, moved, buyer):
    order = order.of(loyalty=EMPTY, points_bps=0)._replace(referrer=EMPTY)
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert change == {"escrow": -order.total, "seller": order.total}


def test_commission_without_referrer_stays_with_the_seller(escrow, order, reach, moved, buyer):
    order = order._replace(referrer=EMPTY)
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    points = share(order.total, 200)
    assert change == {
        "escrow": points - order.total,
        "seller": order.total - points,
        "loyalty's credit for the buyer": points,
    }


def test_what_is_left_after_refunds(escrow, order, reach, record, moved, seller, buyer):
    reach(order, AWAITING_ANSWER)
    escrow.refund(order, 1_000, {"from": seller})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    released = order.total - 1_000
    assert change["seller"] == released - share(released, 100) - share(released, 200)
    assert (record(order)["released"], record(order)["refunded"]) == (released, 1_000)


def test_paid_by_somebody_else(escrow, order, reach, record, payer, buyer):
    """The buyer decides, whoever paid."""
    order = order._replace(payer=payer.address)
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not the buyer"):
        escrow.confirm(order, {"from": payer})
    escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED


@pytest.mark.parametrize("role", ["seller", "carrier", "arbiter", "referrer", "stranger", "deployer"])
def test_not_the_buyer(escrow, order, reach, people, role):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not the buyer"):
        escrow.confirm(order, {"from": people[role]})


def test_never_paid(escrow, order, publish, buyer):
    publish(order.offer)
    with brownie.reverts("Escrow: never paid"):
        escrow.confirm(order, {"from": buyer})


@pytest.mark.parametrize("terms", [{"price": 1}, {"seller": "0x" + "99" * 20}, {"points_bps": 0}])
def test_other_terms(escrow, order, reach, buyer, terms):
    """Terms that were not paid are another order."""
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: never paid"):
        escrow.confirm(order.of(**terms), {"from": buyer})


@pytest.mark.parametrize("status", [CLOSED, CANCELLED])
def test_not_in_this_status(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.confirm(order, {"from": buyer})
