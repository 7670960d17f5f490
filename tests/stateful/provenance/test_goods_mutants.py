"""The machine on Provenances that are wrong: each invariant must find what breaks it, without the others' help."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.machine import Machine
from tests.stateful.provenance.machine import ProvenanceMachine
from tests.stateful.provenance.market import ProvenanceMarket
from tests.stateful.provenance.moved_wrong import MISTAKES
from tests.stateful.provenance.mutants import MUTANTS, grown
from tests.stateful.provenance.rules import ProvenanceRules
from tests.stateful.provenance.tally import ProvenanceTally

STEPS = 300
ROUNDS = 8  # one or two do
INVARIANTS = [name for name, member in vars(ProvenanceMachine).items() if hasattr(member, INVARIANT_MARKER)]
OTHERS = [name for name, member in vars(Machine).items() if hasattr(member, INVARIANT_MARKER)]


def watching(invariant: str) -> type[ProvenanceRules]:
    """Rules under which one invariant alone is looked at."""
    return type("Watching", (ProvenanceRules,), {name: None for name in INVARIANTS + OTHERS if name != invariant})


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)


def run(machine: type[ProvenanceRules], market: ProvenanceMarket) -> None:
    """Runs a machine until it finds something, or has looked for long."""
    tally = ProvenanceTally(MISTAKES)
    for number in range(ROUNDS):
        runs.run_machine(lambda: machine(market, tally), SEED + number, STEPS)


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> ProvenanceMarket:
    """One Escrow for all of them."""
    return ProvenanceMarket(machines_node, {"Escrow": compiled("Escrow"), **doubles}, compiled("Provenance"))


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, market, tmp_path):
    market.exchange(grown(mutant, tmp_path))
    complaint = "foreseen" if mutant.invariant == "model_foresaw_provenance" else rf"^\({mutant.invariant[0]}\)"
    with pytest.raises(AssertionError, match=complaint):
        run(watching(mutant.invariant), market)
