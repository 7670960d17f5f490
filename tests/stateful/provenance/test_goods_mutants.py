"""The machine on Provenances that are wrong: each invariant must find what breaks it, without the others' help."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.machine import Machine
from tests.stateful.provenance.machine import ProvenanceMachine
from tests.stateful.provenance.market import PROVENANCE, ProvenanceMarket
from tests.stateful.provenance.moved_wrong import MISTAKES
from tests.stateful.provenance.mutants import MUTANTS, grown
from tests.stateful.provenance.tally import ProvenanceTally
from tests.stateful.provenance.trade import Trade

STEPS = 300
ROUNDS = 8  # one or two do
INVARIANTS = [name for name, member in vars(ProvenanceMachine).items() if hasattr(member, INVARIANT_MARKER)]
OTHERS = [name for name, member in vars(Machine).items() if hasattr(member, INVARIANT_MARKER)]


def watching(invariant: str) -> type[Trade]:
    """Rules under which one invariant alone is looked at."""
    return type("Watching", (Trade,), {name: None for name in INVARIANTS + OTHERS if name != invariant})


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)


def run(machine: type[Trade], market: ProvenanceMarket) -> None:
    """Runs a machine until it finds something, or has looked for long."""
    tally = ProvenanceTally(MISTAKES)
    for number in range(ROUNDS):
        runs.run_machine(lambda: machine(market, tally), SEED + number, STEPS)


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> ProvenanceMarket:
    """One Escrow for all of them."""
    artifacts = {name: compiled(name) for name in ("Escrow", PROVENANCE)} | doubles
    return ProvenanceMarket(machines_node, artifacts)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, market, tmp_path):
    market.exchange({PROVENANCE: grown(mutant, tmp_path)})
    with pytest.raises(AssertionError, match=mutant.complaint):
        run(watching(mutant.invariant), market)
