"""A shop with a relay, for each file of this folder; two sellers."""

from collections.abc import Iterator

import pytest

from tests.fixtures.bazaar import Bazaar
from tests.fixtures.goods import Goods
from tests.fixtures.shop import RELAYED, Shop, running_shop


@pytest.fixture(scope="module")
def goods() -> Goods:
    """What the first seller sells."""
    return Goods()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    """A shop with a relay."""
    with running_shop(tmp_path_factory.mktemp("signed"), goods.furnish, **RELAYED) as running:
        yield running


@pytest.fixture(scope="module")
def stationer(shop: Shop) -> Goods:
    """What the second seller sells."""
    opened = Bazaar()
    opened.furnish(shop)
    shop.wait_for_index()
    return opened.stationer
