"""The machine of the whole market on contracts that are wrong: each invariant finds it without the others' help."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.together.machine import WholeMachine
from tests.stateful.together.market import CONTRACTS, WholeMarket
from tests.stateful.together.mutants import END, FORESEEN, MUTANTS, grown
from tests.stateful.together.rules import WholeRules
from tests.stateful.together.tally import WholeTally

LENGTH = 200
ROUNDS = 8  # one or two do
ALL = [name for name in dir(WholeRules) if hasattr(getattr(WholeRules, name), INVARIANT_MARKER)]
OWN = {name for name, member in vars(WholeMachine).items() if hasattr(member, INVARIANT_MARKER)} - {
    "a_balances_are_what_is_held_and_credited",
    "b_no_more_leaves_than_was_paid",
    "f_units_are_sold_once",
}


def watching(invariant: str) -> type[WholeRules]:
    """Rules under which one invariant alone is looked at."""
    return type("Watching", (WholeRules,), {name: None for name in (*ALL, END) if name != invariant})


def test_every_invariant_has_a_mutant():
    assert {between.mutant.invariant for between in MUTANTS} == {*OWN, END, FORESEEN}


def test_five_are_found_here_only():
    assert sum(bool(between.unseen) for between in MUTANTS) >= 5


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> WholeMarket:
    """One Escrow for all of them."""
    return WholeMarket(machines_node, {name: compiled(name) for name in CONTRACTS} | doubles)


def run(machine: type[WholeRules], market: WholeMarket) -> None:
    """Runs a machine until it finds something, or has looked for long."""
    tally = WholeTally()
    for number in range(ROUNDS):
        runs.run_machine(lambda: machine(market, tally), SEED + number, LENGTH)


@pytest.mark.parametrize("between", MUTANTS, ids=lambda between: between.mutant.name)
def test_mutant_is_found(between, market, tmp_path):
    market.exchange(grown(between, tmp_path))
    with pytest.raises(AssertionError, match=between.mutant.complaint):
        run(watching(between.mutant.invariant), market)
