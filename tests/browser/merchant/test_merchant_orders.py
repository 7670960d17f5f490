"""A merchant ships, answers, pays back and withdraws from the browser."""

import pytest
import requests
from playwright.sync_api import Page, expect

from scripts import evidence, sealing
from scripts.terms import NO_DOCUMENT, Kind, Order, Status
from tests.browser import steps
from tests.browser.selling import NAME, SHOPPER, buy, describe, enter, said, sale, stock
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop


@pytest.fixture
def ready(page: Page, shop: Shop, wallet: Wallet) -> list[str]:
    """A merchant with a profile and two offers; their ids, the cheaper first."""
    enter(page, shop)
    describe(page, shop)
    return stock(shop, wallet)


def test_a_merchant_ships_one_with_its_address(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0], note="Ring twice")
    page.goto(f"{shop.url}/dashboard/")
    page.locator(".due-list a").first.click()
    page.get_by_role("button", name="Show the address").click()
    expect(page.locator("#packing-slip address")).to_have_text(f"{NAME}\n9 Wharf\nHull\nUnited Kingdom")
    expect(page.locator("#packing-slip")).to_contain_text("Ring twice")
    page.evaluate("window.print = () => (window.printed = document.querySelector('main').innerText)")
    page.emulate_media(media="print", color_scheme="dark")
    page.locator("#print").dispatch_event("click")
    printed = page.evaluate("window.printed")
    assert "Ring twice" in printed
    assert "What has happened" not in printed
    page.emulate_media(media="screen", color_scheme="light")
    page.get_by_role("button", name="Mark as shipped").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    assert sale(shop, order_id).record.status == Status.AWAITING_CONFIRMATION
    expect(page.locator(".badge").first).to_have_text("To be received")


def test_the_buyer_is_told_where_the_parcel_is(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0])
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.get_by_role("button", name="Mark as shipped").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    page.get_by_role("button", name="Tell the buyer where the parcel is").click()
    page.locator("#parcel-carrier").fill("Meridian Parcels")
    page.locator("#parcel-number").fill("MP 12345")
    page.locator("#parcel-dialog").get_by_role("button", name="Go on").click()
    said(page, "Told. The buyer's browser opens it on the order's page.")
    (event,) = shop.market.events("EvidenceSubmitted", [bytes.fromhex(order_id[2:])])
    sealed = requests.get(f"{shop.url}/api/v1/documents/0x{event['document'].hex()}", timeout=30).content
    letter = sealing.unseal(sealed, SHOPPER)
    assert (letter["type"], letter["carrier"], letter["number"]) == (
        "handover/parcel/1",
        "Meridian Parcels",
        "MP 12345",
    )


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


def test_many_are_shipped_by_one_signature(page: Page, shop: Shop, wallet: Wallet, ready: list[str]) -> None:
    ids = [buy(shop, page, ready[0]) for _ in range(3)]
    page.goto(f"{shop.url}/dashboard/orders")
    wallet.asked.clear()
    page.get_by_role("button", name="Choose all that wait to be sent").click()
    shop.send("shopper1", shop.market.call("cancel", sale(shop, ids[0]).order))
    page.get_by_role("button", name="Mark the chosen ones as shipped").click()
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
    order_id = buy(shop, page, ready[0])
    order = sale(shop, order_id).order
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.get_by_role("button", name="Mark as shipped").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    shop.send("shopper1", shop.market.call("request", order, order.total, Kind.RETURN, NO_DOCUMENT))
    shop.wait_for_index()
    page.reload()
    page.get_by_role("button", name="Write to the buyer").click()
    answer = page.locator("#answer-dialog")
    answer.get_by_label("Begin with a template").select_option(index=4)
    answer.get_by_role("button", name="Send it").click()
    said(page, "Written. The buyer's browser opens it on the order's page.")
    expect(page.locator("[data-paper]")).to_contain_text("Please show me pictures of the goods")
    (event,) = shop.market.events("EvidenceSubmitted", [bytes.fromhex(order_id[2:])])
    sealed = requests.get(f"{shop.url}/api/v1/documents/0x{event['document'].hex()}", timeout=30).content
    assert evidence.unseal(sealed, evidence.content_key(sealed, SHOPPER))["text"].startswith("Please show me pictures")
    page.get_by_role("button", name="Take the goods back").click()
    expect(page.locator("#agree")).to_contain_text("Your return address goes to the buyer, encrypted.")
    expect(page.locator("#agree")).to_contain_text("if nobody does anything by then, 0.05\u00a0ETH goes to the seller.")
    steps.agree(page)
    said(page, "Agreed. The buyer sends the goods back.")
    (event,) = shop.market.events("ReturnApproved", [bytes.fromhex(order_id[2:])])
    sealed = requests.get(f"{shop.url}/api/v1/documents/0x{event['document'].hex()}", timeout=30).content
    letter = sealing.unseal(sealed, SHOPPER)
    assert (letter["type"], letter["name"], letter["address"]["street"]) == ("handover/return/1", NAME, "5 Return Road")


def test_some_is_refunded_and_more_time_given(page: Page, shop: Shop, ready: list[str]) -> None:
    order_id = buy(shop, page, ready[0])
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.get_by_role("button", name="Mark as shipped").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")
    page.get_by_role("button", name="Refund a part").click()
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
    order_id = buy(shop, page, ready[0])
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    wallet.asked.clear()
    with shop.node.held_up():
        page.get_by_role("button", name="Mark as shipped").click()
        steps.agree(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        page.reload()
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
    said(page, "Said. The buyer sees that the parcel is on its way.")
    assert [method for method, _ in wallet.asked].count("eth_sendTransaction") == 1
