"""The machine with provenance on Escrow and Provenance as they are."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.provenance.market import ProvenanceMarket
from tests.stateful.provenance.moved_wrong import MISTAKES
from tests.stateful.provenance.rules import ProvenanceRules
from tests.stateful.provenance.tally import ProvenanceTally

ENOUGH = runs.Enough(steps=1_000, successes=5, rounds=10)
LENGTH = 340


def test_goods_are_somebodys_whatever_happens(machines_node, doubles, capsys):
    market = ProvenanceMarket(machines_node, {"Escrow": compiled("Escrow"), **doubles}, compiled("Provenance"))
    tally = ProvenanceTally(MISTAKES)
    runs.run_enough(
        lambda number: runs.run_machine(lambda: ProvenanceRules(market, tally), number, LENGTH), tally, ENOUGH, capsys
    )
