"""Following an order in the browser: more time, letters from the seller, notifications, who is "you"."""

import re

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from scripts import documents, sealing
from scripts.parameters import DAY
from scripts.terms import Status
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, until

# A browser without a screen shows no notifications and asks nobody for leave: this stands for its part.
NOTED = """() => {
  window.shown = [];
  window.Notification = class extends EventTarget {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, { body }) {
      super();
      window.shown.push([title, body]);
    }
  };
}"""


@pytest.fixture
def order_id(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> str:
    """An order that was just paid in this tab."""
    return steps.buy(page, shop, goods.id("teapot"))


def deliver(shop: Shop, order_id: str) -> None:
    """The seller sends it, the carrier says that it arrived."""
    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    shop.send("merchant1", shop.market.call("ship", order))
    shop.wait_for_index(shop.send("carrier", shop.market.call("attest_delivery", order)))


def write_to_buyer(shop: Shop, goods: Goods, order_id: str, plain: dict[str, str]) -> None:
    """What `merchant ship parcel=` does: sealed for the key in the delivery details, kept by the storefront."""
    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    sealed = requests.get(f"{shop.url}/api/v1/documents/{order.delivery.hex()}", timeout=30).content
    key = sealing.decode(sealing.unseal(sealed, goods.key)["shopper_key"])
    letter = sealing.seal(plain, key, (order.buyer, order.offer.seller))
    name = documents.sha256(letter)
    shop.wait_for_index(shop.send("merchant1", shop.market.call("submit_evidence", order, bytes.fromhex(name))))
    assert requests.put(f"{shop.url}/api/v1/documents/{name}", data=letter, timeout=30).ok


def test_connecting_leads_to_the_accounts_own_orders(page: Page, shop: Shop, wallet: Wallet) -> None:
    page.goto(f"{shop.url}/orders/")
    page.get_by_role("button", name="Connect wallet").click()
    page.get_by_role("button", name="Test wallet", exact=True).click()
    page.wait_for_url(f"{shop.url}/orders/?account={wallet.address}")


def test_buyer_takes_three_days_more_once(page: Page, shop: Shop, order_id: str) -> None:
    deliver(shop, order_id)
    before = shop.market.sale(bytes.fromhex(order_id[2:])).record.deadline
    page.reload()
    page.get_by_role("button", name="I need 3 days more").click()
    expect(page.locator("#agree")).to_contain_text("This can be done once for each parcel.")
    steps.agree(page)
    expect(page.locator("#status")).to_have_text("Done. There is more time now.")
    record = shop.market.sale(bytes.fromhex(order_id[2:])).record
    assert (record.deadline - before, record.buyer_extended) == (3 * DAY, True)
    expect(page.locator(".next-step time")).to_have_attribute("data-unix", str(record.deadline))
    expect(page.get_by_role("button", name="I need 3 days more")).to_have_count(0)


def test_late_carrier_can_be_waited_for(page: Page, shop: Shop, order_id: str) -> None:
    """The money first; to wait is a choice beside it."""
    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    shop.send("merchant1", shop.market.call("ship", order))
    left = (
        shop.market.sale(bytes.fromhex(order_id[2:])).record.deadline - shop.web3.eth.get_block("latest")["timestamp"]
    )
    shop.node.rpc("evm_increaseTime", left + 60)
    shop.node.rpc("evm_mine")
    shop.wait_for_index()
    until(lambda: 'data-action="enforce"' in requests.get(f"{shop.url}/orders/{order_id}", timeout=30).text)
    page.reload()
    expect(page.locator("[data-action].primary")).to_have_text("Send the money back now")
    expect(page.locator(".next-step")).to_contain_text("it costs a network fee of about")
    page.locator("[data-action=extend]").click()
    steps.agree(page)
    expect(page.locator("#status")).to_have_text("Done. There is more time now.")
    assert shop.market.sale(bytes.fromhex(order_id[2:])).record.status == Status.AWAITING_DELIVERY


def test_buyer_is_you_to_himself_only(page: Page, browser: Browser, shop: Shop, order_id: str) -> None:
    expect(page.get_by_text("Until then you can cancel and have everything back at once.")).to_be_visible()
    with browser.new_context(locale="en-GB") as context:
        stranger = context.new_page()
        stranger.goto(f"{shop.url}/orders/{order_id}")
        expect(stranger.get_by_text("Until then the buyer can cancel and has everything back at once.")).to_be_visible()


def test_a_line_of_choices_moves_sideways_only(page: Page, shop: Shop, wallet: Wallet, order_id: str) -> None:
    """The current one comes into sight, and the page stays where its reader is."""
    page.set_viewport_size({"width": 320, "height": 120})
    page.goto(f"{shop.url}/orders/?account={wallet.address}&status=awaiting_shipment", wait_until="networkidle")
    line, current = (page.locator(place).bounding_box() for place in (".filters", ".filters [aria-current]"))
    assert line is not None
    assert current is not None
    assert line["y"] > 120
    assert line["x"] <= current["x"] <= current["x"] + current["width"] <= line["x"] + line["width"]
    assert page.evaluate("scrollY") == 0


def test_the_question_whose_page_leaves_the_way_back(page: Page, shop: Shop, wallet: Wallet, order_id: str) -> None:
    """It answers itself where a wallet is connected, and does not stand between the pages."""
    page.goto(f"{shop.url}/guide/")
    page.goto(f"{shop.url}/points")
    page.wait_for_url(f"**/points?account={wallet.address}")
    page.go_back()
    expect(page).to_have_url(f"{shop.url}/guide/")


def test_parcel_opens_for_the_buyer_alone(
    page: Page, browser: Browser, shop: Shop, goods: Goods, order_id: str
) -> None:
    write_to_buyer(shop, goods, order_id, sealing.parcel("SF Express", "SF123", "https://track.example.org/SF123"))
    page.reload()
    expect(page.locator("[data-letter]")).to_contain_text("SF Express")
    link = page.get_by_role("link", name="https://track.example.org/SF123")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    with browser.new_context(locale="en-GB") as context:
        stranger = context.new_page()
        stranger.goto(f"{shop.url}/orders/{order_id}", wait_until="networkidle")
        expect(stranger.locator("[data-letter]")).to_contain_text("it opens in the browser in which the order was paid")
        assert "SF Express" not in stranger.content()


def test_letters_run_nothing(page: Page, shop: Shop, goods: Goods, order_id: str) -> None:
    """A seller may write anything."""
    hostile = sealing.parcel("<img src=x onerror=alert(1)>", "<b>1</b>", "javascript:alert(1)")
    write_to_buyer(shop, goods, order_id, hostile)
    page.reload()
    expect(page.locator("[data-letter]")).to_contain_text("javascript:alert(1)")
    assert page.locator("[data-letter] a, [data-letter] img, [data-letter] b").count() == 0


def test_notification_when_something_newly_waits(page: Page, shop: Shop, wallet: Wallet, order_id: str) -> None:
    page.add_init_script(f"({NOTED})()")
    page.goto(f"{shop.url}/orders/?account={wallet.address}")
    page.get_by_role("button", name="Notify me in this browser").click()
    expect(page.get_by_role("button", name="This browser notifies you")).to_have_attribute("aria-pressed", "true")
    deliver(shop, order_id)
    page.goto(f"{shop.url}/orders/{order_id}")
    until(lambda: page.evaluate("window.shown.length"))
    assert page.evaluate("window.shown") == [["An order waits for you", "Teapot"]]
    page.reload(wait_until="networkidle")
    assert page.evaluate("window.shown") == []
    page.goto(f"{shop.url}/orders/?account={wallet.address}")
    page.get_by_role("button", name="This browser notifies you").click()
    assert page.evaluate("localStorage.getItem('handover.notify')") is None
