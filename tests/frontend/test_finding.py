"""Finding and deciding as the pages have it: filters and chips, paging, variants, what is known of a seller, costs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import unescape

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend.app import create_app
from frontend.goods import trust
from frontend.index import queries
from scripts.terms import Status
from tests.fixtures.cups import publish_cups
from tests.fixtures.goods import Goods, trade_into_every_status
from tests.fixtures.shop import Shop, closed_shop

CARD = re.compile(r'<h2><a href="/offers/(0x[0-9a-f]{64})(?:\?[^"]*)?">')
CHIP = re.compile(r'<a class="chip" href="([^"]+)"><bdi>([^<]+)</bdi>')


@dataclass
class Market:
    """A shop with a cup in three colours beside its other goods, and orders in every status."""

    shop: Shop
    goods: Goods
    cups: dict[str, str]
    client: FlaskClient

    def get(self, path: str, language: str = "en", **query: str) -> str:
        """A page as it reads; AssertionError unless it is there."""
        answer = self.client.get(path, query_string=query or None, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True).replace("\u00a0", " ")

    @property
    def dollar(self) -> str:
        return self.shop.book.contracts["Dollar"].address

    @property
    def seller(self) -> str:
        return self.shop.people["merchant1"]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("finding"), goods.furnish) as shop:
        cups = publish_cups(shop, goods)
        trade_into_every_status(shop, goods)
        shop.index_once()
        yield Market(shop, goods, cups, shop.app().test_client())


def listed_on(page: str) -> list[str]:
    return CARD.findall(page)


def chips_on(page: str) -> dict[str, str]:
    """Chips by their words, each with the address that it leads to."""
    return {unescape(text): unescape(address) for address, text in CHIP.findall(page)}


def test_variants_stand_as_one(market: Market) -> None:
    """By the cheapest, with the least price and how many there are to choose from."""
    page = market.get("/", category="kitchen")
    assert listed_on(page) == [market.cups["blue"]]
    assert "2 options" in page
    assert 'from <span class="amount">6.00 USD</span>' in page
    assert '<span class="amount">6.00 USD</span> 起' in market.get("/", "zh", category="kitchen")


@pytest.mark.parametrize(("words", "colour"), [("red cup", "red"), ("蓝色杯子", "blue"), ("cup", None)])
def test_a_variants_words_lead_to_it(market: Market, words: str, colour: str | None) -> None:
    found = listed_on(market.get("/", q=words))
    cups = [one for one in found if one in market.cups.values()]
    assert len(cups) == 1
    assert colour is None or cups == [market.cups[colour]]


def test_a_categorys_name_is_searched(market: Market) -> None:
    """In Chinese too, though the document has only its slug."""
    assert set(listed_on(market.get("/", q="厨房"))) & set(market.cups.values())


def test_prices_are_in_units_of_the_currency(market: Market) -> None:
    page = market.get("/", **{"currency": market.dollar, "from": "5", "to": "10.50"})
    assert set(listed_on(page)) <= set(market.cups.values())
    assert len(listed_on(page)) == 1
    assert market.goods.id("lamp") in listed_on(market.get("/", **{"currency": market.dollar, "from": "10.5"}))
    assert market.goods.id("lamp") in listed_on(market.get("/", **{"currency": market.dollar, "to": "1,250"}))
    assert "5.00 USD to 10.50 USD" in chips_on(page)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "5"}, "Choose a currency as well: prices are compared within one."),
        ({"from": "five", "currency": "dollar"}, "A price is a number such as 12.50."),
        ({"to": "12,50", "currency": "dollar"}, "A price is a number such as 12.50."),
        ({"to": "-1", "currency": "dollar"}, "A price is a number such as 12.50."),
        ({"to": "9" * 90, "currency": "dollar"}, "A price is a number such as 12.50."),
    ],
)
def test_prices_that_make_no_sense(market: Market, query: dict[str, str], sentence: str) -> None:
    """One sentence beside the field, what was typed stays, and nothing is filtered by it."""
    asked = {name: market.dollar if value == "dollar" else value for name, value in query.items()}
    page = market.get("/", **asked)
    assert sentence in page
    assert listed_on(page)
    assert f'value="{query.get("from", query.get("to", ""))}"'[:40] in page


def test_chips_take_filters_away(market: Market) -> None:
    """Each leads to the same list without its filter; without a currency there are no prices."""
    asked = {"q": "cup", "shop": market.seller, "currency": market.dollar, "from": "5", "ships_to": "DE"}
    chips = chips_on(market.get("/", **asked))
    assert set(chips) == {"“cup”", "Harbour Goods", "USD", "from 5.00 USD", "Ships to Germany"}
    assert "q=" not in chips["“cup”"]
    assert "shop=" not in chips["Harbour Goods"]
    assert "from=" not in chips["USD"]
    assert "currency=" not in chips["USD"]
    assert "currency=" in chips["from 5.00 USD"]
    for address in chips.values():
        assert set(listed_on(market.get(address))) & set(market.cups.values())


def test_nothing_found_says_what_to_take_away(market: Market) -> None:
    """Only those filters without which something is there."""
    page = market.get("/", q="teapot", category="kitchen", ships_to="DE")
    assert "Nothing found" in page
    offered = page.split("Something is there without one of these:")[1]
    assert set(chips_on(offered)) == {"“teapot”", "Kitchen"}


def test_a_word_that_nothing_has(market: Market) -> None:
    """It is not counted as found, and all goods and categories are offered instead of taking the only word away."""
    near = market.get("/", q="red unobtainium")
    assert "Nothing found for “red unobtainium”; perhaps one of these." in near
    assert listed_on(near)
    assert not re.search(r"\d found", near)
    nothing = market.get("/", q="unobtainium")
    assert "Something is there without" not in nothing
    assert re.search(r'<a class="chip" href="/\?category=kitchen">Kitchen \(1\)</a>', nothing)


def test_counts_are_those_of_cards(market: Market) -> None:
    """Variants count once, and on a shop's own page only his goods do."""
    page = market.get("/")
    counts = dict(re.findall(r'<option value="(\w+)">[^<]+ \((\d+)\)</option>', page))
    assert sum(map(int, counts.values())) >= len(listed_on(page)) > 1
    assert all(len(listed_on(market.get("/", category=name))) == int(count) for name, count in counts.items())
    other = market.get(f"/shops/{market.shop.people['stranger']}")
    assert 'name="category"' not in other


