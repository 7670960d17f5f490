"""enforce_many: ends what is overdue, and skips the rest."""

import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import (
    AWAITING_CONFIRMATION,
    AWAITING_RETURN,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    NEVER_PAID,
    WAITING,
    salted,
)

MAX_BATCH = 50


def test_default_behavior(escrow, order, reach, record, logged, order_id, at, stranger):
    """One order in each status, all overdue."""
    orders = [reach(salted(order, status), status) for status in WAITING]
    at(max(record(one)["deadline"] for one in orders))
    tx = escrow.enforce_many(orders, {"from": stranger})
    assert [record(one)["status"] for one in orders] == [CLOSED] * len(orders)
    released = [order.total if status in (AWAITING_CONFIRMATION, AWAITING_RETURN) else 0 for status in WAITING]
    assert logged(tx) == [
        ("OrderEnforced", {"order_id": order_id(one), "released": amount, "refunded": one.total - amount})
        for one, amount in zip(orders, released, strict=True)
    ]


def test_skips_what_is_not_overdue(escrow, order, publish, reach, record, logged, order_id, next_at, buyer, stranger):
    publish(order.offer)
    never_paid, later = salted(order, 1), salted(order, 2)
    ended = [reach(salted(order, status), status) for status in (CLOSED, CANCELLED)]
    reach(later, AWAITING_SHIPMENT)
    escrow.extend(later, record(later)["deadline"] + DAY, {"from": buyer})
    reach(order, AWAITING_SHIPMENT)
    next_at(order)
    tx = escrow.enforce_many([never_paid, later, *ended, order], {"from": stranger})
    assert [fields["order_id"] for _, fields in logged(tx)] == [order_id(order)]
    statuses = [record(one)["status"] for one in (never_paid, later, *ended, order)]
    assert statuses == [NEVER_PAID, AWAITING_SHIPMENT, CLOSED, CANCELLED, CLOSED]


@pytest.mark.parametrize(("seconds", "status"), [(-1, AWAITING_SHIPMENT), (0, CLOSED), (1, CLOSED)])
def test_at_the_deadline(escrow, order, reach, record, next_at, stranger, seconds, status):
    reach(order, AWAITING_SHIPMENT)
    next_at(order, seconds)
    escrow.enforce_many([order], {"from": stranger})
    assert record(order)["status"] == status


def test_same_order_twice(escrow, order, reach, moved, logged, next_at, stranger):
    reach(order, AWAITING_SHIPMENT)
    reach(salted(order, 1), AWAITING_SHIPMENT)
    next_at(order)
    with moved(order) as change:
        tx = escrow.enforce_many([order, order], {"from": stranger})
    assert len(logged(tx)) == 1
    assert change == {"escrow": -order.total, "buyer": order.total}


def test_several_currencies(escrow, order, reach, dollar, moved, at, record, stranger):
    other = reach(order.of(currency=dollar.address), AWAITING_SHIPMENT)
    reach(order, AWAITING_SHIPMENT)
    at(record(order)["deadline"])
    with moved(order) as coin, moved(other) as dollars:
        escrow.enforce_many([order, other], {"from": stranger})
    assert coin == dollars == {"escrow": -order.total, "buyer": order.total}


def test_empty(escrow, logged, stranger):
    assert logged(escrow.enforce_many([], {"from": stranger})) == []


def test_as_many_as_fit(escrow, order, publish, logged, next_at, buyer, stranger):
    orders = [salted(order, number)._replace(quantity=1) for number in range(MAX_BATCH)]
    publish(order.offer)
    for some in (orders[:20], orders[20:40], orders[40:]):
        escrow.pay_many(some, {"from": buyer, "value": sum(one.total for one in some)})
    next_at(orders[-1])
    assert len(logged(escrow.enforce_many(orders, {"from": stranger}))) == MAX_BATCH


def test_too_many(escrow, order, stranger):
    with no_reason():
        escrow.enforce_many([order] * (MAX_BATCH + 1), {"from": stranger})
