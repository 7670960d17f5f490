"""The optimizer changes what Credit costs, never what it does."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.credit import ENDED, GRACE, quarter
from tests.stateful.compiling import DEPLOYED, SETTINGS

ROOT = Path(__file__).parents[3]
SOURCE = Path("contracts/Credit.vy")


@pytest.fixture(scope="module")
def runtimes() -> list[str]:
    """The code that a deployment leaves, but for its immutables: as it is, and without the optimizer."""
    made = [compile_files([SOURCE], ["bytecode_runtime"], [ROOT], settings=one) for one in (DEPLOYED, SETTINGS)]
    return [next(iter(files.values()))["bytecode_runtime"] for files in made]


@pytest.fixture(scope="module")
def credit(credit, runtimes, wire):
    """The same with other code in its place."""
    optimized, plain = runtimes
    deployed = wire.ask("eth_getCode", credit.address, "latest")
    assert deployed.startswith(optimized)
    assert len(plain) > len(optimized)
    wire.ask("anvil_setCode", credit.address, plain + deployed[len(optimized) :])
    return credit


def test_default_behavior(credit, plan, bought, repay, due_at, step, booked, stands, standing, stranger):
    """Bought, paid in time, paid late, a part refunded, the rest cancelled."""
    parts, fee = list(credit.parts(plan.principal, 4)), plan.principal // 100
    due_at(plan, 1)
    repay(plan, stands(plan)["next_amount"])
    due_at(plan, 2, GRACE)
    repay(plan, stands(plan)["next_amount"])
    assert stands(plan)["paid"] == parts[0] + 2 * fee + parts[1]
    assert (stands(plan)["next"], stands(plan)["late"]) == (2, 0b10)
    repay(plan, stands(plan)["next_amount"])
    assert standing(plan.buyer)["repaid"] == parts[0]
    for amount in (5, bought.total - 5):
        step(bought.offer.seller, "refund", bought, amount)
        with booked(credit, plan) as change:
            credit.settle(plan, {"from": stranger})
    assert change["buyer"] == quarter(bought) + parts[0] + parts[1]
    assert stands(plan)["state"] == ENDED
