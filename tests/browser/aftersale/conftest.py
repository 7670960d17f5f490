"""A shop of its own for what comes after the sale: its clock is moved by weeks."""

from collections.abc import Iterator

import pytest

from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, running_shop


@pytest.fixture(scope="package")
def goods() -> Goods:
    """What the shop sells."""
    return Goods()


@pytest.fixture(scope="package")
def shop(tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    """The running shop."""
    with running_shop(tmp_path_factory.mktemp("aftersale"), goods.furnish) as running:
        yield running
