"""Points: earned on a confirmed order, used in part of another, and back to the unit when that is refunded."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from scripts.market import call_of
from scripts.parameters import DEVNET
from scripts.terms import Order
from tests.browser import steps
from tests.browser.wallet import Patient, Wallet
from tests.fixtures.goods import DOLLAR, ETHER, Goods
from tests.fixtures.rewards import Rewards, points_contract
from tests.fixtures.shop import Shop, until

FUNDS = 500 * DOLLAR
TOTAL = 42 * DOLLAR  # a kettle with its postage
BACK = TOTAL // 10


@pytest.fixture(scope="module")
def rewards(shop: Shop) -> Rewards:
    """The seller who gives points."""
    opened = Rewards()
    opened.furnish(shop)
    shop.wait_for_index()
    return opened


@pytest.fixture
def dollars(shop: Shop, wallet: Wallet) -> None:
    """Dollars in the wallet."""
    shop.send("deployer", shop.token("mint", wallet.address, FUNDS))


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


def wallet_steps(page: Page) -> list[str]:
    """What the checkout says that the wallet will ask for."""
    said = page.locator(".steps li:visible", has_text="wallet").all_inner_texts()
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in said]


def another_tab(context: BrowserContext, wallet: Wallet) -> Page:
    """A second tab of the same shopper, with the same wallet."""
    tab = context.new_page()
    wallet.inject(tab)
    return tab


def chooser(page: Page) -> Locator:
    """Where points are chosen for Dollars."""
    return page.get_by_role("group", name="Use points").filter(has_text="Amount in USD")


def buy_with_points(page: Page, shop: Shop, offer_id: str, amount: str) -> str:
    """The whole way to an order that is paid with so many points; its id."""
    steps.open_checkout(page, shop, offer_id)
    chooser(page).get_by_label("Amount in USD").fill(amount)
    steps.pay(page)
    return steps.arrive_at_order(page)


def check_out(page: Page, shop: Shop, offer_ids: list[str]) -> None:
    """Put something of each into the cart, and go to the filled-in checkout."""
    for offer_id in offer_ids:
        page.goto(f"{shop.url}/offers/{offer_id}")
        page.get_by_role("button", name="Add to cart").click()
        expect(page.locator("#status")).to_have_text("It is in your cart.")
    page.locator("#cart-link").click()
    page.get_by_role("button", name="To the checkout").click()
    steps.fill_details(page)


def earn(page: Page, shop: Shop, rewards: Rewards, name: str = "kettle") -> None:
    """Buy and confirm something that gives points."""
    order_id = steps.buy(page, shop, rewards.goods.id(name))
    shop.send("merchant4", shop.market.call("ship", order_of(shop, order_id)))
    shop.wait_for_index()
    page.reload()
    page.get_by_role("button", name="All is well").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Confirmed.")


def fetch(page: Page, amount: str) -> str:
    """Have what waits passed on; what the page says of it."""
    page.get_by_role("button", name=f"Fetch {amount}").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Passed on to the buyer")
    return steps.status(page).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("dollars")
def test_earned_used_refunded_and_cancelled(
    page: Page, context: BrowserContext, shop: Shop, rewards: Rewards, wallet: Wallet
) -> None:
    page.goto(f"{shop.url}/offers/{rewards.goods.id('kettle')}")
    expect(page.locator(".buy-box")).to_contain_text("You get back 4.20\N{NO-BREAK SPACE}USD as points")
    earn(page, shop, rewards)
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - TOTAL, 0)
    page.goto(f"{shop.url}/points?account={wallet.address}")
    expect(page.get_by_role("button", name="Collect 4.20 USD now")).to_be_visible()

    steps.open_checkout(page, shop, rewards.goods.id("kettle"))
    chooser(page).get_by_role("button", name="As many as possible").click()
    expect(page.locator(".sums .total dd")).to_have_text("37.80\N{NO-BREAK SPACE}USD")
    other = another_tab(context, wallet)
    steps.open_checkout(other, shop, rewards.goods.id("kettle"))
    chooser(other).get_by_label("Amount in USD").fill("4.2")
    wallet.asked.clear()
    steps.pay(page)
    second = steps.arrive_at_order(page)
    approval, payment = sent(wallet)
    loyalty = points_contract(shop, "USD")
    assert int(approval["data"][-64:], 16) == TOTAL - BACK
    assert payment["to"].lower() == loyalty.address.lower()
    order = order_of(shop, second)
    assert (order.buyer, order.payer, int.from_bytes(order.salt) >> 160) == (wallet.address, loyalty.address, BACK)
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - 2 * TOTAL + BACK, 0)
    expect(page.locator("main")).to_contain_text("in points")
    wallet.asked.clear()
    steps.pay(other)
    expect(other.locator("#status")).to_contain_text("only 0.00\N{NO-BREAK SPACE}USD in points by now")
    expect(other.locator(".sums .total dd")).to_have_text("42.00\N{NO-BREAK SPACE}USD")
    expect(chooser(other)).to_be_hidden()
    assert not sent(wallet)
    other.close()

    shop.send("merchant4", shop.market.call("refund", order, 40 * DOLLAR))
    shop.wait_for_index()
    page.reload()
    assert fetch(page, "40.00 USD") == "Passed on to the buyer: 37.80 USD in cash, 2.20 USD as points."
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - TOTAL, 40 * DOLLAR - (TOTAL - BACK))
    expect(page.get_by_role("button", name="Fetch")).to_have_count(0)

    third = buy_with_points(page, shop, rewards.goods.id("kettle"), "1.234567")
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - 2 * TOTAL + 1_234_567, 2_200_000 - 1_234_567)
    page.get_by_role("button", name="Cancel the order").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("set aside for you.")
    told = steps.status(page).replace("\N{NO-BREAK SPACE}", " ")
    assert (
        told
        == "Cancelled: 42.00 USD (40.765433 USD in cash, 1.234567 USD as points) is set aside for you. Fetch it here."
    )
    assert fetch(page, "42.00 USD") == "Passed on to the buyer: 40.765433 USD in cash, 1.234567 USD as points."
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - TOTAL, 2_200_000)
    page.goto(f"{shop.url}/points?account={wallet.address}")
    entry = page.locator(".point-entries li").first
    expect(entry).to_contain_text("Came back of an order")
    expect(entry.locator(f"a[href$='{third}']")).to_be_visible()


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
    assert wallet_steps(page) == [
        "In your wallet: allow exactly 87.80 USD",
        "In your wallet: pay all 2 orders in USD at once, with points",
        "In your wallet: pay",
    ]
    wallet.asked.clear()
    wallet.refuses = lambda wanted: int(wanted.get("value", "0x0"), 16) > 0
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("2 of 3 orders are paid. You declined the rest")
    expect(page.locator("[data-paid]:visible")).to_have_count(2)
    expect(page.locator(".sums:visible .total dd")).to_have_text(["0.05\N{NO-BREAK SPACE}ETH"])
    expect(chooser(page)).to_be_hidden()
    expect(page.locator("[data-payments]:visible")).to_have_count(0)
    assert wallet_steps(page) == ["In your wallet: pay"]
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
    (teapot,) = steps.arrive_at_receipt(page)
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
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.locator("#begun-before")).to_contain_text("37.80\N{NO-BREAK SPACE}USD for 1 × ")
    page.get_by_role("button", name="Go on with the details of then").click()
    expect(page.locator("#status")).to_contain_text("Now pay the rest.")
    page.wait_for_url(re.compile(r"checkout\?offer=0x[0-9a-f]{64}&quantity=1$"))
    wallet.confirm()
    steps.fill_details(page)
    steps.pay(page)
    steps.arrive_at_receipt(page)
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - 2 * TOTAL + BACK, 0)


@pytest.mark.usefixtures("dollars")
def test_a_reload_amid_two_payments_pays_each_once(
    page: Page, shop: Shop, goods: Goods, rewards: Rewards, wallet: Wallet
) -> None:
    """The first is on its way when the page is loaded again; then the rest is paid, with details typed once more."""
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
    (teapot,) = steps.arrive_at_receipt(page)
    assert order_of(shop, teapot).payer == wallet.address
    paid = [one["to"].lower() for one in sent(wallet)][1:]  # after the allowance
    assert paid == [loyalty, shop.market.escrow.address.lower()]


@pytest.mark.usefixtures("dollars")
def test_slider_and_field_are_one(page: Page, shop: Shop, rewards: Rewards, wallet: Wallet) -> None:
    earn(page, shop, rewards)
    expect(page.locator("#status")).to_contain_text("You get 4.20\N{NO-BREAK SPACE}USD back as points.")
    earned = page.get_by_role("link", name="Points · to you")
    expect(earned).to_have_attribute("href", f"/points?account={wallet.address}")
    steps.open_checkout(page, shop, rewards.goods.id("kettle"))
    slider, field = chooser(page).get_by_role("slider"), chooser(page).get_by_label("Amount in USD")
    slider.press("Home")
    slider.press("ArrowRight")
    expect(field).to_have_value("0.01")
    expect(slider).to_have_attribute("aria-valuetext", "0.01\N{NO-BREAK SPACE}USD")
    field.fill("2.1")
    expect(slider).to_have_value("210")
    field.fill("1.2345678")
    expect(chooser(page)).to_contain_text("USD has 6 decimals at most.")
    field.fill("4.200001")
    expect(chooser(page)).to_contain_text("Enter an amount of at most 4.20\N{NO-BREAK SPACE}USD.")
    wallet.asked.clear()
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("Enter an amount of at most")
    assert not sent(wallet)
    page.get_by_label("It is a gift").check()
    expect(chooser(page)).to_contain_text("not gifts")
    expect(page.locator(".sums .total dd")).to_have_text("42.00\N{NO-BREAK SPACE}USD")


@pytest.mark.usefixtures("dollars")
def test_points_in_another_currency_are_worth_nothing(page: Page, shop: Shop, rewards: Rewards, wallet: Wallet) -> None:
    """And what such an offer gave back is its buyer's, as cash."""
    page.goto(f"{shop.url}/offers/{rewards.goods.id('tray')}")
    expect(page.locator(".buy-box")).to_contain_text("Count them as nothing.")
    expect(page.locator(".buy-box .points-back")).to_have_count(0)
    page.goto(f"{shop.url}/?q=copper+tray")
    expect(page.locator(".offer-card", has_text="Copper tray")).to_contain_text("points not known to this shop")
    earn(page, shop, rewards, "tray")
    assert cash(shop, wallet) == FUNDS - TOTAL
    page.goto(f"{shop.url}/points?account={wallet.address}")
    page.get_by_role("button", name="Fetch 4.20 USD").click()
    expect(page.locator("#status")).to_have_text("4.20\N{NO-BREAK SPACE}USD is in the account.")
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - TOTAL + BACK, 0)


