"""What others rely on beside the behavior: where provenance is kept, and how it is called and heard."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.interface import line_of

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).with_name("interface.txt")
STORAGE = {
    "permissions": (0, "HashMap[address, HashMap[bytes32, HashMap[address, uint256]]]"),
    "roots": (1, "HashMap[bytes32, bytes32]"),
    "_lots": (2, "HashMap[bytes32, uint256]"),
    "_words": (3, "HashMap[bytes32, uint256]"),
    "_custodians": (4, "HashMap[bytes32, address]"),
    "_units": (5, "HashMap[bytes32, bytes32]"),
    "_orders": (6, "HashMap[bytes32, bytes32]"),
    "_numbers": (7, "HashMap[bytes32, HashMap[uint256, uint256]]"),
    "_offers": (8, "HashMap[bytes32, HashMap[uint256, uint256]]"),
    "recalled_by": (9, "HashMap[bytes32, address]"),
    "recall_closed": (10, "HashMap[bytes32, bool]"),
    "commitments": (11, "HashMap[bytes32, uint256]"),
}
CODE_LIMIT = 24_000  # bytes as deployed; a chain takes 24,576


@pytest.fixture(autouse=True)
def isolation():
    """Nothing here touches the chain."""


@pytest.fixture(scope="module")
def compiled():
    """The ABI's lines, the layout, and the code."""
    outputs = ["abi", "layout", "bytecode_runtime"]
    (made,) = compile_files([Path("contracts/Provenance.vy")], outputs, paths=[ROOT]).values()
    return [line_of(entry) for entry in made["abi"]], made["layout"], made["bytecode_runtime"]


def test_interface_is_the_snapshot(compiled):
    """Scripts, index and pages break where a line changes; a change here is a change for them."""
    lines, _, _ = compiled
    assert sorted(lines) == SNAPSHOT.read_text().splitlines()


def test_storage(compiled):
    """Maps only, by account, lot, thing, order or commitment: no owner has a place."""
    _, layout, _ = compiled
    found = {name: entry for module in layout["storage_layout"].values() for name, entry in module.items()}
    assert {name: (entry["slot"], entry["type"]) for name, entry in found.items()} == STORAGE
    assert layout["code_layout"].keys() == {"bindings"}
    assert list(layout["code_layout"]["bindings"]) == ["ESCROW"]
    assert list(layout["transient_storage_layout"]) == ["$.nonreentrant_key"]


def test_size(compiled):
    _, _, runtime = compiled
    assert len(bytes.fromhex(runtime[2:])) + 32 <= CODE_LIMIT  # and Escrow's address
