"""What a shopper keeps: exports, erasing, and proofs that need no shop and no network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from scripts import documents, sealing
from scripts.parameters import DEVNET
from tests.browser import steps
from tests.browser.proofs import CHANGED, HOLDS, UNCHECKED, opened, saved
from tests.browser.tabs import new_profile, watched
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop

KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('handover.') && name !== 'handover.wallet')"


@pytest.fixture
def order_id(page: Page, shop: Shop, goods: Goods, wallet: Wallet) -> str:
    """An order that was just paid in this tab."""
    return steps.buy(page, shop, goods.id("teapot"))


@pytest.fixture
def record(page: Page, shop: Shop, wallet: Wallet, order_id: str) -> Page:
    """The buyer's record."""
    page.goto(f"{shop.url}/record?account={wallet.address}")
    return page


def test_export_has_the_public_part_and_the_browsers(
    record: Page, shop: Shop, goods: Goods, wallet: Wallet, order_id: str, tmp_path: Path
) -> None:
    public = json.loads(saved(record, "Everything public (JSON)", tmp_path).read_text())
    (order,) = public["orders"]
    assert (order["order"], order["total"], order["currency"], order["goods"]) == (order_id, "0.05", "ETH", "Teapot")
    assert (order["parts"], order["timeline"][0]["name"]) == ("buyer payer", "OrderPaid")
    assert "this_browser" not in public

    everything = json.loads(saved(record, "Everything, this browser's part too", tmp_path).read_text())
    assert everything["orders"] == public["orders"]
    key = everything["this_browser"]["key"]
    sealed = requests.get(f"{shop.url}/api/v1/documents/{order['delivery_hash']}", timeout=30).content
    point = sealing.decode(sealing.unseal(sealed, goods.key)["shopper_key"])
    assert (key["kty"], b"\x04" + sealing.decode(key["x"]) + sealing.decode(key["y"])) == ("EC", point)
    table = saved(record, "Orders as a table (CSV)", tmp_path).read_text("utf-8-sig").splitlines()
    assert table[0].startswith("order,parts,status,goods,quantity,currency,price")
    assert table[1].startswith(f"{order_id},buyer payer,AWAITING_SHIPMENT,Teapot,1,ETH,0.05,0,0.05")


def test_erasing_what_the_shop_and_the_browser_keep(record: Page, shop: Shop, order_id: str) -> None:
    name = shop.market.sale(bytes.fromhex(order_id[2:])).order.delivery.hex()
    box = record.get_by_role("checkbox")
    expect(box).not_to_be_checked()  # the seller still needs them
    record.get_by_role("button", name="Erase what is ticked").click()
    expect(record.locator("#status")).to_have_text("Nothing is ticked.")
    box.check()
    record.get_by_role("button", name="Erase what is ticked").click()
    expect(record.locator("#agree")).to_contain_text("1, of Teapot.")
    steps.agree(record)
    expect(record.locator("#status")).to_contain_text("Erased.")
    expect(record.locator("#status")).to_be_in_viewport()
    assert requests.get(f"{shop.url}/api/v1/documents/{name}", timeout=30).status_code == 410
    expect(record.get_by_text("This shop keeps nothing sealed for this account.")).to_be_visible()

    record.evaluate("localStorage.setItem('handover.cart', '[]'); localStorage.setItem('of.others', '1')")
    record.get_by_role("button", name="Clear what this browser keeps").click()
    steps.agree(record)
    expect(record.locator("#status")).to_contain_text("This browser keeps nothing of this shop any more.")
    expect(record.locator("#status")).to_be_in_viewport()
    expect(record.get_by_text("This browser keeps nothing of this shop.", exact=True)).to_be_visible()
    expect(record.get_by_role("button", name="Clear what this browser keeps")).to_be_hidden()
    assert record.evaluate(KEPT) == []
    assert record.evaluate("localStorage.getItem('of.others')") == "1"
    kept = "import('/static/js/device.js').then(({ kept }) => kept())"
    assert record.evaluate(kept)["key"] is None


def test_key_moves_to_another_browser(
    record: Page, browser: Browser, shop: Shop, goods: Goods, wallet: Wallet, order_id: str, tmp_path: Path
) -> None:
    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    sealed = requests.get(f"{shop.url}/api/v1/documents/{order.delivery.hex()}", timeout=30).content
    key = sealing.decode(sealing.unseal(sealed, goods.key)["shopper_key"])
    letter = sealing.seal(sealing.parcel("Canal Boat", "", ""), key, (order.buyer, order.offer.seller))
    named = bytes.fromhex(documents.sha256(letter))
    shop.wait_for_index(shop.send("merchant1", shop.market.call("submit_evidence", order, named)))
    assert requests.put(f"{shop.url}/api/v1/documents/{named.hex()}", data=letter, timeout=30).ok
    path = saved(record, "Save the key as a file", tmp_path)
    with browser.new_context(locale="en-GB") as context:
        other = context.new_page()
        other.goto(f"{shop.url}/record?account={wallet.address}")
        (tmp_path / "none.json").write_text("{}")
        other.locator("#key-file").set_input_files(tmp_path / "none.json")
        expect(other.locator("#status")).to_have_text("This file holds no key for letters.")
        other.locator("#key-file").set_input_files(path)
        expect(other.locator("#status")).to_have_text("This browser now opens what was sealed for that key.")
        other.goto(f"{shop.url}/orders/{order_id}")
        expect(other.locator("[data-letter]")).to_contain_text("Canal Boat")


