"""replace: the seller ships another parcel where an exchange was asked, and the next round begins."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_RETURN_CHECK,
    CANCELLED,
    CLOSED,
    EMPTY,
    EXCHANGE,
    NO_HASH,
    REFUND,
    RETURN,
    WAITING,
)

ASKED = [AWAITING_ANSWER, AWAITING_RETURN_CHECK]
OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status not in ASKED]


@pytest.mark.parametrize("status", ASKED)
def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, seller, status):
    before = record(reach(order, status))
    with moved(order) as change:
        tx = escrow.replace(order, {"from": seller})
    assert change == {}
    deadline = tx.timestamp + order.offer.deliver_within
    next_round = {"status": AWAITING_DELIVERY, "round": 1, "kind": 0, "returned": 0, "deadline": deadline}
    assert record(order) == {**before, **next_round}
    assert logged(tx) == [("OrderReplaced", {"order_id": order_id(order), "round": 1, "deadline": deadline})]


def test_without_a_carrier(escrow, order, reach, record, seller):
    order = reach(order.of(carrier=EMPTY), AWAITING_ANSWER)
    tx = escrow.replace(order, {"from": seller})
    deadline = tx.timestamp + order.offer.deliver_within + order.offer.inspect_within
    assert (record(order)["status"], record(order)["deadline"]) == (AWAITING_CONFIRMATION, deadline)


def test_only_what_is_still_held(escrow, order, reach, record, seller, buyer):
    reach(order, AWAITING_CONFIRMATION)
    escrow.request(order, 1_000, EXCHANGE, NO_HASH, {"from": buyer})
    escrow.replace(order, {"from": seller})
    assert record(order)["released"] == order.total - 1_000


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_extensions_begin_anew(escrow, order, reach, record, people, seller, carrier, buyer, who):
    reach(order, AWAITING_CONFIRMATION)
    for round_ in range(2):
        until = record(order)["deadline"] + 3 * DAY
        escrow.extend(order, until, {"from": people[who]})
        assert record(order)[f"{who}_extended"] == 1
        escrow.request(order, order.total, EXCHANGE, NO_HASH, {"from": buyer})
        escrow.replace(order, {"from": seller})
        assert (record(order)[f"{who}_extended"], record(order)["round"]) == (0, round_ + 1)
        escrow.attest_delivery(order, {"from": carrier})


def test_three_times(escrow, order, reach, record, seller, carrier, buyer):
    reach(order, AWAITING_ANSWER)
    for round_ in (1, 2, 3):
        escrow.replace(order, {"from": seller})
        assert record(order)["round"] == round_
        escrow.attest_delivery(order, {"from": carrier})
        escrow.request(order, order.total, EXCHANGE, NO_HASH, {"from": buyer})
    with brownie.reverts("Escrow: replaced three times"):
        escrow.replace(order, {"from": seller})


def test_last_second(escrow, order, reach, record, next_at, seller):
    reach(order, AWAITING_ANSWER)
    next_at(order, -1)
    escrow.replace(order, {"from": seller})
    assert record(order)["status"] == AWAITING_DELIVERY


@pytest.mark.parametrize("status", ASKED)
@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, order, reach, next_at, seller, status, seconds):
    reach(order, status)
    next_at(order, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.replace(order, {"from": seller})


@pytest.mark.parametrize(
    ("status", "kind"), [(AWAITING_ANSWER, REFUND), (AWAITING_ANSWER, RETURN), (AWAITING_RETURN_CHECK, RETURN)]
)
def test_no_exchange_was_asked(escrow, order, reach, seller, status, kind):
    reach(order, status, kind)
    with brownie.reverts("Escrow: no exchange was asked"):
        escrow.replace(order, {"from": seller})


@pytest.mark.parametrize("role", ["buyer", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, role):
    reach(order, AWAITING_ANSWER)
    with brownie.reverts("Escrow: not the seller"):
        escrow.replace(order, {"from": people[role]})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.replace(order, {"from": seller})


@pytest.mark.parametrize("status", OTHERS)
def test_not_in_this_status(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.replace(order, {"from": seller})
