"""A node and compiled contracts for the machine."""

from collections.abc import Iterator

import pytest

from scripts.artifacts import Artifact, compiled
from tests.fixtures.node import Node, running_node
from tests.stateful.market import DOUBLES, NODE_FLAGS


@pytest.fixture(scope="module")
def doubles() -> dict[str, Artifact]:
    """Currencies and receivers, by name."""
    return {name: compiled(name) for name in DOUBLES}


@pytest.fixture(scope="module")
def machines_node() -> Iterator[Node]:
    """A node on which only the machine makes blocks."""
    with running_node(*NODE_FLAGS) as node:
        yield node
