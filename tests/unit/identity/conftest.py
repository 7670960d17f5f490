"""Identity, and a document to describe oneself by."""

import pytest


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module")
def identity(module_isolation, Identity, deployer):
    """Nobody has described himself yet."""
    return Identity.deploy({"from": deployer})


@pytest.fixture(scope="module")
def document() -> bytes:
    """The hash of a document."""
    return bytes.fromhex("ab" * 32)
