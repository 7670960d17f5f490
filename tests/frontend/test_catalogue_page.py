"""The catalogue page: its orders, and what buyers of an offer bought as well."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import closed_shop


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Goods, FlaskClient]]:
    """A shop in which one shopper bought two things."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("catalogue"), goods.furnish) as shop:
        for name in ("teapot", "markup"):
            buy(shop, goods.offers[name], "shopper1")
        shop.index_once()
        yield goods, shop.app().test_client()


def listed_on(page: str) -> list[str]:
    """The ids of the offers that a page shows as cards."""
    return re.findall(r'<h2><a href="/offers/(0x[0-9a-f]{64})">', page)


def test_also_bought(market: tuple[Goods, FlaskClient]) -> None:
    """In both languages, with the count as the reason; nothing where nobody bought."""
    goods, client = market
    teapot, bowl, other = [goods.id(name) for name in ("teapot", "markup", "lamp")]
    english = client.get(f"/offers/{teapot}", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert listed_on(english) == [bowl]
    assert "Buyers of this also bought" in english
    assert "1 buyer of this bought it too" in english
    chinese = client.get(f"/offers/{bowl}", headers={"Accept-Language": "zh"}).get_data(as_text=True)
    assert listed_on(chinese) == [teapot]
    assert "1 位买家也买了" in chinese
    assert listed_on(client.get(f"/offers/{other}").get_data(as_text=True)) == []


def test_orders_of_the_catalogue(market: tuple[Goods, FlaskClient]) -> None:
    """By price within one currency only; an order that is none is the usual one."""
    goods, client = market
    coin = {"currency": "0x" + "00" * 20}

    def ask(**query: str) -> str:
        return client.get("/", query_string=query).get_data(as_text=True)

    prices = {goods.id(name): offer.price for name, offer in goods.offers.items()}
    listed = listed_on(ask(sort="cheapest", **coin))
    assert [prices[one] for one in listed] == sorted(prices[one] for one in listed)
    assert len(listed) > 1
    dearest = listed_on(ask(sort="dearest", **coin))
    assert [prices[one] for one in dearest] == sorted((prices[one] for one in listed), reverse=True)
    assert "cheapest" in ask(**coin)
    assert "cheapest" not in ask()
    assert listed_on(ask(sort="cheapest")) == listed_on(ask(sort="unheard-of")) == listed_on(ask())


def test_same_over_the_api(market: tuple[Goods, FlaskClient]) -> None:
    goods, client = market
    teapot, bought = goods.id("teapot"), goods.id("markup")
    items = client.get(f"/api/v1/offers/{teapot}/also_bought").get_json()["items"]
    assert [(item["offer"]["id"], item["buyers"]) for item in items] == [(bought, 1)]
    most = {"currency": "0x" + "00" * 20, "price_to": str(goods.offers["teapot"].price), "sort": "dearest"}
    found = client.get("/api/v1/offers", query_string=most | {"ships_to": "DE"}).get_json()["items"]
    assert found[0]["id"] == teapot
    assert client.get("/api/v1/offers", query_string=most | {"ships_to": "US"}).get_json()["items"] == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"sort": "cheapest"}, "Prices are compared in one currency: name it."),
        ({"sort": "sideways"}, "sort is one of best, newest, cheapest, dearest, most_sold, rated."),
        ({"price_from": "-1"}, "price_from is a whole number in decimal digits."),
        ({"sort": "most_sold", "after": "9" * 18}, "That is no place in this list; begin again at its start."),
    ],
)
def test_bad_questions(market: tuple[Goods, FlaskClient], query: dict[str, str], sentence: str) -> None:
    answer = market[1].get("/api/v1/offers", query_string=query)
    assert (answer.status_code, answer.get_json()) == (400, {"error": sentence})
