"""What a shopper may choose at checkout: keeping the address on this device, and giving the goods away."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop

KEPT = "localStorage.getItem('handover.addresses')"


def kept(page: Page) -> Any:
    """The addresses that the browser keeps."""
    return json.loads(page.evaluate(KEPT) or "[]")


def test_an_address_is_kept_only_where_asked(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    steps.buy(page, shop, goods.id("teapot"))
    assert kept(page) == []
    steps.open_checkout(page, shop, goods.id("teapot"))
    expect(page.locator("#address-book")).to_be_hidden()
    page.get_by_label("Keep this address on this device").check()
    steps.pay(page)
    steps.arrive_at_order(page)
    assert [address["street"] for address in kept(page)] == [steps.STREET]


def test_the_country_asked_about_is_chosen(page: Page, shop: Shop, goods: Goods) -> None:
    page.goto(f"{shop.url}/offers/{goods.id('teapot')}?to=GB")
    page.get_by_role("button", name="Buy now", exact=True).click()
    expect(page.get_by_label("Country")).to_have_value("GB")


def test_a_kept_address_is_chosen_changed_and_deleted(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    page.goto(shop.url)
    address = {"recipient": "Odo", "street": "1 Low Road", "city": "Hull", "country": "GB", "phone": "7"}
    other = {"recipient": "Ida", "street": "2 High Road", "city": "Bonn", "country": "DE"}
    page.evaluate("(list) => localStorage.setItem('handover.addresses', JSON.stringify(list))", [address, other])
    page.goto(f"{shop.url}/checkout?offer={goods.id('teapot')}")
    expect(page.get_by_label("Street and number")).to_have_value("1 Low Road")
    page.get_by_label("Kept on this device").select_option(label="Ida, 2 High Road, Bonn")
    expect(page.get_by_label("Country")).to_have_value("DE")
    page.get_by_label("Street and number").fill("3 High Road")
    page.get_by_label("Keep the changes on this device").check()
    wallet.declines.add("eth_sendTransaction")
    steps.pay(page)
    expect(page.locator("#status")).to_have_text("You declined in your wallet. Nothing was sent.")
    assert [one["street"] for one in kept(page)] == ["3 High Road", "1 Low Road"]
    page.get_by_role("button", name="Delete this address").click()
    expect(page.locator("#status")).to_have_text("The address is deleted from this device.")
    expect(page.get_by_label("Street and number")).to_have_value("")
    assert [one["recipient"] for one in kept(page)] == ["Odo"]


def test_a_gift_belongs_to_its_recipient(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    recipient = shop.people["keeper"]
    steps.open_checkout(page, shop, goods.id("teapot"))
    page.get_by_label("It is a gift").check()
    page.get_by_label("The recipient's account").fill(recipient)
    steps.pay(page)
    (order_id,) = steps.arrive_at_receipt(page)
    expect(page.locator("main")).to_contain_text("A gift: the recipient decides about it")
    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    assert (order.buyer, order.payer) == (recipient, wallet.address)
    page.evaluate("localStorage.removeItem('handover.wallet')")  # or else it goes to the payer's own list
    page.goto(f"{shop.url}/orders/?account={recipient}")
    gifts = page.locator("section", has_text="Paid by somebody else in your name")
    expect(gifts.locator(f"a[href$='{order_id}']")).to_be_visible()


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("", "Enter the recipient's account"),
        ("merchant1", "The recipient sells this"),
        ("arbiter", "The recipient is its carrier or arbiter"),
        ("wallet", "This is your own account"),
    ],
)
def test_who_cannot_be_given_it(page: Page, shop: Shop, goods: Goods, wallet: Wallet, role: str, sentence: str) -> None:
    account = {"": "0x1234", "wallet": wallet.address}.get(role) or shop.people[role]
    steps.open_checkout(page, shop, goods.id("teapot"))
    page.get_by_label("It is a gift").check()
    page.get_by_label("The recipient's account").fill(account)
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text(sentence)
    assert "eth_sendTransaction" not in [method for method, _ in wallet.asked]
