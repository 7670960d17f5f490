"""Milk by scripts alone, from the farm to the shopper, with a storefront that takes every document."""

import json

import brownie
import pytest
import requests

from scripts import carrier, keeper, merchant, parameters, producer
from scripts.address_book import load
from scripts.goods import lot_files
from scripts.goods.ledger import Goods
from scripts.provenance import codes, identity, items_documents
from scripts.provenance.codes import Codes
from scripts.provenance.gs1 import Product
from scripts.provenance.identity import Item
from scripts.reading import call_of
from scripts.terms import Offer, Order
from scripts.wallet import NodeWallet
from tests.fixtures.shop import running_shop
from tests.fixtures.terminal import own_folders
from tests.scripts.provenance.conftest import GTIN, SSCC

RAW, CARTONS = f"farm/{GTIN}/F-1", f"{GTIN}/D-1"
FARM = f'lots: [{{gtin: "{GTIN}", lot: F-1, count: "1000", name: {{en: Raw milk, zh: 生乳}}}}]\n'
DAIRY = f"""
lots:
  - gtin: "{GTIN}"
    lot: D-1
    count: "12"
    name: {{en: Whole milk, zh: 全脂牛奶}}
    limits: {{low: 2, high: 8}}
    inputs: [{{lot: {RAW}, quantity: "900"}}]
"""
LOG = "time,value,unit\n2026-01-03T06:00Z,3.5,C\n2026-01-03T06:10Z,9.25,C\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A storefront on a node of its own, with nothing published."""
    deployments = parameters.DEPLOYMENTS
    with running_shop(tmp_path_factory.mktemp("shop"), lambda _: None) as running:
        yield running
    parameters.DEPLOYMENTS = deployments


@pytest.fixture
def here(shop, tmp_path):
    """Everybody's files, and Brownie connected to the shop's node."""
    for name, text in (("farm.yaml", FARM), ("dairy.yaml", DAIRY), ("log.csv", LOG)):
        (tmp_path / name).write_text(text)
    with own_folders(tmp_path), pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "DEPLOYMENTS", shop.folder / "deployments")
        patch.setattr(parameters, "ORIGIN", shop.url)
        brownie.web3.connect(shop.node.url)
        yield tmp_path


def test_milk(here, terminal, shop):
    web3 = shop.market.web3
    goods = Goods(web3, load(web3))
    wallet = {role: NodeWallet(web3, address) for role, address in shop.people.items()}
    item = Item(identity.lot_id(shop.people["dairy"], GTIN, "D-1"), identity.word("01", "serial"))

    assert "2 of 2 documents uploaded" in terminal.run(producer.register, str(here / "farm.yaml"), "as=farm")
    terminal.run(producer.permit, f"{GTIN}/F-1", "dairy", "commissioning", "as=farm")
    assert "✓ transform" in terminal.run(producer.register, str(here / "dairy.yaml"), "as=dairy")
    assert goods.lot(identity.lot_id(shop.people["farm"], GTIN, "F-1")).left == 100

    terminal.run(producer.aggregate, SSCC, f"{CARTONS}/01..12", "as=dairy")
    report = ("place=geo:53.744,-0.332", "text=Loaded at dock 4.", "as=dairy")
    assert "1 document uploaded" in terminal.run(producer.report, "shipping", SSCC, *report)
    terminal.run(producer.offer, "carrier", SSCC, "role=custody", "as=dairy")
    assert "12 things inside; offered: custody." in terminal.run(carrier.receive, SSCC)
    assert "Outside of the limits: 1 reading of 2" in terminal.run(carrier.sensor, SSCC, str(here / "log.csv"))
    terminal.run(carrier.hand_over, "merchant1", SSCC)
    terminal.run(producer.offer, "merchant1", SSCC, "role=ownership", "as=dairy")
    terminal.run(merchant.receive, SSCC)  # the ownership; it comes first
    terminal.run(carrier.hand_over, "merchant1", SSCC)  # offered anew: what was offered before is dead now
    terminal.run(merchant.receive, SSCC)
    terminal.run(producer.unpack, SSCC, "as=merchant1")

    order = _buy(shop, wallet)
    terminal.run(merchant.ship, "0x" + shop.market.order_id(order).hex(), f"items={CARTONS}/01")
    wallet["shopper1"].send(shop.market.call("confirm", order))
    assert "✓ settle 1 item" in terminal.run(keeper.once)
    assert goods.holding(item).owner == shop.people["shopper1"]

    _claim(shop, goods, wallet["shopper1"], item)
    assert goods.holding(item).claimed
    output = terminal.run(producer.recall, CARTONS, "2", "text=Too warm on its way.", "as=dairy")
    assert "1 document uploaded" in output
    assert not list(parameters.OUTBOX.glob("??/*"))


def _buy(shop, wallet) -> Order:
    """shopper1 has paid merchant1 for a carton."""
    merchant1, buyer = wallet["merchant1"], wallet["shopper1"]
    three_days = 3 * parameters.DAY
    offer = Offer(merchant1.address, parameters.COIN, 10**15, 0, three_days, three_days, three_days)
    merchant1.send(shop.market.call("publish", offer, 10))
    order = Order(offer, buyer.address, buyer.address, 1, parameters.NOBODY, bytes(32), b"\x07" * 32)
    buyer.send(shop.market.call("pay", order, value=order.total))
    return order


def _claim(shop, goods, wallet, item) -> None:
    """With what the storefront has, and the code that was scratched free: nothing else."""
    lot = goods.lot(item.lot)
    document = json.loads(_document(shop, lot.document.hex()))
    block = _document(shop, items_documents.block_of(document, "01"))
    proof = items_documents.proof(lot.id, lot.root, document, block, "01")
    entry = Codes(lot_files.codes_path(item.lot), parameters.DEVNET_PASSPHRASE).find("01")
    code = codes.typed(codes.printed(entry.code))
    wallet.send(call_of(goods.contract, "commit", identity.commitment(item, code, wallet.address)))
    shop.node.rpc("evm_mine")
    wallet.send(call_of(goods.contract, "claim", item, code, proof.path))
    assert lot.product == Product(GTIN, lot="D-1")


def _document(shop, name: str) -> bytes:
    answer = requests.get(f"{shop.url}/api/v1/documents/{name}", timeout=30)
    assert answer.ok
    return answer.content
