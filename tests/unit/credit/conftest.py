"""Credit in Dollars with 10,000 of them, and an order that its buyer pays later."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.credit.terms import Plan
from tests.fixtures import chains
from tests.fixtures.terms import Offer, Order


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Credit cannot be built for every chain."""
    chains.lacking_below(Path(__file__).parent, items, chains.TRANSIENT)


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module")
def credit(credit_in, dollar, lend):
    """It has a lender's money."""
    credit = credit_in(dollar.address)
    lend(credit)
    return credit


@pytest.fixture(scope="module")
def offer(offer, dollar) -> Offer:
    """An order of it comes to a little more than 100 Dollars, which nothing divides."""
    return offer._replace(currency=dollar.address, price=33_333_337, shipping=1_000_003)


@pytest.fixture
def ready(prepare_credit, order, credit) -> Order:
    """An order that its buyer could buy so."""
    return prepare_credit(order, credit)


@pytest.fixture
def plan(buy_later, order, credit) -> Plan:
    """Four instalments, two weeks apart."""
    return buy_later(order, credit)[1]


@pytest.fixture
def bought(order, credit) -> Order:
    """The order of the plan."""
    return order._replace(payer=credit.address)


@pytest.fixture(scope="module")
def told(credit) -> Callable:
    """`told(tx)`: the events of Credit in a transaction, as name and values."""
    return lambda tx: [(event.name, *event.values()) for event in tx.events if event.address == credit.address]
