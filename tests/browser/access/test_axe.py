"""axe finds nothing serious or critical on any page or in any moment between them: on a phone, on a desk, in the dark.

The market is the demo's, and the pages and moments are those that are photographed, so that a new one comes in by
itself; a route of the application that none of them leads to fails.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page

from scripts.market import Market
from scripts.parameters import ROOT
from tests.browser.arbiter_moments import ArbiterMoments
from tests.browser.merchant_moments import MerchantMoments
from tests.browser.moments import Moments
from tests.browser.screenshots import UNKNOWN, pages
from tests.browser.tabs import unhurried
from tests.fixtures.shop import Shop, storefront
from tests.frontend.test_without_scripts import NO_PAGES

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 900
PHONE, DESK = 390, 1280
NO_PAGE = "/nothing"
DOWN = "http://127.0.0.1:9"

# While a dialog is open nothing else can be reached, and what is behind it is looked at as a page of its own.
AUDIT = """async () => {
  const part = document.querySelector("dialog[open]") ?? document;
  const { violations } = await axe.run(part, { resultTypes: ["violations"], preload: false, iframes: false });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ html, any, all, none }) =>
      `${id}: ${html.slice(0, 160)} (${[...any, ...all, ...none].map(({ message }) => message).join("; ")})`));
}"""
LOOKS = ((PHONE, "light"), (DESK, "dark"))
IN_CHINESE = ("catalogue", "offer", "checkout-coin", "my-orders", "guide-what-if")
FILES = (".csv", ".json", ".ics", ".svg", ".zip")
ON_THE_WAY = {"receipt.page", "sign_in.page", "merchant.order", "proof.page"}  # walks and tests come there


class Audit:
    """What axe says of a page in each look, gathered by the page's name."""

    def __init__(self) -> None:
        self.findings: list[str] = []

    def take(self, page: Page, name: str) -> None:
        """Look at a page as it stands, as a photographer would."""
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.findings += [f"{name}, {width}, {scheme}: {found}" for found in page.evaluate(AUDIT)]


def audited(browser: Browser, language: str) -> Iterator[BrowserContext]:
    """A browser profile with axe in each of its pages; nothing moves, so that colours are final."""
    context = browser.new_context(locale=language, reduced_motion="reduce", viewport={"width": PHONE, "height": HEIGHT})
    unhurried(context)
    context.add_init_script(path=AXE)
    yield context
    context.close()


@pytest.fixture
def english(browser: Browser) -> Iterator[BrowserContext]:
    yield from audited(browser, "en-GB")


@pytest.fixture
def chinese(browser: Browser) -> Iterator[BrowserContext]:
    yield from audited(browser, "zh-CN")


def visit(context: BrowserContext, url: str, wanted: dict[str, str]) -> list[str]:
    """What is wrong with a storefront's pages, given by name and path."""
    audit = Audit()
    page = context.new_page()
    for name, path in wanted.items():
        page.goto(url + path)
        audit.take(page, name)
    return audit.findings


def test_it_finds_what_is_wrong(english: BrowserContext) -> None:
    page = english.new_page()
    page.set_content("<html lang=en><title>A</title><main><h1>A</h1><p style='color: #ccc'>Faint</p><img src=x></main>")
    page.evaluate(AXE.read_text())
    audit = Audit()
    audit.take(page, "wrong")
    assert {found.split(": ")[1] for found in audit.findings} == {"color-contrast", "image-alt"}


def test_every_route_is_looked_at(english: BrowserContext, market: Shop) -> None:
    routes = market.app().url_map
    dashboard = MerchantMoments(market, english, lambda *_: None).pages.values()
    desk = ArbiterMoments(market, english, lambda *_: None).pages.values()
    paths = [*pages(market).values(), *(f"/dashboard/{path}" for path in dashboard), *desk]
    known = routes.bind("localhost")
    visited = {known.match(urlsplit(path).path)[0] for path in paths if path != NO_PAGE} | ON_THE_WAY
    there = {
        rule.endpoint
        for rule in routes.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(NO_PAGES) and not rule.rule.endswith(FILES)
    }
    assert there - visited == set()


def test_pages(english: BrowserContext, market: Shop) -> None:
    assert visit(english, market.url, pages(market)) == []


def test_pages_in_chinese(chinese: BrowserContext, market: Shop) -> None:
    found = pages(market)
    assert visit(chinese, market.url, {name: found[name] for name in IN_CHINESE}) == []


def test_dashboard(english: BrowserContext, market: Shop) -> None:
    audit = Audit()
    MerchantMoments(market, english, audit.take).walk()
    assert audit.findings == []


def test_desk_of_an_arbiter(english: BrowserContext, market: Shop) -> None:
    audit = Audit()
    ArbiterMoments(market, english, audit.take).walk()
    assert audit.findings == []


def test_moments(english: BrowserContext, market: Shop) -> None:
    audit = Audit()
    Moments(market, english, audit.take).walk()
    assert audit.findings == []


def test_a_proof(english: BrowserContext, market: Shop, tmp_path: Path) -> None:
    """The file as it is read later, without the shop."""
    chain = Market(market.web3, market.book)
    sale = chain.sales(chain.offers())[0]
    answer = requests.get(f"{market.url}/orders/0x{sale.id.hex()}/verify.html", timeout=30)
    file = tmp_path / "verify.html"
    file.write_bytes(answer.content)
    page = english.new_page()
    page.goto(file.as_uri())
    audit = Audit()
    audit.take(page, "proof")
    assert audit.findings == []


def test_without_a_node(english: BrowserContext, market: Shop) -> None:
    """As another storefront over the same stores sees it, whose node is down."""
    with storefront(market, HANDOVER_NODE=DOWN) as url:
        assert visit(english, url, {"catalogue": "/", "order": f"/orders/{UNKNOWN}"}) == []
