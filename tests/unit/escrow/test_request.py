"""request: the buyer asks for a refund, a return or an exchange; what is not in question is released."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.funds import share
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    CANCELLED,
    CLOSED,
    EMPTY,
    EXCHANGE,
    MAX_UINT,
    NO_HASH,
    REFUND,
    RETURN,
    WAITING,
)

ASKED = 1_000_000
DOCUMENT = b"\xd1" * 32
OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status != AWAITING_CONFIRMATION]


@pytest.fixture
def delivered(order, reach):
    return reach(order, AWAITING_CONFIRMATION)


@pytest.fixture
def without_carrier(order, reach):
    return reach(order.of(carrier=EMPTY), AWAITING_CONFIRMATION)


@pytest.mark.parametrize("kind", [REFUND, RETURN, EXCHANGE])
def test_default_behavior(escrow, delivered, record, moved, logged, order_id, buyer, kind):
    with moved(delivered) as change:
        tx = escrow.request(delivered, ASKED, kind, DOCUMENT, {"from": buyer})
    released = delivered.total - ASKED
    commission, points = share(released, 100), share(released, 200)
    assert change == {
        "escrow": commission + points - released,
        "seller": released - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    deadline = tx.timestamp + 7 * DAY
    after = record(delivered)
    assert (after["status"], after["kind"], after["deadline"]) == (AWAITING_ANSWER, kind, deadline)
    assert (after["released"], after["refunded"]) == (released, 0)
    fields = {"kind": kind, "amount": ASKED, "released": released, "deadline": deadline, "document": DOCUMENT}
    assert logged(tx) == [("OrderRequested", {"order_id": order_id(delivered), **fields})]


@pytest.mark.parametrize("more", [0, 1, MAX_UINT])
def test_all_of_it(escrow, delivered, record, moved, logged, buyer, more):
    """Nothing is released, however much more is asked for."""
    amount = min(delivered.total + more, MAX_UINT)
    with moved(delivered) as change:
        tx = escrow.request(delivered, amount, REFUND, NO_HASH, {"from": buyer})
    assert change == {}
    assert record(delivered)["released"] == 0
    assert logged(tx)[0][1]["amount"] == delivered.total


def test_after_the_sellers_refund(escrow, delivered, record, logged, seller, buyer):
    """A small refund in front of it does not make it fail, and takes nothing from it."""
    escrow.refund(delivered, 1, {"from": seller})
    tx = escrow.request(delivered, delivered.total, REFUND, NO_HASH, {"from": buyer})
    assert logged(tx)[0][1]["amount"] == delivered.total - 1
    assert (record(delivered)["status"], record(delivered)["refunded"]) == (AWAITING_ANSWER, 1)


def test_last_second(escrow, delivered, record, next_at, buyer):
    now = next_at(delivered, -1)
    escrow.request(delivered, ASKED, REFUND, NO_HASH, {"from": buyer})
    assert record(delivered)["deadline"] == now + 7 * DAY


def test_early_without_a_carrier(escrow, without_carrier, record, buyer):
    """The seller need not answer before the parcel's promised arrival."""
    arrival = record(without_carrier)["deadline"] - without_carrier.offer.inspect_within
    escrow.request(without_carrier, ASKED, REFUND, NO_HASH, {"from": buyer})
    assert record(without_carrier)["deadline"] == arrival + 7 * DAY


@pytest.mark.parametrize(("after_arrival", "answer_from"), [(-1, 0), (0, 0), (1, 1), (DAY, DAY)])
def test_around_the_promised_arrival(escrow, without_carrier, record, at, buyer, after_arrival, answer_from):
    arrival = record(without_carrier)["deadline"] - without_carrier.offer.inspect_within
    at(arrival + after_arrival)
    escrow.request(without_carrier, ASKED, REFUND, NO_HASH, {"from": buyer})
    assert record(without_carrier)["deadline"] == arrival + answer_from + 7 * DAY


def test_early_and_extended_by_the_buyer(escrow, without_carrier, record, buyer):
    before = record(without_carrier)["deadline"]
    escrow.extend(without_carrier, before + 3 * DAY, {"from": buyer})
    escrow.request(without_carrier, ASKED, REFUND, NO_HASH, {"from": buyer})
    arrival = before + 3 * DAY - without_carrier.offer.inspect_within
    assert record(without_carrier)["deadline"] == arrival + 7 * DAY


@pytest.mark.parametrize("times", [1, 100])
def test_early_and_extended_by_the_seller(escrow, without_carrier, record, seller, buyer, times):
    """However long he extends, he answers within 7 days."""
    before = record(without_carrier)["deadline"]
    for more in range(1, times + 1):
        escrow.extend(without_carrier, before + more * 30 * DAY, {"from": seller})
    tx = escrow.request(without_carrier, ASKED, REFUND, NO_HASH, {"from": buyer})
    assert record(without_carrier)["deadline"] == tx.timestamp + 7 * DAY


def test_kind_is_set_anew(escrow, delivered, record, seller, carrier, buyer):
    escrow.request(delivered, ASKED, EXCHANGE, NO_HASH, {"from": buyer})
    escrow.replace(delivered, {"from": seller})
    assert record(delivered)["kind"] == 0
    escrow.attest_delivery(delivered, {"from": carrier})
    escrow.request(delivered, ASKED, REFUND, NO_HASH, {"from": buyer})
    assert (record(delivered)["kind"], record(delivered)["round"]) == (REFUND, 1)


@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, delivered, next_at, buyer, seconds):
    next_at(delivered, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.request(delivered, ASKED, REFUND, NO_HASH, {"from": buyer})


@pytest.mark.parametrize("role", ["seller", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_buyer(escrow, delivered, people, role):
    with brownie.reverts("Escrow: not the buyer"):
        escrow.request(delivered, ASKED, REFUND, NO_HASH, {"from": people[role]})


def test_zero_amount(escrow, delivered, buyer):
    with brownie.reverts("Escrow: zero amount"):
        escrow.request(delivered, 0, REFUND, NO_HASH, {"from": buyer})


@pytest.mark.parametrize("kind", [0, 4, 1 << 8, MAX_UINT])
def test_unknown_kind(escrow, delivered, buyer, kind):
    with brownie.reverts("Escrow: unknown kind"):
        escrow.request(delivered, ASKED, kind, NO_HASH, {"from": buyer})


def test_never_paid(escrow, order, buyer):
    with brownie.reverts("Escrow: never paid"):
        escrow.request(order, ASKED, REFUND, NO_HASH, {"from": buyer})


@pytest.mark.parametrize("status", OTHERS)
def test_not_in_this_status(escrow, order, reach, buyer, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.request(order, ASKED, REFUND, NO_HASH, {"from": buyer})
