"""What one side puts on the record in no known form harms nothing of what the other side said."""

import json
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from scripts import documents, evidence, sealing
from tests.browser import proofs
from tests.browser.aftersale.story import Story

UNKNOWN = "it has no form that is known here"
ACCOUNT = "0x" + "11" * 20


def seller_names(story: Story, plain: dict[str, object], between: tuple[str, str] | None = None) -> dict[str, str]:
    """A document that he sealed for the buyer and put on the record, as a proof page has it."""
    order = story.order
    point = story.order_page().evaluate("import('/static/js/shopper_key.js').then((keys) => keys.publicKey())")
    sealed, key = evidence.seal(plain, [sealing.decode(point)], between or (order.buyer, order.offer.seller))
    name = documents.sha256(sealed)
    story.books.send("merchant", story.shop.market.call("submit_evidence", order, bytes.fromhex(name)))
    story.shop.wait_for_index()
    answer = requests.put(f"{story.shop.url}/api/v1/documents/{name}", data=sealed, timeout=30)
    assert answer.ok == (between is None)
    return {"sha256": f"0x{name}", "body": sealed.decode(), "key": sealing.encode(key)}


@pytest.fixture
def asked(story: Story) -> Story:
    """The buyer has said what is wrong."""
    story.buys("chair")
    story.ships()
    story.asks("Send me my money back", text="It creaks.")
    return story


def test_what_the_other_side_said_is_shown_and_proved(asked: Story, browser: Browser, tmp_path: Path) -> None:
    plain = evidence.evidence("It does not.")
    hostile = [
        seller_names(asked, {"type": "constructor"}),
        seller_names(asked, {**plain, "pictures": 1}),
        seller_names(asked, {"type": "handover/parcel/1", "carrier": {"toString": 1}}),
        seller_names(asked, plain, (ACCOUNT, asked.order.offer.seller)),
    ]
    seller_names(asked, plain)

    page = asked.order_page()
    papers = page.locator("[data-paper]")
    expect(papers.filter(has_text="It creaks.")).to_have_count(1)
    expect(papers.filter(has_text="It does not.").first).to_be_visible()
    expect(papers.filter(has_text=UNKNOWN)).to_have_count(3)

    file = proofs.saved(page, "Proof page with what was sealed", tmp_path)
    text = file.read_text()
    assert [entry["sha256"] in text.partition('id="opened">')[2] for entry in hostile[:3]] == [False] * 3
    proof = proofs.opened(browser, text, file)
    assert proof.verdict.startswith(proofs.HOLDS)
    assert "It creaks." in proof.papers

    head, mark, rest = text.partition('id="opened">[')
    added = ",".join(json.dumps(entry).replace("<", "\\u003c") for entry in hostile)
    proof = proofs.opened(browser, f"{head}{mark}{added},{rest}", file)
    assert proof.verdict.startswith(proofs.HOLDS)
    assert proof.checks.count("✗") == 0
    assert all(entry["sha256"] in proof.papers for entry in hostile)
    assert proof.papers.count("so it is not shown") >= len(hostile)
    assert "It creaks." in proof.papers
