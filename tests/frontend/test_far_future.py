"""A devnet's clock that was moved beyond the calendar's end: pages and API go on."""

from collections.abc import Iterator

import pytest

from frontend.web import limits
from frontend.wording.moments import LAST, utc
from tests.fixtures.goods import Goods, buy, trade_into_every_status
from tests.fixtures.pedigree import Pedigree
from tests.fixtures.shop import closed_shop
from tests.frontend.test_without_scripts import Place, paths, questions, values, values_of_goods, vouch

YEAR_14000 = 380_000_000_000  # Unix seconds


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A shop in which something happened long after the year 9999, and before."""
    goods, pedigree = Goods(), Pedigree()
    with closed_shop(tmp_path_factory.mktemp("future"), goods.furnish) as shop:
        orders = trade_into_every_status(shop, goods)
        pedigree.furnish(shop)
        vouch(shop)
        shop.node.rpc("evm_setNextBlockTimestamp", YEAR_14000)
        buy(shop, goods.offers["teapot"], "shopper1")
        shop.index_once()
        of_goods = values_of_goods(pedigree)
        yield Place(shop.app().test_client(), values(shop, goods, orders) | of_goods, questions(shop, goods))


def test_every_page_is_there(place: Place) -> None:
    for path in paths(place):
        limits.limiter.reset()
        with place.client.get(path) as answer:
            assert answer.status_code in (200, 302), path


@pytest.mark.parametrize("path", ["orders", "offers", "health", "statistics", "dump.jsonl"])
def test_the_api_answers(place: Place, path: str) -> None:
    with place.client.get(f"/api/v1/{path}") as answer:
        assert answer.status_code == 200


def test_times_beyond_the_calendar_are_its_last() -> None:
    assert utc(LAST) == utc(LAST + 1) == utc(2**63)
    assert utc(LAST).isoformat() == "9999-12-31T23:59:59+00:00"
