"""Finding, deciding and passing on, in a real browser: on a phone, by keyboard, without scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.steps import connect
from tests.browser.wallet import Wallet
from tests.fixtures.cups import publish_cups
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, until

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def cups(shop: Shop, goods: Goods, browser: Browser) -> dict[str, str]:
    """A cup in three colours, once the shop shows it."""
    ids = publish_cups(shop, goods)
    shop.wait_for_index()
    page = browser.new_page()
    until(lambda: page.goto(f"{shop.url}/?q=cup") and page.get_by_role("link", name="Cup", exact=True).count())
    page.close()
    return ids


def test_from_a_search_to_a_variant(page: Page, shop: Shop, cups: dict[str, str]) -> None:
    """One card for all colours; the choice keeps the quantity that was typed."""
    page.goto(f"{shop.url}/?category=kitchen")
    expect(page.locator(".offer-card")).to_have_count(1)
    expect(page.locator(".offer-card")).to_contain_text("from 6.00 USD")
    page.get_by_role("link", name="Cup", exact=True).click()
    page.wait_for_url(f"**/offers/{cups['blue']}")
    page.get_by_label("Quantity").fill("2")
    expect(page.locator("#costs")).to_contain_text("× 2")
    page.get_by_label("Quantity").fill("0")
    red = page.get_by_role("link", name="red", exact=True)
    expect(red).to_have_attribute("href", f"{shop.url}/offers/{cups['red']}")
    page.get_by_label("Quantity").fill("2")
    red.click()
    expect(page).to_have_url(f"{shop.url}/offers/{cups['red']}?quantity=2")
    expect(page.get_by_label("Quantity")).to_have_value("2")
    expect(page.locator("#costs")).to_contain_text("23.00 USD")
    expect(page.get_by_role("link", name="green sold out")).to_be_visible()


def test_what_is_typed_is_what_is_bought(page: Page, shop: Shop, cups: dict[str, str]) -> None:
    """A browser takes "2.0" for a number; a red cup costs 9.00 USD, its postage 5."""
    page.goto(f"{shop.url}/offers/{cups['red']}")
    page.get_by_label("Quantity").fill("2.0")
    expect(page.locator("#costs .total")).to_contain_text("23.00\N{NO-BREAK SPACE}USD")
    page.get_by_role("link", name="blue", exact=True).click()
    page.wait_for_url(f"**/offers/{cups['blue']}?quantity=2")
    page.get_by_label("Quantity").fill("2e0")
    page.get_by_label("Quantity").press("Enter")
    page.wait_for_url("**/checkout?*")
    assert parse_qs(urlsplit(page.url).query)["quantity"] == ["2"]


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_on_a_phone(browser: Browser, shop: Shop, cups: dict[str, str], scripts: bool) -> None:
    """Folded up until they are asked for; with scripts and without."""
    with browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=scripts) as phone:  # type: ignore[arg-type]
        tab = phone.new_page()
        tab.goto(shop.url)
        expect(tab.get_by_label("Category")).not_to_be_visible()
        tab.get_by_text("Filter and sort").click()
        tab.get_by_label("Category").select_option("kitchen")
        tab.get_by_label("Ships to").select_option("US")
        tab.get_by_role("button", name="Show").click()
        expect(tab.locator(".offer-card")).to_have_count(1)
        expect(tab.get_by_label("Category")).not_to_be_visible()
        tab.get_by_role("link", name="Kitchen remove this filter").click()
        expect(tab).not_to_have_url(re.compile("category=kitchen"))
        assert parse_qs(urlsplit(tab.url).query) == {"ships_to": ["US"]}


def test_filters_are_open_where_there_is_room(page: Page, shop: Shop, cups: dict[str, str]) -> None:
    page.goto(shop.url)
    expect(page.get_by_label("Category")).to_be_visible()


def test_gallery_by_keyboard(page: Page, shop: Shop, cups: dict[str, str]) -> None:
    """Arrow keys, buttons and thumbnails agree on what is shown."""
    page.goto(f"{shop.url}/offers/{cups['red']}")
    pictures = page.locator("#stage figure")
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gallery-steps")).to_contain_text("2 / 2")
    expect(pictures.nth(1)).to_be_in_viewport(ratio=0.5)
    expect(page.get_by_role("button", name="Next picture")).to_be_disabled()
    expect(page.locator(".thumbs [aria-current]")).to_have_attribute("href", "#picture-2")
    page.get_by_role("button", name="Previous picture").press("Enter")
    expect(page.locator(".gallery-steps")).to_contain_text("1 / 2")
    page.get_by_role("link", name="Picture 2").click()
    expect(page.locator(".gallery-steps")).to_contain_text("2 / 2")


def test_recently_seen(page: Page, shop: Shop, goods: Goods, cups: dict[str, str]) -> None:
    """The latest first, each once, without the one that is open; gone when it is cleared."""
    for path in (goods.id("teapot"), cups["red"], goods.id("lamp"), goods.id("teapot"), cups["blue"]):
        page.goto(f"{shop.url}/offers/{path}")
    seen = page.locator("#seen")
    expect(seen.locator("a bdi")).to_have_text(["Teapot", "Lamp", "Cup"])
    page.goto(shop.url)
    expect(seen.locator("a bdi")).to_have_text(["Cup", "Teapot", "Lamp", "Cup"])
    seen.get_by_role("button", name="Clear").click()
    expect(seen).not_to_be_visible()
    page.reload()
    expect(page.locator(".offer-card").first).to_be_visible()
    expect(seen).not_to_be_visible()


def test_markup_in_what_was_seen_stays_text(page: Page, shop: Shop, goods: Goods) -> None:
    """Also where somebody else has written into the browser's store, of which only ids of offers count."""
    page.goto(f"{shop.url}/offers/{goods.id('markup')}")
    page.evaluate(
        """id => localStorage.setItem("handover.seen", JSON.stringify([
          {id: "javascript:alert(1)", title: "bad"}, 7, null,
          {id: "0x" + "ab".repeat(32), title: "Nobody's", picture: "https://evil.example/x.png"},
          {id, title: "bad"},
        ]))""",
        goods.id("markup"),
    )
    page.goto(shop.url)
    expect(page.locator("#seen a bdi")).to_have_text(["<img src=x onerror=alert(1)>"])


