"""What a shopper types at checkout is read by the merchant alone: the search finds it nowhere, and works."""

import sqlite3
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from scripts import sealing
from scripts.wallet import Call
from tests.browser import search, steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods, buy
from tests.fixtures.shop import Shop

PLANTED = "Zebulon Planted Crabtree"


@pytest.fixture
def order_id(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> str:
    """An order whose shopper typed a name and an address."""
    return steps.buy(page, shop, goods.id("teapot"))


def delivery(shop: Shop, order_id: str) -> str:
    """The hash of an order's sealed delivery details."""
    return "0x" + shop.market.sale(bytes.fromhex(order_id[2:])).order.delivery.hex()


def test_details_are_found_nowhere_but_by_the_merchant(shop: Shop, goods: Goods, order_id: str) -> None:
    for text in (steps.RECIPIENT, steps.STREET):
        assert search.places(shop, text) == set()
    sealed = requests.get(f"{shop.url}/api/v1/documents/{delivery(shop, order_id)}", timeout=30).content
    details = sealing.unseal(sealed, goods.key)
    assert details["name"] == steps.RECIPIENT
    assert details["address"]["street"] == steps.STREET
    assert len(sealing.decode(details["salt"])) == sealing.SALT_BYTES
    assert len(sealing.decode(details["shopper_key"])) == 65


def test_after_erasing_they_are_gone(page: Page, shop: Shop, goods: Goods, order_id: str) -> None:
    name = delivery(shop, order_id)
    address = f"{shop.url}/api/v1/documents/{name}"
    assert requests.get(address, timeout=30).ok
    page.get_by_text("Delivery details").click()
    page.get_by_role("button", name="Erase them now").click()
    expect(page.locator("#status")).to_have_text("The delivery details are erased.")
    assert requests.get(address, timeout=30).status_code == 410
    assert not any(search.encrypted_for(goods.key, path) for path in shop.vault.rglob(f"*{name[2:]}*"))
    expect(page.get_by_role("button", name="Erase them now")).to_have_count(0)


def test_without_its_script_the_form_cannot_be_sent(browser: Browser, shop: Shop, goods: Goods) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(f"{shop.url}/checkout?offer={goods.id('teapot')}")
        steps.fill_details(page)
        page.get_by_label("Name", exact=True).press("Enter")
        expect(steps.pay_button(page)).to_be_disabled()
        assert page.url.endswith(goods.id("teapot"))
        assert page.locator("#delivery [name]").count() == 0


@pytest.fixture
def planted_everywhere(shop: Shop, goods: Goods) -> Iterator[None]:
    """A name in each of the places that are searched."""
    raw = PLANTED.encode()
    shop.send("stranger", Call(shop.people["shopper3"], raw))
    order = buy(shop, goods.offers["teapot"], "shopper2")
    shop.send("shopper2", shop.market.call("submit_evidence", order, raw.ljust(32, b"\0")))
    requests.get(f"{shop.url}/", params={"q": PLANTED}, timeout=30)
    planted = search.plant_file(shop.vault, PLANTED)
    with sqlite3.connect(shop.database) as connection:
        connection.execute("CREATE TABLE planted (name TEXT)")
        connection.execute("INSERT INTO planted VALUES (?)", (PLANTED,))
    yield
    planted.unlink()
    with sqlite3.connect(shop.database) as connection:
        connection.execute("DROP TABLE planted")


@pytest.mark.usefixtures("planted_everywhere")
def test_search_finds_a_planted_name_in_each_place(shop: Shop) -> None:
    assert search.places(shop, PLANTED) == set(search.PLACES)
