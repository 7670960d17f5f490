"""Buying and acting with signatures that the storefront sends: an account with Dollars and not one wei of coin."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from playwright.sync_api import Page, expect

from scripts.parameters import DEVNET
from scripts.terms import NO_DOCUMENT, Status
from tests.browser import search, steps
from tests.browser.selling import sale
from tests.browser.wallet import Wallet
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR, ETHER, Goods, buy
from tests.fixtures.shop import Shop, until

LAMP = 50 * DOLLAR
NOTEBOOKS = 27 * DOLLAR  # two, sent together
OWNED = 200 * DOLLAR


@pytest.fixture
def penniless(shop: Shop, page: Page) -> Wallet:
    """A wallet with Dollars and no coin at all, in this test's tab."""
    made = Wallet(shop.node.url, DEVNET, funds=0)
    shop.send("deployer", shop.token("mint", made.address, OWNED))
    made.inject(page)
    return made


def test_a_cart_of_two_sellers_without_coin(
    page: Page, shop: Shop, goods: Goods, stationer: Goods, penniless: Wallet
) -> None:
    before = _dollars(shop, penniless)
    _fill_cart(page, shop, goods.id("lamp"), stationer.id("indigo"))
    page.get_by_label("I pay the network fee myself").check()
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("The network fee that you pay yourself is about")
    page.get_by_label("I pay the network fee myself").uncheck()
    expect(page.locator("#cost-fee")).to_have_text("paid by this shop")
    orders = _pay_signed(page, shop, penniless, LAMP + NOTEBOOKS)
    assert [method for method, _ in penniless.asked if method == "eth_sendTransaction"] == []
    lamp, notebooks = (
        next(one for one in orders if sale(shop, one).order.total == total) for total in (LAMP, NOTEBOOKS)
    )
    for role, one in (("merchant1", lamp), ("merchant2", notebooks)):
        shop.wait_for_index(shop.send(role, shop.market.call("ship", sale(shop, one).order)))

    page.goto(f"{shop.url}/orders/{lamp}")
    page.get_by_role("button", name="Confirm receipt: pay the seller").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("the seller's balance grew by")
    assert _signed(penniless)["message"]["verb"] == "confirm"

    page.goto(f"{shop.url}/orders/{notebooks}")
    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_label("I send it back").check()
    page.get_by_label("What happened?").fill("The paper is torn.")
    page.get_by_role("button", name="Ask the seller").click()
    expect(page.locator("#status")).to_have_text("Asked. Now the seller has to answer.")
    assert search.places(shop, "The paper is torn.") == set()
    order = sale(shop, notebooks).order
    shop.wait_for_index(shop.send("merchant2", shop.market.call("approve_return", order, NO_DOCUMENT)))
    page.reload()
    page.get_by_role("button", name="I have sent it back").click()
    page.get_by_role("button", name="It is on its way").click()
    expect(page.locator("#status")).to_have_text("Sent back. Now the seller checks what came.")
    shop.send("merchant2", shop.market.call("concede", order))

    assert sale(shop, lamp).record.status == sale(shop, notebooks).record.status == Status.CLOSED
    after = _dollars(shop, penniless)
    moved = {who: after[who] - before[who] for who in after}
    assert moved == {"buyer": -LAMP, "merchant1": LAMP, "merchant2": 0, "escrow": 0}
    assert shop.web3.eth.get_balance(penniless.address) == 0
    assert [method for method, _ in penniless.asked if method == "eth_sendTransaction"] == []


