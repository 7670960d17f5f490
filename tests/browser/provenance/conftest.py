"""A shop with a merchant in it, for stories of goods: everybody but the shoppers acts by the scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import brownie
import pytest
from playwright.sync_api import Browser, expect

from scripts import keeper, merchant, parameters
from scripts.goods.ledger import Goods
from tests.browser import steps
from tests.browser.provenance.people import Shopper
from tests.fixtures.shop import Shop, running_shop
from tests.fixtures.terminal import Terminal, own_folders

PROFILE = """\
name: {en: Corner Shop, zh: 街角小店}
contact: hello@example.org
"""


@pytest.fixture(scope="package")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The running shop; scripts act on its node, and send their documents to its storefront."""
    with running_shop(tmp_path_factory.mktemp("goods"), lambda _: None) as running, own_folders(running.folder):
        parameters.ORIGIN = running.url
        brownie.web3.connect(running.node.url)
        brownie.web3.provider = running.node.provider
        yield running
        brownie.web3.disconnect()


@pytest.fixture(scope="package")
def goods(shop: Shop) -> Goods:
    """Provenance as its chain tells it."""
    return Goods(shop.web3, shop.book)


@pytest.fixture(scope="package")
def files(shop: Shop) -> Path:
    """The folder of what people write by hand."""
    folder = shop.folder / "written"
    folder.mkdir()
    return folder


@pytest.fixture(scope="package")
def run(shop: Shop) -> Callable[..., str]:
    """`run(command, *words)` types a command; what it printed."""
    return Terminal().run


@pytest.fixture(scope="package")
def merchant1(run: Callable[..., str], files: Path) -> str:
    """The merchant's role; his shop is described, so that delivery details can be sealed for him."""
    (files / "shop.yaml").write_text(PROFILE, encoding="utf-8")
    run(merchant.init, str(files / "shop.yaml"))
    return "merchant1"


@pytest.fixture(scope="package")
def sell(shop: Shop, run: Callable[..., str], files: Path, merchant1: str) -> Callable[[str], str]:
    """`sell(catalogue)` publishes its one offer; the offer's id."""

    def publish(text: str) -> str:
        (files / "catalogue.yaml").write_text(text, encoding="utf-8")
        before = set(shop.market.offers())
        run(merchant.publish, str(files / "catalogue.yaml"))
        (published,) = shop.market.offers().keys() - before
        shop.wait_for_index()
        return "0x" + published.hex()

    return publish


@pytest.fixture(scope="package")
def send(shop: Shop, run: Callable[..., str]) -> Callable[[str, str], None]:
    """`send(order, items)`: the merchant ships an order with these items, separated by commas."""

    def ship(order: str, items: str) -> None:
        run(merchant.ship, order, f"items={items}")
        shop.wait_for_index()

    return ship


@pytest.fixture(scope="package")
def receive(shop: Shop, run: Callable[..., str]) -> Callable[[Shopper, str], None]:
    """`receive(shopper, order)`: the shopper says on the order's page that all is well, and a keeper settles."""

    def confirm(shopper: Shopper, order: str) -> None:
        page = shopper.page
        page.goto(f"{shop.url}/orders/{order}")
        page.get_by_role("button", name="All is well").click()
        steps.agree(page)
        expect(page.locator("#status")).to_contain_text("Confirmed.")
        run(keeper.once)
        shop.wait_for_index()

    return confirm


@pytest.fixture(scope="package")
def shopper(browser: Browser, shop: Shop) -> Iterator[Shopper]:
    """Somebody with a wallet, connected to the shop."""
    yield from Shopper.at(browser, shop)


@pytest.fixture(scope="package")
def other(browser: Browser, shop: Shop) -> Iterator[Shopper]:
    """Another one."""
    yield from Shopper.at(browser, shop)