class Kept(NamedTuple):
    """An order, and its proof page as its buyer saved it."""

    order_id: str
    text: str


@pytest.fixture(scope="module")
def kept(browser: Browser, shop: Shop, goods: Goods, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Bought once for all that is tried with its proof page."""
    context = new_profile(browser)
    page = context.new_page()
    wrong = watched(page)
    Wallet(shop.node.url, DEVNET).inject(page)
    order_id = steps.buy(page, shop, goods.id("teapot"))
    text = saved(page, "Proof page", tmp_path_factory.mktemp("proof")).read_text()
    context.close()
    assert not wrong
    return Kept(order_id, text)


@pytest.fixture
def proof(kept: Kept, tmp_path: Path) -> Path:
    """The proof page in a file."""
    file = tmp_path / "proof.html"
    file.write_text(kept.text)
    return file


def test_proof_holds_without_a_network(browser: Browser, proof: Path, kept: Kept) -> None:
    verdict, checks, *_ = opened(browser, proof.read_text(), proof)
    assert verdict.startswith(HOLDS)
    assert checks.count("✓") == 3
    assert kept.order_id in checks
    assert len(proof.read_bytes()) < 60_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"price": "50000000000000000"', '"price": "50000000000000001"'),
        ('"quantity": "1"', '"quantity": "2"'),
        ("made by hand", "made by hamd"),
        (
            '"documents": [{"place": "offer_text", "sha256": "0x',
            '"documents": [{"place": "offer_text", "sha256": "0x0',
        ),
    ],
    ids=["price", "quantity", "text", "hash"],
)
def test_changed_byte_is_found(browser: Browser, proof: Path, before: str, after: str) -> None:
    text = proof.read_text()
    assert before in text
    head, _, tail = text.rpartition(before)
    verdict, checks, *_ = opened(browser, head + after + tail, proof)
    assert verdict.startswith(CHANGED)
    assert "✗" in checks


def another_text(facts: dict) -> None:
    """Goods that were never sold, under their own hash, said to be named by nothing."""
    text = facts["documents"][0]["text"].replace("Teapot", "Palace")
    name = "0x" + documents.sha256(text.encode())
    facts["documents"][0] |= {"text": text, "sha256": name, "named_by": None}


def two_fields_in_one(facts: dict) -> None:
    """The same ids, and a price that is in none of them."""
    offer, fields = facts["offer"], facts["offer_fields"]
    place = fields.index(["uint256", "price"])
    fields[place : place + 2] = [["uint256 price,uint256", "shipping"]]
    offer["shipping"] = str(int(offer["price"]) << 256 | int(offer["shipping"]))
    offer["price"] = "1"


@pytest.mark.parametrize("lie", [another_text, two_fields_in_one])
def test_a_lie_under_the_right_ids_is_found(browser: Browser, proof: Path, lie: Callable[[dict], None]) -> None:
    head, mark, rest = proof.read_text().partition('id="proof">')
    data, end, tail = rest.partition("</script>")
    facts = json.loads(data)
    lie(facts)
    verdict, *_ = opened(browser, head + mark + json.dumps(facts).replace("<", "\\u003c") + end + tail, proof)
    assert verdict.startswith(CHANGED)


def test_changed_script_does_not_run(browser: Browser, proof: Path) -> None:
    verdict, checks, *_ = opened(
        browser, proof.read_text().replace("async function check()", "async function check ()"), proof
    )
    assert verdict.startswith(UNCHECKED)
    assert checks == ""


def test_proof_asks_the_node_that_its_reader_names(browser: Browser, shop: Shop, proof: Path, kept: Kept) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(proof.as_uri())
        page.locator("#node").fill(shop.node.url)
        page.get_by_role("button", name="Ask it").click()
        expect(page.locator("#node-result li")).to_have_count(4)
        assert "✗" not in page.locator("#node-result").inner_text()
        order = shop.market.sale(bytes.fromhex(kept.order_id[2:])).order
        shop.send("merchant1", shop.market.call("ship", order))
        page.get_by_role("button", name="Ask it").click()
        expect(page.locator("#node-result li").last).to_contain_text("✗ The order stands otherwise on the chain now")


def test_proof_checks_a_file(browser: Browser, shop: Shop, goods: Goods, proof: Path, tmp_path: Path) -> None:
    picture = next(path for path in shop.vault.rglob("*") if path.is_file() and path.read_bytes()[8:12] == b"WEBP")
    details = requests.get(f"{shop.url}/api/v1/offers/{goods.id('teapot')}", timeout=30).json()["document"]
    mine = shop.vault / details["pictures"][0]["sha256"][:2] / details["pictures"][0]["sha256"]
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto(proof.as_uri())
        page.locator("#file").set_input_files(mine)
        expect(page.locator("#file-result")).to_have_text("This file belongs to the order: A picture of the offer.")
        other = tmp_path / "other"
        other.write_bytes(picture.read_bytes() + b" ")
        page.locator("#file").set_input_files(other)
        expect(page.locator("#file-result")).to_contain_text("No hash on this page is this file's")
