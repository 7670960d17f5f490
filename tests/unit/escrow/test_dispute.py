"""dispute: the arbiter is asked, by the seller about a request or a returned parcel, by the buyer about a return."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_RETURN,
    AWAITING_RETURN_CHECK,
    AWAITING_RULING,
    CANCELLED,
    CLOSED,
    EMPTY,
    NO_HASH,
    REFUND,
    WAITING,
)

DOCUMENT = b"\xd4" * 32
WHOSE = [(AWAITING_ANSWER, "seller"), (AWAITING_RETURN, "buyer"), (AWAITING_RETURN_CHECK, "seller")]
DISPUTED = [status for status, _ in WHOSE]
OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status not in DISPUTED]


@pytest.mark.parametrize(("status", "role"), WHOSE)
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, people, status, role):
    before = record(reach(order, status))
    with moved(order) as change:
        tx = escrow.dispute(order, DOCUMENT, {"from": people[role]})
    assert change == {}
    deadline = tx.timestamp + 30 * DAY
    assert record(order) == {**before, "status": AWAITING_RULING, "deadline": deadline}
    fields = {"by": people[role].address, "deadline": deadline, "document": DOCUMENT}
    assert logged(tx) == [("OrderDisputed", {"order_id": order_id(order), **fields})]


def test_about_a_refund(escrow, order, reach, record, seller):
    reach(order, AWAITING_ANSWER, REFUND)
    escrow.dispute(order, NO_HASH, {"from": seller})
    assert (record(order)["status"], record(order)["kind"]) == (AWAITING_RULING, REFUND)


@pytest.mark.parametrize(("status", "role"), WHOSE)
def test_last_second(escrow, order, reach, record, next_at, people, status, role):
    reach(order, status)
    next_at(order, -1)
    escrow.dispute(order, NO_HASH, {"from": people[role]})
    assert record(order)["status"] == AWAITING_RULING


@pytest.mark.parametrize(("status", "role"), WHOSE)
@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, order, reach, next_at, people, status, role, seconds):
    reach(order, status)
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.dispute(order, NO_HASH, {"from": people[role]})


@pytest.mark.parametrize(("status", "role"), WHOSE)
def test_no_arbiter_was_named(escrow, order, reach, people, status, role):
    order = reach(order.of(arbiter=EMPTY), status)
    with brownie.reverts("Escrow: no arbiter was named"):
        escrow.dispute(order, NO_HASH, {"from": people[role]})


@pytest.mark.parametrize("status", [AWAITING_ANSWER, AWAITING_RETURN_CHECK])
@pytest.mark.parametrize("role", ["buyer", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, status, role):
    reach(order, status)
    with brownie.reverts("Escrow: not the seller"):
        escrow.dispute(order, NO_HASH, {"from": people[role]})


@pytest.mark.parametrize("role", ["seller", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_buyer(escrow, order, reach, people, role):
    reach(order, AWAITING_RETURN)
    with brownie.reverts("Escrow: not the buyer"):
        escrow.dispute(order, NO_HASH, {"from": people[role]})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.dispute(order, NO_HASH, {"from": seller})


@pytest.mark.parametrize("status", OTHERS)
@pytest.mark.parametrize("role", ["seller", "buyer"])
def test_not_in_this_status(escrow, order, reach, people, status, role):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.dispute(order, NO_HASH, {"from": people[role]})
