"""Whoever cannot be written to stops nobody from asking the arbiter."""

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from scripts import evidence, sealing
from scripts.documents import canonical, sha256
from scripts.terms import NO_DOCUMENT, Status
from scripts.wallet import Call
from tests.browser.aftersale.story import Story

OTHER = "The other side's key cannot be seen here, so it cannot read this: show it to it in another way."
NOBODY = "Neither the other side's key nor the arbiter's can be seen here, so no words or pictures go with this"
MOVE = """async ([from, to]) => {
  const { get, put, remove } = await import("/static/js/drawer.js");
  const { page } = await import("/static/js/merchant/account.js");
  const { market } = await import("/static/js/page.js");
  const place = `${market.chain.id}-${page.account}`;
  await put("keys", place + to, await get("keys", place + from));
  await remove("keys", place + from);
}"""
SAID = "The road of that address does not exist."


def describe(story: Story, who: str, document: bytes) -> None:
    """An account's profile is this document."""
    identity = story.shop.book.contract(story.shop.web3, "Identity")
    data = identity.encode_abi("describe", args=[bytes.fromhex(sha256(document))])
    story.shop.wait_for_index(story.shop.send(who, Call(identity.address, bytes.fromhex(data[2:]))))


def publish_key(story: Story, who: str, point: bytes) -> None:
    """An account's profile names this point."""
    named = {"name": {"en": "Court"}, "contact": "court@example.org", "encryption_key": sealing.encode(point)}
    profile = canonical({"type": "handover/profile/1", **named})
    describe(story, who, profile)
    assert requests.put(f"{story.shop.url}/api/v1/documents/{sha256(profile)}", data=profile, timeout=30).ok


@pytest.fixture
def closed_seller(story: Story) -> Iterator[Story]:
    """An order on whose record a return is agreed; then the seller's profile is no longer to be had."""
    identity = story.shop.book.contract(story.shop.web3, "Identity")
    profile = identity.functions.profiles(story.seller.wallet.address).call()
    story.buys("chair")
    story.ships()
    story.asks("I send it back", text="It creaks.")
    story.takes_the_goods_back()
    describe(story, "merchant", b"kept by nobody")
    yield story
    data = identity.encode_abi("describe", args=[profile])
    story.shop.wait_for_index(story.shop.send("merchant", Call(identity.address, bytes.fromhex(data[2:]))))


@pytest.fixture
def unknown_buyer(story: Story) -> Story:
    """A request on an order whose delivery details nobody has."""
    story.gets_as_a_gift("clock", "shopper1")
    story.ships()
    story.carrier_delivers()
    story.asks("Send me my money back", text="It runs backwards.")
    return story


@pytest.fixture
def arbiter(story: Story) -> Iterator[sealing.ec.EllipticCurvePrivateKey]:
    """The arbiter's key, which his profile names; afterwards it names none that can be used."""
    key = sealing.new_key()
    point = sealing.public_point(key)
    publish_key(story, "arbiter", point)
    yield key
    publish_key(story, "arbiter", point[:-1] + bytes([point[-1] ^ 1]))


def ask(page: Page, button: str, sentence: str, text: str) -> None:
    """Ask the arbiter, being told this."""
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.locator("#dispute-dialog")
    expect(dialog.locator("[data-consequence]")).to_contain_text(sentence)
    expect(dialog.get_by_label("Your side of it")).to_be_visible(visible=bool(text))
    if text:
        dialog.get_by_label("Your side of it").fill(text)
    dialog.get_by_role("button", name=button).click()
    expect(page.locator("#status")).to_contain_text("The arbiter was asked.")


def document(story: Story) -> bytes:
    """What the arbiter was given to read."""
    assert story.record.status == Status.AWAITING_RULING
    (event,) = story.shop.market.events("OrderDisputed", [bytes.fromhex(story.id[2:])])
    return event["document"]


def read(story: Story, key: sealing.ec.EllipticCurvePrivateKey) -> str:
    """The same in words; it is for the arbiter and for whoever wrote it."""
    sealed = requests.get(f"{story.shop.url}/api/v1/documents/{document(story).hex()}", timeout=30).content
    assert sealed.count(b'"epk":') == 2
    return str(evidence.unseal(sealed, evidence.content_key(sealed, key))["text"])


def test_a_buyer_without_any_reader(closed_seller: Story) -> None:
    ask(closed_seller.order_page(), "Ask the arbiter to decide", NOBODY, "")
    assert document(closed_seller) == NO_DOCUMENT
    page = closed_seller.order_page()
    page.get_by_role("button", name="Add to the case").click()
    expect(page.locator("#status")).to_contain_text(NOBODY)


def test_a_seller_without_any_reader(unknown_buyer: Story) -> None:
    ask(unknown_buyer.dashboard_page(), "Let the arbiter decide", NOBODY, "")
    assert document(unknown_buyer) == NO_DOCUMENT


def test_a_seller_without_his_own_key(unknown_buyer: Story, arbiter) -> None:
    page = unknown_buyer.dashboard_page()
    page.evaluate(MOVE, ["", "-elsewhere"])
    ask(unknown_buyer.dashboard_page(), "Let the arbiter decide", "Without it no words or pictures go with this", "")
    page.evaluate(MOVE, ["-elsewhere", ""])
    assert document(unknown_buyer) == NO_DOCUMENT


def test_a_buyer_is_read_by_the_arbiter(closed_seller: Story, arbiter) -> None:
    ask(closed_seller.order_page(), "Ask the arbiter to decide", OTHER, SAID)
    assert read(closed_seller, arbiter) == SAID


def test_a_seller_is_read_by_the_arbiter(unknown_buyer: Story, arbiter) -> None:
    ask(unknown_buyer.dashboard_page(), "Let the arbiter decide", OTHER, SAID)
    assert read(unknown_buyer, arbiter) == SAID


def test_a_key_off_the_curve_is_none(unknown_buyer: Story) -> None:
    """The arbiter's is none by now; asking him must not fail for it."""
    ask(unknown_buyer.dashboard_page(), "Let the arbiter decide", NOBODY, "")
    assert document(unknown_buyer) == NO_DOCUMENT
