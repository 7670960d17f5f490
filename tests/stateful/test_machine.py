"""The machine on Escrow as it is."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.market import Market
from tests.stateful.tally import CROWD, Tally

ENOUGH = runs.Enough(steps=2_000, successes=20, rounds=12)  # four or five do


def test_anything_happens_and_the_invariants_hold(machines_node, doubles, capsys):
    market, tally = Market(machines_node, {"Escrow": compiled("Escrow"), **doubles}), Tally()
    runs.run_enough(lambda number: runs.run(market, tally, number), tally, ENOUGH, capsys)
    assert tally.longest_crowded(runs.STEPS) >= runs.STEPS // 2, f"{CROWD} orders were not open for long enough"
    assert tally.hundredfold > 0, "no seller extended a hundred times"
