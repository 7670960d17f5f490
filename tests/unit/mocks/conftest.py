"""People and time for the tests of the doubles."""

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
    return accounts[1]


@pytest.fixture(scope="module")
def stranger(accounts):
    return accounts[2]


@pytest.fixture
def now(chain):
    """The latest block's time, in seconds."""
    return chain[-1].timestamp


@pytest.fixture
def at(web3):
    """`at(timestamp)`: the next block has exactly this time, in seconds."""

    def set_time(timestamp: int) -> None:
        answer = web3.provider.make_request("evm_setNextBlockTimestamp", [timestamp])
        assert "error" not in answer, answer

    return set_time
