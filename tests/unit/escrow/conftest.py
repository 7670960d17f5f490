"""Every test of Escrow starts from the same chain."""

import pytest


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""
