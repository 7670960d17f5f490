"""The optimizer changes what Escrow costs, never what it does: the whole state table holds without it."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.terms import EXCHANGE, salted
from tests.stateful.compiling import SETTINGS, copied
from tests.unit.escrow import state_table
from tests.unit.escrow.table_cases import Bench
from tests.unit.escrow.table_rules import STATUSES, deciding, expected, read

IMMUTABLES = 32  # bytes behind the code: the domain's hash


@pytest.fixture(scope="module")
def unoptimized(escrow, wire, tmp_path_factory):
    """Escrow with other code, in its place: too large to be deployed, and therefore put there."""
    files = compile_files(
        [Path("contracts/Escrow.vy")],
        ["bytecode_runtime"],
        [copied(tmp_path_factory.mktemp("unoptimized"))],
        settings=SETTINGS,
        warnings_control="none",
    )
    (output,) = files.values()
    deployed = wire.ask("eth_getCode", escrow.address, "latest")
    code = output["bytecode_runtime"] + deployed[-2 * IMMUTABLES :]
    assert len(code) > 1.4 * len(deployed)
    wire.ask("anvil_setCode", escrow.address, code)
    yield escrow
    wire.ask("anvil_setCode", escrow.address, deployed)


@pytest.fixture(scope="module")
def market(escrow, order, payer, publish, fund):
    """An offer and an order that the optimized code knows."""
    order = order._replace(payer=payer.address)
    publish(order.offer)
    fund(order.payer, order.offer.currency, 100 * order.total)
    return order, (escrow.order_id(order), escrow.offer_id(order.offer))


def test_default_behavior(market, unoptimized, people, wire, funds, reach):
    order, _ = market
    cells, _, _ = read(state_table.TABLE)
    bench = Bench(unoptimized, people, wire, funds, reach)
    wrong = []
    for number, status in enumerate(STATUSES):
        for case, (situation, observed) in bench.observe(salted(order, number), status, EXCHANGE).items():
            rule = deciding(cells[status, case.action], case.role, case.moment)
            if observed != expected(case.action, rule.outcome, situation):
                wrong.append((case, observed))
    assert wrong == []


def test_ids_are_the_same(market, unoptimized):
    order, ids = market
    assert ids == (unoptimized.order_id(order), unoptimized.offer_id(order.offer))
