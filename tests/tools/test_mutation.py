"""The engine that tries mutants tells who fails, where and why; and what is no verdict is an error."""

import pytest

from tools.mutation.answers import Trials
from tools.mutation.copies import Change, Stale, changed
from tools.mutation.engine import Crew, EngineError

FILE = "unit/escrow/test_offer_id.py"
OFFER_ID = f"{FILE}::test_default_behavior"
FIELD = Change("contracts/modules/ids.vy", "abi_encode(OFFER_TYPEHASH, offer)", "abi_encode(offer)")
UNKNOWN = Change(FIELD.file, FIELD.old, "nothing")


class Mutant:
    """One of Escrow that a test should notice."""

    contract = "Escrow"

    def __init__(self, change, test=OFFER_ID):
        self.changes, self.test = (change,), test


@pytest.fixture(scope="module")
def crew(tmp_path_factory):
    with Crew(tmp_path_factory.mktemp("mutants") / "copy", [FILE]) as crew:
        yield crew


def test_nothing_fails_where_nothing_is_wrong(crew):
    verdict = crew.tried("Escrow", (), [OFFER_ID], to_the_end=True)
    assert verdict.failures == ()
    assert list(verdict.seconds) == [OFFER_ID]


def test_failure_is_told(crew):
    verdict = crew.tried("Escrow", [FIELD], [OFFER_ID], optimized=False)
    assert verdict.failures[0].phase == "call"
    assert verdict.failures[0].words.startswith("assert ")


def test_unknown_test(crew):
    with pytest.raises(EngineError, match=r"test_x\.py::test_y was not collected"):
        crew.tried("Escrow", (), ["unit/escrow/test_x.py::test_y"])


def test_what_does_not_compile(crew):
    verdict = crew.tried("Escrow", [UNKNOWN], [OFFER_ID])
    assert not verdict.tried
    assert "UndeclaredDefinition" in verdict.words


def test_time_is_up(crew):
    verdict = crew.tried("Escrow", (), crew.tests, optimized=False, patience=0.0)
    assert not verdict.ended


def test_healed_again(crew):
    code = crew.tried("Escrow", (), (), optimized=False).code
    assert crew.tried("Escrow", [FIELD], (), optimized=False).code != code
    assert crew.tried("Escrow", (), (), optimized=False).code == code


def test_trials(tmp_path):
    kills, lives = Mutant(FIELD), Mutant(FIELD, f"{FILE}::test_same_in_another_escrow")
    with Trials([kills, lives], tmp_path) as trials:
        assert trials.complaint(kills) == ""
        assert trials.complaint(lives) == f"{lives.test} passes."
        with pytest.raises(EngineError, match="Escrow does not compile: UndeclaredDefinition"):
            trials.complaint(Mutant(UNKNOWN))


def test_change_that_fits_no_more():
    with pytest.raises(Stale, match=r"0 times and not once; adapt the mutant"):
        changed("", FIELD)
