"""Coin, and whatever else comes without a credit: Escrow alone sends it, the rest is nobody's."""

import brownie
import pytest

from tests.fixtures.points import spare
from tests.fixtures.terms import CLOSED, EMPTY, NO_HASH


@pytest.fixture
def given(loyalty, order, ledger):
    """`given()`: what is in the reserve and covers nothing; the points are what they were."""
    before = ledger(order, loyalty)

    def beyond() -> int:
        after = ledger(order, loyalty)
        for name in ("supply", "points", "lifetime", "ready"):
            assert after[name] == before[name]
        return spare(after)

    return beyond


def test_default_behavior(loyalty, escrow, order, currency, reach, given, stranger):
    """A commission is Escrow's to send, on anybody's demand, and nobody's here."""
    order = reach(order._replace(referrer=loyalty.address).of(loyalty=EMPTY, points_bps=0), CLOSED)
    commission = escrow.credits(loyalty, NO_HASH, currency)
    escrow.withdraw(loyalty, currency, {"from": stranger})

    assert given() == commission == order.total // 100


@pytest.mark.parametrize("data", ["", "0x12345678"])
@pytest.mark.parametrize("coin", [0, 1])
def test_coin_from_escrow_only(loyalty, stranger, data, coin):
    with brownie.reverts("Loyalty: coin from Escrow only"):
        stranger.transfer(loyalty, coin, data=data)


@pytest.fixture
def collect_more(loyalty, order, earn, stranger):
    """`collect_more()`: the buyer's next order gives him the points that it says, whatever else is in the reserve."""

    def collect():
        before, more = loyalty.totalSupply(), earn(order)
        loyalty.collect(order.buyer, {"from": stranger})
        assert loyalty.totalSupply() == before + more

    return collect


def test_forced_coin(loyalty, saved, currency, given, collect_more, stranger, CoinForcer):
    before = given()
    CoinForcer.deploy({"from": stranger}).force(loyalty, {"from": stranger, "value": 7})

    assert loyalty.balance() >= 7
    assert given() == before + (7 if currency == EMPTY else 0)
    collect_more()


def test_tokens_sent(loyalty, saved, currency, dollar, given, collect_more, stranger):
    before = given()
    dollar.mint(stranger, 7, {"from": stranger})
    dollar.transfer(loyalty, 7, {"from": stranger})

    assert given() == before + (0 if currency == EMPTY else 7)
    collect_more()


def test_coin_for_what_takes_none(loyalty, order, points, stranger):
    with brownie.reverts():
        loyalty.collect(order.buyer, {"from": stranger, "value": 1})
