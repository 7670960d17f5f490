"""The machine with provenance on Escrow and Provenance as they are."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.provenance.market import ProvenanceMarket
from tests.stateful.provenance.moved_wrong import MISTAKES
from tests.stateful.provenance.rules import ProvenanceRules
from tests.stateful.provenance.tally import ProvenanceTally

STEPS = 1_000
SUCCESSES = 5
LENGTH = 340
ROUNDS = 10


def test_goods_are_somebodys_whatever_happens(machines_node, doubles, capsys):
    market = ProvenanceMarket(machines_node, {"Escrow": compiled("Escrow"), **doubles}, compiled("Provenance"))
    tally = ProvenanceTally(MISTAKES)
    with capsys.disabled():
        print(f"\nHANDOVER_SEED={runs.SEED}")
    for number in range(ROUNDS):
        runs.run_machine(lambda: ProvenanceRules(market, tally), runs.SEED + number, LENGTH)
        if tally.steps >= STEPS and not tally.missing(SUCCESSES):
            break
    with capsys.disabled():
        print(tally)
    assert tally.steps >= STEPS
    assert not tally.missing(SUCCESSES)
