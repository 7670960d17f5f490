"""An arbiter reads both sides, rules for each of them, keeps silent once, and rules through a contract."""

from io import BytesIO

import requests
from PIL import Image
from playwright.sync_api import Page, expect

from scripts import evidence, sealing
from scripts.documents import sha256
from scripts.parameters import DAY
from scripts.terms import NO_DOCUMENT, Kind, Offer, Order, Status
from tests.browser import steps
from tests.browser.selling import PASSPHRASE, enter, said, sale
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop, until

PRICE = ETHER // 50
CONTRACT = "0x" + "c0" * 20
CODE = "0x5f5ff3"  # gives nothing back
SELLER = sealing.new_key()
WIDTH = "(picture) => picture.decode().then(() => picture.naturalWidth)"


def test_a_dispute_is_won_by_each_side_and_by_silence(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    offer = _named(shop, goods, wallet.address)
    _describe(page, shop, wallet)
    won, lost, silent = (_disputed(shop, offer) for _ in range(3))
    key = _submit(shop, won, "It came in pieces.\nSee the picture.")
    _submit(shop, won, "The arbiter may read the first one.", [_arbiters_key(shop, wallet.address)], key)
    shop.wait_for_index()

    page.goto(f"{shop.url}/arbiter/")
    expect(page.locator(".due-list li")).to_have_count(3)
    page.goto(f"{shop.url}/arbiter/cases/{_id(shop, won)}")
    papers = page.locator(".paper")
    expect(papers.first).to_contain_text("It came in pieces.")
    expect(papers.nth(1)).to_contain_text("The arbiter may read the first one.")
    expect(papers.first.get_by_role("img", name="Picture 1")).to_be_visible()
    assert papers.first.locator("img").evaluate(WIDTH) == 40

    page.get_by_role("button", name="Give this ruling").click()
    expect(page.locator("#reason-error")).to_contain_text("Say why")
    expect(page.locator("#refunded-error")).to_contain_text("from 0 to what is held")
    page.locator("#refunded").fill("99")
    page.locator("#reason-en").fill("It was broken when it came.")
    page.get_by_role("button", name="Give this ruling").click()
    expect(page.locator("#reason-error")).to_be_empty()
    expect(page.locator("#refunded-error")).to_contain_text("from 0 to what is held")
    assert _moved(page, shop, won, "All to whoever paid") == (PRICE, 0)
    expect(page.get_by_text("It was broken when it came.")).to_be_visible()
    page.goto(f"{shop.url}/cases/{_id(shop, won)}")
    expect(page.get_by_text("It was broken when it came.")).to_be_visible()
    expect(page.get_by_text("It came in pieces.")).to_have_count(0)

    page.goto(f"{shop.url}/arbiter/cases/{_id(shop, lost)}")
    page.locator("#reason-zh").fill("货物与描述一致。")
    assert _moved(page, shop, lost, "All to the seller") == (0, PRICE)

    shop.node.rpc("evm_increaseTime", 31 * DAY)
    shop.node.rpc("evm_mine")
    shop.wait_for_index()
    until(lambda: "The time is over." in requests.get(f"{shop.url}/cases/{_id(shop, silent)}", timeout=30).text)
    page.goto(f"{shop.url}/arbiter/cases/{_id(shop, silent)}")
    expect(page.locator(".next-step")).to_contain_text("The time is over.")
    expect(page.get_by_role("button", name="Give this ruling")).to_have_count(0)
    before = _balances(shop)
    shop.send("stranger", shop.market.call("enforce", silent))
    assert _difference(before, _balances(shop)) == (PRICE, 0)


def test_signers_of_a_contract_get_the_call(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> None:
    shop.node.rpc("anvil_setCode", CONTRACT, CODE)
    shop.node.rpc("anvil_impersonateAccount", CONTRACT)
    shop.node.rpc("anvil_setBalance", CONTRACT, hex(ETHER))
    contract = shop.web3.to_checksum_address(CONTRACT)
    order = _disputed(shop, _named(shop, goods, contract))
    enter(page, shop, f"/arbiter/cases/{_id(shop, order)}")
    page.get_by_role("button", name="Half each").click()
    page.locator("#reason-en").fill("Both are a little right.")
    wallet.asked.clear()
    page.get_by_role("button", name="Show the call to propose").click()
    call = {name: page.locator(f'[data-call="{name}"]') for name in ("to", "value", "data")}
    expect(call["to"]).to_have_text(shop.market.escrow.address)
    data, value = call["data"].inner_text(), int(call["value"].inner_text())
    assert "eth_sendTransaction" not in [method for method, _ in wallet.asked]
    sent = {"from": contract, "to": call["to"].inner_text(), "value": value, "data": data}
    shop.web3.eth.wait_for_transaction_receipt(shop.web3.eth.send_transaction(sent))
    assert sale(shop, _id(shop, order)).record.refunded == PRICE // 2
    shop.wait_for_index()
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        page.reload()
    page.goto(f"{shop.url}/cases/{_id(shop, order)}")
    expect(page.get_by_text("Both are a little right.")).to_be_visible()


def _named(shop: Shop, goods: Goods, arbiter: str) -> Offer:
    """An offer that names an arbiter."""
    offer = goods.offers["bowl"]._replace(price=PRICE, arbiter=arbiter)
    shop.send("merchant1", shop.market.call("publish", offer, 10))
    return offer


def _disputed(shop: Shop, offer: Offer) -> Order:
    people = shop.people
    order = Order(offer, people["shopper1"], people["shopper1"], 1, salt=shop.new_salt())
    shop.send("shopper1", shop.market.call("pay", order, value=order.total))
    shop.send("merchant1", shop.market.call("ship", order))
    shop.send("shopper1", shop.market.call("request", order, order.total, Kind.REFUND, NO_DOCUMENT))
    shop.send("merchant1", shop.market.call("dispute", order, NO_DOCUMENT))
    shop.wait_for_index()
    return order


def _describe(page: Page, shop: Shop, wallet: Wallet) -> None:
    """The arbiter's profile and key, made in the browser."""
    enter(page, shop, "/arbiter/profile")
    page.locator("#name-en").fill("Fair Measure")
    page.locator("#contact").fill("cases@example.org")
    page.locator("#passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Publish this profile").click()
    steps.agree(page)
    said(page, "Your profile is published.")


def _arbiters_key(shop: Shop, arbiter: str) -> bytes:
    account = requests.get(f"{shop.url}/api/v1/accounts/{arbiter}", timeout=30).json()
    return sealing.decode(account["document"]["encryption_key"])


def _submit(shop: Shop, order: Order, text: str, readers: list[bytes] | None = None, keys=None) -> dict[str, bytes]:
    """Evidence of the buyer for the seller and these readers, uploaded; its content key by its name."""
    pictures = [] if readers else [_photograph()]
    own = sealing.public_point(SELLER)
    plain = evidence.evidence(text, pictures, keys)
    body, key = evidence.seal(plain, [own, *(readers or [])], (order.buyer, order.offer.seller))
    name = sha256(body)
    block = shop.send("shopper1", shop.market.call("submit_evidence", order, bytes.fromhex(name)))
    shop.wait_for_index(block)
    assert requests.put(f"{shop.url}/api/v1/documents/0x{name}", data=body, timeout=30).ok
    return {name: key}


def _moved(page: Page, shop: Shop, order: Order, choice: str) -> tuple[int, int]:
    """Rule by a button, with the reason that is typed: what the buyer and the seller have more of then."""
    page.get_by_role("button", name=choice).click()
    before = _balances(shop)
    page.get_by_role("button", name="Give this ruling").click()
    expect(page.locator("#agree")).to_contain_text("This cannot be undone.")
    steps.agree(page)
    said(page, "Ruled. The order has ended, and everybody can read why.")
    assert sale(shop, _id(shop, order)).record.status == Status.CLOSED
    return _difference(before, _balances(shop))


def _balances(shop: Shop) -> tuple[int, ...]:
    return tuple(shop.web3.eth.get_balance(shop.people[role]) for role in ("shopper1", "merchant1"))


def _difference(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(late - early for early, late in zip(before, after, strict=True))


def _id(shop: Shop, order: Order) -> str:
    return "0x" + shop.market.order_id(order).hex()


def _photograph() -> bytes:
    output = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(output, "JPEG")
    return output.getvalue()
