"""record: where an order stands."""

import pytest

from tests.fixtures.terms import AWAITING_RULING, CANCELLED, CLOSED, EXCHANGE, MAX_AMOUNT, NO_HASH, RETURN, WAITING

FIELDS = (
    "status",
    "round",
    "kind",
    "buyer_extended",
    "seller_extended",
    "returned",
    "deadline",
    "released",
    "refunded",
)


def test_default_behavior(order, reach, record):
    reach(order, AWAITING_RULING, RETURN)
    found = record(order)
    assert tuple(found) == FIELDS
    assert found["deadline"] > 0
    assert {**found, "deadline": 0} == dict(zip(FIELDS, (AWAITING_RULING, 0, RETURN, 0, 0, 0, 0, 0, 0), strict=True))


@pytest.mark.parametrize("unknown", [NO_HASH, b"\x01" * 32])
def test_never_paid(escrow, unknown):
    assert tuple(escrow.record(unknown)) == (0,) * len(FIELDS)


@pytest.mark.parametrize("status", [*WAITING, CLOSED, CANCELLED])
def test_status(order, reach, record, status):
    reach(order, status)
    assert record(order)["status"] == status
    assert (record(order)["deadline"] == 0) == (status in (CLOSED, CANCELLED))


def test_all_fields_at_once(escrow, order, reach, record, dollar, seller, buyer, carrier):
    """Nothing of the one word runs into its neighbour."""
    order = reach(order.of(currency=dollar.address, price=MAX_AMOUNT // 3, shipping=0), 3)
    assert order.total == MAX_AMOUNT
    for _ in range(3):
        escrow.request(order, order.total, EXCHANGE, NO_HASH, {"from": buyer})
        escrow.replace(order, {"from": seller})
        escrow.attest_delivery(order, {"from": carrier})
    escrow.extend(order, record(order)["deadline"] + 1, {"from": seller})
    escrow.extend(order, record(order)["deadline"] + 3 * 86_400, {"from": buyer})
    escrow.refund(order, MAX_AMOUNT // 2, {"from": seller})
    escrow.request(order, 1, RETURN, NO_HASH, {"from": buyer})
    escrow.approve_return(order, NO_HASH, {"from": seller})
    tx = escrow.send_back(order, NO_HASH, {"from": buyer})
    deadline = tx.timestamp + order.offer.deliver_within + 14 * 86_400
    released = MAX_AMOUNT - MAX_AMOUNT // 2 - 1
    values = (6, 3, RETURN, 1, 1, 1, deadline, released, MAX_AMOUNT // 2)
    assert record(order) == dict(zip(FIELDS, values, strict=True))
