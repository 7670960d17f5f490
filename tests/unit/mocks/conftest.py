"""People for the tests of the doubles."""

import pytest


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Every test starts from the same chain."""


@pytest.fixture(scope="module")
def holder(accounts):
    """Holds a currency, and signs with a key that the node does not know."""
    return accounts.add("0x" + "11" * 32)


@pytest.fixture(scope="module")
def receiver(accounts):
    """Is paid."""
    return accounts[1]


@pytest.fixture(scope="module")
def spender(accounts):
    """Is allowed or permitted to spend."""
    return accounts[2]
