"""send_back: the buyer has sent the goods back."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.terms import (
    AWAITING_RETURN,
    AWAITING_RETURN_CHECK,
    CANCELLED,
    CLOSED,
    EXCHANGE,
    NO_HASH,
    RETURN,
    WAITING,
)

DOCUMENT = b"\xd3" * 32
OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status != AWAITING_RETURN]


@pytest.mark.parametrize("kind", [RETURN, EXCHANGE])
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, buyer, kind):
    before = record(reach(order, AWAITING_RETURN, kind))
    with moved(order) as change:
        tx = escrow.send_back(order, DOCUMENT, {"from": buyer})
    assert change == {}
    deadline = tx.timestamp + order.offer.deliver_within + 14 * DAY
    assert record(order) == {**before, "status": AWAITING_RETURN_CHECK, "deadline": deadline, "returned": 1}
    fields = {"order_id": order_id(order), "deadline": deadline, "document": DOCUMENT}
    assert logged(tx) == [("ReturnSent", fields)]


def test_stays_known_after_the_end(escrow, order, reach, record, buyer):
    reach(order, AWAITING_RETURN_CHECK)
    escrow.confirm(order, {"from": buyer})
    assert (record(order)["status"], record(order)["returned"]) == (CLOSED, 1)


def test_last_second(escrow, order, reach, record, next_at, buyer):
    reach(order, AWAITING_RETURN)
    next_at(order, -1)
    escrow.send_back(order, NO_HASH, {"from": buyer})
    assert record(order)["status"] == AWAITING_RETURN_CHECK


@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, order, reach, next_at, buyer, seconds):
    reach(order, AWAITING_RETURN)
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.send_back(order, NO_HASH, {"from": buyer})


@pytest.mark.parametrize("role", ["seller", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_buyer(escrow, order, reach, people, role):
    reach(order, AWAITING_RETURN)
    with brownie.reverts("Escrow: not the buyer"):
        escrow.send_back(order, NO_HASH, {"from": people[role]})


def test_never_paid(escrow, order, buyer):
    with brownie.reverts("Escrow: never paid"):
        escrow.send_back(order, NO_HASH, {"from": buyer})


@pytest.mark.parametrize("status", OTHERS)
def test_not_in_this_status(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.send_back(order, NO_HASH, {"from": buyer})
