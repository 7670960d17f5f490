"""The machine on Escrows that are wrong: each invariant must find what breaks it, without the help of the others."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.compiling import copied, unoptimized
from tests.stateful.machine import Machine
from tests.stateful.market import Market
from tests.stateful.mutants import MUTANTS, grown
from tests.stateful.rules import Rules
from tests.stateful.tally import Tally

STEPS = 150
ROUNDS = 8  # one or two do
CROWDS = (2, 4)  # with few orders, more happens to each
INVARIANTS = [name for name, member in vars(Machine).items() if hasattr(member, INVARIANT_MARKER)]


def watching(invariant: str) -> type[Rules]:
    """Rules under which one invariant alone is looked at."""
    return type("Watching", (Rules,), {name: None for name in INVARIANTS if name != invariant})


def run(machine: type[Rules], escrow, machines_node, doubles, rounds: int) -> Tally:
    """Runs a machine on an Escrow."""
    market, tally = Market(machines_node, {"Escrow": escrow, **doubles}), Tally()
    for number in range(rounds):
        runs.run_machine(lambda: machine(market, tally, CROWDS), SEED + number, STEPS)
    return tally


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)


def test_nothing_is_found_where_nothing_is_wrong(machines_node, doubles, tmp_path):
    assert run(Rules, unoptimized(copied(tmp_path)), machines_node, doubles, 1).steps > STEPS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, machines_node, doubles, tmp_path):
    escrow = grown(mutant, tmp_path)
    with pytest.raises(AssertionError, match=mutant.complaint):
        run(watching(mutant.invariant), escrow, machines_node, doubles, ROUNDS)
