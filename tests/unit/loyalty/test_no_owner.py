"""Whoever deployed the points can do nothing with them that a stranger cannot."""

import pytest

from tests.fixtures.points import with_points
from tests.fixtures.terms import EMPTY, NO_HASH, salted
from tests.unit.answers import Asked, alike, functions

FOR_ANYONE = {"collect", "collect_many", "collect_cash", "settle", "settle_many", "withdraw"}
VIEWS = {
    *("allowance", "balanceOf", "credits", "currency", "decimals", "escrow", "lifetime", "name", "ready", "reserve"),
    *("settled", "symbol", "totalSupply"),
}


@pytest.fixture(scope="module")
def currency() -> str:
    """What anybody may do does not depend on it."""
    return EMPTY


@pytest.fixture
def calls(loyalty, escrow, order, dollar, earn, buy, step, pass_on, stranger, deployer, RefusingReceiver):
    """Of each function a call that goes through for who may make it."""
    points = earn(order)
    backs = [buy(salted(order, number), loyalty, points // 4) for number in (1, 2)]
    earn(order.of(currency=dollar.address))
    double = RefusingReceiver.deploy({"from": deployer})
    theirs = order._replace(buyer=double.address, payer=double.address)
    earn(theirs)
    refused = buy(theirs, loyalty, 1)
    for one in (*backs, refused):
        step(one.buyer, "cancel", one)
    loyalty.settle(refused, {"from": stranger})
    double.set_refusing(False, {"from": stranger})
    earn(order)
    new = with_points(order, loyalty.address, 0)
    found = {
        "collect": (order.buyer,),
        "collect_many": ([order.buyer],),
        "collect_cash": (order.buyer, dollar),
        "settle": (backs[0],),
        "settle_many": ([backs[1]],),
        "pay": (new,),
        "pay_many": ([new],),
        "withdraw": (double, EMPTY),
        "withdraw_to": (EMPTY, stranger),
        "transfer": (stranger, 1),
        "transferFrom": (order.buyer, stranger, 1),
        "approve": (stranger, 1),
        "balanceOf": (order.buyer,),
        "lifetime": (order.buyer,),
        "ready": (order.buyer,),
        "allowance": (order.buyer, stranger),
        "credits": (double, NO_HASH, EMPTY),
        "settled": (escrow.order_id(backs[0]),),
    }
    verbs = functions(loyalty)
    return [Asked(verb, getattr(loyalty, verb).encode_input(*found.get(verb, ()))) for verb in verbs]


def test_default_behavior(loyalty, calls, wire, deployer, stranger):
    """Every function answers both alike: with the same result, or with the same reason."""
    done = alike(loyalty, calls, (deployer, stranger), wire.answers)
    assert done == FOR_ANYONE | VIEWS