def test_the_code_leads_to_the_offer(page: Page, shop: Shop, wallet: Wallet, cups: dict[str, str]) -> None:
    """The account that is connected stands in link, code and button once it is put there, and not before."""
    page.goto(f"{shop.url}/offers/{cups['red']}")
    page.get_by_role("link", name="Share this offer").click()
    offer = f"{shop.url}/offers/{cups['red']}"
    assert read_code(page) == offer
    connect(page)
    page.get_by_role("button", name="Use my connected account").click()
    expect(page.locator("code").first).to_have_text(f"{offer}?ref={wallet.address}")
    assert read_code(page) == f"{offer}?ref={wallet.address}"
    expect(page.locator("code").nth(1)).to_contain_text(
        f'<a href="{offer}?ref={wallet.address}"><img src="{offer}/button.svg'
    )
    page.goto(read_code(page))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cup")


def read_code(page: Page) -> str:
    """What a camera reads from the screen."""
    code = page.get_by_alt_text("QR code of the link")
    expect(code).to_be_visible()
    assert code.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(code.screenshot())))
    return str(found.text)


def test_a_button_on_another_site(context: BrowserContext, shop: Shop, cups: dict[str, str]) -> None:
    """It shows, and leads to the offer; nothing of ours runs there."""
    source = f"{shop.url}/offers/{cups['red']}"
    body = f'<a href="{source}"><img src="{source}/button.svg?lang=en" width="260" height="64" alt="Cup"></a>'
    with elsewhere(body.encode()) as site:
        tab = context.new_page()
        tab.goto(site)
        button = tab.get_by_alt_text("Cup")
        assert button.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 260
        button.click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Cup")


@contextmanager
def elsewhere(body: bytes) -> Iterator[str]:
    """Another site with one page; the address of it."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
