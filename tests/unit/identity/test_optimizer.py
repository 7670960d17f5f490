"""The optimizer changes what Identity costs, never what it does."""

from pathlib import Path

import pytest
from vyper.cli.vyper_compile import compile_files

from tests.stateful.compiling import DEPLOYED, SETTINGS
from tests.unit.identity.conftest import CREDENTIAL, KIND

ROOT = Path(__file__).parents[3]
SOURCE = Path("contracts/Identity.vy")


@pytest.fixture(scope="module")
def runtimes() -> list[str]:
    """The code that a deployment leaves, but for its immutables: as it is, and without the optimizer."""
    made = [compile_files([SOURCE], ["bytecode_runtime"], [ROOT], settings=one) for one in (DEPLOYED, SETTINGS)]
    return [next(iter(files.values()))["bytecode_runtime"] for files in made]


@pytest.fixture(scope="module")
def identity(identity, runtimes, wire):
    """The same with other code in its place."""
    optimized, plain = runtimes
    deployed = wire.ask("eth_getCode", identity.address, "latest")
    assert deployed.startswith(optimized)
    assert len(plain) > len(optimized)
    wire.ask("anvil_setCode", identity.address, plain + deployed[len(optimized) :])
    return identity


def test_default_behavior(identity, issued, issuer, seller, expires, document, claim, holds):
    """A profile; a claim that is renewed, declined, welcome again and revoked."""
    identity.describe(document, {"from": seller})
    assert bytes(identity.profiles(seller)) == document
    assert holds()
    identity.renew(seller, KIND, expires + 1, CREDENTIAL[::-1], {"from": issuer})
    identity.decline(issuer, KIND, True, {"from": seller})
    said = {"issued": True, "revoked": False, "declined": True, "expires": expires + 1}
    assert claim() == {**said, "document": CREDENTIAL[::-1][:26]}
    assert not holds()
    identity.decline(issuer, KIND, False, {"from": seller})
    assert holds()
    identity.revoke(seller, KIND, document, {"from": issuer})
    assert claim() == {**said, "revoked": True, "declined": False, "document": CREDENTIAL[::-1][:26]}
