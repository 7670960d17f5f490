"""The machine on Escrow and Credit as they are, and on Credits that are wrong: what breaks must be found."""

import pytest
from hypothesis.stateful import INVARIANT_MARKER

from scripts.artifacts import compiled
from tests.fixtures.chance import SEED
from tests.stateful import runs
from tests.stateful.credit.machine import CreditMachine
from tests.stateful.credit.market import CREDIT, CreditMarket
from tests.stateful.credit.mutants import MUTANTS, grown
from tests.stateful.credit.rules import CreditRules
from tests.stateful.credit.tally import CreditTally
from tests.stateful.opinions.market import IDENTITY, REVIEWS

ENOUGH = runs.Enough(steps=2_000, successes=5, rounds=12)
LENGTH = 340  # steps of the longest runs
MUTANTS_LENGTH = 120
MUTANTS_ROUNDS = 12  # one or two do
INVARIANTS = [name for name, member in vars(CreditMachine).items() if hasattr(member, INVARIANT_MARKER)]


@pytest.fixture(scope="module")
def market(machines_node, doubles) -> CreditMarket:
    """One Escrow for all of them."""
    names = ("Escrow", IDENTITY, REVIEWS, CREDIT)
    return CreditMarket(machines_node, {name: compiled(name) for name in names} | doubles)


def test_debts_and_money_agree_whatever_happens(market, capsys):
    tally = CreditTally()
    runs.run_enough(
        lambda number: runs.run_machine(lambda: CreditRules(market, tally), number, LENGTH), tally, ENOUGH, capsys
    )


def test_every_invariant_has_a_mutant():
    assert {mutant.invariant for mutant in MUTANTS} == set(INVARIANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_is_found(mutant, market, tmp_path):
    """By its invariant, without the others' help."""
    watching = type("Watching", (CreditRules,), {name: None for name in INVARIANTS if name != mutant.invariant})
    market.exchange({CREDIT: grown(mutant, tmp_path)})
    with pytest.raises(AssertionError, match=mutant.complaint):
        run(watching, market)


def run(machine: type[CreditRules], market: CreditMarket) -> None:
    """Runs a machine until it finds something, or has looked for long."""
    tally = CreditTally()
    for number in range(MUTANTS_ROUNDS):
        runs.run_machine(lambda: machine(market, tally), SEED + number, MUTANTS_LENGTH)
