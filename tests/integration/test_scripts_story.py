"""The trade by scripts alone: a merchant opens a shop, sells, ships, and has the money in the confirmation's block."""

from dataclasses import replace

import pytest
from PIL import Image

from scripts import artifacts, documents, keeper, merchant, parameters, profiles, sealing, uploads
from scripts.deployment import deploy
from scripts.market import Market
from scripts.reading import call_of
from scripts.terms import Order, Status
from scripts.wallet import NodeWallet
from tests.fixtures.terminal import own_folders

SHOP = """\
name: {en: Kiln & Cup, zh: 窑与杯}
contact: hello@example.org
"""
CATALOGUE = """\
defaults: {carrier: carrier, arbiter: arbiter, commission: 2%, return_policy: Within 14 days.}
offers:
  - product: teapot
    title: {en: Teapot, zh: 茶壶}
    description: A round pot.
    pictures: [{file: teapot.png}]
    currency: CURRENCY
    price: "48"
    shipping: "4.50"
    units: "5"
"""
ADDRESS = {"street": "1 Example Street", "city": "Hull", "country": "GB"}


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a story did is undone."""


@pytest.fixture
def folder(tmp_path):
    """The merchant's files, and everything that scripts write."""
    Image.new("RGB", (60, 40), "#8fb5a0").save(tmp_path / "teapot.png")
    (tmp_path / "shop.yaml").write_text(SHOP, encoding="utf-8")
    with own_folders(tmp_path):
        yield tmp_path


@pytest.fixture
def market(folder, web3):
    """The contracts as `deploy` leaves them."""
    deployer = NodeWallet(web3, web3.eth.accounts[0])
    network = parameters.network(parameters.DEVNET)
    if not artifacts.compiled("Credit").creation:  # it cannot be built for every chain
        network = replace(network, lending=parameters.Lending())
    return Market(web3, deploy(deployer, web3, network))


@pytest.fixture
def wallet(web3):
    """`wallet(role)`: what a role of the devnet signs with."""
    return lambda role: NodeWallet(web3, web3.eth.accounts[parameters.ROLES.index(role)])


@pytest.fixture
def balance(market, web3, wallet):
    """`balance(role, currency, block)`: what a role had at the end of a block, in the smallest unit."""
    dollar = market.book.contract(web3, "Dollar")

    def read(role, currency, block):
        if currency == "ETH":
            return web3.eth.get_balance(wallet(role).address, block)
        return dollar.functions.balanceOf(wallet(role).address).call(block_identifier=block)

    return read


@pytest.fixture
def opened(market, terminal, folder):
    """`opened(currency)`: the shop's profile and its teapot are published; the offer."""

    def open_shop(currency):
        (folder / "catalogue.yaml").write_text(CATALOGUE.replace("CURRENCY", currency), encoding="utf-8")
        terminal.run(merchant.init, str(folder / "shop.yaml"))
        terminal.run(merchant.publish, str(folder / "catalogue.yaml"))
        (published,) = market.offers().values()
        return published.offer

    return open_shop


@pytest.fixture
def buy(market, web3, wallet):
    """`buy(offer)`: shopper1 seals an address for the merchant's published key, and pays; the order."""

    def pay(offer):
        profile = profiles.path_of(market.book.chain_id, offer.seller)
        key = profiles.read_secrets(profile, parameters.DEVNET_PASSPHRASE).key
        sealed = sealing.seal(sealing.delivery("", "A. Buyer", ADDRESS), sealing.public_point(key))
        uploads.store(parameters.VAULT, {documents.sha256(sealed): sealed})
        buyer = wallet("shopper1")
        order = Order(
            offer=offer,
            buyer=buyer.address,
            payer=buyer.address,
            quantity=2,
            referrer=wallet("storefront").address,
            delivery=bytes.fromhex(documents.sha256(sealed)),
            salt=b"\x05" * 32,
        )
        if not offer.in_coin:
            dollar = market.book.contract(web3, "Dollar")
            buyer.send(call_of(dollar, "mint", buyer.address, order.total))
            buyer.send(call_of(dollar, "approve", market.escrow.address, order.total))
        buyer.send(market.call("pay", order, value=order.total if offer.in_coin else 0))
        return order

    return pay


@pytest.mark.parametrize(("currency", "total"), [("ETH", 1005 * 10**17), ("USD", 100_500_000)])
def test_sold(terminal, market, wallet, balance, opened, buy, currency, total):
    order = buy(opened(currency))
    name = "0x" + market.order_id(order).hex()
    assert order.total == total

    shown = terminal.run(merchant.orders)
    assert name in shown
    assert f"     │ Teapot\n  2 units, 100.50 {currency}\n" in shown
    assert "A. Buyer" in shown
    assert "1 Example Street, Hull, GB" in shown

    terminal.run(merchant.ship, name)
    assert market.sale(market.order_id(order)).record.status == Status.AWAITING_DELIVERY

    block = wallet("shopper1").send(market.call("confirm", order))["blockNumber"]

    proceeds = balance("merchant1", currency, block) - balance("merchant1", currency, block - 1)
    assert proceeds == total * 98 // 100
    assert "closed" in terminal.run(merchant.orders, "all")

    terminal.run(keeper.once, "withdraw=storefront")
    assert market.credits(wallet("storefront").address) == []


def test_not_shipped(terminal, market, wallet, balance, opened, buy, web3, wire):
    order = buy(opened("USD"))
    paid = web3.eth.block_number
    wire.ask("evm_increaseTime", 4 * parameters.DAY)
    wire.ask("evm_mine")

    terminal.run(keeper.once)

    record = market.sale(market.order_id(order)).record
    assert (record.status, record.refunded) == (Status.CLOSED, order.total)
    latest = web3.eth.block_number
    assert balance("shopper1", "USD", latest) - balance("shopper1", "USD", paid) == order.total


def test_cancelled_before_shipping_is_for_sale_again(terminal, market, wallet, opened, buy):
    order = buy(opened("ETH"))
    (id_,) = market.offers()
    assert market.stocks([id_])[0].left == 3

    wallet("shopper1").send(market.call("cancel", order))

    assert market.stocks([id_])[0].left == 5
    assert terminal.refused(merchant.ship, "0x" + market.order_id(order).hex()).endswith("not in this status.")
