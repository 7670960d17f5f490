"""Points: earned on a confirmed order, used in part of another, and back to the unit when that is refunded."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from scripts.reading import call_of
from scripts.terms import Order
from scripts.wallet import Call
from tests.browser import steps
from tests.browser.points.acting import BACK, FUNDS, TOTAL, cash, chooser, earn, order_of, points, sent
from tests.browser.proofs import saved
from tests.browser.wallet import Wallet, another_tab
from tests.fixtures.goods import DOLLAR, ETHER
from tests.fixtures.rewards import Rewards, points_contract
from tests.fixtures.shop import Shop

# LOG2 of the rest of the calldata, its first two words being the topics
LOGS_WHAT_IT_IS_GIVEN = "0x604036038060406000376000356020359160" + "00a200"


def buy_with_points(page: Page, shop: Shop, offer_id: str, amount: str) -> str:
    """The whole way to an order that is paid with so many points; its id."""
    steps.open_checkout(page, shop, offer_id)
    chooser(page).get_by_label("Amount in USD").fill(amount)
    steps.pay(page)
    return steps.arrive_at_order(page)


def fetch(page: Page, amount: str) -> str:
    """Have what waits passed on; what the page says of it."""
    page.get_by_role("button", name=f"Fetch {amount}").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Passed on to you")
    return steps.status(page).replace("\N{NO-BREAK SPACE}", " ")


def test_what_comes_back_follows_the_quantity(page: Page, shop: Shop, rewards: Rewards) -> None:
    page.goto(f"{shop.url}/offers/{rewards.goods.id('kettle')}")
    expect(page.locator(".buy-box")).to_contain_text("You get back 4.20\N{NO-BREAK SPACE}USD as points")
    page.get_by_label("Quantity").fill("2")
    expect(page.locator(".buy-box")).to_contain_text("You get back 8.20\N{NO-BREAK SPACE}USD as points")


@pytest.mark.usefixtures("dollars")
def test_earned_used_refunded_and_cancelled(
    page: Page, context: BrowserContext, shop: Shop, rewards: Rewards, wallet: Wallet
) -> None:
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
    assert fetch(page, "40.00 USD") == "Passed on to you: 37.80 USD in cash, 2.20 USD as points."
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
    assert fetch(page, "42.00 USD") == "Passed on to you: 40.765433 USD in cash, 1.234567 USD as points."
    assert (cash(shop, wallet), points(shop, wallet)) == (FUNDS - TOTAL, 2_200_000)
    page.goto(f"{shop.url}/points?account={wallet.address}")
    entry = page.locator(".point-entries li").first
    expect(entry).to_contain_text("Came back of an order")
    expect(entry.locator(f"a[href$='{third}']")).to_be_visible()


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


def test_whoever_paid_cannot_speak_for_escrow(page: Page, shop: Shop, rewards: Rewards, tmp_path: Path) -> None:
    """An account with code logs what looks like Escrow's event, and a proof page is written to say it was."""
    role, buyer = "shopper3", shop.people["shopper3"]
    order = Order(rewards.goods.offers["bell"], buyer, buyer, quantity=1, salt=bytes(31) + b"\2")
    shop.send(role, shop.market.call("pay", order, value=order.total))
    cancelled = shop.send(role, shop.market.call("cancel", order))
    (log,) = shop.web3.eth.get_logs({"fromBlock": cancelled, "address": shop.market.escrow.address})[:1]
    shop.node.rpc("anvil_setCode", buyer, LOGS_WHAT_IT_IS_GIVEN)
    said = b"".join(log["topics"]) + log["data"][:-32] + (1).to_bytes(32, "big")
    block = shop.send("stranger", Call(buyer, said))
    shop.node.rpc("anvil_setCode", buyer, "0x")
    shop.wait_for_index()
    page.goto(f"{shop.url}/orders/0x{shop.market.order_id(order).hex()}")
    file = saved(page, "Proof page", tmp_path)
    transaction = shop.web3.eth.get_block(block)["transactions"][0].to_0x_hex()
    forged = {"contract": buyer, "block": block, "transaction": transaction}
    file.write_text(_with_event(file.read_text(), "OrderCancelled", forged, {"refunded": "1"}))
    assert "✗" in _asked(page, shop, file, "OrderCancelled")
    assert "✓" in _asked(page, shop, file, "OrderPaid")


