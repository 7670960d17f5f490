"""The machine on Escrow as it is."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.market import Market
from tests.stateful.tally import CROWD, Tally

STEPS = 2_000
SUCCESSES = 20
ROUNDS = 12  # four or five do


def test_anything_happens_and_the_invariants_hold(machines_node, doubles, capsys):
    market, tally = Market(machines_node, {"Escrow": compiled("Escrow"), **doubles}), Tally()
    with capsys.disabled():
        print(f"\nHANDOVER_SEED={runs.SEED}")
    for number in range(ROUNDS):
        runs.run(market, tally, runs.SEED + number)
        if tally.steps >= STEPS and not tally.missing(SUCCESSES):
            break
    with capsys.disabled():
        print(tally)
    assert tally.steps >= STEPS
    assert not tally.missing(SUCCESSES)
    assert tally.longest_crowded(runs.STEPS) >= runs.STEPS // 2, f"{CROWD} orders were not open for long enough"
    assert tally.hundredfold > 0, "no seller extended a hundred times"
