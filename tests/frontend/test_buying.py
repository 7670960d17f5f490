"""Cart, checkout, receipt and earnings as they come from the server, and the storefront's own account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend.config import ConfigError
from scripts.parameters import MAX_CART
from scripts.terms import Order, offer_id
from tests.fixtures.bazaar import Bazaar
from tests.fixtures.goods import DOLLAR, ETHER, Goods
from tests.fixtures.shop import Shop, closed_shop

UNKNOWN = "0x" + "ab" * 32
WRONG = "0x70997970C51812dc3A010C7d01b50e0d17dc79c8"  # its last capital letter is none
NBSP = "\N{NO-BREAK SPACE}"


@dataclass
class Market:
    """Shops whose index is up to date; `paid` were paid together, `stall` is of a seller who has published no key."""

    shop: Shop
    goods: Goods
    bazaar: Bazaar
    stall: Goods
    paid: list[str]
    client: FlaskClient

    def get(self, path: str, status: int = 200) -> str:
        """A page's text, with ordinary spaces."""
        answer = self.client.get(path)
        assert answer.status_code == status, path
        return answer.get_data(as_text=True).replace(NBSP, " ")

    def lines(self, page: str, *chosen: tuple[str, int]) -> str:
        """A page of the cart or of the checkout with these offers."""
        query = "&".join(f"offer={offer}&quantity={quantity}" for offer, quantity in chosen)
        return self.get(f"/{page}?{query}")


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """A market in which a cart was paid, a jug is gone, a vase costs more than it did, and more again."""
    goods, bazaar, stall = Goods(), Bazaar(), Goods(seller="stranger")
    with closed_shop(tmp_path_factory.mktemp("buying"), goods.furnish) as shop:
        bazaar.furnish(shop)
        stall.publish(shop, ("mug", "Mug", "马克杯"), price=ETHER // 50)
        stall.publish(shop, ("untold", "Box", "盒子"), price=ETHER // 50, details=bytes([7] * 32))
        paid = _pay_cart(shop, goods, bazaar)
        vase = bazaar.potter.offers["vase"]
        for old, new in ((ETHER // 25, ETHER // 20), (ETHER // 20, ETHER // 10)):
            call = shop.market.call("revise", vase._replace(price=old), vase._replace(price=new))
            shop.send("merchant3", call)
        shop.index_once()
        yield Market(shop, goods, bazaar, stall, paid, shop.app().test_client())


def _pay_cart(shop: Shop, goods: Goods, bazaar: Bazaar) -> list[str]:
    """One payment for a teapot, a notebook brought by the stranger, and the last jug."""
    buyer, stranger = shop.people["shopper1"], shop.people["stranger"]
    chosen = [goods.offers["teapot"], bazaar.stationer.offers["moss"], bazaar.potter.offers["jug"]]
    orders = [
        Order(offer, buyer, buyer, quantity=1, referrer=stranger, salt=bytes(31) + bytes([number]))
        for number, offer in enumerate(chosen)
    ]
    shop.send("shopper1", shop.token("approve", shop.market.escrow.address, 15 * DOLLAR))
    return _pay_many(shop, orders)


def _pay_many(shop: Shop, orders: list[Order]) -> list[str]:
    """Orders of the shopper in one payment; their ids."""
    coin = sum(order.total for order in orders if order.offer.in_coin)
    encoded = shop.market.escrow.encode_abi("pay_many", args=[[_flat(order) for order in orders]])
    shop.node.rpc(
        "eth_sendTransaction",
        {
            "from": shop.people["shopper1"],
            "to": shop.market.escrow.address,
            "data": encoded,
            "value": hex(coin),
        },
    )
    return ["0x" + shop.market.order_id(order).hex() for order in orders]


def _flat(order: Order) -> tuple[object, ...]:
    """An order as the contract's ABI has it."""
    return (tuple(order.offer), *order[1:])


def test_cart_adds_up_per_currency(market: Market) -> None:
    stationer, goods = market.bazaar.stationer, market.goods
    text = market.lines("cart", (goods.id("teapot"), 2), (stationer.id("indigo"), 3), (stationer.id("moss"), 1))
    for fact in ("39.00 USD", "0.1 ETH", "To the checkout: 3 orders", "Paper Lane", "Harbour Goods"):
        assert fact in text
    assert "54.00 USD" in text  # 4 notebooks and two parcels
    assert text.count("<h2><a") == 2


def test_the_same_offer_twice_is_one_line(market: Market) -> None:
    teapot = market.goods.id("teapot")
    text = market.lines("cart", (teapot, 1), (teapot, 2))
    assert text.count('<li class="cart-line"') == 1
    assert "0.15 ETH" in text


def test_what_cannot_be_bought_is_told_and_left_out(market: Market) -> None:
    potter = market.bazaar.potter
    text = market.lines("cart", (potter.id("jug"), 1), (potter.id("vase"), 1), (market.goods.id("bowl"), 2))
    for fact in ("Sold out", "The seller has replaced this offer", "Not so many are left", "1 left"):
        assert fact in text
    assert "costs 0.1 ETH instead of 0.04 ETH" in re.sub("<[^>]*>", "", text)  # the newest, after two revisions
    assert "Nothing in the cart can be bought now." in text
    assert 'name="quantity"' not in text


@pytest.mark.parametrize(
    ("seller", "name", "reason", "way_on"),
    [
        ("potter", "vase", "The seller has replaced this offer", "See the new one"),
        ("potter", "jug", "Sold out", "More from this seller"),
        ("stall", "untold", "No description yet", "More from this seller"),
        ("stall", "mug", "This seller cannot be told where to ship", "Find something"),
    ],
)
def test_every_page_tells_the_same_of_what_cannot_be_bought(
    market: Market, seller: str, name: str, reason: str, way_on: str
) -> None:
    """And nothing on any of them sells it; from the offer and the checkout a way leads on."""
    goods = market.stall if seller == "stall" else market.bazaar.potter
    offer = market.get(f"/offers/{goods.id(name)}")
    cart, checkout = (market.lines(page, (goods.id(name), 1)) for page in ("cart", "checkout"))
    for text in (offer, cart, checkout):
        assert f">{reason}<" in text
        for selling in ('name="quantity"', 'class="protection"', 'id="costs"', 'id="delivery"'):
            assert selling not in text
    for text in (offer, checkout):
        assert f">{way_on}</a>" in text


def test_a_replaced_offer_whose_shipping_costs_more_does_not_cost_the_same(market: Market) -> None:
    vase = market.bazaar.potter.offers["vase"]._replace(price=ETHER, shipping=ETHER // 4)
    dearer = vase._replace(shipping=ETHER // 2)
    market.shop.send("merchant3", market.shop.market.call("publish", vase, 1))
    market.shop.send("merchant3", market.shop.market.call("revise", vase, dearer))
    market.shop.index_once()
    old = "0x" + offer_id(vase).hex()
    for page in (f"/cart?offer={old}", f"/offers/{old}"):
        text = re.sub("<[^>]*>", "", market.get(page))
        assert "has the same price; its shipping costs 0.5 ETH instead of 0.25 ETH." in text, page
        assert "costs the same" not in text


def test_an_offer_keeps_the_quantity_that_is_asked_for(market: Market) -> None:
    """While one asks whether it comes to a country, for example; no more than are left."""
    many = market.goods.offers["lamp"]._replace(price=DOLLAR)
    market.shop.send("merchant1", market.shop.market.call("publish", many, 50_000))
    market.shop.index_once()
    page = f"/offers/0x{offer_id(many).hex()}?to=CH&quantity="
    assert 'value="12345" required' in market.get(f"{page}12345")
    assert 'value="50000" required' in market.get(f"{page}9999999")


def test_unknown_offers_can_be_removed(market: Market) -> None:
    text = market.get(f"/cart?offer={UNKNOWN}")
    assert "is not in this market (any more)" in text
    assert f'data-remove="{UNKNOWN}"' in text


def test_a_cart_takes_as_many_as_one_payment(market: Market) -> None:
    many = "&".join(f"offer=0x{number:064x}" for number in range(MAX_CART + 5))
    assert market.get(f"/cart?{many}").count("data-remove=") == MAX_CART


@pytest.mark.parametrize("quantity", ["", "0", "-1", "x", "1e3", "9" * 40, "\u0663"])
def test_quantities_that_are_none_count_as_one(market: Market, quantity: str) -> None:
    text = market.get(f"/cart?offer={market.goods.id('teapot')}&quantity={quantity}")
    assert "0.05 ETH" in text


def test_what_is_no_id_is_not_there(market: Market) -> None:
    market.get("/cart?offer=0x12", 404)
    market.get("/checkout?offer=0x12", 404)


def test_checkout_names_every_cost(market: Market) -> None:
    goods, stationer = market.goods, market.bazaar.stationer
    text = market.lines("checkout", (goods.id("teapot"), 1), (stationer.id("indigo"), 2))
    for fact in (
        *("24.00 USD", "27.00 USD", "0.05 ETH", "allow exactly", "pay all 2 orders at once", "All or nothing"),
        *("Note to Paper Lane", "Note to Harbour Goods", "nothing is converted"),
    ):
        assert fact in text
    alone = market.lines("checkout", (goods.id("teapot"), 1))
    assert "All or nothing" not in alone
    assert 'data-step="allow-' not in alone


def test_checkout_stops_at_what_cannot_be_bought(market: Market) -> None:
    text = market.lines("checkout", (market.goods.id("teapot"), 1), (market.bazaar.potter.id("jug"), 1))
    assert "Sold out" in text
    assert 'id="delivery"' not in text
    assert f'href="/shops/{market.shop.people["merchant3"]}">More from this seller<' in text
    assert market.client.get("/checkout").headers["Location"] == "/cart"
    replaced = market.lines("checkout", (market.bazaar.potter.id("vase"), 1))
    assert re.search(r'href="/offers/0x\w+">See the new one<', replaced)


def test_any_order_of_a_purchase_leads_to_its_receipt(market: Market) -> None:
    for order in market.paid:
        text = market.get(f"/orders/{order}/receipt")
        assert re.findall(r'<h2><a href="/orders/(0x\w+)"', text) == market.paid
        assert text.count("To the order") == len(market.paid)
        assert text.count("Until then you can cancel and have everything back at once.") == len(market.paid)
        for fact in ("15.00 USD", "0.1 ETH", "What happens next", "If nobody does"):
            assert fact in text
    market.get(f"/orders/{UNKNOWN}/receipt", 404)


def test_a_receipt_shows_no_more_orders_than_a_cart_holds(market: Market) -> None:
    """Whoever lists others beside it could make a page of any length, again and again."""
    shop, buyer, offer = market.shop, market.shop.people["shopper1"], market.goods.offers["teapot"]
    carts = [
        _pay_many(shop, [Order(offer, buyer, buyer, quantity=1, salt=shop.new_salt()) for _ in range(many)])
        for many in (MAX_CART - 2, 2, 1)
    ]
    shop.index_once()
    first, second, third = (cart[0] for cart in carts)
    assert market.get(f"/orders/{second}/receipt?and={first}").count('<h2><a href="/orders/') == MAX_CART
    more = market.get(f"/orders/{third}/receipt?and={second}&and={second}&and={first}")
    assert re.findall(r'<h2><a href="/orders/(0x\w+)"', more) == [*carts[1], *carts[2]]


def test_earnings_say_what_may_still_come(market: Market) -> None:
    stranger = market.shop.people["stranger"]
    text = market.get(f"/earnings?account={stranger}")
    assert market.paid[1] in text
    assert "0.75 USD</span> more once the buyer confirms" in text
    assert "data-withdraw" not in text
    market.get(f"/earnings?account={stranger}&after=x", 404)
    market.get("/earnings?account=0x12", 404)


def test_the_page_tells_its_scripts_who_sent_the_reader(market: Market) -> None:
    people = market.shop.people
    assert f'"referrer": "{people["stranger"]}"' in market.get(f"/about?ref={people['stranger'].lower()}")
    for nobody in ("0x12", "0x" + "00" * 20, "<script>", people["stranger"].swapcase()):
        assert '"referrer": ""' in market.get(f"/about?ref={nobody}")
    assert f'"storefront": "{people["storefront"]}"' in market.get("/about")


@pytest.mark.parametrize("account", ["0x12", "0x" + "00" * 20, "storefront", "12" * 20, WRONG])
def test_a_storefronts_account_is_checked(account: str) -> None:
    with pytest.raises(ConfigError, match="HANDOVER_STOREFRONT must be an account"):
        config.load({"HANDOVER_STOREFRONT": account})


def test_a_storefront_need_not_name_an_account(market: Market) -> None:
    assert config.load({}).account == ""
    given = market.shop.people["stranger"]
    assert config.load({"HANDOVER_STOREFRONT": given.lower()}).account == given
