"""A contract that paid for somebody else collects its refund on the order's page."""

import pytest
from eth_abi.abi import encode
from playwright.sync_api import Page, expect
from web3.contract import Contract

from frontend.wording.formats import short
from scripts import artifacts
from scripts.terms import Order, Status
from scripts.wallet import DEPLOYMENT, Call
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import ETHER, Goods
from tests.fixtures.shop import Shop


@pytest.fixture
def contract(shop: Shop, wallet: Wallet) -> Contract:
    """A contract wallet with coin in it."""
    artifact = artifacts.compiled("ContractWallet")
    creation = artifact.creation + encode(["address"], [wallet.address])
    receipt = shop.wallet("deployer").send(Call(DEPLOYMENT, creation))
    address = receipt["contractAddress"]
    assert address is not None
    shop.node.rpc("anvil_setBalance", address, hex(ETHER))
    return shop.web3.eth.contract(address=address, abi=artifact.abi)


def execute(contract: Contract, call: Call) -> Call:
    """A call that the contract makes."""
    data = contract.encode_abi("execute", args=[call.to, call.data, call.value])
    return Call(contract.address, bytes.fromhex(data[2:]))


@pytest.fixture
def refunded(shop: Shop, goods: Goods, contract: Contract) -> Order:
    """An order that the contract paid for a shopper, who cancelled it."""
    order = Order(goods.offers["teapot"], shop.people["shopper1"], contract.address, quantity=1, salt=shop.new_salt())
    shop.send("stranger", execute(contract, shop.market.call("pay", order, value=order.total)))
    shop.send("shopper1", shop.market.call("cancel", order))
    shop.wait_for_index()
    return order


def test_the_payer_collects(page: Page, shop: Shop, wallet: Wallet, contract: Contract, refunded: Order) -> None:
    order_id = "0x" + shop.market.order_id(refunded).hex()
    page.goto(f"{shop.url}/orders/{order_id}")
    expect(page.locator(".badge")).to_have_text("Cancelled")
    button = page.get_by_role("button", name="Collect 0.05 ETH")
    button.click()
    page.get_by_role("button", name="Test wallet", exact=True).click()
    expect(page.locator("#status")).to_have_text(
        f"Only {short(contract.address)} can do this. Choose that account in your wallet."
    )
    wallet.speak_through(contract)
    page.reload()
    button.click()
    steps.agree(page)
    expect(page.locator("#status")).to_have_text("Collected.")
    expect(button).to_have_count(0)
    assert shop.market.sale(bytes.fromhex(order_id[2:])).record.status == Status.CANCELLED
    assert shop.web3.eth.get_balance(contract.address) == ETHER
