"""Pages work by keyboard, on a narrow screen, and have names for what can be used (WCAG 2.2)."""

from collections.abc import Iterator

import pytest
from flask import render_template
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.tabs import new_profile, watched
from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import Shop

NARROW = 320  # CSS pixels: reflow without scrolling sideways (1.4.10)
TARGET = 24  # CSS pixels: the least size of what is tapped (2.5.8)
TABS = 40
FILL_CART = "(offer) => localStorage.setItem('handover.cart', JSON.stringify([{ offer, quantity: 1 }]))"

NAMELESS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary, img")]
  .filter((part) => part.checkVisibility())
  .filter((part) => {
    if (part.matches("img")) return !part.hasAttribute("alt");
    const labels = [...(part.labels ?? [])].map((label) => label.textContent).join("");
    return !(part.getAttribute("aria-label") || labels || part.textContent).trim();
  })
  .map((part) => part.outerHTML.slice(0, 120))"""

SMALL = """(least) => [...document.querySelectorAll("button, input, select, textarea, summary, .button, nav a")]
  .filter((part) => part.checkVisibility())
  .filter((part) => {
    const { width, height } = part.getBoundingClientRect();
    return Math.min(width, height) < least;
  })
  .map((part) => part.outerHTML.slice(0, 120))"""

FOCUSED = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const { width, bottom } = document.activeElement.getBoundingClientRect();
  return [document.activeElement.innerText.trim(), outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    width > 0 && bottom > 0];
}"""


PAGES = (
    "/",
    "offer",
    "share",
    "record",
    "checkout",
    "/cart",
    "cart",
    "/earnings",
    "/points",
    "/orders/",
    "/about",
    "/nothing",
)
OWN_PAGES = ("my orders", "order", "spending")
PUBLIC_PAGES = ("/guide/", "/guide/first-purchase", "/guide/what-if", "/guide/glossary", "/guide/proof", "/terms")
FIGURES = ("/privacy", "/ledger", "/statistics", "account")
CLAIMS = ("claims", "my claims", "/believed")


@pytest.fixture(scope="module")
def order_id(shop: Shop, goods: Goods) -> str:
    """An order that the index knows."""
    order = buy(shop, goods.offers["teapot"], "shopper1")
    shop.wait_for_index()
    return "0x" + shop.market.order_id(order).hex()


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who goes through all pages."""
    made = new_profile(browser)
    yield made
    made.close()


@pytest.fixture
def narrow(profile: BrowserContext, shop: Shop) -> Iterator[Page]:
    """A narrow screen, and an empty cart."""
    tab = profile.new_page()
    wrong = watched(tab)
    tab.set_viewport_size({"width": NARROW, "height": 700})
    yield tab
    tab.evaluate("localStorage.clear()")
    tab.close()
    assert not wrong


@pytest.mark.parametrize("name", PAGES + OWN_PAGES + PUBLIC_PAGES + FIGURES + CLAIMS)
def test_pages(narrow: Page, shop: Shop, goods: Goods, order_id: str, name: str) -> None:
    """Each page in turn: no scrolling sideways, names, large targets, a heading, landmarks."""
    lamp = goods.id("lamp")
    paths = {
        "offer": f"/offers/{lamp}",
        "share": f"/offers/{lamp}/share",
        "record": f"/shops/{shop.people['merchant1']}/record",
        "checkout": f"/checkout?offer={lamp}",
        "cart": f"/cart?offer={lamp}",
        "my orders": f"/orders/?account={shop.people['shopper1']}",
        "order": f"/orders/{order_id}",
        "spending": f"/record?account={shop.people['shopper1']}",
        "account": f"/accounts/{shop.people['merchant1']}",
        "claims": f"/accounts/{shop.people['merchant1']}/claims",
        "my claims": f"/claims?account={shop.people['merchant1']}",
    }
    if name == "cart":
        narrow.goto(shop.url)
        narrow.evaluate(FILL_CART, lamp)
    narrow.goto(shop.url + paths.get(name, name), wait_until="networkidle")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert narrow.evaluate(NAMELESS) == []
    assert narrow.evaluate(SMALL, TARGET) == []
    assert narrow.locator("h1:visible").count() == 1
    for landmark in ("banner", "main", "contentinfo"):
        assert narrow.get_by_role(landmark).count() == 1  # type: ignore[arg-type]
    assert narrow.locator("html").get_attribute("lang") == "en"


def test_the_keyboard_reaches_the_purchase_visibly(page: Page, shop: Shop, goods: Goods) -> None:
    page.goto(f"{shop.url}/offers/{goods.id('lamp')}", wait_until="networkidle")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[0] == "Skip to the content"
    for _ in range(TABS):
        text, has_outline, on_page = page.evaluate(FOCUSED)
        assert (has_outline, on_page) == (True, True), text
        if text == "Buy now":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout?**")


@pytest.mark.parametrize(("template", "status"), [("order_soon.html", 202), ("not_indexed.html", 503)])
def test_a_page_that_waits_changes_once_and_when_there_is_something(
    page: Page, shop: Shop, template: str, status: int
) -> None:
    """No timed refresh (2.2.1, 2.2.2): it asks meanwhile, and a reader is not interrupted for nothing."""
    with shop.app().test_request_context("/about"):
        body = render_template(template)
    asked: list[bool] = []

    def answer(route: Route) -> None:
        asked.append(route.request.is_navigation_request())
        if len(asked) < 3:
            route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    page.route("**/about", answer)
    page.goto(f"{shop.url}/about")
    expect(page.get_by_role("heading", level=1)).to_have_text("How it works")
    assert asked == [True, False, False, True]
