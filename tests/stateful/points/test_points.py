"""The machine with points on Escrow and Loyalty as they are."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.points.market import PointsMarket
from tests.stateful.points.rules import PointsRules
from tests.stateful.points.tally import PointsTally

STEPS = 2_000
SUCCESSES = 10
LENGTH = 340  # steps of the longest runs: three rounds are enough then
ROUNDS = 10


def test_points_are_covered_whatever_happens(machines_node, doubles, capsys):
    market = PointsMarket(machines_node, {"Escrow": compiled("Escrow"), **doubles}, compiled("Loyalty"))
    tally = PointsTally()
    with capsys.disabled():
        print(f"\nHANDOVER_SEED={runs.SEED}")
    for number in range(ROUNDS):
        runs.run_machine(lambda: PointsRules(market, tally), runs.SEED + number, LENGTH)
        if tally.steps >= STEPS and not tally.missing(SUCCESSES):
            break
    with capsys.disabled():
        print(tally)
    assert tally.steps >= STEPS
    assert not tally.missing(SUCCESSES)
