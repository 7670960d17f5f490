"""What was signed and left: nothing else is paid or told for it, and nothing twice."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
from eth_account import Account
from playwright.sync_api import Page, Request, Route, expect

from scripts.parameters import DEVNET
from scripts.terms import Order, Status
from tests.browser import steps
from tests.browser.held import HELD
from tests.browser.selling import sale
from tests.browser.wallet import Wallet
from tests.fixtures.goods import DOLLAR, Goods, buy
from tests.fixtures.shop import Shop, until

OWNED = 200 * DOLLAR
LAMP = 50 * DOLLAR
CART = 77 * DOLLAR  # a lamp and two notebooks
KEPT = 'async () => (await (await import("/static/js/drawer.js")).keys("outbox")).length'
NONCES = """() => Object.entries(localStorage)
  .filter(([key]) => key.startsWith("handover.pending."))
  .map(([, value]) => JSON.parse(value).sent.nonce)"""
NOW = 'async () => (await import("/static/js/page.js")).now()'
HOURS_AGO = """() => Object.entries(localStorage)
  .filter(([key]) => key.startsWith("handover.pending."))
  .map(([key, value]) => [key, { ...JSON.parse(value), at: Date.now() - 7.2e6 }])
  .forEach(([key, what]) => localStorage.setItem(key, JSON.stringify(what)))"""


class Interrupted(Wallet):
    """A wallet while whose permit is signed something else happens."""

    meanwhile: Callable[[], None]

    def _sign_typed(self, account: str, typed: str) -> dict[str, str]:
        if json.loads(typed)["primaryType"] == "Permit":
            self.meanwhile()
        return super()._sign_typed(account, typed)


def test_nothing_but_what_was_signed_is_paid(page: Page, shop: Shop, goods: Goods, stationer: Goods) -> None:
    """Not other goods, not by another account, and not silently with other details than those on the page."""
    wallet = Wallet(shop.node.url, DEVNET, funds=0)
    wallet.inject(page)
    owner = wallet.account
    for account in (owner, other := Account.create()):
        shop.send("deployer", shop.token("mint", account.address, OWNED))
    status, dialog = page.locator("#status"), page.locator("#other-way")
    with _relay_without_coin(shop):
        for offer_id, quantity in ((goods.id("lamp"), 1), (stationer.id("indigo"), 2)):
            page.goto(f"{shop.url}/offers/{offer_id}")
            page.get_by_label("Quantity").fill(str(quantity))
            page.get_by_role("button", name="Add to cart").click()
            expect(status).to_have_text("It is in your cart.")
        steps.check_out(page)
        cart = page.url
        _sign(page)
        dialog.get_by_role("button", name="Not now").click()
        expect(status).to_contain_text("Nothing is paid yet.")

        wallet.account, wallet.address = other, other.address
        _pay(page)
        expect(status).to_contain_text("until then only that purchase can be paid here")
        wallet.account, wallet.address = owner, owner.address

        steps.open_checkout(page, shop, goods.id("lamp"))
        expect(status).to_be_hidden()
        _pay(page)
        expect(status).to_contain_text("You have signed for 1 × Lamp, 2 × ")
        expect(status).to_contain_text("77.00\u00a0USD in all")

        page.goto(cart)
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Not now").click()
        expect(status).to_contain_text("Nothing is paid yet.")
        expect(page.locator("#details-of-then")).to_contain_text("It goes on with the delivery details of then.")
    steps.fill_details(page)
    page.get_by_label("City").fill("Leeds")
    for answer in ("Wait", "Go on with the details of then"):
        _pay(page)
        page.locator("#signed-before").get_by_role("button", name=answer).click()
        if answer == "Wait":
            expect(status).to_contain_text("Nothing is paid yet.")
    assert len(steps.arrive_at_receipt(page)) == 2
    assert (_dollars(shop, owner.address), _dollars(shop, other.address)) == (OWNED - CART, OWNED)
    assert [method for method, _ in wallet.asked].count("eth_signTypedData_v4") == 1


def test_what_the_relay_has_paid_meanwhile_is_seen(page: Page, shop: Shop, goods: Goods) -> None:
    """Before the shopper signs a permit to send it himself; and after he has left, when the signature is over."""
    wallet = Interrupted(shop.node.url, DEVNET)
    wallet.inject(page)
    shop.send("deployer", shop.token("mint", wallet.address, LAMP))
    posted: list[str | None] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/v1/signed"):
            posted.append(request.post_data)

    def pay() -> None:
        headers = {"Content-Type": "application/json"}
        assert requests.post(f"{shop.url}/api/v1/signed", posted[-1], headers=headers, timeout=30).ok
        until(lambda: _dollars(shop, wallet.address) == 0)

    page.on("request", note)
    wallet.meanwhile = pay
    with _relay_without_coin(shop):
        steps.open_checkout(page, shop, goods.id("lamp"))
        _sign(page)
        expect(page.locator("#other-way")).to_be_visible()
    page.locator("#other-way").get_by_role("button", name="I pay the network fee myself").click()
    (first,) = steps.arrive_at_receipt(page)

    shop.send("deployer", shop.token("mint", wallet.address, LAMP))
    with _relay_without_coin(shop):
        steps.open_checkout(page, shop, goods.id("lamp"))
        checkout = page.url
        _sign(page)
        page.locator("#other-way").get_by_role("button", name="Not now").click()
        expect(page.locator("#status")).to_contain_text("Nothing is paid yet.")
        page.goto(f"{shop.url}/about")
    pay()
    page.evaluate(HOURS_AGO)
    shop.node.rpc("evm_increaseTime", 7200)
    shop.node.rpc("evm_mine")
    latest = shop.web3.eth.get_block("latest")["timestamp"]
    until(lambda: page.reload() and page.evaluate(NOW) >= latest)
    page.goto(checkout)
    assert steps.arrive_at_receipt(page) != [first]
    assert "eth_sendTransaction" not in [method for method, _ in wallet.asked]


def test_a_step_is_done_by_its_own_event(page: Page, shop: Shop, goods: Goods) -> None:
    """Steps that were signed and left while the order went another way; a second try; the first one's document."""
    status = page.locator("#status")
    unshipped, refunded, torn = (buy(shop, goods.offers["teapot"], "shopper1") for _ in range(3))
    for order in (refunded, torn):
        shop.send("merchant1", shop.market.call("ship", order))
        shop.send("carrier", shop.market.call("attest_delivery", order))
    shop.wait_for_index()
    with _relay_without_coin(shop):
        _open(page, shop, unshipped)
        page.get_by_role("button", name="Cancel the order").click()
        steps.agree(page)
        _sign_and_leave(page)
        _open(page, shop, refunded)
        page.get_by_role("button", name="Confirm receipt: pay the seller").click()
        steps.agree(page)
        _sign_and_leave(page)
        _open(page, shop, torn)
        steps.wish(page, "I send it back", text="Torn.").get_by_role("button", name="Ask the seller").click()
        _sign_and_leave(page)
    shop.send("merchant1", shop.market.call("ship", unshipped))
    shop.send("shopper1", shop.market.call("confirm", unshipped))
    shop.wait_for_index(shop.send("merchant1", shop.market.call("refund", refunded, refunded.total)))
    for order in (unshipped, refunded):
        order_id = _open(page, shop, order)
        expect(status).to_contain_text("The order has moved on otherwise.")
        assert sale(shop, order_id).record.status == Status.CLOSED
        page.reload()
        expect(status).to_be_hidden()

    order_id = _open(page, shop, torn)
    expect(status).to_contain_text("Not done yet.")
    steps.wish(page, "I send it back", text="Torn, and late.").get_by_role("button", name="Ask the seller").click()
    page.locator("#devnet-prompt").get_by_role("button", name="Sign", exact=True).click()
    expect(status).to_have_text("Asked. Now the seller has to answer.")
    assert sale(shop, order_id).record.status == Status.AWAITING_ANSWER
    page.reload()
    expect(page.get_by_role("button", name="Let go of a part")).to_be_enabled()
    assert page.evaluate(KEPT) == 1
    shop.node.rpc("evm_increaseTime", 3 * 3600)
    shop.node.rpc("evm_mine")
    until(lambda: page.reload() and page.evaluate(KEPT) == 0)


