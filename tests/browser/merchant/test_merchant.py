"""A merchant runs a shop from the browser: profile and key, publishing, revising, shipping, answering, money."""

from io import BytesIO
from pathlib import Path

import pytest
import requests
from eth_utils.abi import function_abi_to_4byte_selector
from PIL import Image
from playwright.sync_api import Page, expect

from scripts import profiles, sealing
from scripts.terms import offer_id
from tests.browser import steps
from tests.browser.access.test_accessibility import NAMELESS, SMALL, TARGET
from tests.browser.selling import PASSPHRASE, buy, describe, enter, publish, said, stock
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER
from tests.fixtures.shop import Shop

NARROW = 320  # CSS pixels
PAGES = ("", "orders", "offers", "offers/new", "statement", "import", "profile")

SELECTORS = """async () => {
  const { IDENTITY, SELLER } = await import("/static/js/merchant/calls.js");
  const { Interface } = await import("/static/js/ethers.js");
  const isCall = ({ type }) => type === "function";
  const selectors = (abi) => new Interface(abi).fragments.filter(isCall).map((call) => call.selector);
  return { Escrow: selectors(SELLER), Identity: selectors(IDENTITY) };
}"""


@pytest.fixture
def ready(page: Page, shop: Shop, wallet: Wallet) -> list[str]:
    """A merchant with a profile and two offers; their ids, the cheaper first."""
    enter(page, shop)
    describe(page, shop)
    return stock(shop, wallet)


def test_calls_have_the_compiled_selectors(page: Page, shop: Shop) -> None:
    page.goto(f"{shop.url}/about")
    for name, selectors in page.evaluate(SELECTORS).items():
        abi = shop.book.contracts[name].abi
        compiled = {"0x" + function_abi_to_4byte_selector(entry).hex() for entry in abi if entry["type"] == "function"}
        assert set(selectors) <= compiled, name


def test_a_merchant_publishes(page: Page, shop: Shop, wallet: Wallet) -> None:
    enter(page, shop)
    describe(page, shop)
    ids = publish(page, shop)
    small = min((shop.market.offer(bytes.fromhex(id_[2:])).offer for id_ in ids), key=lambda offer: offer.price)
    address = "0x" + offer_id(small).hex()
    assert (small.seller, small.price, small.inspect_within) == (wallet.address, ETHER // 20, 7 * 86_400)
    text = requests.get(f"{shop.url}/api/v1/offers/{address}", timeout=30).json()["document"]
    assert text["title"] == {"en": "Bowl", "zh": "碗"}
    assert text["variant"] == [{"name": {"en": "Size"}, "value": {"en": "Small"}}]
    body = requests.get(f"{shop.url}/api/v1/documents/0x{text['pictures'][0]['sha256']}", timeout=30).content
    picture = Image.open(BytesIO(body))
    assert (picture.format, max(picture.size), dict(picture.getexif())) == ("WEBP", 1600, {})
    assert b"taken at home" not in body
    page.goto(f"{shop.url}/offers/{address}")
    expect(page.locator("h1")).to_have_text("Bowl")
    expect(page.locator("main")).to_contain_text("Browser Goods")


def test_a_merchant_revises_restocks_and_takes_down(page: Page, shop: Shop, ready: list[str]) -> None:
    page.goto(f"{shop.url}/dashboard/offers/{ready[0]}/revise")
    page.locator("[data-price]").fill("0.06")
    page.get_by_role("button", name="Publish the revision").click()
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
    expect(shelf).to_have_count(0)
    assert shop.market.stocks([newest.id])[0].cap == 0


def test_the_dashboard_fits_and_has_names(page: Page, shop: Shop, ready: list[str]) -> None:
    """On a narrow screen nothing scrolls sideways, and all that can be used has a name and is large enough."""
    order_id = buy(shop, page, ready[0])
    page.set_viewport_size({"width": NARROW, "height": 700})
    for path in (*PAGES, f"orders/{order_id}", f"offers/{ready[0]}/revise"):
        page.goto(f"{shop.url}/dashboard/{path}", wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path
        assert page.evaluate(NAMELESS) == [], path
        assert page.evaluate(SMALL, TARGET) == [], path
        assert page.locator("h1:visible").count() == 1, path


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
    published = requests.get(f"{shop.url}/api/v1/accounts/{wallet.address}", timeout=30).json()["document"]
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
