"""approve_return: the seller agrees that the goods come back first."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_RETURN,
    CANCELLED,
    CLOSED,
    EXCHANGE,
    NO_HASH,
    REFUND,
    RETURN,
    WAITING,
)

DOCUMENT = b"\xd2" * 32
OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status != AWAITING_ANSWER]


@pytest.mark.parametrize("kind", [RETURN, EXCHANGE])
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, seller, kind):
    before = record(reach(order, AWAITING_ANSWER, kind))
    with moved(order) as change:
        tx = escrow.approve_return(order, DOCUMENT, {"from": seller})
    assert change == {}
    deadline = tx.timestamp + 14 * DAY
    assert record(order) == {**before, "status": AWAITING_RETURN, "deadline": deadline}
    fields = {"order_id": order_id(order), "deadline": deadline, "document": DOCUMENT}
    assert logged(tx) == [("ReturnApproved", fields)]


def test_last_second(escrow, order, reach, record, next_at, seller):
    reach(order, AWAITING_ANSWER)
    next_at(order, -1)
    escrow.approve_return(order, NO_HASH, {"from": seller})
    assert record(order)["status"] == AWAITING_RETURN


@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, order, reach, next_at, seller, seconds):
    reach(order, AWAITING_ANSWER)
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.approve_return(order, NO_HASH, {"from": seller})


def test_no_return_was_asked(escrow, order, reach, seller):
    reach(order, AWAITING_ANSWER, REFUND)
    with brownie.reverts("Escrow: no return was asked"):
        escrow.approve_return(order, NO_HASH, {"from": seller})


@pytest.mark.parametrize("role", ["buyer", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, role):
    reach(order, AWAITING_ANSWER)
    with brownie.reverts("Escrow: not the seller"):
        escrow.approve_return(order, NO_HASH, {"from": people[role]})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.approve_return(order, NO_HASH, {"from": seller})


@pytest.mark.parametrize("status", OTHERS)
def test_not_in_this_status(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.approve_return(order, NO_HASH, {"from": seller})
