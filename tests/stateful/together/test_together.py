"""The machine of the whole market on contracts as they are."""

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.together.market import CONTRACTS, WholeMarket
from tests.stateful.together.rules import WholeRules
from tests.stateful.together.tally import WholeTally

ENOUGH = runs.Enough(steps=2_000, successes=1, rounds=10)
LENGTH = 340  # steps of the longest runs


def test_the_whole_market_stands_whatever_happens(machines_node, doubles, capsys):
    market = WholeMarket(machines_node, {name: compiled(name) for name in CONTRACTS} | doubles)
    tally = WholeTally()

    def once(number):
        runs.run_machine(lambda: WholeRules(market, tally), number, LENGTH)

    runs.run_enough(once, tally, ENOUGH, capsys, SEED)
