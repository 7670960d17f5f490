"""Receivers of coin that refuse it, burn its gas or answer with a bomb: the order goes on, and the money waits."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_RETURN,
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EMPTY,
    NO_HASH,
    REFUND,
    WAITING,
    salted,
)

DOUBLES = ["RefusingReceiver", "GasEatingReceiver", "ReturnBombReceiver"]
# A push brings 50,000 gas, and whoever sends coin adds 2,300.
PUSH_COIN_GAS = 52_300
FAVOURS_SELLER = [AWAITING_CONFIRMATION, AWAITING_RETURN]


@pytest.fixture(scope="module", params=DOUBLES)
def double(request, escrow, deployer):
    return request.getfixturevalue(request.param).deploy({"from": deployer}).address


@pytest.fixture
def selling(order, double):
    return order.of(seller=double)


@pytest.fixture
def buying(order, double):
    """The double buys and pays, so that its refunds are pushed."""
    return order._replace(buyer=double, payer=double)


def proceeds(released):
    return released - share(released, 100) - share(released, 200)


def credited(order, released=0, refunded=0):
    """What changes where neither the seller nor the buyer takes coin."""
    change = {
        "seller's credit": proceeds(released),
        "referrer's credit": share(released, 100),
        "loyalty's credit for the buyer": share(released, 200),
        "buyer's credit": refunded,
    }
    return {name: amount for name, amount in change.items() if amount}


def test_default_behavior(escrow, selling, double, reach, record, moved, logged, buyer):
    """The buyer confirms, and is not hindered by a seller who takes nothing."""
    reach(selling, AWAITING_SHIPMENT)
    with moved(selling) as change:
        tx = escrow.confirm(selling, {"from": buyer})
    assert record(selling)["status"] == CLOSED
    assert change == credited(selling, released=selling.total)
    fields = {"account": double, "currency": EMPTY, "amount": proceeds(selling.total)}
    assert logged(tx)[1:] == [("PayoutCredited", fields)]


@pytest.mark.parametrize("status", WAITING)
def test_enforced(escrow, selling, reach, record, moved, next_at, stranger, status):
    reach(selling, status)
    next_at(selling)
    with moved(selling) as change:
        escrow.enforce(selling, {"from": stranger})
    assert record(selling)["status"] == CLOSED
    refunded = {"escrow": -selling.total, "buyer": selling.total}
    assert change == (credited(selling, released=selling.total) if status in FAVOURS_SELLER else refunded)


@pytest.mark.parametrize("status", WAITING)
def test_enforced_against_a_buyer(escrow, buying, reach, record, moved, next_at, stranger, status):
    reach(buying, status)
    next_at(buying)
    with moved(buying) as change:
        escrow.enforce(buying, {"from": stranger})
    assert record(buying)["status"] == CLOSED
    if status in FAVOURS_SELLER:
        assert change["seller"] == proceeds(buying.total)
    else:
        assert change == credited(buying, refunded=buying.total)


def test_released_in_part(escrow, selling, reach, record, moved, buyer):
    reach(selling, AWAITING_CONFIRMATION)
    with moved(selling) as change:
        escrow.request(selling, 1_000, REFUND, NO_HASH, {"from": buyer})
        escrow.release(selling, 10, {"from": buyer})
    assert record(selling)["status"] == AWAITING_ANSWER
    assert change == credited(selling, released=selling.total - 10)


def test_ruled(escrow, selling, reach, record, moved, RefusingReceiver, deployer, arbiter):
    """Neither side takes coin, and the ruling stands."""
    other = RefusingReceiver.deploy({"from": deployer}).address
    both = reach(selling._replace(buyer=other, payer=other), AWAITING_RULING)
    with moved(both) as change:
        escrow.rule(both, 1_000, NO_HASH, {"from": arbiter})
    assert record(both)["status"] == CLOSED
    assert change == credited(both, released=both.total - 1_000, refunded=1_000)


@pytest.mark.parametrize("way", ["cancel", "refund", "concede", "rule"])
def test_refunded(escrow, buying, reach, record, moved, act, seller, arbiter, way):
    reach(buying, {"concede": AWAITING_ANSWER, "rule": AWAITING_RULING}.get(way, AWAITING_SHIPMENT))
    with moved(buying) as change:
        if way == "cancel":
            act(buying.buyer, "cancel", buying)
        elif way == "rule":
            escrow.rule(buying, buying.total, NO_HASH, {"from": arbiter})
        elif way == "refund":
            escrow.refund(buying, buying.total, {"from": seller})
        else:
            escrow.concede(buying, {"from": seller})
    assert record(buying)["status"] in (CLOSED, CANCELLED)
    assert change == credited(buying, refunded=buying.total)


def test_refunded_after_the_end(escrow, buying, reach, moved, seller):
    reach(buying, CANCELLED)
    with moved(buying) as change:
        escrow.refund_closed(buying, 1_000, NO_HASH, {"from": seller, "value": 1_000})
    assert change == {"seller": -1_000, "escrow": 1_000, "buyer's credit": 1_000}


@pytest.mark.parametrize("role", ["referrer", "loyalty"])
def test_credited_anyway(escrow, order, double, reach, moved, buyer, role):
    """A referrer and a loyalty contract are not called at all."""
    order = order._replace(referrer=double) if role == "referrer" else order.of(loyalty=double)
    reach(order, AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert change["seller"] == proceeds(order.total)


def test_in_a_batch(escrow, order, selling, buying, reach, record, at, stranger):
    """One bad receiver does not stop the others."""
    orders = [
        reach(one, AWAITING_CONFIRMATION) for one in (selling, order, buying, salted(selling, 1), salted(order, 1))
    ]
    at(max(record(one)["deadline"] for one in orders))
    escrow.enforce_many(orders, {"from": stranger})
    assert [record(one)["status"] for one in orders] == [CLOSED] * len(orders)


def test_withdrawn_elsewhere(escrow, selling, double, reach, moved, act, buyer, stranger):
    """What waits is not lost for a contract that can call."""
    reach(selling, AWAITING_SHIPMENT)
    escrow.confirm(selling, {"from": buyer})
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw(double, EMPTY, {"from": stranger, "gas_limit": 1_000_000})
    with moved(selling) as change:
        act(double, "withdraw_to", EMPTY, buyer.address)
    waiting = proceeds(selling.total)
    assert change == {"escrow": -waiting, "buyer": waiting, "seller's credit": -waiting}
