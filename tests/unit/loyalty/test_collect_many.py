"""collect_many: for several buyers at once; who has nothing ready is skipped."""

import pytest

from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import EMPTY

MAX_BATCH = 50


@pytest.fixture
def other(order, payer):
    """The same order of another buyer."""
    return order._replace(buyer=payer.address, payer=payer.address)


def test_default_behavior(loyalty, order, other, points, earn, told, stranger):
    more = earn(other)

    tx = loyalty.collect_many([order.buyer, stranger, other.buyer], {"from": stranger})

    assert told(tx, loyalty) == [
        ("Transfer", EMPTY, order.buyer, points),
        ("Transfer", EMPTY, other.buyer, more),
    ]
    assert loyalty.totalSupply() == loyalty.reserve() == points + more


def test_same_buyer_twice(loyalty, order, points, stranger):
    loyalty.collect_many([order.buyer, order.buyer], {"from": stranger})

    assert loyalty.balanceOf(order.buyer) == points


def test_nobody(loyalty, stranger):
    assert list(loyalty.collect_many([], {"from": stranger}).events) == []


def test_nothing_ready(loyalty, points, stranger, deployer):
    tx = loyalty.collect_many([stranger] * (MAX_BATCH - 1) + [deployer], {"from": stranger})

    assert list(tx.events) == []


def test_too_many(loyalty, stranger):
    with no_reason():
        loyalty.collect_many([stranger] * (MAX_BATCH + 1), {"from": stranger})