def test_what_was_passed_on_is_proved(page: Page, shop: Shop, rewards: Rewards, tmp_path: Path) -> None:
    """By the contract that the order's terms name as its payer; of another one nobody's word counts."""
    loyalty, buyer = points_contract(shop, "ETH"), shop.people["shopper2"]
    order = Order(rewards.goods.offers["bell"], buyer, loyalty.address, quantity=1, salt=bytes(31) + b"\1")
    shop.send("shopper2", call_of(loyalty, "pay", order, value=order.total))
    shop.send("shopper2", shop.market.call("cancel", order))
    shop.send("stranger", call_of(loyalty, "settle", order))
    shop.wait_for_index()
    page.goto(f"{shop.url}/orders/0x{shop.market.order_id(order).hex()}")
    file = saved(page, "Proof page", tmp_path)
    for text, is_held in ((file.read_text(), True), (_from_elsewhere(file.read_text(), loyalty.address), False)):
        file.write_text(text)
        assert ("✓" if is_held else "✗") in _asked(page, shop, file, "OrderSettled")


def test_what_is_said_of_an_event_is_all_proved(page: Page, shop: Shop, rewards: Rewards, tmp_path: Path) -> None:
    """That it is this order's, when it was, and no word beside what the contract logged."""
    buyer = shop.people["shopper2"]
    other, order = (
        Order(rewards.goods.offers["bell"], buyer, buyer, quantity=1, salt=bytes(31) + bytes([number]))
        for number in (3, 4)
    )
    for one in (other, order):
        shop.send("shopper2", shop.market.call("pay", one, value=one.total))
    block = shop.send("shopper2", shop.market.call("cancel", other))
    shop.send("shopper2", shop.market.call("cancel", order))
    shop.wait_for_index()
    page.goto(f"{shop.url}/orders/0x{shop.market.order_id(order).hex()}")
    file = saved(page, "Proof page", tmp_path)
    text = file.read_text()
    assert "✓" in _asked(page, shop, file, "OrderCancelled")
    transaction = shop.web3.eth.get_block(block)["transactions"][0].to_0x_hex()
    lies = (
        ({"block": block, "transaction": transaction}, {"order_id": f"0x{shop.market.order_id(other).hex()}"}),
        ({"time": "1"}, {}),
        ({}, {"reason": "The seller sent an empty parcel"}),
    )
    for placed, fields in lies:
        file.write_text(_with_event(text, "OrderCancelled", placed, fields))
        assert "✗" in _asked(page, shop, file, "OrderCancelled"), (placed, fields)


def _asked(page: Page, shop: Shop, file: Path, event: str) -> str:
    """What a proof page says of an event once it has asked the node about all it shows."""
    proof = page.context.new_page()
    proof.goto(file.as_uri())
    proof.locator("#node").fill(shop.node.url)
    proof.get_by_role("button", name="Ask it").click()
    expect(proof.locator("#node-result li", has_text="The order stands")).to_be_visible()
    said = proof.locator("#node-result li", has_text=event).inner_text()
    proof.close()
    return said


def _with_event(text: str, name: str, placed: dict[str, Any], fields: dict[str, str]) -> str:
    """A proof page that says other things of an event."""
    before, mark, rest = text.partition('id="proof">')
    data, end, after = rest.partition("</script>")
    said = json.loads(data)
    (event,) = (one for one in said["events"] if one["name"] == name)
    event.update(placed, fields=event["fields"] | fields)
    return before + mark + json.dumps(said) + end + after


def _from_elsewhere(text: str, contract: str) -> str:
    """A proof page whose last event another contract is said to have logged."""
    before, _, after = text.rpartition(f'"contract": "{contract}"')
    return f'{before}"contract": "0x{"ab" * 20}"{after}'
