"""credits: what waits for an account, by key and currency."""

import pytest

from tests.fixtures.funds import account_key, share
from tests.fixtures.terms import AWAITING_SHIPMENT, CLOSED, EMPTY, NO_HASH, salted


def test_default_behavior(escrow, order, reach):
    reach(order, CLOSED)
    commission, points = share(order.total, 100), share(order.total, 200)
    assert escrow.credits(order.referrer, NO_HASH, EMPTY) == commission
    assert escrow.credits(order.offer.loyalty, account_key(order.buyer), EMPTY) == points


def test_nothing_under_other_keys(escrow, order, reach, order_id):
    reach(order, CLOSED)
    assert escrow.credits(order.offer.loyalty, NO_HASH, EMPTY) == 0
    assert escrow.credits(order.referrer, account_key(order.buyer), EMPTY) == 0
    for account in (order.buyer, order.offer.seller, order.offer.loyalty, order.referrer):
        assert escrow.credits(account, order_id(order), EMPTY) == 0


def test_adds_up(escrow, order, reach):
    for number in range(3):
        reach(salted(order, number), CLOSED)
    assert escrow.credits(order.referrer, NO_HASH, EMPTY) == 3 * share(order.total, 100)


def test_currencies_apart(escrow, order, reach, dollar):
    reach(order, CLOSED)
    reach(order.of(currency=dollar.address, price=10_000, shipping=0), CLOSED)
    assert escrow.credits(order.referrer, NO_HASH, EMPTY) == share(order.total, 100)
    assert escrow.credits(order.referrer, NO_HASH, dollar) == 300


@pytest.mark.parametrize("amount", [1, 49, 99])
def test_nothing_is_written_for_a_share_of_nothing(escrow, order, reach, dollar, buyer, amount):
    order = reach(order.of(currency=dollar.address, price=amount, shipping=0)._replace(quantity=1), AWAITING_SHIPMENT)
    escrow.confirm(order, {"from": buyer})
    assert escrow.credits(order.referrer, NO_HASH, dollar) == share(amount, 100) == 0
