"""settle: what came back of an order goes on to its buyer, cash first, then points, beyond both cash."""

import brownie
import pytest

from tests.fixtures.points import cash_of, points_of, split
from tests.fixtures.terms import EMPTY, EXCHANGE, MAX_UINT, NO_HASH, REFUND


@pytest.fixture
def refund(step):
    """`refund(order, amount)` by the seller."""
    return lambda order, amount: step(order.offer.seller, "refund", order, amount)


@pytest.fixture
def give(step, pass_on, fund):
    """`give(order, amount)`: from the seller's own pocket, once the order has ended."""

    def refund_closed(order, amount):
        fund(order.offer.seller, order.offer.currency, amount)
        coin = amount if order.offer.currency == EMPTY else 0
        step(order.offer.seller, "refund_closed", order, amount, NO_HASH, coin=coin)

    return refund_closed


def came(amount: int, cash: int, points: int) -> dict[str, int]:
    """What changes where so much came back."""
    change = {"come back": -amount, "escrow": -amount, "cash": cash}
    change |= dict.fromkeys(("points", "supply", "reserve"), points)
    return {name: value for name, value in change.items() if value}


def test_default_behavior(loyalty, escrow, partly, turned, told, order_id, buyer, stranger):
    """All of it came back."""
    escrow.cancel(partly, {"from": buyer})
    cash, points = cash_of(partly), points_of(partly)
    with turned(partly, loyalty) as change:
        tx = loyalty.settle(partly, {"from": stranger})

    assert change == came(partly.total, cash, points)
    key = "0x" + order_id(partly).hex()
    assert told(tx, loyalty) == [
        ("OrderSettled", key, cash, points),
        ("Transfer", EMPTY, buyer.address, points),
    ]
    assert loyalty.settled(key) == partly.total


def test_lifetime_does_not_count_again(loyalty, escrow, partly, saved, buyer):
    escrow.cancel(partly, {"from": buyer})
    loyalty.settle(partly, {"from": buyer})

    assert loyalty.lifetime(buyer) == loyalty.balanceOf(buyer) == saved


@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_cash_comes_first(loyalty, partly, refund, turned, stranger, beyond):
    amount = cash_of(partly) + beyond
    refund(partly, amount)
    with turned(partly, loyalty) as change:
        loyalty.settle(partly, {"from": stranger})

    assert change == came(amount, min(amount, cash_of(partly)), max(beyond, 0))


def test_no_event_of_points_where_none_came_back(loyalty, partly, refund, told, order_id, stranger):
    refund(partly, 7)
    tx = loyalty.settle(partly, {"from": stranger})

    assert told(tx, loyalty) == [("OrderSettled", "0x" + order_id(partly).hex(), 7, 0)]


def test_in_parts(loyalty, partly, refund, give, step, turned, stranger):
    """Every part goes where it would have gone in one sum; beyond the total it is cash."""
    third = partly.total // 3
    parts = [third, third, partly.total - 2 * third - 5]
    before = 0
    for amount in parts:
        refund(partly, amount)
        with turned(partly, loyalty) as change:
            loyalty.settle(partly, {"from": stranger})
        assert change == came(amount, *split(partly, before, before + amount))
        before += amount
    step(partly.buyer, "confirm", partly)
    for amount, cash, points in ((3, 0, 3), (3, 1, 2), (9, 9, 0)):
        give(partly, amount)
        with turned(partly, loyalty) as change:
            loyalty.settle(partly, {"from": stranger})
        assert change == came(amount, cash, points)


def test_parts_at_once(loyalty, partly, refund, give, step, turned, stranger):
    """What the seller gave back in several ways before anybody settled it."""
    refund(partly, 5)
    step(partly.offer.seller, "refund", partly, MAX_UINT)
    give(partly, 11)
    with turned(partly, loyalty) as change:
        loyalty.settle(partly, {"from": stranger})

    assert change == came(partly.total + 11, cash_of(partly) + 11, points_of(partly))


def test_goodwill_after_all_was_released(loyalty, partly, give, step, turned, stranger):
    """What was paid in cash comes first, here too."""
    step(partly.buyer, "confirm", partly)
    give(partly, cash_of(partly) + 1)
    with turned(partly, loyalty) as change:
        loyalty.settle(partly, {"from": stranger})

    assert change == came(cash_of(partly) + 1, cash_of(partly), 1)


@pytest.mark.parametrize("end", ["cancel", "refund", "concede", "rule", "enforce", "replaced", "released"])
def test_every_end(loyalty, escrow, partly, step, next_at, turned, stranger, end):
    """What came back as cash and points and what was released are the order's total, to the unit."""
    seller, buyer, carrier = partly.offer.seller, partly.buyer, partly.offer.carrier
    if end not in ("cancel", "refund", "enforce"):
        step(seller, "ship", partly)
        step(carrier, "attest_delivery", partly)
        kind = EXCHANGE if end == "replaced" else REFUND
        step(buyer, "request", partly, partly.total - cash_of(partly) // 2, kind, NO_HASH)
    with turned(partly, loyalty) as change:
        if end == "cancel":
            step(buyer, "cancel", partly)
        elif end == "refund":
            step(seller, "refund", partly, cash_of(partly) + 1)
            step(buyer, "confirm", partly)
        elif end == "concede":
            step(seller, "concede", partly)
        elif end == "released":
            step(buyer, "release", partly, 1)
            step(seller, "concede", partly)
        elif end == "replaced":
            step(seller, "replace", partly)
            next_at(partly)
            step(stranger.address, "enforce", partly)
        elif end == "rule":
            step(seller, "dispute", partly, NO_HASH)
            step(partly.offer.arbiter, "rule", partly, cash_of(partly), NO_HASH)
        else:
            next_at(partly)
            step(stranger.address, "enforce", partly)
        loyalty.settle(partly, {"from": stranger})
    record = escrow.record(escrow.order_id(partly))
    assert record["released"] + record["refunded"] == partly.total
    assert (change.get("cash", 0), change.get("points", 0)) == split(partly, 0, record["refunded"])


def test_twice(loyalty, escrow, partly, buyer, stranger):
    escrow.cancel(partly, {"from": buyer})
    loyalty.settle(partly, {"from": stranger})
    with brownie.reverts("payments: nothing credited"):
        loyalty.settle(partly, {"from": stranger})


def test_nothing_came_back(loyalty, partly, stranger):
    with brownie.reverts("payments: nothing credited"):
        loyalty.settle(partly, {"from": stranger})


@pytest.mark.parametrize("field", ["buyer", "payer", "quantity", "referrer", "delivery", "salt"])
def test_other_terms(loyalty, escrow, partly, buyer, stranger, field):
    """Of another order nothing came back: neither its buyer nor its points can be changed."""
    escrow.cancel(partly, {"from": buyer})
    changed = {"buyer": stranger.address, "payer": stranger.address, "quantity": 4, "referrer": EMPTY}
    other = partly._replace(**{field: changed.get(field, b"\x00" * 31 + b"\x01")})
    with brownie.reverts("payments: nothing credited"):
        loyalty.settle(other, {"from": stranger})


def test_foreign_points_contract(loyalty, points_in, currency, escrow, partly, buyer):
    escrow.cancel(partly, {"from": buyer})
    with brownie.reverts("payments: nothing credited"):
        points_in(currency).settle(partly, {"from": buyer})