@pytest.mark.usefixtures("dollars")
def test_another_contract_gets_no_money(page: Page, shop: Shop, rewards: Rewards, wallet: Wallet) -> None:
    """The address book names a contract that has other code by the time somebody pays."""
    earn(page, shop, rewards)

    def lie(route: Route) -> None:
        answer = route.fetch()
        known = shop.book.contracts["Loyalty USD"].code_hash
        route.fulfill(response=answer, body=answer.text().replace(known, "0x" + "ab" * 32))

    page.route(re.compile("/checkout"), lie)
    steps.open_checkout(page, shop, rewards.goods.id("kettle"))
    expect(page.locator("#cost-fee")).to_contain_text("about")
    expect(chooser(page)).to_be_hidden()


def test_coin_is_collected_by_itself(page: Page, shop: Shop, rewards: Rewards, wallet: Wallet) -> None:
    """On the points page, without buying."""
    earn(page, shop, rewards, "bell")
    page.goto(f"{shop.url}/points?account={wallet.address}")
    page.get_by_role("button", name="Collect 0.01 ETH now").click()
    expect(page.locator("#status")).to_have_text("Collected: 0.01\N{NO-BREAK SPACE}ETH are points now.")
    assert points_contract(shop, "ETH").functions.balanceOf(wallet.address).call() == ETHER // 100


def test_refused_cash_is_withdrawn(page: Page, shop: Shop, rewards: Rewards, wallet: Wallet) -> None:
    """The account takes no coin when an order is settled; once it does, anybody can have it sent there."""
    loyalty, buyer = points_contract(shop, "ETH"), shop.people["shopper2"]
    order = Order(rewards.goods.offers["bell"], buyer, loyalty.address, quantity=1, salt=bytes(32))
    shop.send("shopper2", call_of(loyalty, "pay", order, value=order.total))
    shop.send("shopper2", shop.market.call("cancel", order))
    shop.node.rpc("anvil_setCode", buyer, "0xfd")
    shop.send("stranger", call_of(loyalty, "settle", order))
    shop.node.rpc("anvil_setCode", buyer, "0x")
    before = shop.web3.eth.get_balance(buyer)
    shop.wait_for_index()
    page.goto(f"{shop.url}/points?account={buyer}")
    page.get_by_role("button", name="Withdraw 0.1 ETH").click()
    page.get_by_role("button", name="Test wallet", exact=True).click()
    expect(page.locator("#status")).to_have_text("0.1\N{NO-BREAK SPACE}ETH is in the account.")
    assert shop.web3.eth.get_balance(buyer) == before + order.total
    assert sent(wallet)
