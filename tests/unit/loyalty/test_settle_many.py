"""settle_many: several orders at once; those of which nothing came back are skipped."""

import pytest

from tests.fixtures.points import cash_of, points_of
from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import salted

MAX_BATCH = 50


@pytest.fixture
def both(order, loyalty, saved, buy) -> list:
    """Two orders with half of the points each."""
    return [buy(salted(order, number), loyalty, saved // 2) for number in (1, 2)]


def test_default_behavior(loyalty, escrow, both, order, turned, buyer, stranger):
    first, second = both
    for one in both:
        escrow.cancel(one, {"from": buyer})
    with turned(first, loyalty) as change:
        loyalty.settle_many([first, order, second], {"from": stranger})

    points, cash = sum(map(points_of, both)), sum(map(cash_of, both))
    assert change == {
        **{"come back": -first.total, "escrow": -first.total - second.total},
        **{"cash": cash, "points": points, "supply": points, "reserve": points},
    }


def test_same_order_twice(loyalty, escrow, both, turned, buyer, stranger):
    escrow.cancel(both[0], {"from": buyer})
    with turned(both[0], loyalty) as change:
        loyalty.settle_many([both[0], both[0]], {"from": stranger})

    assert change["cash"] + change["points"] == both[0].total


def test_nothing_came_back(loyalty, both, order, stranger):
    assert list(loyalty.settle_many([*both, order], {"from": stranger}).events) == []


def test_nothing_in_it(loyalty, stranger):
    assert list(loyalty.settle_many([], {"from": stranger}).events) == []


def test_as_many_as_may_be(loyalty, escrow, both, order, buyer, stranger):
    """They fit into a block, with one that has to be settled at the end."""
    escrow.cancel(both[1], {"from": buyer})
    tx = loyalty.settle_many([order] * (MAX_BATCH - 1) + [both[1]], {"from": stranger})

    assert "OrderSettled" in tx.events


def test_too_many(loyalty, order, stranger):
    with no_reason():
        loyalty.settle_many([order] * (MAX_BATCH + 1), {"from": stranger})