def test_words_are_no_filter(market: Market) -> None:
    badge = '<span class="badge active">'
    assert badge not in market.get("/", q="cup").split("</summary>")[0]
    assert f"{badge}1<" in market.get("/", q="cup", category="kitchen")


def test_the_field_that_is_wrong_is_marked(market: Market) -> None:
    page = market.get("/", **{"currency": market.dollar, "from": "ten", "to": "20"})
    assert re.findall(r'id="(\w+)"[^>]*aria-invalid', page) == ["from"]
    assert re.findall(r'id="(\w+)"[^>]*aria-invalid', market.get("/", **{"from": "10"})) == ["currency"]


def test_countries_in_chinese(market: Market) -> None:
    """China first, then by sound, with those that are written with rare characters."""
    page = market.get("/", "zh")
    names = re.findall(r'<option value="[A-Z]{2}">([^<]+)</option>', page)
    assert names[0] == "中国"
    places = {name: place for place, name in enumerate(names)}
    for before, name, after in (
        ("贝宁", "秘鲁", "冰岛"),
        ("法属圣马丁", "梵蒂冈", "菲律宾"),
        ("南苏丹", "瑙鲁", "尼泊尔"),
    ):
        assert places[before] < places[name] < places[after]
    assert places["菲律宾"] < places["斐济"] < places["芬兰"]


