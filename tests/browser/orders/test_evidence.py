"""Words and pictures about an order: sealed by one side, read by the other and the arbiter, found nowhere in clear."""

import io

import pytest
import requests
from PIL import ExifTags, Image
from playwright.sync_api import Browser, Page, expect

from scripts import evidence, sealing
from scripts.documents import canonical, sha256
from scripts.terms import Status
from scripts.wallet import Call
from tests.browser import search, steps
from tests.browser.wallet import Wallet
from tests.fixtures.goods import Goods
from tests.fixtures.shop import Shop

PLANTED = "Planted Lane 4"
SAID = "The handle broke off on the second day."


def photograph(kind: str, size: tuple[int, int]) -> bytes:
    """With the place where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = PLANTED
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.fixture
def arbiter(shop: Shop) -> sealing.ec.EllipticCurvePrivateKey:
    """The arbiter's key, which his profile names."""
    key = sealing.new_key()
    point = sealing.encode(sealing.public_point(key))
    profile = canonical(
        {"type": "handover/profile/1", "name": {"en": "Court"}, "contact": "court@example.org", "encryption_key": point}
    )
    identity = shop.book.contract(shop.web3, "Identity")
    data = identity.encode_abi("describe", args=[bytes.fromhex(sha256(profile))])
    shop.wait_for_index(shop.send("arbiter", Call(identity.address, bytes.fromhex(data[2:]))))
    assert requests.put(f"{shop.url}/api/v1/documents/{sha256(profile)}", data=profile, timeout=30).ok
    return key


def test_a_case(page: Page, browser: Browser, shop: Shop, goods: Goods, wallet: Wallet, arbiter) -> None:
    order_id = steps.buy(page, shop, goods.id("teapot"))
    order = shop.market.sale(bytes.fromhex(order_id[2:])).order
    shop.send("merchant1", shop.market.call("ship", order))
    shop.wait_for_index(shop.send("carrier", shop.market.call("attest_delivery", order)))
    page.reload()
    page.get_by_role("button", name="Something is wrong").click()
    page.get_by_label("I send it back").check()
    page.get_by_label("What happened?").fill(SAID)
    pictures = [photograph(*kind) for kind in (("JPEG", (2400, 1800)), ("PNG", (40, 30)), ("WEBP", (40, 30)))]
    assert all(PLANTED.encode() in picture for picture in pictures)
    files = [{"name": "cup", "mimeType": "image/*", "buffer": picture} for picture in pictures]
    page.get_by_label("Photographs").set_input_files(files)
    page.get_by_role("button", name="Ask the seller").click()
    expect(page.locator("#status")).to_have_text("Asked. Now the seller has to answer.")
    expect(page.locator("[data-paper]")).to_contain_text(SAID)
    expect(page.locator("[data-paper] img")).to_have_count(3)

    (event,) = shop.market.events("OrderRequested", [bytes.fromhex(order_id[2:])])
    sealed = requests.get(f"{shop.url}/api/v1/documents/{event['document'].hex()}", timeout=30).content
    plain = evidence.unseal(sealed, evidence.content_key(sealed, goods.key))
    shown = [sealing.decode(picture["data"]) for picture in plain["pictures"]]
    assert plain["text"] == SAID
    assert len(shown) == 3
    assert not any(PLANTED.encode() in picture or Image.open(io.BytesIO(picture)).getexif() for picture in shown)

    with browser.new_context(locale="en-GB") as context:
        stranger = context.new_page()
        stranger.goto(f"{shop.url}/orders/{order_id}", wait_until="networkidle")
        assert SAID not in stranger.content()

    shop.wait_for_index(shop.send("merchant1", shop.market.call("approve_return", order, bytes(32))))
    page.reload()
    page.get_by_role("button", name="Ask the arbiter to decide").click()
    dialog = page.locator("#dispute-dialog")
    expect(dialog).to_contain_text("The other side and the arbiter see what you write and show")
    dialog.get_by_label("Your side of it").fill("He wants it back, and does not say where to.")
    dialog.get_by_role("button", name="Ask the arbiter to decide").click()
    expect(page.locator("#status")).to_have_text("The arbiter was asked.")
    assert shop.market.sale(bytes.fromhex(order_id[2:])).record.status == Status.AWAITING_RULING
    (disputed,) = shop.market.events("OrderDisputed", [bytes.fromhex(order_id[2:])])
    later = requests.get(f"{shop.url}/api/v1/documents/{disputed['document'].hex()}", timeout=30).content
    read = evidence.read_all({sha256(one): one for one in (sealed, later)}, arbiter)
    assert read[sha256(sealed)] == plain
    assert read[sha256(later)]["text"] == "He wants it back, and does not say where to."

    assert {text: search.places(shop, text) for text in (SAID, PLANTED)} == {SAID: set(), PLANTED: set()}
    planted = search.plant_file(shop.vault, PLANTED)
    assert search.places(shop, PLANTED) == {"vault"}
    planted.unlink()
