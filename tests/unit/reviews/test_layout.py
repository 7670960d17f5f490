"""What others rely on beside the behavior: where words are kept, and how Reviews is called and heard."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.interface import line_of

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).with_name("interface.txt")
STORAGE = {
    "_reviews": (0, "HashMap[bytes32, uint256]"),
}


@pytest.fixture(autouse=True)
def isolation():
    """Nothing here touches the chain."""


@pytest.fixture(scope="module")
def compiled():
    """The ABI's lines, and the layout."""
    (made,) = compile_files([Path("contracts/Reviews.vy")], ["abi", "layout"], paths=[ROOT]).values()
    return [line_of(entry) for entry in made["abi"]], made["layout"]


def test_interface_is_the_snapshot(compiled):
    """Scripts, index and pages break where a line changes; a change here is a change for them."""
    lines, _ = compiled
    assert sorted(lines) == SNAPSHOT.read_text().splitlines()


def test_storage(compiled):
    """One map, by order: no owner has a place."""
    _, layout = compiled
    found = layout["storage_layout"]
    assert {name: (entry["slot"], entry["type"]) for name, entry in found.items()} == STORAGE
    assert list(layout["code_layout"]) == ["ESCROW"]
    assert list(layout["transient_storage_layout"]) == ["$.nonreentrant_key"]
