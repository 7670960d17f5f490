"""Points pay a part of a cart: in several payments, of which some may be under way, and nothing twice."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from scripts.parameters import DEVNET
from tests.browser import steps
from tests.browser.points.acting import BACK, FUNDS, TOTAL, cash, check_out, chooser, earn, order_of, points, sent
from tests.browser.wallet import Patient, Wallet, another_tab
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.rewards import Rewards, points_contract
from tests.fixtures.shop import Shop, until


def wallet_steps(page: Page) -> Locator:
    """What the checkout says that the wallet will ask for."""
    return page.locator(".steps li:visible", has_text="wallet")


@pytest.mark.usefixtures("dollars")
def test_a_cart_is_paid_in_two_payments_and_nothing_twice(
    page: Page, context: BrowserContext, shop: Shop, goods: Goods, rewards: Rewards, wallet: Wallet
) -> None:
    earn(page, shop, rewards)
    check_out(page, shop, [rewards.goods.id("kettle"), goods.id("lamp"), goods.id("teapot")])
    other = another_tab(context, wallet)
    other.goto(page.url)
    steps.fill_details(other)
    in_one = page.locator("[data-payments=one]:visible")
    expect(in_one).to_have_count(2)
    chooser(page).get_by_role("slider").press("End")
    expect(in_one).to_have_count(0)
    expect(page.locator("[data-payments=several]:visible")).to_have_count(2)
    expect(wallet_steps(page)).to_have_text(
        [
            "In your wallet: allow exactly 87.80 USD",
            "In your wallet: pay all 2 orders in USD at once, with points",
            "In your wallet: pay",
        ]
    )
    wallet.asked.clear()
    wallet.refuses = lambda wanted: int(wanted.get("value", "0x0"), 16) > 0
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("2 of 3 orders are paid. You declined the rest")
    expect(page.locator("[data-paid]:visible")).to_have_count(2)
    expect(page.locator(".sums:visible .total dd")).to_have_text(["0.05\N{NO-BREAK SPACE}ETH"])
    expect(chooser(page)).to_be_hidden()
    expect(page.locator("[data-payments]:visible")).to_have_count(0)
    expect(wallet_steps(page)).to_have_text(["In your wallet: pay"])
    receipt = page.request.get(f"{shop.url}{page.locator('#paid-part a').get_attribute('href')}")
    assert receipt.text().count("To the order") == 2
    expect(page.locator("#cart-link .count")).to_have_text("1")
    assert "offer=" + goods.id("teapot") in page.url
    assert page.url.count("offer=") == 1
    wallet.refuses = None
    wallet.asked.clear()
    steps.pay(other)
    expect(other.locator("#status")).to_contain_text("no longer holds this: 1 × Copper kettle, 1 × Lamp.")
    expect(other.locator("#not-in-cart").get_by_role("link", name="My orders")).to_be_visible()
    assert not sent(wallet)
    other.close()
    page.get_by_role("button", name="Pay the rest").click()
    *with_points, teapot = steps.arrive_at_receipt(page)
    assert len(with_points) == 2
    assert order_of(shop, teapot).payer == wallet.address
    page.goto(f"{shop.url}/orders/?account={wallet.address}")
    ids = [str(link.get_attribute("href")).rsplit("/", 1)[1] for link in page.locator(".order-line h3 a").all()]
    assert len(ids) == 4
    orders = [order for order in (order_of(shop, one) for one in ids) if order.payer != wallet.address]
    used = {order.total: int.from_bytes(order.salt) >> 160 for order in orders}
    assert used == {TOTAL: 1_917_392, 50 * DOLLAR: 2_282_608}
    assert sum(used.values()) == BACK
    expect(page.locator("section", has_text="Paid by somebody else")).to_have_count(0)


def test_a_part_that_the_wallet_still_shows_is_paid_once(
    page: Page, shop: Shop, goods: Goods, rewards: Rewards
) -> None:
    """Its prompt outlives the page; gone on with and confirmed both times, and then the rest."""
    wallet, loyalty = Patient(shop.node.url, DEVNET), points_contract(shop, "USD").address
    wallet.inject(page)
    shop.send("deployer", shop.token("mint", wallet.address, FUNDS))
    earn(page, shop, rewards)
    page.goto(f"{shop.url}/checkout?offer={rewards.goods.id('kettle')}&offer={goods.id('teapot')}")
    steps.fill_details(page)
    chooser(page).get_by_role("slider").press("End")
    wallet.waits = lambda wanted: wanted["to"].lower() == loyalty.lower()
    steps.pay(page)
    until(lambda: page.evaluate("true") and wallet.shown)
    wallet.waits = None
    page.reload()
    steps.fill_details(page)
    steps.pay_button(page).click()
    expect(page.locator("#begun-before")).to_contain_text("37.80\N{NO-BREAK SPACE}USD for 1 × ")
    page.get_by_role("button", name="Go on with the details of then").click()
    expect(page.locator("#status")).to_contain_text("Now pay the rest.")
    page.wait_for_url(re.compile(r"checkout\?offer=0x[0-9a-f]{64}&quantity=1&paid=0x[0-9a-f]{64}$"))
    wallet.confirm()
    steps.fill_details(page)
    steps.pay(page)
    steps.arrive_at_receipt(page)
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - 2 * TOTAL + BACK, 0)


@pytest.mark.usefixtures("dollars")
def test_a_reload_amid_two_payments_pays_each_once(
    page: Page, shop: Shop, goods: Goods, rewards: Rewards, wallet: Wallet
) -> None:
    """The first is on its way when the page is loaded again; then the rest is paid, with details typed once more.

    The receipt shows both.
    """
    loyalty = points_contract(shop, "USD").address.lower()
    earn(page, shop, rewards)
    check_out(page, shop, [rewards.goods.id("kettle"), goods.id("teapot")])
    chooser(page).get_by_role("slider").press("End")
    wallet.asked.clear()
    wallet.refuses = lambda wanted: wanted["to"].lower() == loyalty and bool(shop.node.rpc("evm_setAutomine", False))
    try:
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("Sent.")
        page.reload()
        expect(page.locator("#status")).to_contain_text("Sent.")
        shop.node.rpc("evm_mine")
    finally:
        shop.node.rpc("evm_setAutomine", True)
    expect(page.locator("#status")).to_contain_text("A part is paid, and the contract holds that money.")
    expect(page.locator("[data-line]")).to_have_count(1)
    expect(page.locator("#cart-link .count")).to_have_text("1")
    steps.fill_details(page)
    steps.pay(page)
    kettle, teapot = steps.arrive_at_receipt(page)
    assert [order_of(shop, one).payer for one in (kettle, teapot)] == [
        points_contract(shop, "USD").address,
        wallet.address,
    ]
    paid = [one["to"].lower() for one in sent(wallet)][1:]  # after the allowance
    assert paid == [loyalty, shop.market.escrow.address.lower()]
