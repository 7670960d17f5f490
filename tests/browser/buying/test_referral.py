"""A link with `ref` earns whoever shared it a commission: kept in the browser, paid by Escrow, withdrawn on a page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from scripts.parameters import NOBODY
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.bazaar import COMMISSION, Bazaar
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.rewards import points_contract
from tests.fixtures.shop import Shop

EARNED = 15 * DOLLAR * COMMISSION // 10_000
REFERRER = """async (offer) => {
  const { referrerOf } = await import("/static/js/referral.js");
  return referrerOf({ ...offer, commission_bps: "100" }, { buyer: "", payer: "" });
}"""
OLD = """(account) => {
  const day = 86_400_000;
  localStorage.setItem("handover.referrer", JSON.stringify({ account, at: Date.now() - 31 * day }));
}"""


@pytest.fixture
def referrer_of(page: Page, shop: Shop, bazaar: Bazaar, wallet: Wallet) -> Callable[[str], str]:
    """`referrer_of(path)`: buy a notebook after opening a page; whom the order names as its referrer."""
    shop.send("deployer", shop.token("mint", wallet.address, 200 * DOLLAR))

    def bought(path: str) -> str:
        page.goto(shop.url + path)
        order = steps.buy(page, shop, bazaar.stationer.id("moss"))
        return str(shop.market.sale(bytes.fromhex(order[2:])).order.referrer)

    return bought


def test_a_link_earns(page: Page, shop: Shop, bazaar: Bazaar, wallet: Wallet) -> None:
    stranger = shop.people["stranger"]
    shop.send("deployer", shop.token("mint", wallet.address, 200 * DOLLAR))
    page.goto(f"{shop.url}/about?ref={stranger}")
    page.goto(f"{shop.url}/offers/{bazaar.stationer.id('indigo')}")
    page.get_by_role("button", name="Buy now").click()
    page.wait_for_url("**/checkout?**")
    steps.connect(page)
    expect(page.locator(".sums [data-commission]")).to_contain_text(
        re.compile(r"brought the sale: 0x.*0.75\sUSD", re.DOTALL)
    )
    steps.fill_details(page)
    steps.pay_button(page).click()
    order_id = steps.arrive_at_order(page)
    page.goto(f"{shop.url}/earnings?account={stranger}")
    expect(page.locator(".order-line").first).to_contain_text(re.compile(r"0.75\sUSD more once the buyer confirms"))
    sale = shop.market.sale(bytes.fromhex(order_id[2:]))
    shop.send("merchant2", shop.market.call("ship", sale.order))
    shop.wait_for_index()
    page.goto(f"{shop.url}/orders/{order_id}")
    page.get_by_role("button", name="Confirm receipt: pay the seller").click()
    steps.agree(page)
    expect(page.locator(".badge")).to_have_text("Completed")
    page.goto(f"{shop.url}/earnings?account={stranger}")
    expect(page.locator(".balances .total")).to_contain_text(re.compile(r"0.75\sUSD"))
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#status")).to_contain_text(re.compile(r"0.75\sUSD is in the account"))
    expect(page.locator(".balances .total")).to_contain_text(re.compile(r"0.00\sUSD"))
    dollar = shop.book.contract(shop.web3, "Dollar").functions
    assert dollar.balanceOf(stranger).call() == EARNED


def test_the_last_link_counts_and_nobody_earns_by_himself(
    shop: Shop, wallet: Wallet, referrer_of: Callable[[str], str]
) -> None:
    people = shop.people
    assert referrer_of("/") == people["storefront"]
    assert referrer_of(f"/?ref={people['stranger']}") == people["stranger"]
    assert referrer_of(f"/?ref={people['keeper']}") == people["keeper"]
    assert referrer_of("/?ref=0x1234") == people["keeper"]
    assert referrer_of(f"/?ref={people['merchant2']}") == people["storefront"]
    assert referrer_of(f"/?ref={wallet.address}") == people["storefront"]
    assert referrer_of(f"/?ref={shop.market.escrow.address}") == people["storefront"]


def test_no_contract_of_points_is_a_referrer(page: Page, shop: Shop, goods: Goods) -> None:
    """Escrow refuses it where it pays the order; elsewhere the commission would be nobody's."""
    people = shop.people

    def named(account: str) -> str:
        page.goto(f"{shop.url}/about?ref={account}")
        return str(page.evaluate(REFERRER, {"seller": goods.offers["lamp"].seller, "arbiter": NOBODY}))

    assert named(people["stranger"]) == people["stranger"]
    for symbol in ("USD", "ETH"):
        assert named(points_contract(shop, symbol).address) == people["storefront"]


def test_after_thirty_days_it_is_forgotten(page: Page, shop: Shop, referrer_of: Callable[[str], str]) -> None:
    page.goto(shop.url)
    page.evaluate(OLD, shop.people["stranger"])
    assert referrer_of("/about") == shop.people["storefront"]


def test_without_a_commission_nobody_is_named(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    page.goto(f"{shop.url}/?ref={shop.people['stranger']}")
    order = steps.buy(page, shop, goods.id("teapot"))
    assert shop.market.sale(bytes.fromhex(order[2:])).order.referrer == NOBODY


def test_an_account_without_earnings_is_told_how(page: Page, shop: Shop) -> None:
    page.goto(f"{shop.url}/earnings")
    page.get_by_label("Account", exact=True).fill(shop.people["producer"])
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text(f"?ref={shop.people['producer']}")
