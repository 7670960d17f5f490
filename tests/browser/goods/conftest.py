"""Goods whose journey is told, in the running shop."""

import pytest

from tests.fixtures.pedigree import Pedigree
from tests.fixtures.shop import Shop


@pytest.fixture(scope="session")
def pedigree(shop: Shop) -> Pedigree:
    """The lots and items."""
    made = Pedigree()
    made.furnish(shop)
    shop.wait_for_index()
    return made
