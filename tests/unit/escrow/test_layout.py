"""What others rely on beside the behavior: where Escrow keeps what, and how it is called and heard."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.fixtures.interface import line_of

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).with_name("interface.txt")

STORAGE = {
    "offers": {"_stock": (0, "HashMap[bytes32, uint256]")},
    "payments": {"credits": (1, "HashMap[address, HashMap[bytes32, HashMap[address, uint256]]]")},
    "settlement": {"_words": (2, "HashMap[bytes32, uint256]")},
}
IMMUTABLES = {"ids": {"DOMAIN_SEPARATOR": (0, "bytes32")}}


@pytest.fixture(autouse=True)
def isolation():
    """Nothing here touches the chain."""


@pytest.fixture(scope="module")
def compiled():
    """The ABI by file, and the layout of Escrow."""
    sources = [Path("contracts/Escrow.vy"), Path("contracts/interfaces/IEscrow.vyi")]
    abis = compile_files(sources, ["abi"], paths=[ROOT])
    (layout,) = compile_files(sources[:1], ["layout"], paths=[ROOT]).values()
    escrow, interface = ([line_of(entry) for entry in files["abi"]] for files in abis.values())
    return escrow, interface, layout["layout"]


def test_interface_is_the_snapshot(compiled):
    """Scripts, index and wallets of others break where a line changes; a change here is a change for them."""
    escrow, _, _ = compiled
    assert sorted(escrow) == SNAPSHOT.read_text().splitlines()


def test_escrow_has_what_the_interface_file_says(compiled):
    escrow, interface, _ = compiled
    assert set(interface) < set(escrow)


def test_every_event_is_in_the_interface_file(compiled):
    escrow, interface, _ = compiled
    assert {line for line in escrow if line.startswith("event")} < set(interface)


def test_storage(compiled):
    """One word per order, one per offer, credits, and nothing else: no owner and no setting has a place."""
    _, _, layout = compiled
    assert places(layout["storage_layout"], "slot") == STORAGE
    assert places(layout["code_layout"], "offset") == IMMUTABLES
    assert list(layout["transient_storage_layout"]) == ["$.nonreentrant_key"]


def places(modules: dict, place: str) -> dict:
    return {
        module: {name: (entry[place], entry["type"]) for name, entry in entries.items()}
        for module, entries in modules.items()
    }
