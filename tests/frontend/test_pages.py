"""The pages as they come from the server: readable without scripts, in both languages, in every status, in trouble."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend import market as shop_market
from frontend.app import create_app
from frontend.chain import Chain
from frontend.config import ConfigError
from frontend.web import limits, vendor
from scripts import parameters
from scripts.terms import Status
from tests.fixtures.goods import Goods, buy, trade_into_every_status
from tests.fixtures.shop import PATIENCE, Shop, closed_shop, until

MAINNET = 1
CHINESE = re.compile(r"[\u4e00-\u9fff]")
UNKNOWN = "0x" + "ab" * 32


@dataclass
class Market:
    """A shop with offers and orders that its index knows; `orders` by status."""

    shop: Shop
    goods: Goods
    orders: dict[Status, str]
    gift: str
    client: FlaskClient

    def get(self, path: str, language: str = "en") -> str:
        """A page's text, its blanks as they are typed; AssertionError unless it is there."""
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True).replace("\u00a0", " ")

    def paths(self) -> list[str]:
        """Every page that a shopper can come to."""
        offers = [f"/offers/{self.goods.id(name)}" for name in self.goods.offers]
        checkouts = [f"/checkout?offer={self.goods.id(name)}" for name in self.goods.offers]
        orders = [f"/orders/{order_id}" for order_id in self.orders.values()]
        people = [f"/shops/{self.shop.people['merchant1']}", f"/orders/?account={self.shop.people['shopper1']}"]
        return ["/", "/?q=nothing-like-it", "/about", "/orders/", "/earnings", *people, *offers, *checkouts, *orders]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market that all tests here look at."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("pages"), goods.furnish) as shop:
        orders = trade_into_every_status(shop, goods)
        gift = buy(shop, goods.offers["teapot"], "shopper2", buyer="shopper1")
        shop.index_once()
        gift_id = "0x" + shop.market.order_id(gift).hex()
        yield Market(shop, goods, orders, gift_id, shop.app().test_client())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_there_in_one_language(market: Market, language: str) -> None:
    for path in market.paths():
        text = market.get(path, language)
        assert f'<html lang="{ {"en": "en", "zh": "zh-Hans"}[language] }"' in text
        visible = re.sub(r"<script.*?</script>|<[^>]*hreflang[^>]*>[^<]*<", "", text, flags=re.DOTALL)
        assert bool(CHINESE.search(visible)) == (language == "zh"), path
        ids = re.findall(r'\sid="([^"]+)"', visible)
        assert len(set(ids)) == len(ids), path


def test_catalogue_shows_price_and_shop(market: Market) -> None:
    text = market.get("/")
    for fact in ("Teapot", "0.05 ETH", "Lamp", "45.00 USD", "+ 5.00 USD shipping", "Harbour Goods"):
        assert fact in text
    assert "Teapot" not in market.get("/?q=lamp")


def test_offer_says_what_happens_without_carrier_and_arbiter(market: Market) -> None:
    guarded = market.get(f"/offers/{market.goods.id('teapot')}")
    assert "an arbiter decides" in guarded
    assert "the carrier has 7 days to report the delivery" in guarded
    bare = market.get(f"/offers/{market.goods.id('lamp')}")
    assert "no carrier watches this parcel. Ask for your money back within 14 days" in bare
    assert "names no arbiter" in bare
    assert 'one costs <span class="amount">50.00 USD</span> in all' in bare


IN_QUESTION = {"confirm", "release", "submit_evidence"}
NEXT = {
    Status.AWAITING_SHIPMENT: (
        "To be shipped",
        "The seller packs the parcel",
        "back to whoever paid",
        {"cancel", "confirm"},
    ),
    Status.AWAITING_DELIVERY: ("On its way", "The carrier reports", "back to whoever paid", {"confirm"}),
    Status.AWAITING_CONFIRMATION: (
        "To be received",
        "The carrier has reported",
        "to the seller",
        {"confirm", "request", "extend"},
    ),
    Status.AWAITING_ANSWER: (
        "Seller to answer",
        "wants to return the goods for 0.05 ETH",
        "back to whoever paid",
        IN_QUESTION | {"extend"},
    ),
    Status.AWAITING_RETURN: (
        "To be sent back",
        "The buyer sends them",
        "to the seller",
        IN_QUESTION | {"send_back", "dispute"},
    ),
    Status.AWAITING_RETURN_CHECK: (
        "Return being checked",
        "The seller checks them",
        "back to whoever paid",
        IN_QUESTION | {"extend"},
    ),
    Status.AWAITING_RULING: (
        "Arbiter deciding",
        "The arbiter decides",
        "back to whoever paid",
        IN_QUESTION | {"extend"},
    ),
}


