"""Buyer and seller do not agree: the arbiter rules for each of them, or says nothing."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser import proofs
from tests.browser.aftersale.story import Story
from tests.fixtures.goods import ETHER

CLOCK = ETHER // 10
CHAIR = 50_360_000
COMMISSION = CHAIR * 137 // 10_000


def test_the_buyer_wins(story: Story, browser: Browser, tmp_path: Path) -> None:
    """And keeps the proof of it, with what both sides wrote."""
    story.buys("clock")
    story.ships()
    story.carrier_delivers()
    story.asks("Send me my money back", text="It runs backwards.", picture=_photograph())
    story.lets_the_arbiter_decide("It ran well when it left.")
    expect(story.order_page().locator("[data-paper]").first).to_contain_text("It ran well when it left.")
    story.arbiter_rules(CLOCK, why="It does run backwards.")
    story.ended(back=CLOCK)

    file = proofs.saved(story.order_page(), "Proof page with what was sealed", tmp_path)
    text = file.read_text()
    proof = proofs.opened(browser, text, file)
    assert proof.verdict.startswith(proofs.HOLDS)
    assert proof.checks.count("✓") == 6  # both ids, the offer's text, the arbiter's reason, what each side wrote
    assert ("It runs backwards." in proof.papers, proof.pictures) == (True, 1)
    assert "It ran well when it left." in proof.papers
    assert "It does run backwards." in text
    forged = proofs.opened(browser, re.sub('"key":"(...)', '"key":"AAA', text), file)
    assert forged.verdict.startswith(proofs.CHANGED)
    assert forged.papers == ""


def test_the_seller_wins(story: Story) -> None:
    """Of what came back he says that it is not what he sent."""
    story.buys("chair")
    story.ships()
    story.asks("I send it back", text="It creaks.")
    story.takes_the_goods_back()
    story.sends_back("RR 111 222")
    story.lets_the_arbiter_decide("An old stool came back.")
    story.arbiter_rules(0, why="The parcel weighed half of the chair.")
    story.ended(seller=CHAIR - COMMISSION, commission=COMMISSION)


def test_the_arbiter_is_silent(story: Story) -> None:
    """The buyer asked him, being told to send the goods to nowhere."""
    story.buys("chair")
    story.ships()
    story.asks("I send it back", text="It creaks.")
    story.takes_the_goods_back()
    story.asks_the_arbiter("The road of that address does not exist.")
    story.nobody_acts()
    story.ends_it("Send the money back now")
    story.ended(back=CHAIR)


def _photograph() -> bytes:
    output = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(output, "JPEG")
    return output.getvalue()
