"""A merchant pays Dollars back after the end; the order's page says so for ever."""

from playwright.sync_api import Page, expect

from scripts.terms import Order
from scripts.wallet import NodeWallet
from tests.browser import steps
from tests.browser.selling import enter, said
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.shop import Shop


def test_dollars_go_back_afterwards(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    offer = goods.offers["lamp"]._replace(seller=wallet.address)
    people, buyer = shop.people, shop.people["shopper1"]
    shop.node.rpc("anvil_impersonateAccount", wallet.address)
    NodeWallet(shop.web3, wallet.address).send(shop.market.call("publish", offer, 1))
    order = Order(offer, buyer, buyer, 1)
    shop.send("shopper1", shop.token("approve", shop.market.escrow.address, order.total))
    shop.send("shopper1", shop.market.call("pay", order))
    shop.wait_for_index(shop.send("shopper1", shop.market.call("confirm", order)))
    dollars = shop.book.contract(shop.web3, "Dollar").functions
    before = dollars.balanceOf(people["shopper1"]).call()
    order_id = "0x" + shop.market.order_id(order).hex()
    enter(page, shop, f"/dashboard/orders/{order_id}")
    page.get_by_role("button", name="Pay something back afterwards").click()
    page.locator("#amount").fill("7")
    page.locator("#amount-dialog").get_by_role("button", name="Go on").click()
    steps.agree(page)
    said(page, "Paid back.")
    assert dollars.balanceOf(people["shopper1"]).call() == before + 7 * DOLLAR
    page.goto(f"{shop.url}/orders/{order_id}")
    expect(page.locator(".next-step")).to_contain_text("The seller paid 7.00\u00a0USD back afterwards.")