def test_in_instalments_without_coin(page: Page, shop: Shop, goods: Goods, penniless: Wallet) -> None:
    """Only the down payment is signed for, to the contract that lends; its number stands for the plan, too."""
    lending = Borrowing(shop, goods.offers["lamp"])
    lending.open(penniless.address)
    shop.wait_for_index()
    terms = "quantity=1&instalments=4&days=30&down=13.00"
    page.goto(f"{shop.url}/checkout?offer={goods.id('lamp')}&{terms}")
    steps.fill_details(page)
    steps.connect(page)
    expect(page.locator("#cost-fee")).to_have_text("paid by this shop")
    steps.pay_button(page).click()
    dialog = page.locator("#authorize")
    expect(dialog).to_contain_text("13.00\u00a0USD")
    expect(dialog.locator("[data-sign=to]")).to_have_text(lending.credit.address)
    shown = dialog.locator("[data-sign=nonce]").inner_text()
    dialog.get_by_role("button", name="Sign in my wallet").click()
    (order_id,) = steps.arrive_at_receipt(page)
    message = _signed(penniless)["message"]
    assert (message["value"], message["nonce"]) == (str(13 * DOLLAR), shown)
    nonce = keccak(encode(["bytes32", "uint256", "uint256"], [bytes.fromhex(order_id[2:]), 4, 30]))
    assert shown == "0x" + nonce.hex()
    assert lending.credit.functions.lent().call() == LAMP - 13 * DOLLAR
    assert [method for method, _ in penniless.asked if method == "eth_sendTransaction"] == []


def test_points_of_an_unknown_contract_are_told_before_anything_is_signed(
    page: Page, shop: Shop, goods: Goods, penniless: Wallet
) -> None:
    dollar = shop.book.contracts["Dollar"].address
    terms = {"currency": dollar, "price": DOLLAR, "points_bps": 4_000, "loyalty": shop.people["stranger"]}
    goods.publish(shop, ("rug", "Rug", "地毯"), **terms)
    shop.wait_for_index()
    steps.open_checkout(page, shop, goods.id("rug"))
    expect(page.locator("[data-line]")).to_contain_text("Count them as nothing.")
    steps.pay(page)
    expect(page.locator("#authorize")).to_contain_text("40%")
    expect(page.locator("#authorize")).to_contain_text("Count them as nothing.")
    page.get_by_role("button", name="No, go back").click()
    assert not [method for method, _ in penniless.asked if method == "eth_signTypedData_v4"]


def test_a_relay_without_coin_leaves_the_same_order_to_the_shopper(
    page: Page, shop: Shop, goods: Goods, penniless: Wallet
) -> None:
    """The payment goes on with a permit and one transaction; a confirmation is kept, then sent by the shopper."""
    shop.node.rpc("anvil_setBalance", penniless.address, hex(ETHER))
    relay = shop.people["storefront"]
    coin = shop.web3.eth.get_balance(relay)
    shop.node.rpc("anvil_setBalance", relay, "0x0")
    try:
        steps.open_checkout(page, shop, goods.id("lamp"))
        _sign(page)
        other = page.locator("#other-way")
        expect(other).to_contain_text("It cannot be paid twice.")
        expect(page.locator("#status")).to_have_text(other.locator("[data-reason]").inner_text())
        nonce = _signed(penniless)["message"]["nonce"]
        other.get_by_role("button", name="Not now").click()
        expect(page.locator("#status.warn")).to_contain_text("Nothing is paid yet. Press the button to try again")
        page.get_by_label("City").fill("Leeds")
        steps.pay_button(page).click()
        expect(page.locator("#status")).to_contain_text("Put the details back")
        page.reload()
        expect(other).to_be_visible()
        other.get_by_role("button", name="I pay the network fee myself").click()
        assert steps.arrive_at_order(page) == nonce
        asked = [method for method, _ in penniless.asked if method.startswith(("eth_sign", "eth_send"))]
        assert asked == ["eth_signTypedData_v4", "eth_signTypedData_v4", "eth_sendTransaction"]
        assert _signed(penniless)["primaryType"] == "Permit"
        dollar = shop.book.contract(shop.web3, "Dollar").functions
        assert dollar.balanceOf(penniless.address).call() == OWNED - LAMP
        assert dollar.allowance(penniless.address, shop.market.escrow.address).call() == 0

        order = sale(shop, nonce).order
        shop.wait_for_index(shop.send("merchant1", shop.market.call("ship", order)))
        page.reload()
        confirm = page.get_by_role("button", name="Confirm receipt: pay the seller")
        confirm.click()
        steps.agree(page)
        expect(other).to_contain_text("the order is not confirmed")
        other.get_by_role("button", name="Not now").click()
        page.reload()
        expect(page.locator("#status")).to_contain_text("the seller can use what you signed until")
        assert sale(shop, nonce).record.status == Status.AWAITING_CONFIRMATION
        confirm.click()
        steps.agree(page)
        other.get_by_role("button", name="I pay the network fee myself").click()
        expect(page.locator("#status")).to_contain_text("the seller's balance grew by")
    finally:
        shop.node.rpc("anvil_setBalance", relay, hex(coin))
    assert sale(shop, nonce).record.status == Status.CLOSED


