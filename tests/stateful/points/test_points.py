"""The machine with points on Escrow and Loyalty as they are."""

from scripts.artifacts import compiled
from tests.stateful import runs
from tests.stateful.points.market import PointsMarket
from tests.stateful.points.rules import PointsRules
from tests.stateful.points.tally import PointsTally

ENOUGH = runs.Enough(steps=2_000, successes=10, rounds=10)
LENGTH = 340  # steps of the longest runs: three rounds are enough then


def test_points_are_covered_whatever_happens(machines_node, doubles, capsys):
    artifacts = {name: compiled(name) for name in ("Escrow", "Loyalty")} | doubles
    market = PointsMarket(machines_node, artifacts)
    tally = PointsTally()
    runs.run_enough(
        lambda number: runs.run_machine(lambda: PointsRules(market, tally), number, LENGTH), tally, ENOUGH, capsys
    )
