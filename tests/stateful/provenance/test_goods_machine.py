"""The machine with provenance on Escrow and Provenance as they are."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.provenance.market import PROVENANCE, ProvenanceMarket
from tests.stateful.provenance.moved_wrong import MISTAKES
from tests.stateful.provenance.tally import ProvenanceTally
from tests.stateful.provenance.trade import Trade

ENOUGH = runs.Enough(steps=1_000, successes=5, rounds=10)
LENGTH = 340


def test_goods_are_somebodys_whatever_happens(machines_node, doubles, capsys):
    artifacts = {name: compiled(name) for name in ("Escrow", PROVENANCE)} | doubles
    market = ProvenanceMarket(machines_node, artifacts)
    tally = ProvenanceTally(MISTAKES)
    runs.run_enough(
        lambda number: runs.run_machine(lambda: Trade(market, tally), number, LENGTH), tally, ENOUGH, capsys
    )
