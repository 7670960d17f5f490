"""What others rely on beside the behavior: where points are kept, and how Loyalty is called and heard."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.interface import line_of

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).with_name("interface.txt")
STORAGE = {
    "credits": (0, "HashMap[address, HashMap[bytes32, HashMap[address, uint256]]]"),
    "totalSupply": (1, "uint256"),
    "settled": (2, "HashMap[bytes32, uint256]"),
    "_accounts": (3, "HashMap[address, uint256]"),
}
IMMUTABLES = ["ESCROW", "CURRENCY", "NAME", "SYMBOL", "DECIMALS"]


@pytest.fixture(autouse=True)
def isolation():
    """Nothing here touches the chain."""


@pytest.fixture(scope="module")
def compiled():
    """The ABI's lines, and the layout."""
    (made,) = compile_files([Path("contracts/Loyalty.vy")], ["abi", "layout"], paths=[ROOT]).values()
    return [line_of(entry) for entry in made["abi"]], made["layout"]


def test_interface_is_the_snapshot(compiled):
    """Scripts, index and wallets of others break where a line changes; a change here is a change for them."""
    lines, _ = compiled
    assert sorted(lines) == SNAPSHOT.read_text().splitlines()


def test_storage(compiled):
    """A word for each account and each order that came back, the supply, refused cash: no owner has a place."""
    _, layout = compiled
    found = layout["storage_layout"]
    found |= found.pop("payments")
    assert {name: (entry["slot"], entry["type"]) for name, entry in found.items()} == STORAGE
    assert list(layout["code_layout"]) == IMMUTABLES
    assert list(layout["transient_storage_layout"]) == ["$.nonreentrant_key"]
