"""A catalogue of another shop comes into the browser and onto the chain, also when that is interrupted."""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.selling import enter, photograph, said
from tests.browser.wallet import Wallet
from tests.fixtures.shop import Shop
from tests.scripts.other_shops import CDN, Good, shopify_csv

HUNDRED = 100
GAS = 5_000_000  # of a batch of 25 offers, at most
BATCHES = 4


def export(count: int) -> bytes:
    """A Shopify export of so many products, each of one variant."""
    goods = [
        Good(f"cup-{number}", f"Cup {number}", variants=[((), f"{number + 1}.50", "3")]) for number in range(count)
    ]
    goods[0].pictures = [f"{CDN}/cup-0.jpg?v=1"]
    return shopify_csv(goods).encode()


def look(page: Page, shop: Shop, data: bytes) -> None:
    """Choose the file and the picture, and look at what would be published."""
    page.goto(f"{shop.url}/dashboard/import")
    page.locator("#file").set_input_files({"name": "products.csv", "mimeType": "text/csv", "buffer": data})
    page.locator("#pictures").set_input_files({"name": "cup-0.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    page.locator("#arbiter").select_option("none")
    page.locator("#carrier").select_option("none")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_be_visible()


def offers_of(shop: Shop, seller: str) -> list[bytes]:
    return list(shop.market.offers(seller))


def sent(wallet: Wallet) -> int:
    return [method for method, _ in wallet.asked].count("eth_sendTransaction")


@pytest.fixture(autouse=True)
def enough_gas(wallet: Wallet) -> None:
    """A batch takes more than an order does."""
    wallet.gas = GAS


def test_a_hundred_products_are_imported(page: Page, shop: Shop, wallet: Wallet) -> None:
    enter(page, shop)
    look(page, shop, export(HUNDRED))
    expect(page.locator("#found")).to_have_text("100 offers can be published.")
    expect(page.locator("#preview tbody tr")).to_have_count(HUNDRED)
    assert offers_of(shop, wallet.address) == []
    page.locator("#publish").click()
    expect(page.locator("#agree")).to_contain_text("100 offers will be for sale")
    steps.agree(page)
    said(page, "Published: 100 offers.")
    ids = offers_of(shop, wallet.address)
    assert len(ids) == HUNDRED
    assert sent(wallet) == BATCHES
    answer = requests.get(f"{shop.url}/api/v1/offers/0x{ids[0].hex()}", timeout=30).json()
    assert answer["document"]["title"] == {"en": "Cup 0"}
    assert len(answer["document"]["pictures"]) == 1
    texts = requests.get(f"{shop.url}/api/v1/offers", params={"seller": wallet.address, "limit": 100}, timeout=30)
    assert all(offer["document"] for offer in texts.json()["items"])


def test_what_was_interrupted_goes_on(page: Page, shop: Shop, wallet: Wallet) -> None:
    """After the first batch the merchant declines, and closes the page."""
    enter(page, shop)
    look(page, shop, export(30))
    page.locator("#publish").click()
    steps.agree(page)
    said(page, "Published: 30 offers.")
    assert sent(wallet) == 2
    look(page, shop, export(40))
    wallet.declines.add("eth_sendTransaction")
    page.locator("#publish").click()
    steps.agree(page)
    said(page, "You declined in your wallet. Nothing was sent.")
    wallet.declines.clear()
    page.goto(f"{shop.url}/dashboard/import")
    expect(page.locator("#unfinished")).to_contain_text("30 of 40 offers of “products.csv” are published.")
    page.get_by_role("button", name="Go on").click()
    said(page, "Published: 40 offers.")
    assert len(offers_of(shop, wallet.address)) == 40


def test_what_is_given_up_leaves_nothing_behind(page: Page, shop: Shop, wallet: Wallet) -> None:
    """No document that nobody names waits in the browser, to be sent for ever."""
    enter(page, shop)
    look(page, shop, export(3))
    wallet.declines.add("eth_sendTransaction")
    page.locator("#publish").click()
    steps.agree(page)
    said(page, "You declined in your wallet. Nothing was sent.")
    page.goto(f"{shop.url}/dashboard/import")
    page.get_by_role("button", name="Forget it").click()
    expect(page.locator("#unfinished")).to_be_hidden()
    kept = """async () => {
      const drawer = await import("/static/js/drawer.js");
      return [...(await drawer.keys("outbox")), ...(await drawer.keys("work"))];
    }"""
    assert page.evaluate(kept) == []


def test_every_problem_stands_in_its_row(page: Page, shop: Shop, wallet: Wallet) -> None:
    goods = [
        Good("fine", "Fine"),
        Good("odd", "Odd", variants=[((), "12.00 EUR", "5")]),
        Good("gone", "Gone", variants=[((), "12.00", "0")]),
        Good("bare", "Bare", pictures=[f"{CDN}/bare.png"]),
    ]
    enter(page, shop)
    look(page, shop, shopify_csv(goods).encode())
    rows = page.locator("#preview tbody")
    expect(rows).to_contain_text("products.csv, line 3: the price “12.00 EUR” is not written like 1234.50.")
    expect(rows.locator("tr", has_text="gone")).to_contain_text("sold out")
    expect(page.locator("#missing")).to_contain_text("bare.png")
    expect(page.locator("#found")).to_have_text("2 offers can be published.")
    expect(page.locator("#left-out")).to_contain_text("2 cannot be published:")
    expect(page.locator("#left-out li", has_text="gone")).to_contain_text("sold out")