@pytest.mark.parametrize("status", NEXT)
def test_order_says_what_happens_next(market: Market, status: Status) -> None:
    name, next_step, default, actions = NEXT[status]
    text = market.get(f"/orders/{market.orders[status]}")
    for fact in (name, next_step, f"0.05 ETH held goes {default}", "data-countdown"):
        assert fact in text
    assert set(re.findall(r'data-action="(\w+)"', text)) == actions


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        (Status.CLOSED, "This order is complete; the seller was paid 0.05 ETH."),
        (Status.CANCELLED, "This order was cancelled; 0.05 ETH went back."),
    ],
)
def test_order_says_how_it_ended(market: Market, status: Status, ending: str) -> None:
    text = market.get(f"/orders/{market.orders[status]}")
    assert ending in text
    assert "data-action" not in text


def test_devnet_shows_the_other_sides_command(market: Market) -> None:
    order_id = market.orders[Status.AWAITING_SHIPMENT]
    port = market.shop.node.port
    command = f"HANDOVER_PORT={port} .venv/bin/brownie run merchant ship {order_id} --network anvil"
    assert command in market.get(f"/orders/{order_id}")


def test_orders_paid_by_others_stand_apart(market: Market) -> None:
    text = market.get(f"/orders/?account={market.shop.people['shopper1']}")
    own, gifts = text.split("Paid by somebody else in your name")
    assert market.gift in gifts
    assert market.gift not in own
    assert market.orders[Status.CLOSED] in own


def test_my_orders_by_status(market: Market) -> None:
    account = market.shop.people["shopper1"]
    text = market.get(f"/orders/?account={account}&status=cancelled")
    assert market.orders[Status.CANCELLED] in text
    assert market.orders[Status.CLOSED] not in text


def test_markup_of_merchants_is_shown_as_text(market: Market) -> None:
    text = market.get(f"/offers/{market.goods.id('markup')}")
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("path", ["/nothing", "/offers/0x12", f"/offers/{UNKNOWN}", f"/orders/{UNKNOWN}", "/shops/0x1"])
def test_what_is_not_there_says_so(market: Market, path: str) -> None:
    answer = market.client.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.get_data(as_text=True)


def test_headers_forbid_inline_scripts_and_other_origins(market: Market) -> None:
    for path in market.paths():
        answer = market.client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert f"connect-src 'self' {market.shop.node.url};" in policy
        text = answer.get_data(as_text=True)
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
        assert not re.search(r"<[^>]*\s(on\w+|style)=", re.sub(r'"[^"]*"', '""', text))


def test_language_and_theme_are_remembered(market: Market) -> None:
    client = market.shop.app().test_client()
    answer = client.get("/settings/language/zh?next=/about")
    assert answer.headers["Location"] == "/about"
    client.get("/settings/theme/dark")
    text = client.get("/about").get_data(as_text=True)
    assert 'lang="zh-Hans"' in text
    assert 'data-theme="dark"' in text
    assert client.get("/settings/language/xx").status_code == 404


@pytest.mark.parametrize(
    "place", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/\r/"]
)
def test_going_back_stays_in_the_shop(market: Market, place: str) -> None:
    answer = market.client.get("/settings/language/en", query_string={"next": place})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("name", vendor.SCRIPTS)