def test_documents_wait_for_what_may_be_mined(page: Page, shop: Shop, goods: Goods) -> None:
    """A step that was sent and replaced; then one that a node shows late and in parts: its document is delivered."""
    status, order = page.locator("#status"), buy(shop, goods.offers["teapot"], "shopper1")
    shop.send("merchant1", shop.market.call("ship", order))
    shop.wait_for_index(shop.send("carrier", shop.market.call("attest_delivery", order)))
    order_id = _open(page, shop, order)
    page.get_by_label("I pay the network fee myself").check()
    with shop.node.held_up():
        steps.wish(page, "I send it back", text="Torn.").get_by_role("button", name="Ask the seller").click()
        sign = page.locator("#devnet-prompt").get_by_role("button", name="Sign", exact=True)
        expect(sign).to_be_visible()
        assert page.evaluate(HELD) == [24]
        sign.click()
        expect(status).to_contain_text("Waiting until it is on the chain")
        assert page.evaluate(HELD) == [None]
        until(lambda: page.evaluate(NONCES) == [shop.web3.eth.get_transaction_count(order.buyer)])
        nothing = {"from": order.buyer, "to": order.buyer, "nonce": hex(page.evaluate(NONCES)[0])}
        shop.node.rpc("eth_sendTransaction", {**nothing, "gasPrice": hex(100 * 10**9)})
    expect(status).to_contain_text("Your wallet sent another transaction instead")
    assert page.evaluate(KEPT) == 1

    page.get_by_label("I pay the network fee myself").uncheck()
    page.route(f"{shop.node.url}/**", _Late(seconds=3, blocks=4))
    page.route("**/api/v1/signed", lambda route: (shop.node.rpc("anvil_mine", "0x5"), route.continue_()))
    steps.wish(page, "I send it back", text="Torn.").get_by_role("button", name="Ask the seller").click()
    page.locator("#devnet-prompt").get_by_role("button", name="Sign", exact=True).click()
    expect(status).to_have_text("Asked. Now the seller has to answer.")
    (asked,) = shop.market.events("OrderRequested", [bytes.fromhex(order_id[2:])])
    assert requests.get(f"{shop.url}/api/v1/documents/0x{asked['document'].hex()}", timeout=30).ok
    assert page.evaluate(KEPT) == 1


