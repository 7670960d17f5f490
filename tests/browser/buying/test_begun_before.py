"""A wallet that shows its prompt on when the page is loaded again: nothing is paid twice, and nothing lost."""

import pytest
import requests
from playwright.sync_api import Page, expect

from scripts.parameters import DEVNET
from tests.browser import steps
from tests.browser.held import HELD, HOLD
from tests.browser.selling import buy, describe, enter, publish, said, sale
from tests.browser.wallet import FEW, Patient
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop, until


@pytest.fixture
def wallet(page: Page, shop: Shop) -> Patient:
    """Such a wallet in this test's tab."""
    made = Patient(shop.node.url, DEVNET)
    made.inject(page)
    return made


def test_another_payment_is_not_begun_beside_it(page: Page, shop: Shop, goods: Goods, wallet: Patient) -> None:
    """Unless the shopper has rejected the first one; what he goes on with is paid once."""
    status, dialog = page.locator("#status"), page.locator("#begun-before")
    wallet.waits = lambda wanted: True
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay(page)
    until(lambda: page.evaluate("true") and wallet.shown)
    _load_again(page, "Leeds")
    _answer(page, "Wait")
    expect(status).to_contain_text("You began to pay on this page.")
    _answer(page, "I rejected it: pay with these")
    until(lambda: page.evaluate("true") and len(wallet.shown) == 2)
    first, second = (one["data"] for one in wallet.shown)
    assert first != second

    _load_again(page, "York")
    wallet.waits = None
    wallet.declines.add("eth_sendTransaction")
    _answer(page, "Go on with the details of then")
    expect(status).to_have_text("You declined in your wallet. Nothing was sent.")
    wallet.declines.clear()
    arrivals: list[str] = []
    page.on("request", lambda request: "/receipt" in request.url and arrivals.append(request.url))
    with shop.node.held_up():
        steps.pay_button(page).click()
        expect(dialog).to_contain_text("Your wallet was asked to pay 0.05\u00a0ETH for 1 × Teapot.")
        dialog.get_by_role("button", name="Go on with the details of then").click()
        expect(status).to_contain_text("Waiting until it is on the chain")
        wallet.confirm()
    (order_id,) = steps.arrive_at_receipt(page)
    assert len(arrivals) == 1, "it is watched over and gone on with, and finished once"
    expect(status).to_contain_text("You have begun to pay for this already.")
    assert [shop.web3.eth.get_transaction_receipt(one)["status"] for one in wallet.sent] == [1, 0]
    assert sale(shop, order_id).order.delivery.hex() in second


def test_a_merchant_is_told_what_his_wallet_was_asked(page: Page, shop: Shop, wallet: Patient) -> None:
    """And asked before it begins anew; another document that nobody takes holds nothing up."""
    enter(page, shop)
    describe(page, shop)
    order_id = buy(shop, page, publish(page, shop)[0])
    page.goto(f"{shop.url}/dashboard/orders/{order_id}")
    page.evaluate(HOLD, [None])
    page.get_by_role("button", name="Mark as shipped").click()
    steps.agree(page)
    said(page, "Said. The buyer sees that the parcel is on its way.")

    wallet.waits = lambda wanted: True
    page.get_by_role("button", name="Tell the buyer where the parcel is").click()
    page.locator("#parcel-carrier").fill("Meridian Parcels")
    page.locator("#parcel-dialog").get_by_role("button", name="Go on").click()
    until(lambda: page.evaluate("true") and wallet.shown)
    assert sorted(page.evaluate(HELD), key=str) == [24, None]
    page.reload()
    expect(page.locator("#status")).to_contain_text("Your wallet was asked to confirm a step on this page.")
    page.get_by_role("button", name="Tell the buyer where the parcel is").click()
    expect(page.locator("#agree")).to_contain_text("Begin again only if you have rejected it in your wallet")
    page.locator("#agree").get_by_role("button", name="No").click()
    shop.node.rpc("anvil_mine", hex(2 * FEW))
    wallet.confirm()
    said(page, "Told. The buyer's browser opens it on the order's page.")
    (event,) = shop.market.events("EvidenceSubmitted", [bytes.fromhex(order_id[2:])])
    assert requests.get(f"{shop.url}/api/v1/documents/0x{event['document'].hex()}", timeout=30).ok
    assert page.evaluate(HELD) == [None]


def _load_again(page: Page, city: str) -> None:
    """Load the checkout again, and fill it in otherwise."""
    page.reload()
    expect(page.locator("#status")).to_contain_text("You began to pay on this page.")
    steps.fill_details(page)
    page.get_by_label("City").fill(city)


def _answer(page: Page, what: str) -> None:
    """Pay, and say what became of the earlier payment."""
    steps.pay_button(page).click()
    page.locator("#begun-before").get_by_role("button", name=what).click()