def test_a_reload_does_nothing_twice(page: Page, shop: Shop, goods: Goods) -> None:
    """With the practice wallet, which says in words what is signed; declined, paid, cancelled by another signature."""
    shopper = shop.people["shopper1"]
    before, coin = _paid(shop, shopper), shop.web3.eth.get_balance(shopper)
    said = page.locator("#devnet-prompt [data-what]")
    steps.open_checkout(page, shop, goods.id("lamp"))
    expect(page.locator("#pay")).to_be_enabled()
    page.locator("#pay").press("Enter")
    page.get_by_role("button", name="Sign in my wallet").press("Enter")
    page.get_by_role("button", name="Decline").press("Enter")
    expect(page.locator("#status")).to_have_text("You declined in your wallet. Nothing was sent.")
    expect(page.locator("#pay")).to_be_focused()
    with _no_blocks(shop):
        steps.pay_button(page).click()
        page.get_by_role("button", name="Sign in my wallet").click()
        nonce = page.locator("[data-sign=nonce]").inner_text()
        expect(said).to_contain_text("Sign: the escrow contract may take 50.00\u00a0USD once, until")
        expect(said).to_contain_text(nonce)
        _sign_and_reload(page)
    assert steps.arrive_at_order(page) == nonce
    assert _paid(shop, shopper) == before + 1
    with _no_blocks(shop):
        page.get_by_role("button", name="Cancel the order").click()
        steps.agree(page)
        expect(said).to_contain_text("is cancelled, and all that is held goes back.")
        _sign_and_reload(page)
    expect(page.locator(".badge")).to_have_text("Cancelled")
    assert shop.web3.eth.get_balance(shopper) == coin


def test_every_step_after_the_sale_by_signature(page: Page, shop: Shop, goods: Goods) -> None:
    """More time, a return, a part let go of, the arbiter, more for the case: the shopper's account sends nothing."""
    order = buy(shop, goods.offers["teapot"], "shopper1")
    shop.send("merchant1", shop.market.call("ship", order))
    shop.wait_for_index(shop.send("carrier", shop.market.call("attest_delivery", order)))
    order_id, shopper = "0x" + shop.market.order_id(order).hex(), order.buyer
    before = shop.web3.eth.get_transaction_count(shopper), shop.web3.eth.get_balance(shopper)
    page.goto(f"{shop.url}/orders/{order_id}")

    page.get_by_role("button", name="I need 3 days more").click()
    steps.agree(page)
    _sign_for(page, "there is time until", "Done. There is more time now.")
    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_label("I send it back").check()
    page.get_by_role("button", name="Ask the seller").click()
    _sign_for(page, "ask for 0.05\u00a0ETH (a return)", "Asked. Now the seller has to answer.")
    page.get_by_role("button", name="Let go of a part").click()
    page.get_by_label("Amount in ETH").fill("0.03")
    dialog = page.locator("#release-dialog")
    expect(dialog).to_contain_text("Your wallet shows what stays in question: 0.03\u00a0ETH.")
    dialog.get_by_role("button", name="Let go of the rest").click()
    _sign_for(page, "0.03\u00a0ETH stays in question", "Done. The seller has what you let go of.")
    assert sale(shop, order_id).record.released == ETHER // 100 * 2
    shop.wait_for_index(shop.send("merchant1", shop.market.call("approve_return", order, NO_DOCUMENT)))
    page.reload()
    page.get_by_role("button", name="Ask the arbiter to decide").click()
    page.get_by_label("Your side of it").fill("The seller wants it back and I have lost it.")
    page.locator("#dispute-dialog").get_by_role("button", name="Ask the arbiter to decide").click()
    _sign_for(page, "the arbiter is asked to decide", "The arbiter was asked.")
    page.get_by_role("button", name="Add to the case").click()
    page.get_by_label("What do you want to say or show?").fill("It is in the cellar after all.")
    page.get_by_role("button", name="Add it").click()
    _sign_for(page, "the hash of a document is added", "Added. Those it was written for can read it.")

    assert sale(shop, order_id).record.status == Status.AWAITING_RULING
    assert (shop.web3.eth.get_transaction_count(shopper), shop.web3.eth.get_balance(shopper)) == before


