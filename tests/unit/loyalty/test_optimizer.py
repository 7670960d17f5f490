"""The optimizer changes what points cost, never what they do."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.points import cash_of, points_of
from tests.stateful.compiling import DEPLOYED, SETTINGS

ROOT = Path(__file__).parents[3]
SOURCE = Path("contracts/Loyalty.vy")


@pytest.fixture(scope="module")
def runtimes() -> list[str]:
    """The code that a deployment leaves, but for its immutables: as it is, and without the optimizer."""
    made = [compile_files([SOURCE], ["bytecode_runtime"], [ROOT], settings=one) for one in (DEPLOYED, SETTINGS)]
    return [next(iter(files.values()))["bytecode_runtime"] for files in made]


@pytest.fixture(scope="module")
def loyalty(loyalty, runtimes, wire):
    """The same with other code in its place."""
    optimized, plain = runtimes
    deployed = wire.ask("eth_getCode", loyalty.address, "latest")
    assert deployed.startswith(optimized)
    assert len(plain) > len(optimized)
    wire.ask("anvil_setCode", loyalty.address, plain + deployed[len(optimized) :])
    return loyalty


def test_default_behavior(loyalty, order, saved, buy, step, turned, order_id, stranger):
    """Earned, collected, spent, given back in two parts."""
    with turned(order, loyalty) as change:
        bought = buy(order, loyalty, saved)
    assert (change["points"], change["supply"], change["reserve"]) == (-saved, -saved, -saved)

    for part in (cash_of(bought) - 1, points_of(bought) + 1):
        step(bought.offer.seller, "refund", bought, part)
        with turned(bought, loyalty) as change:
            loyalty.settle(bought, {"from": stranger})
        assert change.get("points", 0) == (points_of(bought) if part == points_of(bought) + 1 else 0)
    assert loyalty.settled(order_id(bought)) == bought.total
    assert loyalty.reserve() == loyalty.totalSupply() == loyalty.lifetime(bought.buyer) == saved