def test_ships_to(market: Market) -> None:
    """To a country that is none of a seller's, only what goes anywhere."""
    assert set(listed_on(market.get("/", ships_to="US"))) <= set(market.cups.values())
    assert market.goods.id("lamp") in listed_on(market.get("/", ships_to="DE"))
    assert listed_on(market.get("/", ships_to="nowhere")) == listed_on(market.get("/"))


def test_sold_out_goods_are_shown_on_request(market: Market) -> None:
    """On a shop's own page and in a search; what was taken back is not."""
    gone = market.cups["green"]
    assert "sold_out" not in market.get("/")
    path = f"/shops/{market.seller}"
    assert 'name="sold_out"' in market.get(path)
    page = market.get("/", q="green cup", sold_out="1")
    assert gone in listed_on(page)
    assert "Sold out" in page
    assert gone not in listed_on(market.get("/", q="green cup"))


def test_paging_goes_both_ways(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontend.index.queries.listings", partial(queries.listings, limit=2))
    first = market.get("/", currency="0x" + "00" * 20)
    following = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]
    second = market.get(following)
    assert "Page 2" in second
    assert not set(listed_on(first)) & set(listed_on(second))
    back = unescape(re.search(r'rel="prev" href="([^"]+)"', second)[1])  # type: ignore[index]
    assert listed_on(market.get(back)) == listed_on(first)
    assert "currency=" in back


def test_an_offer_leads_to_its_variants(market: Market) -> None:
    """Each with the quantity that was asked for; sold out is said."""
    page = market.get(f"/offers/{market.cups['red']}", quantity="1", to="DE")
    for colour, cup in market.cups.items():
        link = re.search(rf'<a class="([^"]*)" href="/offers/{cup}\?to=DE" data-variant([^>]*)>', page)
        assert link, colour
        assert ("sold-out" in link[1]) == (colour == "green")
        assert ("aria-current" in link[2]) == (colour == "red")
    assert "sold out" in page
    more = market.get(f"/offers/{market.goods.id('lamp')}", quantity="3")
    assert 'name="quantity"' in more
    assert "× 3" in more
    assert "140.00 USD" in more


@pytest.mark.parametrize("quantity", ["0", "-1", "many", "9" * 30, "1.5", ""])
def test_a_quantity_that_makes_no_sense_is_one(market: Market, quantity: str) -> None:
    page = market.get(f"/offers/{market.goods.id('lamp')}", quantity=quantity)
    assert "50.00 USD" in page.split('id="costs"')[1]


def test_does_it_come_to_me(market: Market) -> None:
    lamp = f"/offers/{market.goods.id('lamp')}"
    there = market.get(lamp, to="DE")
    assert "Yes: to Germany, " in there
    assert "50.00 USD</span> in all." in there
    assert "No: the seller does not ship to United States." in market.get(lamp, to="US")
    assert "Yes: to" not in market.get(lamp, to="XX")


def test_what_other_platforms_would_take(market: Market) -> None:
    """Of 50 dollars: rate, fee and what is less here, each with its source."""
    page = market.get(f"/offers/{market.goods.id('lamp')}").split('class="fees"')[1]
    for fact in ("13.25% + $0.40", "7.03 USD", "13.25% × $50.00 + $0.40", "15%", "7.50 USD", "AliExpress"):
        assert fact in page
    assert page.count('href="https://') == 4
    coin = market.get(f"/offers/{market.goods.id('teapot')}").split('class="fees"')[1]
    assert "0.0075 ETH" in coin
    assert "Fixed parts in dollars are left out" in coin


