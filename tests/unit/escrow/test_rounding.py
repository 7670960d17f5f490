"""Parts sum up exactly, whatever the amounts, the shares and the number of steps."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.funds import share
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    CLOSED,
    MAX_AMOUNT,
    MAX_UINT,
    NO_HASH,
    REFUND,
    salted,
)

AMOUNTS = [1, 2, 49, 50, 99, 100, 101, 9_999, 10_000, 10_001, 10**18 + 1, MAX_AMOUNT - 1, MAX_AMOUNT]
SHARES = [(1, 1), (100, 200), (3_333, 1_667), (2_500, 2_500)]
DECIMALS = {"six_decimals": 6, "eighteen_decimals": 18, "twenty_four_decimals": 24}
NUMBERS = count()


@pytest.fixture
def one(order, dollar):
    """`one(amount, commission_bps, points_bps)`: an order of exactly one unit of that price, without shipping."""

    def make(amount, commission_bps, points_bps, currency=dollar.address):
        terms = {"price": amount, "shipping": 0, "commission_bps": commission_bps, "points_bps": points_bps}
        return order.of(**terms, currency=currency)._replace(quantity=1)

    return make


def points_of(before, after, commission_bps, points_bps):
    """Points of what is released from `before` to `after`; one unit can hold a commission or a point, not both."""
    commission = share(after, commission_bps) - share(before, commission_bps)
    return min(share(after, points_bps) - share(before, points_bps), after - before - commission)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize(("commission_bps", "points_bps"), SHARES)
def test_default_behavior(escrow, one, reach, moved, buyer, amount, commission_bps, points_bps):
    order = reach(one(amount, commission_bps, points_bps), AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    commission, points = share(amount, commission_bps), share(amount, points_bps)
    wanted = {
        "escrow": commission + points - amount,
        "seller": amount - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert change == {name: value for name, value in wanted.items() if value}


@pytest.mark.parametrize("kind", DECIMALS)
@pytest.mark.parametrize("part", [0, 3])
def test_decimals(escrow, one, token, reach, moved, arbiter, kind, part):
    """Escrow knows no decimals: whatever the currency's smallest unit, the parts are the whole."""
    currency = token(kind).address
    for amount in (1, 10 ** DECIMALS[kind] + 1, MAX_AMOUNT):
        order = reach(one(amount, 100, 200, currency), AWAITING_RULING)
        back = amount // part if part else 0
        with moved(order) as change:
            escrow.rule(order, back, NO_HASH, {"from": arbiter})
        released = amount - back
        assert change.get("buyer", 0) == back
        assert change.get("seller", 0) == released - share(released, 100) - share(released, 200)
        assert sum(balances(change).values()) == 0


SIZES = st.one_of(st.integers(1, 300), st.integers(1, MAX_AMOUNT))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    total=SIZES,
    shares=st.sampled_from(SHARES),
    steps=st.lists(st.tuples(st.booleans(), SIZES), max_size=6),
)
def test_any_steps(escrow, one, reach, record, funds, seller, buyer, total, shares, steps):
    """Refunds and releases in any order and of any size: never more than the total, and shares of the sum released."""
    commission_bps, _ = shares
    order = reach(salted(one(total, *shares), next(NUMBERS)), AWAITING_ANSWER, REFUND)
    before = funds(order)
    released = points = 0
    for back, amount in steps:
        if record(order)["status"] == CLOSED:
            break
        act = escrow.refund if back else escrow.release
        act(order, amount % (total + 2) or 1, {"from": seller if back else buyer})
        now = record(order)
        assert now["released"] + now["refunded"] <= total
        points += points_of(released, now["released"], *shares)
        released = now["released"]
    if record(order)["status"] != CLOSED:
        escrow.confirm(order, {"from": buyer})
    end, after = record(order), funds(order)
    points += points_of(released, end["released"], *shares)
    released, refunded = end["released"], end["refunded"]
    assert released + refunded == total
    gained = {name: after[name] - before[name] for name in after}
    assert gained["buyer"] == refunded
    assert gained["referrer's credit"] == share(released, commission_bps)
    assert gained["loyalty's credit for the buyer"] == points
    assert gained["seller"] == released - share(released, commission_bps) - points
    assert sum(balances(gained).values()) == 0


@pytest.mark.parametrize("asked", [1, 2, 99])
def test_request_and_confirm_share_as_one(escrow, one, reach, funds, buyer, asked):
    """The undisputed part and the rest pay no more commission in two steps than in one."""
    order = one(199, 100, 100)
    before = funds(order)
    reach(order, AWAITING_CONFIRMATION)
    escrow.request(order, asked, REFUND, NO_HASH, {"from": buyer})
    escrow.confirm(order, {"from": buyer})
    assert funds(order)["referrer's credit"] - before["referrer's credit"] == 1


def test_refunds_alone_pay_no_share(escrow, one, reach, moved, seller):
    order = reach(one(10**6, 2_500, 2_500), AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.refund(order, MAX_UINT, {"from": seller})
    assert change == {"escrow": -(10**6), "buyer": 10**6}


def balances(change):
    """What was moved and not only credited, for what is credited is still Escrow's."""
    return {name: amount for name, amount in change.items() if "credit" not in name}


def test_last_unit_is_due_as_commission_and_as_points(escrow, one, reach, record, moved, buyer):
    """Releasing 99 of 100 leaves one unit, at which both shares grow: the order can still be closed."""
    order = one(100, 100, 200)
    reach(order, AWAITING_CONFIRMATION)
    escrow.request(order, 1, REFUND, NO_HASH, {"from": buyer})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED
    assert change == {"referrer's credit": 1}
