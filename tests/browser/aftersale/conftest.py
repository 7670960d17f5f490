"""A shop of its own for what comes after the sale: its clock is moved by weeks. Both sides are at their browsers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from scripts.parameters import DEVNET
from tests.browser import selling
from tests.browser.aftersale.story import Side, Story
from tests.browser.tabs import new_profile, watched
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR, ETHER, Goods
from tests.fixtures.shop import Shop, running_shop

POINTS = "0x" + "10" * 20  # an account that collects them


@pytest.fixture(scope="package")
def goods() -> Goods:
    """What the shop sells."""
    return Goods()


@pytest.fixture(scope="package")
def shop(tmp_path_factory: pytest.TempPathFactory, goods: Goods) -> Iterator[Shop]:
    """The running shop."""
    with running_shop(tmp_path_factory.mktemp("aftersale"), goods.furnish) as running:
        yield running


@pytest.fixture(scope="package")
def buyer(browser: Browser, shop: Shop) -> Iterator[Side]:
    """Somebody with coin and Dollars."""
    with_wallet = _at_a_browser(browser, shop)
    shop.send("deployer", shop.token("mint", with_wallet.wallet.address, 10_000 * DOLLAR))
    yield with_wallet
    with_wallet.context.close()


@pytest.fixture(scope="package")
def seller(browser: Browser, shop: Shop) -> Iterator[Side]:
    """A merchant who is signed in, has described his shop, and has Dollars."""
    merchant = _at_a_browser(browser, shop)
    shop.people["merchant"] = merchant.wallet.address
    shop.node.rpc("anvil_impersonateAccount", merchant.wallet.address)
    shop.send("deployer", shop.token("mint", merchant.wallet.address, 1_000 * DOLLAR))
    selling.enter(merchant.page, shop)
    selling.describe(merchant.page, shop)
    yield merchant
    merchant.context.close()


@pytest.fixture(scope="package")
def wares(shop: Shop, seller: Side) -> Goods:
    """What that merchant sells: with and without a carrier and an arbiter, in coin and in Dollars."""
    made = Goods(seller="merchant")
    dollar, carrier, arbiter = shop.book.contracts["Dollar"].address, shop.people["carrier"], shop.people["arbiter"]
    points = {"loyalty": shop.web3.to_checksum_address(POINTS), "points_bps": 211}
    in_dollars = {"currency": dollar, "price": 45_370_000, "shipping": 4_990_000}
    made.publish(shop, ("cup", "Cup", "杯子"), price=ETHER // 20, commission_bps=250, **points)
    made.publish(shop, ("markup", "<img src=x onerror=alert(1)>", "<b>杯子</b>"), price=ETHER // 20)
    made.publish(shop, ("clock", "Clock", "时钟"), price=ETHER // 10, carrier=carrier, arbiter=arbiter)
    made.publish(shop, ("lamp", "Lamp", "台灯"), commission_bps=137, **in_dollars, **points)
    made.publish(shop, ("chair", "Chair", "椅子"), arbiter=arbiter, commission_bps=137, **in_dollars)
    shop.wait_for_index()
    return made


@pytest.fixture
def story(shop: Shop, wares: Goods, buyer: Side, seller: Side) -> Iterator[Story]:
    """An order that is still to be told of."""
    yield Story(shop, wares, buyer, seller)
    assert not buyer.wrong
    assert not seller.wrong


def _at_a_browser(browser: Browser, shop: Shop) -> Side:
    context = new_profile(browser)
    page, wallet = context.new_page(), Wallet(shop.node.url, DEVNET)
    wallet.inject(page)
    return Side(context, page, wallet, watched(page))
