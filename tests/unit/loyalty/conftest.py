"""Points in coin and in Dollars: every test is made for both."""

from collections.abc import Callable

import pytest

from tests.fixtures.points import coin_of
from tests.fixtures.terms import EMPTY, Offer, Order


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module", params=["coin", "token"])
def currency(request, dollar) -> str:
    """What offers are priced in, and points count."""
    return EMPTY if request.param == "coin" else dollar.address


@pytest.fixture(scope="module")
def loyalty(points_in, currency):
    """The points of the currency; the offer gives them."""
    return points_in(currency)


@pytest.fixture(scope="module")
def offer(offer, currency) -> Offer:
    """It gives back a fifth, so that three orders earn more than half of another."""
    return offer._replace(currency=currency, points_bps=2_000)


@pytest.fixture
def points(order, earn) -> int:
    """What is ready for the buyer, and nothing collected yet."""
    return sum(earn(order) for _ in range(3))


@pytest.fixture
def saved(points, loyalty, order, pass_on, stranger) -> int:
    """The same, collected."""
    pass_on(stranger.address, loyalty.address, loyalty.collect.encode_input(order.buyer))
    return points


@pytest.fixture
def spend(loyalty) -> Callable:
    """`spend(order)` pays as its buyer."""
    return lambda order: loyalty.pay(order, {"from": order.buyer, "value": coin_of(order)})


@pytest.fixture
def partly(order, loyalty, saved, buy) -> Order:
    """An order that all of the buyer's points and his cash have paid."""
    return buy(order, loyalty, saved)


@pytest.fixture
def told() -> Callable:
    """`told(tx, contract)`: the events of a contract in a transaction, as name and values."""
    return lambda tx, contract: [
        (event.name, *event.values()) for event in tx.events if event.address == contract.address
    ]