def test_can_i_trust_this(market: Market) -> None:
    """Every line leads to its evidence, and the evidence shows as many orders as the line counts."""
    page = market.get(f"/offers/{market.goods.id('teapot')}")
    panel = page.split("Can I trust this?")[1].split("</section>")[0]
    weight = "1 order, for which the seller paid this shop a commission of 0.30 USD: had he bought from himself"
    for fact in ("2 orders paid out", weight, "1 order"):
        assert fact in panel
    assert panel.count("Nobody whom this shop knows vouches for who this is.") == 3, "seller, carrier and arbiter"
    proofs = {unescape(address) for address in re.findall(r'class="proof" href="([^"]+)"', panel)}
    assert len(proofs) >= 5
    for address in proofs:
        assert "order-line" in market.get(address), address
    disputed = market.get(f"/shops/{market.seller}/record", deed="disputed")
    assert len(re.findall(r'<li class="card order-line">', disputed)) == 1
    assert market.get(f"/shops/{market.seller}/record").count("card order-line") == len(Status) - 1 + 1


def test_orders_weigh_only_where_the_shop_was_paid(market: Market) -> None:
    """A storefront that no order brought anything to says so; one without an account too."""
    for account in (market.shop.people["stranger"], ""):
        settings = config.load(market.shop.environment() | {"HANDOVER_STOREFRONT": account})
        page = create_app(settings).test_client().get(f"/offers/{market.goods.id('teapot')}").get_data(as_text=True)
        assert "No order so far, as is usual for a new shop" in page
        assert "order counts" not in page


def test_many_orders_that_cost_nothing_speak_against_a_seller(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who bought from himself for years is no new shop."""
    monkeypatch.setattr(trust, "MANY", 2)
    settings = config.load(market.shop.environment() | {"HANDOVER_STOREFRONT": ""})
    page = create_app(settings).test_client().get(f"/offers/{market.goods.id('teapot')}").get_data(as_text=True)
    assert "None of these orders" in page
    assert "as is usual for a new shop" not in page


def test_a_stranger_has_no_record(market: Market) -> None:
    """It says so; nothing breaks."""
    stranger = market.shop.people["stranger"]
    assert "Not seen before" in market.get(f"/shops/{stranger}")
    assert "No orders here" in market.get(f"/shops/{stranger}/record")


@pytest.mark.parametrize(
    ("who", "query", "way_on"),
    [
        ("stranger", {}, "/shops/{account}"),
        ("stranger", {"deed": "disputed"}, "/shops/{account}"),
        ("stranger", {"role": "carrier"}, "/"),
        ("merchant1", {"role": "arbiter"}, "/"),
        ("merchant1", {"deed": "not_sent"}, "/shops/{account}/record"),
    ],
)
def test_from_no_evidence_a_way_leads_on(market: Market, who: str, query: dict[str, str], way_on: str) -> None:
    """To all orders of a seller who has any, to what else he offers, or from a third to the goods."""
    account = market.shop.people[who]
    page = market.get(f"/shops/{account}/record", **query)
    assert f'<a class="button primary" href="{way_on.format(account=account)}">' in page.split("No orders here")[1]


@pytest.mark.parametrize("query", [{"deed": "unheard"}, {"after": "x"}, {"deed": "completed", "after": "-1"}])
def test_records_that_are_none(market: Market, query: dict[str, str]) -> None:
    answer = market.client.get(f"/shops/{market.seller}/record", query_string=query)
    assert answer.status_code == 404


def test_an_offers_history_is_paged(market: Market) -> None:
    """However often its seller changes its stock."""
    bowl = market.goods.offers["bowl"]
    bowl_id = market.goods.id("bowl")
    for cap in range(2, 32):
        market.shop.send("merchant1", market.shop.market.call("set_cap", bowl, cap))
    market.shop.index_once()
    first = market.get(f"/offers/{bowl_id}")
    assert first.count("units for sale in all") == 24
    following = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]
    assert "Published with 1 unit" in market.get(following)
    whole = market.client.get(f"/api/v1/offers/{bowl_id}/history?limit=100").get_json()
    assert [event["name"] for event in whole["items"]] == ["CapSet"] * 30 + ["OfferPublished"]
    assert market.client.get(f"/offers/{bowl_id}?after=x").status_code == 404
