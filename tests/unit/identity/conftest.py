"""Identity, a document to describe oneself by, and a claim that an issuer makes about the seller."""

from collections.abc import Callable

import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.people import ROLES
from tests.fixtures.trade import plain

YEAR = 365 * DAY
KIND = b"business".ljust(32, b"\0")
CREDENTIAL = bytes(range(32, 64))
NOTHING = {"issued": False, "revoked": False, "declined": False, "expires": 0, "document": bytes(26)}


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module")
def identity(module_isolation, Identity, deployer):
    """Nobody has described himself yet, nor anybody else."""
    return Identity.deploy({"from": deployer})


@pytest.fixture(scope="module")
def document() -> bytes:
    """The hash of a document."""
    return bytes.fromhex("ab" * 32)


@pytest.fixture(scope="module")
def issuer(accounts):
    """Vouches for others."""
    return accounts[len(ROLES)]


@pytest.fixture
def expires(now) -> int:
    """In a year."""
    return now + YEAR


@pytest.fixture
def issued(identity, issuer, seller, expires):
    """The transaction by which the issuer claimed that a business is behind the seller."""
    return identity.issue(seller, KIND, expires, CREDENTIAL, {"from": issuer})


@pytest.fixture(scope="module")
def claim(identity, issuer, seller) -> Callable:
    """`claim()`: what the chain keeps of it, by field name."""
    return lambda: {name: plain(value) for name, value in identity.claim(issuer, seller, KIND).dict().items()}


@pytest.fixture(scope="module")
def holds(identity, issuer, seller, wire, at) -> Callable:
    """`holds()` in the latest block, `holds(moment)` in one of that time."""

    def ask(moment: int | None = None) -> bool:
        if moment is not None:
            at(moment)
            wire.ask("evm_mine")
        return identity.holds(issuer, seller, KIND)

    return ask


@pytest.fixture(scope="module")
def told() -> Callable:
    """`told(tx, name)`: the fields of the only event of a transaction; hashes as bytes."""

    def read(tx, name: str) -> dict:
        (event,) = tx.events
        assert event.name == name
        return {field: _simple(value) for field, value in event.items()}

    return read


def _simple(value):
    """What Brownie decoded; a hash as bytes, also one that can be searched for."""
    text = str(value)
    return bytes.fromhex(text[2:]) if text.startswith("0x") and len(text) == 66 else plain(value)
