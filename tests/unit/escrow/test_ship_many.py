"""ship_many: ships what the caller may ship now, and skips the rest."""

import pytest

from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import (
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EMPTY,
    NEVER_PAID,
    salted,
)

MAX_BATCH = 50


def test_default_behavior(escrow, order, reach, record, logged, order_id, seller):
    orders = [order, salted(order, 1), salted(order, 2).of(carrier=EMPTY)]
    for one in orders:
        reach(one, AWAITING_SHIPMENT)
    tx = escrow.ship_many(orders, {"from": seller})
    statuses = [AWAITING_DELIVERY, AWAITING_DELIVERY, AWAITING_CONFIRMATION]
    assert [record(one)["status"] for one in orders] == statuses
    transport = order.offer.deliver_within
    deadlines = [tx.timestamp + transport] * 2 + [tx.timestamp + transport + order.offer.inspect_within]
    assert [record(one)["deadline"] for one in orders] == deadlines
    assert logged(tx) == [
        ("OrderShipped", {"order_id": order_id(one), "deadline": deadline})
        for one, deadline in zip(orders, deadlines, strict=True)
    ]


def test_skips_what_is_not_due(escrow, order, reach, record, logged, order_id, seller, stranger):
    statuses = [NEVER_PAID, AWAITING_DELIVERY, CLOSED, CANCELLED, AWAITING_SHIPMENT]
    orders = [salted(order, number) for number in range(len(statuses))]
    for one, status in zip(orders, statuses, strict=True):
        if status != NEVER_PAID:
            reach(one, status)
    somebody_elses = reach(order.of(seller=stranger.address), AWAITING_SHIPMENT)
    tx = escrow.ship_many([*orders, somebody_elses], {"from": seller})
    assert [fields["order_id"] for _, fields in logged(tx)] == [order_id(orders[-1])]
    assert record(somebody_elses)["status"] == AWAITING_SHIPMENT
    assert [record(one)["status"] for one in orders] == [*statuses[:-1], AWAITING_DELIVERY]


def test_same_order_twice(escrow, order, reach, logged, seller):
    reach(order, AWAITING_SHIPMENT)
    assert len(logged(escrow.ship_many([order, order], {"from": seller}))) == 1


@pytest.mark.parametrize(
    ("seconds", "status"), [(-1, AWAITING_DELIVERY), (0, AWAITING_SHIPMENT), (1, AWAITING_SHIPMENT)]
)
def test_skips_what_is_late(escrow, order, reach, record, next_at, seller, seconds, status):
    reach(order, AWAITING_SHIPMENT)
    next_at(order, seconds)
    escrow.ship_many([order], {"from": seller})
    assert record(order)["status"] == status


@pytest.mark.parametrize("role", ["buyer", "carrier", "stranger", "deployer"])
def test_skips_what_is_not_the_callers(escrow, order, reach, record, logged, people, role):
    reach(order, AWAITING_SHIPMENT)
    assert logged(escrow.ship_many([order], {"from": people[role]})) == []
    assert record(order)["status"] == AWAITING_SHIPMENT


def test_empty(escrow, logged, seller):
    assert logged(escrow.ship_many([], {"from": seller})) == []


def test_as_many_as_fit(escrow, order, publish, logged, seller, buyer):
    orders = [salted(order, number)._replace(quantity=1) for number in range(MAX_BATCH)]
    publish(order.offer)
    for some in (orders[:20], orders[20:40], orders[40:]):
        escrow.pay_many(some, {"from": buyer, "value": sum(one.total for one in some)})
    assert len(logged(escrow.ship_many(orders, {"from": seller}))) == MAX_BATCH


def test_too_many(escrow, order, seller):
    with no_reason():
        escrow.ship_many([order] * (MAX_BATCH + 1), {"from": seller})
