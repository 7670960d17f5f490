"""Fixtures of the storefront's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.node import running_node
from tests.fixtures.shop import compile_contracts
from tests.frontend.traffic import NODE_FLAGS, Devnet


@pytest.fixture
def devnet(tmp_path: Path) -> Iterator[Devnet]:
    """A node with the market's contracts and nothing traded."""
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        yield Devnet(node, tmp_path / "deployments")
