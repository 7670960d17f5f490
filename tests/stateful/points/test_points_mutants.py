"""The machine on Loyalties that are wrong: each invariant must find what breaks it, without the help of the others."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.machine import Machine
from tests.stateful.points.machine import PointsMachine
from tests.stateful.points.market import PointsMarket
from tests.stateful.points.mutants import MUTANTS, grown
from tests.stateful.points.rules import PointsRules
from tests.stateful.points.tally import PointsTally

STEPS = 200
ROUNDS = 8  # one or two do
INVARIANTS = [name for name, member in vars(PointsMachine).items() if hasattr(member, INVARIANT_MARKER)]
OTHERS = [name for name, member in vars(Machine).items() if hasattr(member, INVARIANT_MARKER)]


def watching(invariant: str) -> type[PointsRules]:
    """Rules under which one invariant alone is looked at."""
    return type("Watching", (PointsRules,), {name: None for name in INVARIANTS + OTHERS if name != invariant})


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)


def run(machine: type[PointsRules], market: PointsMarket) -> None:
    """Runs a machine until it finds something, or has looked for long."""
    tally = PointsTally()
    for number in range(ROUNDS):
        runs.run_machine(lambda: machine(market, tally), SEED + number, STEPS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, machines_node, doubles, tmp_path):
    artifacts = {"Escrow": compiled("Escrow"), "Loyalty": grown(mutant, tmp_path)} | doubles
    market = PointsMarket(machines_node, artifacts)
    with pytest.raises(AssertionError, match=mutant.complaint):
        run(watching(mutant.invariant), market)
