"""Buying in instalments, from the offer's page to the plan."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.shop import Shop

NBSP = "\N{NO-BREAK SPACE}"


def usd(amount: str) -> str:
    return f"{amount}{NBSP}USD"


def test_in_four_instalments(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    """A lamp of 50 with postage: chosen on a page of its own, agreed to at the checkout, paid through the vault."""
    lending = Borrowing(shop, goods.offers["lamp"])
    lending.open(wallet.address)
    shop.wait_for_index(shop.send("deployer", shop.token("mint", wallet.address, 20 * DOLLAR)))
    page.goto(f"{shop.url}/offers/{goods.id('lamp')}")
    expect(page.locator(".buy-box")).to_contain_text(f"Or in instalments: {usd('13.00')} at once")
    page.get_by_role("button", name="Pay in instalments").click()
    expect(page.locator(".checks .good")).to_have_count(3)
    steps.connect(page)
    expect(page.locator(".checks .good")).to_have_count(7)
    page.get_by_role("link", name="On to the checkout").click()

    expect(page.locator(".agreed")).to_contain_text(f"4 × {usd('9.62')}")
    expect(steps.pay_button(page)).to_have_text(f"Pay {usd('13.00')}")
    steps.fill_details(page)
    steps.pay(page)
    steps.arrive_at_receipt(page)
    expect(page.locator(".receipt")).to_contain_text(usd("37.00"))
    assert lending.credit.functions.lent().call() == 37 * DOLLAR
    token = shop.book.contract(shop.web3, "Dollar")
    assert token.functions.allowance(wallet.address, lending.credit.address).call() == 0
    assert token.functions.balanceOf(wallet.address).call() == 7 * DOLLAR

    page.get_by_role("link", name="To the order").click()
    page.get_by_role("link", name="Bought in instalments").click()
    expect(page.get_by_text("Next: instalment 1")).to_be_visible()
    expect(page.locator(".instalments tbody tr")).to_have_count(4)
