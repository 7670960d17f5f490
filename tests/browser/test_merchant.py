"""A merchant runs a shop from the browser: profile and key, publishing, revising, shipping, answering, money."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import requests
from eth_utils.abi import function_abi_to_4byte_selector
from PIL import Image
from playwright.sync_api import Page, expect

from scripts import profiles, sealing
from scripts.documents import sha256
from scripts.terms import NO_DOCUMENT, Kind, Order, Status
from tests.browser import steps
from tests.browser.test_accessibility import NAMELESS, SMALL, TARGET
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop

PASSPHRASE = "correct horse"
NAME = "Wendelin Wetzlar"


@cache
def photograph() -> bytes:
    """A large picture with a place in its metadata, as a camera writes it."""
    picture = Image.effect_noise((2400, 1200), 60).convert("RGB")
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
    expect(page.locator("#status")).to_have_text(text, timeout=30_000)


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


@pytest.fixture
def ready(page: Page, shop: Shop, wallet: Wallet) -> list[str]:
    """A merchant with a profile and two offers; their ids, the cheaper first."""
    enter(page, shop)
    describe(page, shop)
    ids = publish(page, shop)
    return sorted(ids, key=lambda id_: shop.market.offer(bytes.fromhex(id_[2:])).offer.price)


def buy(shop: Shop, page: Page, offer_id: str, salt: int, note: str = "") -> str:
    """A shopper pays for one, with details sealed for the merchant's key; the order's id."""
    offer = shop.market.offer(bytes.fromhex(offer_id[2:])).offer
    account = requests.get(f"{shop.url}/api/v1/accounts/{offer.seller}", timeout=10).json()
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
    assert requests.put(f"{shop.url}/api/v1/documents/0x{name}", data=sealed, timeout=10).ok
    people = shop.people
    order = Order(
        offer, people["shopper1"], people["shopper1"], 1, delivery=bytes.fromhex(name), salt=salt.to_bytes(32, "big")
    )
    shop.send("shopper1", shop.market.call("pay", order, value=order.total))
    shop.wait_for_index()
    return "0x" + shop.market.order_id(order).hex()


SHOPPER = sealing.new_key()

SELECTORS = """async () => {
  const { IDENTITY, SELLER } = await import("/static/js/merchant/calls.js");
  const { Interface } = await import("/static/js/ethers.js");
  const isCall = ({ type }) => type === "function";
  const selectors = (abi) => new Interface(abi).fragments.filter(isCall).map((call) => call.selector);
  return { Escrow: selectors(SELLER), Identity: selectors(IDENTITY) };
}"""


def sale(shop: Shop, order_id: str):
    return shop.market.sale(bytes.fromhex(order_id[2:]))


def test_calls_have_the_compiled_selectors(page: Page, shop: Shop) -> None:
    page.goto(f"{shop.url}/about")
    for name, selectors in page.evaluate(SELECTORS).items():
        abi = shop.book.contracts[name].abi
        compiled = {"0x" + function_abi_to_4byte_selector(entry).hex() for entry in abi if entry["type"] == "function"}
        assert set(selectors) <= compiled, name


def test_a_merchant_publishes(page: Page, shop: Shop, wallet: Wallet, ready: list[str]) -> None:
    small = shop.market.offer(bytes.fromhex(ready[0][2:])).offer
    assert (small.seller, small.price, small.inspect_within) == (wallet.address, ETHER // 20, 7 * 86_400)
    text = requests.get(f"{shop.url}/api/v1/offers/{ready[0]}", timeout=10).json()["document"]
    assert text["title"] == {"en": "Bowl", "zh": "碗"}
    assert text["variant"] == [{"name": {"en": "Size"}, "value": {"en": "Small"}}]
    body = requests.get(f"{shop.url}/api/v1/documents/0x{text['pictures'][0]['sha256']}", timeout=10).content
    picture = Image.open(BytesIO(body))
    assert (picture.format, max(picture.size), dict(picture.getexif())) == ("WEBP", 1600, {})
    assert b"taken at home" not in body
    page.goto(f"{shop.url}/offers/{ready[0]}")
    expect(page.locator("h1")).to_have_text("Bowl")
    expect(page.locator("main")).to_contain_text("Browser Goods")


def test_a_merchant_revises_restocks_and_takes_down(page: Page, shop: Shop, ready: list[str]) -> None:
    page.goto(f"{shop.url}/dashboard/offers/{ready[0]}/revise")
    page.locator("[data-price]").fill("0.06")
    page.get_by_role("button", name="Revise", exact=True).click()
    steps.agree(page)
    said(page, "The offer is revised.")
    newest = list(shop.market.offers().values())[-1]
    assert newest.offer.price == ETHER // 100 * 6
    old, new = shop.market.stocks([bytes.fromhex(ready[0][2:]), newest.id])
    assert (old.cap, new.left) == (0, 4)
    shelf = page.locator(f"[data-offer='0x{newest.id.hex()}']")
    shelf.get_by_role("button", name="Restock").click()
    page.locator("#units").fill("9")
    page.locator("#units-dialog").get_by_role("button", name="Go on").click()
    steps.agree(page)
    said(page, "The stock is changed.")
    assert shop.market.stocks([newest.id])[0].left == 9
    shelf.get_by_role("button", name="Take down").click()
    steps.agree(page)
    said(page, "The stock is changed.")
    assert shop.market.stocks([newest.id])[0].cap == 0


def test_a_merchant_ships_one_with_its_address(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0], 1, note="Ring twice")
    page.goto(f"{shop.url}/dashboard/")
    page.locator(".due-list a").first.click()
    page.get_by_role("button", name="Show the address").click()
    expect(page.locator("#packing-slip address")).to_have_text(f"{NAME}\n9 Wharf\nHull\nGB")
    expect(page.locator("#packing-slip")).to_contain_text("Ring twice")
    page.get_by_role("button", name="It is packed and goes out").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    assert sale(shop, order_id).record.status == Status.AWAITING_CONFIRMATION
    expect(page.locator(".badge").first).to_have_text("To be received")


def test_the_buyer_is_told_where_the_parcel_is(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0], 2)
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.get_by_role("button", name="It is packed and goes out").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    page.get_by_role("button", name="Tell the buyer where the parcel is").click()
    page.locator("#parcel-carrier").fill("Meridian Parcels")
    page.locator("#parcel-number").fill("MP 12345")
    page.locator("#parcel-dialog").get_by_role("button", name="Go on").click()
    said(page, "Told. The buyer's browser opens it on the order's page.")
    (event,) = shop.market.events("EvidenceSubmitted", [bytes.fromhex(order_id[2:])])
    sealed = requests.get(f"{shop.url}/api/v1/documents/0x{event['document'].hex()}", timeout=10).content
    letter = sealing.unseal(sealed, SHOPPER)
    assert (letter["type"], letter["carrier"], letter["number"]) == (
        "handover/parcel/1",
        "Meridian Parcels",
        "MP 12345",
    )


def test_money_goes_back_in_full_and_afterwards(page: Page, shop: Shop, ready: list[str]) -> None:
    first, second = (buy(shop, page, ready[0], salt) for salt in (4, 5))
    page.goto(f"{shop.url}/dashboard/orders/{first}")
    page.get_by_role("button", name="It is packed and goes out").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    order = sale(shop, first).order
    shop.send("shopper1", shop.market.call("request", order, order.total, Kind.REFUND, NO_DOCUMENT))
    shop.send("shopper1", shop.market.call("confirm", sale(shop, second).order))
    shop.wait_for_index()
    page.reload()
    page.get_by_role("button", name="Give all of it back").click()
    steps.agree(page)
    said(page, "Given back. The order has ended.")
    assert sale(shop, first).record.refunded == order.total
    before = shop.web3.eth.get_balance(shop.people["shopper1"])
    page.goto(f"{shop.url}/dashboard/orders/{second}")
    page.get_by_role("button", name="Pay something back afterwards").click()
    page.locator("#amount").fill("0.02")
    page.locator("#amount-dialog").get_by_role("button", name="Go on").click()
    steps.agree(page)
    said(page, "Paid back.")
    assert shop.web3.eth.get_balance(shop.people["shopper1"]) == before + ETHER // 50


def test_what_waits_is_withdrawn(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    """A commission, which Escrow credits."""
    offer = goods.offers["bowl"]._replace(commission_bps=1_000)
    shop.send("merchant1", shop.market.call("publish", offer, 1))
    people = shop.people
    order = Order(offer, people["shopper1"], people["shopper1"], 1, referrer=wallet.address)
    shop.send("shopper1", shop.market.call("pay", order, value=order.total))
    shop.send("shopper1", shop.market.call("confirm", order))
    shop.wait_for_index()
    enter(page, shop)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#agree")).to_contain_text("0.001\u00a0ETH goes from the contract to your account.")
    steps.agree(page)
    said(page, "Withdrawn.")
    assert shop.market.credits(wallet.address) == []
    expect(page.get_by_role("button", name="Withdraw")).to_have_count(0)


NARROW = 320  # CSS pixels
PAGES = ("", "orders", "offers", "offers/new", "statement", "import", "profile")


def test_the_dashboard_fits_and_has_names(page: Page, shop: Shop, ready: list[str]) -> None:
    """On a narrow screen nothing scrolls sideways, and all that can be used has a name and is large enough."""
    order_id = buy(shop, page, ready[0], 3)
    page.set_viewport_size({"width": NARROW, "height": 700})
    for path in (*PAGES, f"orders/{order_id}", f"offers/{ready[0]}/revise"):
        page.goto(f"{shop.url}/dashboard/{path}", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path
        assert page.evaluate(NAMELESS) == [], path
        assert page.evaluate(SMALL, TARGET) == [], path
        assert page.locator("h1:visible").count() == 1, path


def test_many_are_shipped_by_one_signature(page: Page, shop: Shop, wallet: Wallet, ready: list[str]) -> None:
    ids = [buy(shop, page, ready[0], salt) for salt in (11, 12, 13)]
    page.goto(f"{shop.url}/dashboard/orders")
    wallet.asked.clear()
    page.get_by_role("button", name="Choose all that wait to be sent").click()
    shop.send("shopper1", shop.market.call("cancel", sale(shop, ids[0]).order))
    page.get_by_role("button", name="Say that the chosen ones are packed").click()
    expect(page.locator("#agree")).to_contain_text("2 parcels")
    steps.agree(page)
    said(page, "Said. The buyers see that their parcels are on their way.")
    assert [sale(shop, one).record.status for one in ids] == [
        Status.CANCELLED,
        Status.AWAITING_CONFIRMATION,
        Status.AWAITING_CONFIRMATION,
    ]
    assert [method for method, _ in wallet.asked].count("eth_sendTransaction") == 1


def test_a_return_is_approved_with_a_sealed_address(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0], 21)
    order = sale(shop, order_id).order
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.get_by_role("button", name="It is packed and goes out").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    shop.send("shopper1", shop.market.call("request", order, order.total, Kind.RETURN, NO_DOCUMENT))
    shop.wait_for_index()
    page.reload()
    page.get_by_role("button", name="Take the goods back").click()
    expect(page.locator("#agree")).to_contain_text("gets your return address, encrypted")
    steps.agree(page)
    said(page, "Agreed. The buyer sends the goods back.")
    (event,) = shop.market.events("ReturnApproved", [bytes.fromhex(order_id[2:])])
    sealed = requests.get(f"{shop.url}/api/v1/documents/0x{event['document'].hex()}", timeout=10).content
    letter = sealing.unseal(sealed, SHOPPER)
    assert (letter["type"], letter["name"], letter["address"]["street"]) == ("handover/return/1", NAME, "5 Return Road")


def test_some_is_refunded_and_more_time_given(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0], 31)
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.get_by_role("button", name="It is packed and goes out").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    page.get_by_role("button", name="Give some of it back").click()
    page.locator("#amount").fill("99")
    page.locator("#amount-dialog").get_by_role("button", name="Go on").click()
    expect(page.locator("#amount-error")).to_contain_text("at most what is held")
    page.locator("#amount").fill("0.01")
    page.locator("#amount-dialog").get_by_role("button", name="Go on").click()
    steps.agree(page)
    said(page, "The money is on its way back.")
    before = sale(shop, order_id).record
    assert before.refunded == ETHER // 100
    page.get_by_role("button", name="Give the buyer more time").click()
    page.locator("#days").fill("5")
    page.locator("#days-dialog").get_by_role("button", name="Go on").click()
    steps.agree(page)
    said(page, "The buyer has more time now.")
    assert sale(shop, order_id).record.deadline == before.deadline + 5 * 86_400


def test_a_reload_while_pending_goes_on(page: Page, shop: Shop, wallet: Wallet, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0], 41)
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    wallet.asked.clear()
    shop.node.rpc("evm_setAutomine", False)
    try:
        page.get_by_role("button", name="It is packed and goes out").click()
        steps.agree(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        page.reload()
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        shop.node.rpc("evm_mine")
    finally:
        shop.node.rpc("evm_setAutomine", True)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    assert [method for method, _ in wallet.asked].count("eth_sendTransaction") == 1


def test_the_key_file_is_the_scripts(page: Page, shop: Shop, wallet: Wallet, ready: list[str], tmp_path: Path) -> None:
    """What the browser saves the scripts open, and the other way round."""
    page.goto(f"{shop.url}/dashboard/profile")
    expect(page.locator("#key-state")).to_contain_text("is in this browser")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the key file").click()
    assert download.value.suggested_filename == f"{shop.book.chain_id}-{wallet.address}.json"
    path = tmp_path / "key.json"
    download.value.save_as(path)
    secret = profiles.read_secrets(path, PASSPHRASE)
    published = requests.get(f"{shop.url}/api/v1/accounts/{wallet.address}", timeout=10).json()["document"]
    assert sealing.encode(sealing.public_point(secret.key)) == published["encryption_key"]
    assert secret.return_address["address"]["street"] == "5 Return Road"
    profiles.write_secrets(path, secret, "another one")
    page.evaluate("indexedDB.deleteDatabase('handover-merchant')")
    page.reload()
    expect(page.locator("#key-state")).to_contain_text("it is not in this browser")
    page.locator("#key-file").set_input_files(path)
    said(page, "The passphrase does not open this key file.")
    page.locator("#passphrase").fill("another one")
    page.locator("#key-file").set_input_files([])
    page.locator("#key-file").set_input_files(path)
    said(page, "The key is in this browser now.")
    expect(page.locator("#key-state")).to_contain_text("is in this browser")


def test_another_wallet_account_is_told(page: Page, shop: Shop, wallet: Wallet, ready: list[str]) -> None:
    signed_in = wallet.address
    wallet.address = shop.people["stranger"]
    page.goto(f"{shop.url}/dashboard/offers")
    expect(page.locator("#other-wallet")).to_contain_text("You are signed in as")
    page.locator("[data-verb=delist]").first.click()
    expect(page.locator("#status")).to_contain_text("Choose that account in your wallet.")
    wallet.address = signed_in


def test_what_is_wrong_is_told_before_the_wallet_is_asked(page: Page, shop: Shop, wallet: Wallet) -> None:
    enter(page, shop, "/dashboard/offers/new")
    wallet.asked.clear()
    page.locator("[data-price]").fill("12,50")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#problems")).to_be_visible()
    assert "eth_sendTransaction" not in [method for method, _ in wallet.asked]


def test_signing_out(page: Page, shop: Shop, wallet: Wallet) -> None:
    enter(page, shop)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{shop.url}/")
    page.goto(f"{shop.url}/dashboard/")
    expect(page.locator("h1")).to_have_text("Sign in with your wallet")
