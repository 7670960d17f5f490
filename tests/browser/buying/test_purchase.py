"""Buying with a wallet that signs with a key: both currencies, cancelling, confirming, and what goes wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, Route, expect
from sqlalchemy import update

from frontend.index import schema, store
from scripts import sealing
from scripts.parameters import DEVNET
from scripts.terms import Status
from tests.browser import steps
from tests.browser.tabs import wait_until
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR, ETHER, Goods, buy
from tests.fixtures.shop import Shop, until

MAINNET = 1


def record(shop: Shop, order_id: str) -> Any:
    """Where an order stands, by the chain's word."""
    return shop.market.sale(bytes.fromhex(order_id[2:])).record


def sent(wallet: Wallet) -> list[Any]:
    """What the wallet was asked to send."""
    return [params for method, params in wallet.asked if method == "eth_sendTransaction"]


@pytest.fixture
def dollars(shop: Shop, wallet: Wallet) -> int:
    """Dollars in the wallet, in their smallest unit."""
    shop.send("deployer", shop.token("mint", wallet.address, 500 * DOLLAR))
    return 500 * DOLLAR


def test_purchase_in_coin(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    order_id = steps.buy(page, shop, goods.id("teapot"), quantity=2)
    expect(page.locator("main")).to_contain_text("To be shipped")
    sale = shop.market.sale(bytes.fromhex(order_id[2:]))
    assert sale.record.status == Status.AWAITING_SHIPMENT
    assert (sale.order.buyer, sale.order.quantity, sale.order.total) == (wallet.address, 2, ETHER // 10)
    assert shop.market.order_id(sale.order).hex() == order_id[2:]
    assert len(sent(wallet)) == 1


def test_purchase_in_dollars(page: Page, shop: Shop, goods: Goods, wallet: Wallet, dollars: int) -> None:
    order_id = steps.buy(page, shop, goods.id("lamp"))
    assert record(shop, order_id).status == Status.AWAITING_SHIPMENT
    dollar = shop.book.contract(shop.web3, "Dollar").functions
    assert dollar.balanceOf(wallet.address).call() == dollars - 50 * DOLLAR
    assert dollar.allowance(wallet.address, shop.market.escrow.address).call() == 0
    (permit,) = [json.loads(params[1]) for method, params in wallet.asked if method == "eth_signTypedData_v4"]
    assert (permit["primaryType"], permit["message"]["value"]) == ("Permit", str(50 * DOLLAR))
    (payment,) = sent(wallet)
    assert payment[0]["to"].lower() == shop.market.escrow.address.lower()


def test_confirming_pays_the_merchant_in_that_block(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    order_id = steps.buy(page, shop, goods.id("teapot"))
    sale = shop.market.sale(bytes.fromhex(order_id[2:]))
    shop.send("merchant1", shop.market.call("ship", sale.order))
    shop.wait_for_index()
    page.reload()
    expect(page.locator("main")).to_contain_text("On its way")
    page.get_by_role("button", name="Confirm receipt: pay the seller").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("the seller's balance grew by")
    expect(page.locator("main")).to_contain_text("Completed")
    block = shop.market.events("OrderConfirmed", [sale.id])[0]["block"]
    assert f"block {block}" in steps.status(page)
    balance = shop.web3.eth.get_balance
    seller = sale.order.offer.seller
    assert balance(seller, block) - balance(seller, block - 1) == sale.order.total


def test_cancelling_gives_everything_back(page: Page, shop: Shop, goods: Goods, wallet: Wallet, dollars: int) -> None:
    order_id = steps.buy(page, shop, goods.id("lamp"))
    page.get_by_role("button", name="Cancel the order").click()
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Cancelled")
    expect(page.locator(".badge")).to_have_text("Cancelled")
    assert record(shop, order_id).status == Status.CANCELLED
    assert shop.book.contract(shop.web3, "Dollar").functions.balanceOf(wallet.address).call() == dollars


def test_rejected_signature_is_quiet(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    wallet.declines.add("eth_sendTransaction")
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay(page)
    expect(page.locator("#status")).to_have_text("You declined in your wallet. Nothing was sent.")
    expect(page.locator("#status")).not_to_have_class("notice bad")
    wallet.declines.clear()
    steps.pay(page)
    steps.arrive_at_order(page)


def test_wrong_network_is_switched(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    wallet.chain_id = MAINNET
    wallet.known_chains = {MAINNET}
    steps.buy(page, shop, goods.id("teapot"))
    asked = [method for method, _ in wallet.asked]
    assert asked.index("wallet_switchEthereumChain") < asked.index("wallet_addEthereumChain")
    assert wallet.chain_id == shop.book.chain_id


def test_wrong_network_that_stays_is_told(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    wallet.chain_id = MAINNET
    wallet.declines.add("wallet_switchEthereumChain")
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("Your wallet is on another network. In your wallet, choose")
    assert not sent(wallet)


def test_a_stranger_is_told_whose_order_it_is(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    order = buy(shop, goods.offers["teapot"], "shopper2")
    shop.wait_for_index()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{shop.url}/orders/0x{shop.market.order_id(order).hex()}")
    page.get_by_role("button", name="Cancel the order").click()
    page.get_by_role("button", name="Test wallet", exact=True).click()
    expect(page.locator("#status")).to_contain_text("Choose that account in your wallet.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not sent(wallet)


def test_reload_while_pending_goes_on(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    with shop.node.held_up():
        steps.open_checkout(page, shop, goods.id("teapot"))
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        page.reload()
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
    order_id = steps.arrive_at_order(page)
    assert record(shop, order_id).status == Status.AWAITING_SHIPMENT
    assert len(sent(wallet)) == 1


def test_a_replaced_transaction_is_found_by_the_order(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    with shop.node.held_up():
        steps.open_checkout(page, shop, goods.id("teapot"))
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        wallet.speed_up()
    assert record(shop, steps.arrive_at_order(page)).status == Status.AWAITING_SHIPMENT


def test_a_cancelled_transaction_is_told(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    with shop.node.held_up():
        steps.open_checkout(page, shop, goods.id("teapot"))
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("Waiting until it is on the chain")
        wait_until(page, "Object.values(localStorage).some((kept) => kept.includes('nonce'))")
        wallet.send_nothing_instead()
    expect(page.locator("#status")).to_contain_text("Your wallet sent another transaction instead")


class PrivatePool(Wallet):
    """Names transactions that no node knows until they are mined; `stumbles` of its answers about receipts fail."""

    stumbles = 0

    def __init__(self, node_url: str, chain_id: int) -> None:
        super().__init__(node_url, chain_id)
        self.held: list[str] = []

    def _sign(self, fields: dict[str, Any]) -> dict[str, Any]:
        number = int(self._rpc("eth_getTransactionCount", [self.address, "pending"])["result"], 16)
        signed = self.account.sign_transaction(fields | {"nonce": number + len(self.held)})
        self.held.append(signed.raw_transaction.to_0x_hex())
        return {"result": signed.hash.to_0x_hex()}

    def send_first(self) -> None:
        """Send something else, which every node knows."""
        nothing = {"to": self.address, "value": 0, "gas": 21_000, "gasPrice": 2 * 10**9, "chainId": self.chain_id}
        super()._sign(nothing | {"nonce": 0})

    def _rpc(self, method: str, params: list[Any]) -> dict[str, Any]:
        if self.stumbles and method == "eth_getTransactionReceipt":
            self.stumbles -= 1
            return {"error": {"code": -32603, "message": "too many requests"}}
        return super()._rpc(method, params)


def test_a_payment_that_no_node_knows_yet_is_waited_for(page: Page, shop: Shop, goods: Goods) -> None:
    """Though its account sends something else before, the shop loses its details, and others are typed in."""
    wallet = PrivatePool(shop.node.url, DEVNET)
    wallet.inject(page)
    status, room = page.locator("#status"), shop.vault / "waiting"
    wallet.declines.add("eth_sendTransaction")
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay(page)
    expect(status).to_contain_text("You declined in your wallet.")
    _empty(room)
    wallet.declines.clear()
    with shop.node.held_up():
        wallet.send_first()
        steps.pay_button(page).click()
        expect(status).to_contain_text("Waiting until it is on the chain")
    asked = len(wallet.asked)
    until(lambda: page.evaluate("true") and _looks(wallet.asked[asked:]) > 6)
    expect(status).to_contain_text("Waiting until it is on the chain")
    wallet.stumbles = 1
    expect(status).to_contain_text("too many requests")
    (delivery,) = (path.name for path in room.iterdir())
    _empty(room)
    page.get_by_label("City").fill("Leeds")
    steps.pay_button(page).click()
    expect(status).to_contain_text("Waiting until it is on the chain")
    expect(page.locator("#details-of-then")).to_contain_text("It goes on with the delivery details of then.")
    for raw in wallet.held:
        shop.node.rpc("eth_sendRawTransaction", raw)
    (order_id,) = steps.arrive_at_receipt(page)
    expect(status).to_contain_text("It goes on with the delivery details of then.")
    assert len(wallet.held) == 1
    assert shop.market.sale(bytes.fromhex(order_id[2:])).order.delivery.hex() == delivery
    assert requests.get(f"{shop.url}/api/v1/documents/0x{delivery}", timeout=30).ok


def _empty(room: Path) -> None:
    """Drop what waits for its order, as a shop does after a while."""
    for path in room.iterdir():
        path.unlink()


def _looks(asked: list[tuple[str, Any]]) -> int:
    """How often the page has looked whether its transaction was mined."""
    return sum(method == "eth_getTransactionReceipt" for method, _ in asked)


def test_price_withdrawn_before_signing(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    steps.open_checkout(page, shop, goods.id("withdrawn"))
    offer = goods.offers["withdrawn"]
    dearer = offer._replace(price=offer.price * 2)
    shop.send("merchant1", shop.market.call("revise", offer, dearer))
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("changed or withdrawn this offer")
    assert not sent(wallet)
    shop.wait_for_index()
    page.goto(f"{shop.url}/offers/{goods.id('withdrawn')}")
    expect(page.locator("main")).to_contain_text("The seller has replaced this offer")


def test_stock_gone_before_signing(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    steps.open_checkout(page, shop, goods.id("bowl"))
    buy(shop, goods.offers["bowl"], "shopper2")
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("The last one has just been sold")
    assert not sent(wallet)


def test_an_index_that_lies_is_found_out_before_signing(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    """It tells half the price: a page computes by itself which offer has the terms that it shows."""
    teapot = update(schema.offers).where(schema.offers.c.id == goods.id("teapot"))
    engine = store.open_engine(shop.environment()["DATABASE_URL"])
    with store.writing(engine) as db:
        db.execute(teapot.values(price=goods.offers["teapot"].price // 2))
    try:
        steps.open_checkout(page, shop, goods.id("teapot"))
        expect(page.locator("main")).to_contain_text("0.025 ETH")
        steps.pay(page)
        expect(page.locator("#status")).to_contain_text("do not have the id that it shows. Nothing was signed.")
        assert not sent(wallet)
    finally:
        with store.writing(engine) as db:
            db.execute(teapot.values(price=goods.offers["teapot"].price))
        engine.dispose()


def test_too_little_money_is_told_before_signing(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    steps.open_checkout(page, shop, goods.id("lamp"))
    steps.pay(page)
    expect(page.locator("#status")).to_have_text(
        "This costs 50.00 USD, and your account has 0.00 USD. Nothing was signed."
    )
    assert not sent(wallet)


def test_nothing_is_sealed_for_a_key_that_the_chain_does_not_know(
    page: Page, shop: Shop, goods: Goods, wallet: Wallet
) -> None:
    another = sealing.encode(sealing.public_point(sealing.new_key()))

    def tell_another_key(route: Route) -> None:
        answer = route.fetch()
        if b"encryption_key" in answer.body():
            route.fulfill(json={**answer.json(), "encryption_key": another})
        else:
            route.fulfill(response=answer)

    page.route("**/api/v1/documents/*", tell_another_key)
    steps.open_checkout(page, shop, goods.id("teapot"))
    steps.pay(page)
    expect(page.locator("#status")).to_contain_text("no profile of the seller that the chain knows")
    assert not sent(wallet)


def test_missing_details_are_marked(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    page.goto(f"{shop.url}/checkout?offer={goods.id('teapot')}")
    steps.pay(page)
    expect(page.locator("#recipient")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#recipient")).to_be_focused()
    assert not wallet.asked or not sent(wallet)
