"""People who make, carry and sell goods by the scripts, and shoppers who read of them on their pages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import brownie
import pytest
from playwright.sync_api import Browser

from scripts import merchant, parameters
from scripts.goods.ledger import Goods
from tests.browser.provenance.people import Shopper
from tests.fixtures.shop import Shop
from tests.fixtures.terminal import Terminal, own_folders

MERCHANT = "merchant2"
PROFILE = """\
name: {en: Corner Shop, zh: 街角小店}
contact: hello@example.org
"""

Run = Callable[..., str]


@pytest.fixture(scope="package")
def run(shop: Shop) -> Iterator[Run]:
    """`run(command, *words)` types a command: it acts on the shop's node, and sends documents to its storefront."""
    with own_folders(shop.folder):
        parameters.ORIGIN = shop.url
        brownie.web3.connect(shop.node.url)
        brownie.web3.provider = shop.node.provider
        yield Terminal().run
        brownie.web3.disconnect()


@pytest.fixture(scope="package")
def provenance(shop: Shop) -> Goods:
    """Who has what, by the chain's word."""
    return Goods(shop.web3, shop.book)


@pytest.fixture(scope="package")
def files(shop: Shop, run: Run) -> Path:
    """The folder of what people write by hand; the merchant has described his shop."""
    folder = shop.folder / "written"
    folder.mkdir()
    (folder / "shop.yaml").write_text(PROFILE, encoding="utf-8")
    run(merchant.init, str(folder / "shop.yaml"), f"as={MERCHANT}")
    return folder


@pytest.fixture(scope="package")
def sell(shop: Shop, run: Run, files: Path) -> Callable[[str], str]:
    """`sell(catalogue)`: the merchant publishes its one offer; the offer's id."""

    def publish(text: str) -> str:
        (files / "catalogue.yaml").write_text(text, encoding="utf-8")
        before = set(shop.market.offers())
        run(merchant.publish, str(files / "catalogue.yaml"), f"as={MERCHANT}")
        (published,) = shop.market.offers().keys() - before
        shop.wait_for_index()
        return "0x" + published.hex()

    return publish


@pytest.fixture(scope="package")
def send(shop: Shop, run: Run) -> Callable[[str, str], None]:
    """`send(order, items)`: the merchant ships an order with these items, separated by commas."""

    def ship(order: str, items: str) -> None:
        run(merchant.ship, order, f"items={items}")
        shop.wait_for_index()

    return ship


@pytest.fixture(scope="package")
def shopper(browser: Browser, shop: Shop) -> Iterator[Shopper]:
    """Somebody with a wallet, connected to the shop."""
    yield from Shopper.at(browser, shop)


@pytest.fixture(scope="package")
def other(browser: Browser, shop: Shop) -> Iterator[Shopper]:
    """Another one."""
    yield from Shopper.at(browser, shop)
