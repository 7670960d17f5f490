"""extend: whom the default favours gives the other side more time; the inspecting buyer takes 3 days, once a round."""

import brownie
import pytest

from tests.fixtures.clock import DAY
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
    NO_HASH,
    WAITING,
)

FAVOURED = {
    AWAITING_SHIPMENT: "buyer",
    AWAITING_DELIVERY: "buyer",
    AWAITING_CONFIRMATION: "seller",
    AWAITING_ANSWER: "buyer",
    AWAITING_RETURN: "seller",
    AWAITING_RETURN_CHECK: "buyer",
    AWAITING_RULING: "buyer",
}
OTHER = {"buyer": "seller", "seller": "buyer"}
LAST_TIME = 2**40 - 1  # what the record's deadline can hold


@pytest.mark.parametrize("status", WAITING)
@pytest.mark.parametrize("more", [1, 5 * DAY, 30 * DAY])
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, people, status, more):
    before = record(reach(order, status))
    actor = people[FAVOURED[status]]
    until = before["deadline"] + more
    with moved(order) as change:
        tx = escrow.extend(order, until, {"from": actor})
    assert change == {}
    extended = {"seller_extended": 1} if status == AWAITING_CONFIRMATION else {}
    assert record(order) == {**before, "deadline": until, **extended}
    fields = {"order_id": order_id(order), "by": actor.address, "deadline": until}
    assert logged(tx) == [("OrderExtended", fields)]


@pytest.mark.parametrize("status", WAITING)
def test_again_and_again(escrow, order, reach, record, people, status):
    reach(order, status)
    for _ in range(3):
        until = record(order)["deadline"] + 30 * DAY
        escrow.extend(order, until, {"from": people[FAVOURED[status]]})
        assert record(order)["deadline"] == until


@pytest.mark.parametrize("status", WAITING)
def test_even_after_the_deadline(escrow, order, reach, record, next_at, people, status):
    before = record(reach(order, status))
    now = next_at(order, 5 * DAY)
    escrow.extend(order, now + 1, {"from": people[FAVOURED[status]]})
    assert (record(order)["status"], record(order)["deadline"]) == (before["status"], now + 1)


def test_awaited_step_is_possible_again(escrow, order, reach, record, next_at, seller, buyer):
    reach(order, AWAITING_SHIPMENT)
    now = next_at(order, DAY)
    escrow.extend(order, now + DAY, {"from": buyer})
    escrow.ship(order, {"from": seller})
    assert record(order)["status"] == AWAITING_DELIVERY


@pytest.mark.parametrize("status", WAITING)
@pytest.mark.parametrize("more", [30 * DAY + 1, MAX_UINT])
def test_over_30_days_more(escrow, order, reach, record, people, status, more):
    reach(order, status)
    until = min(record(order)["deadline"] + more, MAX_UINT)
    with brownie.reverts("Escrow: not within 30 days more"):
        escrow.extend(order, until, {"from": people[FAVOURED[status]]})


@pytest.mark.parametrize("less", [0, 1, DAY])
def test_not_later_than_the_deadline(escrow, order, reach, record, buyer, less):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("Escrow: not within 30 days more"):
        escrow.extend(order, record(order)["deadline"] - less, {"from": buyer})


@pytest.mark.parametrize("less", [0, 1])
def test_not_later_than_now(escrow, order, reach, next_at, buyer, less):
    reach(order, AWAITING_SHIPMENT)
    now = next_at(order, DAY)
    with brownie.reverts("Escrow: not within 30 days more"):
        escrow.extend(order, now - less, {"from": buyer})


def test_too_late_to_extend(escrow, order, reach, record, next_at, buyer):
    """30 days after the deadline nothing is both later than now and within 30 days of it."""
    reach(order, AWAITING_SHIPMENT)
    deadline = record(order)["deadline"]
    now = next_at(order, 30 * DAY)
    assert now == deadline + 30 * DAY
    with brownie.reverts("Escrow: not within 30 days more"):
        escrow.extend(order, now, {"from": buyer})


def test_same_extension_twice(escrow, order, reach, record, buyer):
    """A time is absolute: whoever sends it again adds nothing."""
    reach(order, AWAITING_SHIPMENT)
    until = record(order)["deadline"] + DAY
    escrow.extend(order, until, {"from": buyer})
    with brownie.reverts("Escrow: not within 30 days more"):
        escrow.extend(order, until, {"from": buyer})


@pytest.mark.parametrize("status", [status for status in WAITING if status != AWAITING_CONFIRMATION])
def test_not_the_favoured_side(escrow, order, reach, record, people, status):
    reach(order, status)
    with brownie.reverts("Escrow: not yours to extend"):
        escrow.extend(order, record(order)["deadline"] + DAY, {"from": people[OTHER[FAVOURED[status]]]})


@pytest.mark.parametrize("status", WAITING)
@pytest.mark.parametrize("role", ["carrier", "arbiter", "stranger", "deployer"])
def test_not_a_side(escrow, order, reach, record, people, status, role):
    reach(order, status)
    with brownie.reverts("Escrow: not yours to extend"):
        escrow.extend(order, record(order)["deadline"] + DAY, {"from": people[role]})


