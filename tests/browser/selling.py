"""What a merchant does in the browser, step by step, and what a shopper does meanwhile."""

from functools import cache
from io import BytesIO

import requests
from PIL import Image
from playwright.sync_api import Page, expect

from scripts import sealing
from scripts.documents import sha256
from scripts.terms import Order
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop

PASSPHRASE = "correct horse"
NAME = "Wendelin Wetzlar"
SHOPPER = sealing.new_key()


@cache
def photograph() -> bytes:
    """A large picture with a place in its metadata, as a camera writes it."""
    picture = Image.effect_noise((240, 120), 60).resize((2400, 1200)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    output = BytesIO()
    picture.save(output, "JPEG", exif=exif)
    return output.getvalue()


def enter(page: Page, shop: Shop, path: str = "/dashboard/") -> None:
    """Sign in, and come to a page of the dashboard."""
    page.goto(shop.url + path)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Test wallet", exact=True).click()
    page.wait_for_url(shop.url + path)


def said(page: Page, text: str) -> None:
    expect(page.locator("#status")).to_have_text(text)


def describe(page: Page, shop: Shop) -> None:
    """Set up the shop."""
    page.goto(f"{shop.url}/dashboard/profile")
    page.locator("#name-en").fill("Browser Goods")
    page.locator("#contact").fill("shop@example.org")
    for field, text in (("name", NAME), ("street", "5 Return Road"), ("city", "Leeds")):
        page.locator(f"#return-{field}").fill(text)
    page.locator("#return-country").select_option("GB")
    page.locator("#passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Publish this profile").click()
    steps.agree(page)
    said(page, "Your profile is published.")


def publish(page: Page, shop: Shop, title: str = "Bowl") -> list[str]:
    """Publish a product in two variants, with a picture; the offers' ids."""
    before = set(shop.market.offers())
    page.goto(f"{shop.url}/dashboard/offers/new")
    page.locator("#title-en").fill(title)
    page.locator("#title-zh").fill("碗")
    page.locator("#description-en").fill("Made by hand.")
    page.locator("#pictures").set_input_files({"name": "bowl.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    expect(page.locator("#picture-list img")).to_have_count(1)
    page.locator("#currency").select_option("ETH")
    page.locator("#arbiter").select_option("none")
    page.locator("#carrier").select_option("none")
    page.locator("#option").fill("Size")
    page.get_by_role("button", name="Another variant").click()
    for place, (value, price, units) in enumerate((("Small", "0.05", "4"), ("Large", "0.08", "2"))):
        row = page.locator("#variants li").nth(place)
        row.locator("[data-value]").fill(value)
        row.locator("[data-price]").fill(price)
        row.locator("[data-units]").fill(units)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#agree")).to_contain_text("4 at 0.05")
    steps.agree(page)
    said(page, "Published: 2 offers.")
    return ["0x" + id_.hex() for id_ in set(shop.market.offers()) - before]


def stock(shop: Shop, wallet: Wallet) -> list[str]:
    """Have a merchant's offers published without a page: two of a bowl; their ids, the cheaper first."""
    shop.people["merchant"] = wallet.address
    shop.node.rpc("anvil_impersonateAccount", wallet.address)
    goods = Goods(seller="merchant")
    goods.publish(shop, ("small", "Bowl", "碗"), price=ETHER // 100 * 5, cap=4)
    goods.publish(shop, ("large", "Bowl", "碗"), price=ETHER // 100 * 8, cap=2)
    shop.node.rpc("anvil_stopImpersonatingAccount", wallet.address)
    shop.wait_for_index()
    return [goods.id("small"), goods.id("large")]


def buy(shop: Shop, page: Page, offer_id: str, note: str = "") -> str:
    """A shopper pays for one, with details sealed for the merchant's key; the order's id."""
    offer = shop.market.offer(bytes.fromhex(offer_id[2:])).offer
    account = requests.get(f"{shop.url}/api/v1/accounts/{offer.seller}", timeout=30).json()
    recipient = sealing.decode(account["document"]["encryption_key"])
    details = sealing.delivery(
        sealing.encode(sealing.public_point(SHOPPER)),
        NAME,
        {"street": "9 Wharf", "city": "Hull", "country": "GB"},
        "",
        note,
    )
    sealed = sealing.seal(details, recipient, (shop.people["shopper1"], offer.seller))
    name = sha256(sealed)
    assert requests.put(f"{shop.url}/api/v1/documents/0x{name}", data=sealed, timeout=30).ok
    people = shop.people
    order = Order(offer, people["shopper1"], people["shopper1"], 1, delivery=bytes.fromhex(name), salt=shop.new_salt())
    shop.send("shopper1", shop.market.call("pay", order, value=order.total))
    shop.wait_for_index()
    return "0x" + shop.market.order_id(order).hex()


def sale(shop: Shop, order_id: str):
    return shop.market.sale(bytes.fromhex(order_id[2:]))


def open_order(page: Page, shop: Shop, order_id: str) -> Page:
    """Go to an order in the dashboard."""
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    return page


def fill_in(page: Page, dialog: str, value: str) -> None:
    """Answer a dialog that has one field."""
    asked = page.locator(f"#{dialog}-dialog")
    asked.locator("input").fill(value)
    asked.get_by_role("button", name="Go on").click()
