"""The machine on Identity and Reviews as they are, and on ones that are wrong: what breaks must be found."""

from collections import Counter
from math import inf

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.opinions.machine import VERBS, OpinionsMachine
from tests.stateful.opinions.market import IDENTITY, REVIEWS, OpinionsMarket
from tests.stateful.opinions.mutants import MUTANTS, grown

LENGTH = 200
SUCCESSES = 5
ROUNDS = 30  # a few do
INVARIANTS = [name for name, member in vars(OpinionsMachine).items() if hasattr(member, INVARIANT_MARKER)]


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> OpinionsMarket:
    """One Escrow for all of them."""
    opinions = {name: compiled(name) for name in (IDENTITY, REVIEWS)}
    return OpinionsMarket(machines_node, {"Escrow": compiled("Escrow"), **doubles}, opinions)


def run(machine: type[OpinionsMachine], market: OpinionsMarket, successes: float = SUCCESSES) -> Counter[str]:
    """Runs a machine until it finds something, or every verb has succeeded so often."""
    tally: Counter[str] = Counter()
    for number in range(ROUNDS):
        runs.run_machine(lambda: machine(market, tally), SEED + number, LENGTH)
        if all(tally[verb] >= successes for verb in VERBS):
            break
    return tally


def test_what_was_said_stays_said(market, capsys):
    with capsys.disabled():
        print(f"\nHANDOVER_SEED={SEED}")
    tally = run(OpinionsMachine, market)

    assert all(tally[verb] >= SUCCESSES for verb in VERBS), tally
    assert sum(number for reason, number in tally.items() if ":" in reason) >= SUCCESSES


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} >= set(INVARIANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, market, tmp_path):
    """By its invariant, without the others' help."""
    watching = type("Watching", (OpinionsMachine,), {name: None for name in INVARIANTS if name != mutant.invariant})
    market.exchange(grown(mutant, tmp_path))
    with pytest.raises(AssertionError, match=mutant.complaint):
        run(watching, market, inf)