def test_never_paid(escrow, order, now, buyer):
    with brownie.reverts("Escrow: never paid"):
        escrow.extend(order, now + DAY, {"from": buyer})


@pytest.mark.parametrize("status", [CLOSED, CANCELLED])
@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_not_in_this_status(escrow, order, reach, now, people, status, role):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.extend(order, now + DAY, {"from": people[role]})


# The buyer's own 3 days


@pytest.mark.parametrize("seconds", [1, DAY, 3 * DAY])
def test_own_days(escrow, order, reach, record, logged, order_id, buyer, seconds):
    before = record(reach(order, AWAITING_CONFIRMATION))
    until = before["deadline"] + seconds
    tx = escrow.extend(order, until, {"from": buyer})
    assert record(order) == {**before, "deadline": until, "buyer_extended": 1}
    assert logged(tx) == [("OrderExtended", {"order_id": order_id(order), "by": buyer.address, "deadline": until})]


@pytest.mark.parametrize("seconds", [-DAY, -1, 0, 3 * DAY + 1, 30 * DAY, MAX_UINT])
def test_not_within_3_days_more(escrow, order, reach, record, buyer, seconds):
    reach(order, AWAITING_CONFIRMATION)
    with brownie.reverts("Escrow: not within 3 days more"):
        escrow.extend(order, min(record(order)["deadline"] + seconds, MAX_UINT), {"from": buyer})


@pytest.mark.parametrize("seconds", [1, DAY, 3 * DAY - 1])
def test_own_days_behind_the_sellers(escrow, order, reach, record, seller, buyer, seconds):
    """A seller who is mined first cannot spoil the time that the buyer asked for."""
    until = record(reach(order, AWAITING_CONFIRMATION))["deadline"] + 3 * DAY
    escrow.extend(order, until - 3 * DAY + seconds, {"from": seller})
    escrow.extend(order, until, {"from": buyer})
    assert record(order)["deadline"] == until


@pytest.mark.parametrize("more", [0, 3 * DAY])
def test_extended_already(escrow, order, reach, record, buyer, more):
    reach(order, AWAITING_CONFIRMATION)
    until = record(order)["deadline"] + 3 * DAY
    escrow.extend(order, until, {"from": buyer})
    with brownie.reverts("Escrow: extended already"):
        escrow.extend(order, until + more, {"from": buyer})


def test_own_days_beside_the_sellers(escrow, order, reach, record, seller, buyer):
    reach(order, AWAITING_CONFIRMATION)
    deadline = record(order)["deadline"]
    escrow.extend(order, deadline + DAY, {"from": seller})
    escrow.extend(order, deadline + 4 * DAY, {"from": buyer})
    escrow.extend(order, deadline + 5 * DAY, {"from": seller})
    with brownie.reverts("Escrow: extended already"):
        escrow.extend(order, deadline + 8 * DAY, {"from": buyer})
    after = record(order)
    assert (after["deadline"], after["buyer_extended"], after["seller_extended"]) == (deadline + 5 * DAY, 1, 1)


def test_own_days_once_a_round(escrow, order, reach, record, seller, carrier, buyer):
    reach(order, AWAITING_CONFIRMATION)
    for _ in range(4):
        escrow.extend(order, record(order)["deadline"] + 3 * DAY, {"from": buyer})
        escrow.request(order, order.total, 3, NO_HASH, {"from": buyer})
        if record(order)["round"] < 3:
            escrow.replace(order, {"from": seller})
            escrow.attest_delivery(order, {"from": carrier})
    assert record(order)["round"] == 3


def test_own_days_in_the_last_second(escrow, order, reach, record, next_at, buyer):
    reach(order, AWAITING_CONFIRMATION)
    until = record(order)["deadline"] + 3 * DAY
    next_at(order, -1)
    escrow.extend(order, until, {"from": buyer})
    assert record(order)["deadline"] == until


@pytest.mark.parametrize("seconds", [0, 1])
def test_own_days_after_the_deadline(escrow, order, reach, record, next_at, buyer, seconds):
    reach(order, AWAITING_CONFIRMATION)
    until = record(order)["deadline"] + 3 * DAY
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.extend(order, until, {"from": buyer})


# The end of time


@pytest.fixture
def at_the_end(order, publish, reach, at):
    """An order paid some 70 days before the last time that a deadline can be."""
    publish(order.offer)
    at(LAST_TIME - 70 * DAY)
    return reach(order, AWAITING_SHIPMENT)


def test_deadlines_end_before_the_records_do(escrow, at_the_end, record, buyer):
    """Three days are left over for the buyer's own, so that these never overflow the record."""
    while (until := record(at_the_end)["deadline"] + 30 * DAY) <= LAST_TIME - 3 * DAY:
        escrow.extend(at_the_end, until, {"from": buyer})
    with brownie.reverts("Escrow: not within 30 days more"):
        escrow.extend(at_the_end, LAST_TIME - 3 * DAY + 1, {"from": buyer})
    escrow.extend(at_the_end, LAST_TIME - 3 * DAY, {"from": buyer})
    after = record(at_the_end)
    assert (after["status"], after["deadline"]) == (AWAITING_SHIPMENT, LAST_TIME - 3 * DAY)