def test_vendored_scripts_are_the_pinned_ones(
    market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path, pinned = vendor.SCRIPTS[name]
    body = market.client.get(f"/vendor/{name}").data
    assert sha256(body).hexdigest() == pinned
    package = path.relative_to(vendor.FOLDER).parts[0]
    lock = json.loads((parameters.ROOT / "package-lock.json").read_text())
    installed = json.loads((vendor.FOLDER / package / "package.json").read_text())
    assert lock["packages"][f"node_modules/{package}"]["version"] == installed["version"]
    swapped = tmp_path / "swapped.js"
    swapped.write_bytes(body + b"// swapped")
    monkeypatch.setitem(vendor.SCRIPTS, name, (swapped, pinned))
    with pytest.raises(ConfigError, match="not the pinned version"):
        market.shop.app()


def test_nothing_of_the_devnet_exists_elsewhere(
    market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = json.loads((parameters.DEPLOYMENTS / f"{parameters.DEVNET}.json").read_text())
    (tmp_path / f"{MAINNET}.json").write_text(json.dumps(book | {"chain_id": MAINNET}))
    monkeypatch.setattr(parameters, "DEPLOYMENTS", tmp_path)
    settings = replace(config.load(market.shop.environment()), chain_id=MAINNET, public_node="https://node.example/key")
    client = create_app(settings).test_client()
    answer = client.get(f"/orders/{market.orders[Status.AWAITING_SHIPMENT]}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "The storefront&#39;s node serves another chain" in text
    assert "brownie" not in text
    assert "practice" not in text.lower()
    assert '"devnet": null' in text
    assert client.get("/devnet/static/main.js").status_code == 404
    assert "connect-src 'self' https://node.example;" in answer.headers["Content-Security-Policy"]


def test_searches_are_limited(market: Market) -> None:
    """On pages as in the API; looking around without searching goes on."""
    limits.limiter.reset()
    allowed = int(limits.SEARCHES.split("/", maxsplit=1)[0])
    assert {market.client.get("/?q=x").status_code for _ in range(allowed)} == {200}
    assert market.client.get("/?q=x").status_code == 429
    assert market.client.get("/").status_code == 200
    limits.limiter.reset()


def test_slow_node_holds_up_one_page_only(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one request waits for the node, others show what was known before."""
    app, asked, answered = market.shop.app(), Event(), Event()
    assert app.test_client().get("/about").status_code == 200
    monkeypatch.setattr(shop_market, "FRESH_FOR", 0.0)
    assert app.test_client().get("/about").status_code == 200

    def slow(_: Chain) -> int:
        asked.set()
        assert answered.wait(PATIENCE)
        return 1_700_000_000

    with app.app_context():
        until(lambda: time.monotonic() >= app.extensions[shop_market.KEY].good_until)
    monkeypatch.setattr(Chain, "now", slow)
    with ThreadPoolExecutor() as pool:
        waits = pool.submit(lambda: app.test_client().get("/about").status_code)
        assert asked.wait(PATIENCE)
        assert app.test_client().get("/about").status_code == 200
        assert not waits.done()
        answered.set()
        assert waits.result() == 200


def test_without_node_and_index(market: Market, tmp_path: Path) -> None:
    """What needs neither is there; the rest says in a page what is wrong."""
    settings = replace(config.load(market.shop.environment()), node="http://127.0.0.1:1")
    for written in (b"", b"this is no database " * 500):
        (tmp_path / "index").write_bytes(written)
        client = create_app(replace(settings, database=f"sqlite:///{tmp_path}/index")).test_client()
        codes = {path: client.get(path).status_code for path in ("/about", "/nothing", "/", "/api/v1/offers")}
        assert codes == {"/about": 200, "/nothing": 404, "/": 503, "/api/v1/offers": 503}


def test_places_in_a_list_that_are_none(market: Market) -> None:
    assert market.client.get("/?after=x").status_code == 404
    buyer = market.shop.people["shopper1"]
    assert market.client.get("/orders/", query_string={"account": buyer, "after": "x"}).status_code == 404


def test_the_servers_own_node_stays_secret(market: Market) -> None:
    """Its address may hold a key: off the devnet browsers get none, unless the operator names one for them."""
    settings = config.load({"HANDOVER_NODE": "https://node.example/v3/key", "HANDOVER_CHAIN_ID": "11155111"})
    assert settings.public_node == ""
    assert config.load({"HANDOVER_NODE": market.shop.node.url}).public_node == market.shop.node.url


def test_while_the_node_is_down(market: Market) -> None:
    settings = replace(config.load(market.shop.environment()), node="http://127.0.0.1:1")
    client = create_app(settings).test_client()
    for path in market.paths():
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "node does not answer" in answer.get_data(as_text=True)
    answer = client.get(f"/orders/{UNKNOWN}")
    assert answer.status_code == 503
    assert "The chain cannot be reached" in answer.get_data(as_text=True)


def test_a_failure_of_ours_says_so(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    app = market.shop.app()

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("a secret of the server")

    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    text = answer.get_data(as_text=True)
    assert "Something went wrong here" in text
    assert "secret" not in text
