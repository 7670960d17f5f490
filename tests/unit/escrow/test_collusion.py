"""What a seller gains who is his own carrier, or his own arbiter, and what that costs him."""

import pytest

from tests.fixtures import chains
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_RULING,
    CANCELLED,
    CLOSED,
    EMPTY,
    MAX_UINT,
    NO_HASH,
    REFUND,
    salted,
)
from tests.unit.escrow.test_security_figures import about, stated


@pytest.fixture
def order(order, stranger, deployer):
    """Whoever sells it carries it and rules over it, by other accounts; nobody shares in it."""
    own = {"carrier": stranger.address, "arbiter": deployer.address}
    return order._replace(referrer=EMPTY).of(loyalty=EMPTY, points_bps=0, **own)


@pytest.fixture
def attested(escrow, order, reach, stranger):
    """Nothing was ever sent."""
    escrow.attest_delivery(reach(order, AWAITING_DELIVERY), {"from": stranger})
    return order


@chains.FIGURES
def test_what_it_costs(escrow, order, reach, buyer, seller, stranger, deployer):
    """The lie, the question that answers it, and a puppet's ruling."""
    lie = escrow.attest_delivery(reach(order, AWAITING_DELIVERY), {"from": stranger})
    assert about(lie.gas_used) == stated("`attest_delivery` of # gas")
    asked = escrow.request(order, MAX_UINT, REFUND, NO_HASH, {"from": buyer})
    assert about(asked.gas_used) == stated("`request` of # gas")
    other = reach(salted(order, 0), AWAITING_ANSWER)
    disputed = escrow.dispute(other, NO_HASH, {"from": seller})
    ruled = escrow.rule(other, 0, NO_HASH, {"from": deployer})
    assert about(disputed.gas_used + ruled.gas_used) == stated("`dispute` and `rule` of # gas together")


def test_a_carrier_lies(escrow, attested, record, moved, next_at, buyer, stranger):
    """The buyer asks for his money, and has it back by default."""
    with moved(attested) as change:
        escrow.request(attested, MAX_UINT, REFUND, NO_HASH, {"from": buyer})
        next_at(attested)
        escrow.enforce(attested, {"from": stranger})
    assert change == {"escrow": -attested.total, "buyer": attested.total}


def test_a_carrier_lies_to_a_silent_buyer(escrow, attested, record, moved, next_at, stranger):
    """That is what the lie can gain: the order, once its time is over."""
    assert record(attested)["status"] == AWAITING_CONFIRMATION
    with moved(attested) as change:
        next_at(attested)
        escrow.enforce(attested, {"from": stranger})
    assert change == {"escrow": -attested.total, "seller": attested.total}


def test_an_arbiter_is_the_sellers_puppet(escrow, order, reach, record, moved, seller, deployer):
    """He gains the order that is disputed, and cannot touch another."""
    asked, other = (reach(salted(order, number), AWAITING_ANSWER) for number in range(2))
    with moved(asked) as change:
        escrow.dispute(asked, NO_HASH, {"from": seller})
        escrow.rule(asked, 0, NO_HASH, {"from": deployer})
    assert change == {"escrow": -asked.total, "seller": asked.total}
    assert record(asked)["status"] == CLOSED
    assert record(other)["status"] == AWAITING_ANSWER


def test_a_puppet_who_keeps_silent(escrow, order, reach, record, moved, next_at, stranger):
    """After his 30 days the buyer has all of it back."""
    disputed = reach(order, AWAITING_RULING)
    with moved(disputed) as change:
        next_at(disputed)
        escrow.enforce(disputed, {"from": stranger})
    assert change == {"escrow": -disputed.total, "buyer": disputed.total}
    assert record(disputed)["status"] in (CLOSED, CANCELLED)