def _sign_for(page: Page, question: str, outcome: str) -> None:
    """Sign what the practice wallet asks, and wait for what the page says afterwards."""
    expect(page.locator("#devnet-prompt [data-what]")).to_contain_text(question)
    page.locator("#devnet-prompt").get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#status")).to_have_text(outcome)


@contextmanager
def _no_blocks(shop: Shop) -> Iterator[None]:
    """What the relay sends waits until the end."""
    count, relay = shop.web3.eth.get_transaction_count, shop.people["storefront"]
    with shop.node.held_up():
        yield
        until(lambda: count(relay, "pending") > count(relay, "latest"))


def _sign_and_reload(page: Page) -> None:
    """Sign in the practice wallet; the page goes on by itself after a reload."""
    page.locator("#devnet-prompt").get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#status")).to_contain_text("This shop sends it now")
    page.reload()
    expect(page.locator("#status")).to_contain_text("This shop sends it now")


def _fill_cart(page: Page, shop: Shop, lamp: str, notebook: str) -> None:
    """A lamp and two notebooks, then the checkout with the details filled in."""
    for offer_id, quantity in ((lamp, 1), (notebook, 2)):
        page.goto(f"{shop.url}/offers/{offer_id}")
        page.get_by_label("Quantity").fill(str(quantity))
        page.get_by_role("button", name="Add to cart").click()
        expect(page.locator("#status")).to_have_text("It is in your cart.")
    steps.check_out(page)


def _sign(page: Page) -> None:
    """Press the button, and then that of the page's own dialog."""
    steps.pay(page)
    page.get_by_role("button", name="Sign in my wallet").click()


def _pay_signed(page: Page, shop: Shop, wallet: Wallet, total: int) -> list[str]:
    """Pay with one signature; what the wallet was shown is what the page has shown. The orders' ids."""
    steps.pay_button(page).click()
    dialog = page.locator("#authorize")
    expect(dialog.locator("summary")).to_have_count(2)
    shown = {name: dialog.locator(f"[data-sign={name}]").inner_text() for name in ("to", "nonce")}
    dialog.get_by_role("button", name="Sign in my wallet").click()
    orders = steps.arrive_at_receipt(page)
    typed = _signed(wallet)
    assert (typed["primaryType"], typed["message"]["value"]) == ("ReceiveWithAuthorization", str(total))
    assert shown == {"to": shop.market.escrow.address, "nonce": typed["message"]["nonce"]}
    return orders


def _signed(wallet: Wallet) -> Any:
    """The typed data that the wallet was last asked to sign."""
    return json.loads([params[1] for method, params in wallet.asked if method == "eth_signTypedData_v4"][-1])


def _paid(shop: Shop, payer: str) -> int:
    """How many orders an account has paid."""
    events = shop.market.escrow.events.OrderPaid.get_logs(from_block=0)
    return sum(event["args"]["payer"] == payer for event in events)


def _dollars(shop: Shop, wallet: Wallet) -> dict[str, int]:
    dollar = shop.book.contract(shop.web3, "Dollar").functions
    people = {name: shop.people[name] for name in ("merchant1", "merchant2")}
    people |= {"buyer": wallet.address, "escrow": shop.market.escrow.address}
    return {name: dollar.balanceOf(address).call() for name, address in people.items()}
