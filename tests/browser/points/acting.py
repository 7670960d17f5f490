"""What a shopper does with points, step by step, and what there is then."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from scripts.terms import Order
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR
from tests.fixtures.rewards import Rewards, points_contract
from tests.fixtures.shop import Shop

FUNDS = 500 * DOLLAR
TOTAL = 42 * DOLLAR  # a kettle with its postage
BACK = TOTAL // 10


def cash(shop: Shop, wallet: Wallet) -> int:
    """The wallet's Dollars."""
    return int(shop.book.contract(shop.web3, "Dollar").functions.balanceOf(wallet.address).call())


def points(shop: Shop, wallet: Wallet) -> int:
    """The wallet's points in Dollars."""
    return int(points_contract(shop, "USD").functions.balanceOf(wallet.address).call())


def order_of(shop: Shop, order_id: str) -> Order:
    """The order with an id, as it was paid."""
    return shop.market.sale(bytes.fromhex(order_id[2:])).order


def sent(wallet: Wallet) -> list[Any]:
    """What the wallet was asked to send."""
    return [params[0] for method, params in wallet.asked if method == "eth_sendTransaction"]


def chooser(page: Page) -> Locator:
    """Where points are chosen for Dollars."""
    return page.get_by_role("group", name="Use points").filter(has_text="Amount in USD")


def check_out(page: Page, shop: Shop, offer_ids: list[str]) -> None:
    """Put something of each into the cart, and go to the filled-in checkout."""
    for offer_id in offer_ids:
        page.goto(f"{shop.url}/offers/{offer_id}")
        page.get_by_role("button", name="Add to cart").click()
        expect(page.locator("#status")).to_have_text("It is in your cart.")
    steps.check_out(page)


def earn(page: Page, shop: Shop, rewards: Rewards, name: str = "kettle") -> None:
    """Buy and confirm something that gives points."""
    order_id = steps.buy(page, shop, rewards.goods.id(name))
    shop.send("merchant4", shop.market.call("ship", order_of(shop, order_id)))
    shop.wait_for_index()
    page.reload()
    page.get_by_role("button", name="Confirm receipt").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Confirmed.")
