"""SECURITY.md names tests: each of them exists, and no threat stands there without one."""

import ast
import re
from functools import cache

import pytest

from tests.fixtures.security import REFERENCE, ROOT, SECURITY, named, threats

TESTS = ROOT / "tests"


@cache
def defined(path: str) -> set[str]:
    """The names of the tests in a file of tests/; none where there is no such file."""
    file = TESTS / path
    if not file.is_file():
        return set()
    return {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}


def missing(text: str) -> list[str]:
    """What is named in a text and does not exist."""
    wanted = [test for _, cell in threats(text) for test in named(cell)]
    return [test for test in wanted if test.partition("::")[2] not in defined(test.partition("::")[0])]


def test_every_named_test_exists():
    assert len(threats(SECURITY)) > 40
    assert missing(SECURITY) == []


def test_every_threat_has_a_test():
    """Whatever stands in a row's last cell is the name of a test, a comma or a dot."""
    tables = SECURITY.split("## What is tried")[1].split("\n## ")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert len(rows) == len(threats(SECURITY))
    for threat, cell in threats(SECURITY):
        assert named(cell), threat
        assert REFERENCE.sub("", cell).strip(" ,·") == "", threat


@pytest.mark.parametrize(
    ("reference", "wrong"),
    [
        ("`tools/test_security.py::test_nothing`", ["tools/test_security.py::test_nothing"]),
        ("`tools/test_nothing.py::test_bites`", ["tools/test_nothing.py::test_bites"]),
        ("`tools/test_security.py::test_bites`, `test_nothing`", ["tools/test_security.py::test_nothing"]),
        ("`tools/test_security.py::test_bites`", []),
    ],
)
def test_bites(reference, wrong):
    assert missing(f"| threat | answer | tests |\n|---|---|---|\n| x | y | {reference} |") == wrong


def test_other_references_exist():
    """Beside the tables too."""
    paths = re.findall(r"`(tests/[\w/]+\.py)`", SECURITY)
    assert paths
    assert [path for path in paths if not (ROOT / path).is_file()] == []
