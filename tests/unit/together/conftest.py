"""All contracts side by side, with a currency that makes calls in the middle of a transfer."""

from pathlib import Path

import pytest

from tests.fixtures import chains


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Credit, one of them, cannot be built for every chain."""
    chains.lacking_below(Path(__file__).parent, items, chains.TRANSIENT)


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module")
def hook(token):
    """Points, plans and offers are in it."""
    return token("hook")


@pytest.fixture(scope="module")
def contracts(escrow, identity, hook, points_in, credit_in, Provenance, Reviews, deployer) -> dict:
    """By their names: those of whom a market consists."""
    return {
        "Escrow": escrow,
        "Loyalty": points_in(hook.address),
        "Credit": credit_in(hook.address),
        "Identity": identity,
        "Provenance": Provenance.deploy(escrow, {"from": deployer}),
        "Reviews": Reviews.deploy(escrow, {"from": deployer}),
    }
