"""rule: the arbiter gives back a part of what is held, and the rest to the seller."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import (
    AWAITING_CONFIRMATION,
    AWAITING_RULING,
    CANCELLED,
    CLOSED,
    EMPTY,
    EXCHANGE,
    MAX_UINT,
    NO_HASH,
    WAITING,
)

DOCUMENT = b"\xd5" * 32
OTHERS = [status for status in (*WAITING, CLOSED, CANCELLED) if status != AWAITING_RULING]


@pytest.fixture
def disputed(order, reach):
    return reach(order, AWAITING_RULING)


@pytest.mark.parametrize("part", [0, 1, 3, 10**9])
def test_default_behavior(escrow, disputed, record, stock, moved, logged, order_id, arbiter, part):
    back = disputed.total // part if part else 0
    with moved(disputed) as change:
        tx = escrow.rule(disputed, back, DOCUMENT, {"from": arbiter})
    released = disputed.total - back
    commission, points = share(released, 100), share(released, 200)
    wanted = {
        "escrow": commission + points - disputed.total,
        "buyer": back,
        "seller": released - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert change == {name: amount for name, amount in wanted.items() if amount}
    after = record(disputed)
    assert (after["status"], after["deadline"]) == (CLOSED, 0)
    assert (after["released"], after["refunded"]) == (released, back)
    assert stock(disputed.offer)["sold"] == 3
    fields = {"released": released, "refunded": back, "document": DOCUMENT}
    assert logged(tx) == [("OrderRuled", {"order_id": order_id(disputed), **fields})]


@pytest.mark.parametrize("more", [1, MAX_UINT])
def test_never_more_than_is_held(escrow, disputed, record, moved, logged, arbiter, more):
    with moved(disputed) as change:
        tx = escrow.rule(disputed, min(disputed.total + more, MAX_UINT), NO_HASH, {"from": arbiter})
    assert change == {"escrow": -disputed.total, "buyer": disputed.total}
    assert (record(disputed)["released"], record(disputed)["refunded"]) == (0, disputed.total)
    assert logged(tx)[0][1]["refunded"] == disputed.total


def test_only_what_is_in_question(escrow, order, reach, record, moved, seller, buyer, arbiter):
    """What was released or given back before is not the arbiter's."""
    reach(order, AWAITING_CONFIRMATION)
    escrow.refund(order, 7, {"from": seller})
    escrow.request(order, 1_000, EXCHANGE, NO_HASH, {"from": buyer})
    escrow.dispute(order, NO_HASH, {"from": seller})
    with moved(order) as change:
        escrow.rule(order, order.total, NO_HASH, {"from": arbiter})
    assert change == {"escrow": -1_000, "buyer": 1_000}
    assert record(order)["refunded"] == 1_007


def test_last_second(escrow, disputed, record, next_at, arbiter):
    next_at(disputed, -1)
    escrow.rule(disputed, 0, NO_HASH, {"from": arbiter})
    assert record(disputed)["status"] == CLOSED


@pytest.mark.parametrize("seconds", [0, 1])
def test_after_the_deadline(escrow, disputed, next_at, arbiter, seconds):
    next_at(disputed, seconds)
    with brownie.reverts("Escrow: after the deadline"):
        escrow.rule(disputed, 0, NO_HASH, {"from": arbiter})


@pytest.mark.parametrize("role", ["seller", "buyer", "carrier", "stranger", "deployer"])
def test_not_the_arbiter(escrow, disputed, people, role):
    with brownie.reverts("Escrow: not the arbiter"):
        escrow.rule(disputed, 0, NO_HASH, {"from": people[role]})


def test_another_offers_arbiter(escrow, disputed, reach, stranger):
    """Who arbitrates one order has no say in another."""
    reach(disputed.of(arbiter=stranger.address), AWAITING_RULING)
    with brownie.reverts("Escrow: not the arbiter"):
        escrow.rule(disputed, 0, NO_HASH, {"from": stranger})


def test_no_arbiter_was_named(escrow, order, reach, arbiter):
    order = reach(order.of(arbiter=EMPTY), AWAITING_CONFIRMATION)
    with brownie.reverts("Escrow: not the arbiter"):
        escrow.rule(order, 0, NO_HASH, {"from": arbiter})


def test_never_paid(escrow, order, arbiter):
    with brownie.reverts("Escrow: never paid"):
        escrow.rule(order, 0, NO_HASH, {"from": arbiter})


@pytest.mark.parametrize("status", OTHERS)
def test_not_in_this_status(escrow, order, reach, arbiter, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.rule(order, 0, NO_HASH, {"from": arbiter})
