"""A real browser, a real node, the storefront as it runs in production."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.parameters import DEVNET
from tests.browser.tabs import TIMEOUT, new_profile, watched
from tests.browser.wallet import Wallet
from tests.fixtures.bazaar import Bazaar
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, running_shop

CHROMIUM = Path(sys.executable).parent / "chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--headless=new"]


@pytest.fixture(scope="session")
def goods() -> Goods:
    """What the shop sells."""
    return Goods()


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    """The running shop."""
    with running_shop(tmp_path_factory.mktemp("shop"), goods.furnish) as running:
        yield running


@pytest.fixture(scope="session")
def bazaar(shop: Shop) -> Bazaar:
    """More sellers in the shop."""
    opened = Bazaar()
    opened.furnish(shop)
    shop.wait_for_index()
    return opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own for each test."""
    fresh = new_profile(browser)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab; a script error or a breach of the Content-Security-Policy in it fails the test."""
    tab = context.new_page()
    wrong = watched(tab)
    yield tab
    assert not wrong


@pytest.fixture
def wallet(shop: Shop, page: Page) -> Wallet:
    """A wallet with a key of its own and coin in it, in this test's tab."""
    made = Wallet(shop.node.url, DEVNET)
    made.inject(page)
    return made
