"""Never a unit created or lost: whatever the amounts, the shares, and the parts in which money comes back."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.funds import share
from tests.fixtures.points import split
from tests.fixtures.terms import MAX_AMOUNT, MAX_UINT, NO_HASH, salted

AMOUNTS = [1, 2, 9_999, 10_000, 10_001, 10**18 + 1, MAX_AMOUNT]
SHARES = [1, 200, 5_000]
NUMBERS = count(1)


@pytest.fixture(scope="module")
def currency(dollar) -> str:
    """Of which anybody can have as much as he likes."""
    return dollar.address


@pytest.fixture
def one(order):
    """`one(amount, bps)`: an order of exactly one unit of that price, which gives so much of it as points."""

    def make(amount: int, bps: int):
        terms = {"price": amount, "shipping": 0, "commission_bps": 0, "points_bps": bps}
        return salted(order.of(**terms)._replace(quantity=1), next(NUMBERS))

    return make


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("bps", SHARES)
def test_default_behavior(loyalty, one, earn, prepare, spend, turned, stranger, amount, bps):
    """Earned, collected, spent to the last unit."""
    order = one(amount, bps)
    points = earn(order)
    assert points == share(amount, bps)
    if points == 0:
        return
    with turned(order, loyalty) as change:
        loyalty.collect(order.buyer, {"from": stranger})
    assert change["points"] == change["supply"] == change["reserve"] == points
    spend(prepare(order, loyalty, points))
    assert loyalty.totalSupply() == loyalty.reserve() == loyalty.balanceOf(order.buyer) == 0


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("bps", SHARES)
def test_released_in_parts(loyalty, escrow, one, step, publish, fund, stranger, amount, bps):
    """Points of what is released bit by bit are those of all of it."""
    order = one(amount, bps)
    publish(order.offer)
    fund(order.buyer, order.offer.currency, amount)
    step(order.buyer, "pay", order)
    step(order.offer.seller, "ship", order)
    step(order.offer.carrier, "attest_delivery", order)
    step(order.buyer, "request", order, amount - amount // 3 or 1, 1, NO_HASH)
    step(order.buyer, "release", order, max(amount // 2, 1))
    step(order.buyer, "confirm", order)

    assert loyalty.ready(order.buyer) == share(amount, bps)


@given(
    amount=st.one_of(st.integers(2, 50), st.integers(2, 2**94)),
    part=st.integers(0, 255),
    parts=st.lists(st.integers(1, 255), max_size=5),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
def test_whatever_comes_back(loyalty, one, earn, buy, step, fund, turned, stranger, amount, part, parts):
    """Some points, refunds in parts before the end and after it, each settled by itself: all of it is there."""
    order = one(amount, 5_000)
    earned = earn(order)
    loyalty.collect(order.buyer, {"from": stranger})
    order = buy(order, loyalty, earned * part // 255)
    before = 0
    for weight in parts:
        left = amount - before
        back = max(left * weight // 255, 1)
        if left == 0:
            break
        step(order.offer.seller, "refund", order, back)
        before = settle(loyalty, order, turned, before, back, stranger)
    if before < amount:
        step(order.buyer, "confirm", order)
    fund(order.offer.seller, order.offer.currency, amount)
    step(order.offer.seller, "refund_closed", order, amount, NO_HASH)
    assert settle(loyalty, order, turned, before, amount, stranger) == before + amount


def settle(loyalty, order, turned, before: int, back: int, stranger) -> int:
    """Settles so much that came back beyond `before`; all that did, afterwards."""
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})
    assert (change.get("cash", 0), change.get("points", 0)) == split(order, before, before + back)
    assert loyalty.reserve() == loyalty.totalSupply()
    return before + back


def test_the_most_there_can_be(loyalty, one, earn, buy, step, turned, stranger):
    """2**96 - 1 points pay an order of 2**96 - 1, and come back."""
    order = one(MAX_AMOUNT, 5_000)
    points = sum(earn(order) for _ in range(3))
    loyalty.collect(order.buyer, {"from": stranger})
    assert points >= MAX_AMOUNT
    order = buy(order, loyalty, MAX_AMOUNT)
    step(order.buyer, "cancel", order)
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})
    assert change["points"] == MAX_AMOUNT
    assert (loyalty.balanceOf(order.buyer), loyalty.lifetime(order.buyer)) == (points, points)


def test_one_unit(loyalty, one, earn, buy, step, turned, stranger):
    """Paid with one point, given back as one."""
    earn(one(2, 5_000))
    order = buy(one(1, 1), loyalty, 1)
    assert loyalty.totalSupply() == loyalty.reserve() == 0
    step(order.offer.seller, "refund", order, MAX_UINT)
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})
    assert (change["points"], change["reserve"]) == (1, 1)
