"""The machine on Identity and Reviews as they are, and on ones that are wrong: what breaks must be found."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.opinions.machine import OpinionsMachine
from tests.stateful.opinions.market import IDENTITY, REVIEWS, OpinionsMarket
from tests.stateful.opinions.mutants import MUTANTS, grown
from tests.stateful.opinions.rules import OpinionsTrade
from tests.stateful.opinions.tally import OpinionsTally

ENOUGH = runs.Enough(steps=500, successes=5, rounds=30)  # a few do
LENGTH = 200
INVARIANTS = [name for name, member in vars(OpinionsMachine).items() if hasattr(member, INVARIANT_MARKER)]
FORESEEN = "model_foresaw_it"


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> OpinionsMarket:
    """One Escrow for all of them."""
    return OpinionsMarket(machines_node, {name: compiled(name) for name in ("Escrow", IDENTITY, REVIEWS)} | doubles)


def test_what_was_said_stays_said(market, capsys):
    tally = OpinionsTally()
    runs.run_enough(
        lambda number: runs.run_machine(lambda: OpinionsTrade(market, tally), number, LENGTH), tally, ENOUGH, capsys
    )


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} == {*INVARIANTS, FORESEEN}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, market, tmp_path):
    """By its invariant, without the others' help."""
    others = {name: None for name in (*INVARIANTS, FORESEEN) if name != mutant.invariant}
    market.exchange(grown(mutant, tmp_path))
    with pytest.raises(AssertionError, match=mutant.complaint):
        run(type("Watching", (OpinionsTrade,), others), market)


def run(machine: type[OpinionsTrade], market: OpinionsMarket) -> None:
    """Runs a machine until it finds something, or has looked for long."""
    tally = OpinionsTally()
    for number in range(ENOUGH.rounds):
        runs.run_machine(lambda: machine(market, tally), SEED + number, LENGTH)
