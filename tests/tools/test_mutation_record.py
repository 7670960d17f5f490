"""The record of `make mutate` is of these sources, docs/mutation.md tells its score, and its tests kill again."""

import random
import re

import pytest

from tests.fixtures.chance import SEED
from tools.mutation import record
from tools.mutation.campaign import LIVES, TIME
from tools.mutation.copies import ROOT
from tools.mutation.engine import Crew

LINES = record.read()
CONTRACTS = {"Escrow": 120, "Loyalty": 80}  # and so many mutants
DOCUMENT = (ROOT / "docs" / "mutation.md").read_text()
REPLAYED = 10


def draw() -> list[record.Line]:
    """Some of those that a test killed."""
    killed = [line for line in LINES if line.killer not in (LIVES, TIME)]
    return random.Random(SEED).sample(killed, REPLAYED)


@pytest.fixture(scope="module")
def crew(tmp_path_factory):
    files = sorted({line.killer.partition("::")[0] for line in draw()})
    with Crew(tmp_path_factory.mktemp("record") / "copy", files) as crew:
        yield crew


def test_sample_is_whole():
    assert {name: len(of(name)) for name in CONTRACTS} == CONTRACTS
    assert len({(line.contract, line.mutant) for line in LINES}) == len(LINES)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_enough_are_killed(contract):
    assert killed(contract) >= record.LEAST * CONTRACTS[contract]


def test_record_fits_the_sources():
    stale = [f"{line.mutant.file}:{line.mutant.line}" for line in LINES if not line.mutant.fits()]
    assert stale == [], "The contracts are not what these mutants were made of; run `make mutate` again."


def test_document_tells_the_score():
    told = re.findall(r"^\| ([A-Z]\w+) \| (\d+) \| (\d+) \|", DOCUMENT, re.MULTILINE)
    assert told == [(name, str(count), str(killed(name))) for name, count in CONTRACTS.items()]


def test_document_tells_the_seed():
    assert f"seed {record.SEED}" in DOCUMENT


def test_document_explains_every_survivor():
    living = [f"{line.contract} | `{line.mutant.file}:{line.mutant.line}`" for line in LINES if line.killer == LIVES]
    assert sorted(re.findall(r"^\| (\w+ \| `contracts/\S+`)", DOCUMENT, re.MULTILINE)) == sorted(living)


@pytest.mark.parametrize("line", draw(), ids=lambda line: f"{line.mutant.file}:{line.mutant.line}")
def test_killed_again(line, crew):
    verdict = crew.tried(line.contract, [line.mutant.change()], [line.killer])
    assert [failure.test for failure in verdict.failures] == [line.killer]


def of(contract: str) -> list[record.Line]:
    return [line for line in LINES if line.contract == contract]


def killed(contract: str) -> int:
    return sum(line.killer != LIVES for line in of(contract))
