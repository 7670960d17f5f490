"""On a phone with scripts turned off: what a page is for stands on the screen, and what needs scripts says so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import steps
from tests.browser.conftest import TIMEOUT
from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import Shop, running_shop

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def goods() -> Goods:
    """What this shop sells, and no other test adds to."""
    return Goods()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    """A shop of its own: its first pages are looked at."""
    with running_shop(tmp_path_factory.mktemp("quiet"), goods.furnish) as running:
        yield running


@pytest.fixture(scope="module")
def order_id(shop: Shop, goods: Goods) -> str:
    """An order that the index knows."""
    order = buy(shop, goods.offers["teapot"], "shopper1")
    shop.wait_for_index()
    return "0x" + shop.market.order_id(order).hex()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A tab without scripts."""
    with browser.new_context(java_script_enabled=False, locale="en-GB", viewport=PHONE) as context:  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT)
        yield context.new_page()


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("/", ["Filter and sort", "Teapot", "0.05"]),
        ("/offers/{lamp}", ["Lamp", "45.00", "Buy now", "Add to cart", "Can I trust this?", "Returns within 14 days."]),
        ("/cart?offer={lamp}&quantity=2", ["Lamp", "95.00", "To the checkout: 1 order"]),
        ("/checkout?offer={lamp}", ["Lamp", "50.00", "You pay"]),
        ("/orders/{order}", ["Teapot", "To be shipped", "0.05", "Who must act", "If nobody does"]),
        ("/orders/?account={shopper}", ["Teapot", "To be shipped"]),
        ("/record?account={shopper}", ["0.05"]),
        ("/shops/{seller}", ["Harbour Goods", "Teapot"]),
        ("/dashboard/orders", ["Sign in with your wallet"]),
    ],
)
def test_it_stands_on_the_screen(
    phone: Page, shop: Shop, goods: Goods, order_id: str, path: str, texts: list[str]
) -> None:
    people = shop.people
    parts = {"lamp": goods.id("lamp"), "order": order_id, "shopper": people["shopper1"], "seller": people["merchant1"]}
    phone.goto(shop.url + path.format(**parts))
    for text in texts:
        found = phone.get_by_role("main").get_by_text(text).filter(visible=True).first
        expect(found).to_be_visible()
        box = found.bounding_box()
        assert box, text
        assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE["width"], text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/checkout?offer={lamp}", "paying and confirming need them, and a wallet"),
        ("/cart?offer={lamp}", "Change quantities"),
        ("/dashboard/", "Signing in needs scripts and a wallet"),
    ],
)
def test_what_needs_scripts_says_so(phone: Page, shop: Shop, goods: Goods, path: str, text: str) -> None:
    """Read as text: the browser is driven by scripts of its own, so it lays out no `noscript`."""
    phone.goto(shop.url + path.format(lamp=goods.id("lamp")))
    assert any(text in str(part.text_content()) for part in phone.locator("main noscript").all())


def test_filters_work(phone: Page, shop: Shop) -> None:
    phone.goto(shop.url)
    expect(phone.get_by_label("Ships to")).to_be_hidden()
    phone.get_by_text("Filter and sort").click()
    phone.get_by_label("Ships to").select_option("DE")
    phone.get_by_role("button", name="Show").click()
    phone.wait_for_url("**ships_to=DE*")
    expect(phone.get_by_role("link", name="Teapot").first).to_be_visible()


def test_from_the_offer_to_the_cart_and_the_checkout(phone: Page, shop: Shop, goods: Goods) -> None:
    phone.goto(f"{shop.url}/offers/{goods.id('lamp')}")
    phone.get_by_role("button", name="Add to cart").click()
    phone.wait_for_url("**/cart?*")
    phone.get_by_role("button", name="To the checkout: 1 order").click()
    phone.wait_for_url("**/checkout?*")
    expect(steps.pay_button(phone)).to_be_disabled()
