"""A shopper asks for a return and sends the goods back, on the order's page."""

from playwright.sync_api import Page, expect

from scripts.terms import Kind, Status
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop

NO_DOCUMENT = bytes(32)


def test_return(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    order_id = bytes.fromhex(steps.buy(page, shop, goods.id("teapot"))[2:])
    order = shop.market.sale(order_id).order
    shop.send("merchant1", shop.market.call("ship", order))
    shop.wait_for_index(shop.send("carrier", shop.market.call("attest_delivery", order)))
    page.reload()
    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_label("I send it back").check()
    page.get_by_role("button", name="Ask the seller").click()
    expect(page.locator("#status")).to_have_text("Asked. Now the seller has to answer.")
    asked = shop.market.sale(order_id).record
    assert (asked.status, asked.kind) == (Status.AWAITING_ANSWER, Kind.RETURN)

    shop.wait_for_index(shop.send("merchant1", shop.market.call("approve_return", order, NO_DOCUMENT)))
    page.reload()
    page.get_by_role("button", name="I have sent it back").click()
    expect(page.locator("#send_back-dialog")).to_contain_text("0.05\u00a0ETH goes back to whoever paid")
    page.get_by_label("Tracking number").fill("RR 123 456")
    page.get_by_role("button", name="It is on its way").click()
    expect(page.locator("#status")).to_have_text("Sent back. Now the seller checks what came.")
    expect(page.locator(".badge")).to_have_text("Return being checked")
    record = shop.market.sale(order_id).record
    assert (record.status, record.returned, order.total) == (Status.AWAITING_RETURN_CHECK, True, ETHER // 20)
    expect(page.get_by_role("button", name="I have sent it back")).to_have_count(0)
