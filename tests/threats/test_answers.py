"""Of each threat to a contract in SECURITY.md: with the answer taken away, a test that its row names fails."""

import pytest

from tests.fixtures.security import named, part, threats
from tests.threats import credit, escrow_money, escrow_orders, opinions, points, provenance
from tools.mutation.answers import Trials

TABLES = {
    "### Contracts": escrow_money.MUTANTS + escrow_orders.MUTANTS,
    "### Points": points.MUTANTS,
    "### Credit": credit.MUTANTS,
    "### Provenance": provenance.MUTANTS,
    "### Claims and reviews": opinions.MUTANTS,
}
MUTANTS = [mutant for table in TABLES.values() for mutant in table]


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    with Trials(MUTANTS, tmp_path_factory.mktemp("trials")) as trials:
        yield trials


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.threat)
def test_default_behavior(mutant, trials):
    assert trials.complaint(mutant) == ""


@pytest.mark.parametrize("heading", TABLES)
def test_every_threat_has_a_mutant(heading):
    assert {mutant.threat for mutant in TABLES[heading]} == {threat for threat, _ in threats(part(heading))}


@pytest.mark.parametrize("heading", TABLES)
def test_mutants_try_tests_of_their_rows(heading):
    tests = {threat: named(cell) for threat, cell in threats(part(heading))}
    assert [one for one in TABLES[heading] if one.test.partition("[")[0] not in tests[one.threat]] == []
