"""What others rely on beside the behavior: where plans are kept, and how Credit is called and heard."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.interface import line_of

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).with_name("interface.txt")
STORAGE = {
    "open_at_seller": "HashMap[address, uint256]",
    "_accounts": "HashMap[address, uint256]",
    "_dates": "HashMap[address, uint256]",
    "credits": "HashMap[address, HashMap[bytes32, HashMap[address, uint256]]]",
    "balanceOf": "HashMap[address, uint256]",
    "allowance": "HashMap[address, HashMap[address, uint256]]",
    "totalSupply": "uint256",
    "nonces": "HashMap[address, uint256]",
    "_money": "uint256",
    "_words": "HashMap[bytes32, uint256]",
}
UNREACHED = {"owner", "is_minter"}  # of the token's module; no function that reads or writes them is exported
CODE_LIMIT = 24_000  # bytes as deployed, with its immutables; a chain takes 24,576


@pytest.fixture(autouse=True)
def isolation():
    """Most of it does not touch the chain."""


@pytest.fixture(scope="module")
def compiled():
    """The ABI's lines, and the layout."""
    (made,) = compile_files([Path("contracts/Credit.vy")], ["abi", "layout"], paths=[ROOT]).values()
    return [line_of(entry) for entry in made["abi"]], made["layout"]


def leaves(tree: dict) -> dict:
    """The variables of all modules, by their names."""
    found = {}
    for name, entry in tree.items():
        found |= {name: entry} if "type" in entry else leaves(entry)
    return found


def test_interface_is_the_snapshot(compiled):
    """Scripts, index and pages break where a line changes; a change here is a change for them."""
    lines, _ = compiled
    assert sorted(lines) == SNAPSHOT.read_text().splitlines()


def test_storage(compiled):
    """Accounts, plans, shares, refused cash and the lenders' money; nothing that a call could set but by trading."""
    _, layout = compiled
    found = {name: entry["type"] for name, entry in leaves(layout["storage_layout"]).items()}
    assert {name: kind for name, kind in found.items() if name not in UNREACHED} == STORAGE
    assert set(layout["transient_storage_layout"]) == {"$.nonreentrant_key", "vault"}
    assert set(layout["transient_storage_layout"]["vault"]) == {"_fresh"}


def test_size(credit, wire):
    code = wire.ask("eth_getCode", credit.address, "latest")
    assert len(bytes.fromhex(code[2:])) <= CODE_LIMIT