class _Late:
    """A node that gives logs of a few blocks at once, and none for a while after there are some."""

    def __init__(self, seconds: float, blocks: int) -> None:
        self._seconds, self._blocks = seconds, blocks
        self._since: float | None = None

    def __call__(self, route: Route) -> None:
        asked, answer = route.request.post_data_json, route.fetch()
        if asked["method"] != "eth_getLogs":
            return route.fulfill(response=answer)
        (wanted,), given = asked["params"], answer.json()
        if int(wanted["toBlock"], 16) - int(wanted["fromBlock"], 16) >= self._blocks:
            error = {"code": -32600, "message": "too many blocks"}
            return route.fulfill(response=answer, json={"jsonrpc": "2.0", "id": asked["id"], "error": error})
        if given["result"] and self._since is None:
            self._since = time.monotonic()
        is_late = self._since is not None and time.monotonic() < self._since + self._seconds
        return route.fulfill(response=answer, json={**given, "result": []} if is_late else given)


@contextmanager
def _relay_without_coin(shop: Shop) -> Iterator[None]:
    """The relay can send nothing meanwhile."""
    relay = shop.people["storefront"]
    coin = shop.web3.eth.get_balance(relay)
    shop.node.rpc("anvil_setBalance", relay, "0x0")
    try:
        yield
    finally:
        shop.node.rpc("anvil_setBalance", relay, hex(coin))


def _pay(page: Page) -> None:
    steps.pay_button(page).click()


def _sign(page: Page) -> None:
    """Press the button, and then that of the page's own dialog."""
    steps.pay(page)
    page.get_by_role("button", name="Sign in my wallet").click()


def _sign_and_leave(page: Page) -> None:
    """Sign in the practice wallet what the relay cannot send."""
    page.locator("#devnet-prompt").get_by_role("button", name="Sign", exact=True).click()
    page.locator("#other-way").get_by_role("button", name="Not now").click()
    expect(page.locator("#status")).to_contain_text("Not done yet")


def _open(page: Page, shop: Shop, order: Order) -> str:
    """Go to an order's page; its id."""
    order_id = "0x" + shop.market.order_id(order).hex()
    page.goto(f"{shop.url}/orders/{order_id}")
    return order_id


def _dollars(shop: Shop, account: str) -> int:
    owned: int = shop.book.contract(shop.web3, "Dollar").functions.balanceOf(account).call()
    return owned
