"""A subject's way: publish a credential, check it in the browser, take it back, decline the claim, accept it again."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.shop import Shop
from tests.fixtures.vouching import Vouching

NARROW = {"width": 390, "height": 844}


def card(page: Page) -> str:
    """What the page says of the only claim."""
    return page.locator(".claims > li").inner_text()


def test_published_checked_taken_back_declined(page: Page, shop: Shop, wallet: Wallet) -> None:
    vouching = Vouching(shop)
    made = vouching.business("issuer", wallet.address, "Quillfeather Ltd", "羽笔有限公司", publish=False)
    other = vouching.business("issuer", "merchant4", "Lantern Ltd", "灯有限公司", publish=False)
    shop.wait_for_index()
    page.set_viewport_size(NARROW)
    page.goto(f"{shop.url}/claims")
    steps.connect(page)
    page.wait_for_url(re.compile(r"/claims\?account="))
    assert "not published here" in card(page)

    def choose(data: bytes) -> None:
        file = {"name": "credential.json", "mimeType": "application/json", "buffer": data}
        page.get_by_label("The credential's file").set_input_files(file)

    told = page.locator("#status")
    choose(made.data.replace(b"Quillfeather", b"Quillfeathers"))
    expect(told).to_contain_text("The credential was changed, or the issuer that it names did not sign it.")
    choose(other.data)
    expect(told).to_contain_text("This credential is about another account")
    expect(page.get_by_role("button", name="Sign and publish")).to_be_hidden()
    choose(made.data)
    public = page.locator("#becomes-public")
    for value in ("Quillfeather Ltd · 羽笔有限公司", "00987654", made.method["en"], made.checked, wallet.address):
        expect(public).to_contain_text(value)
    page.get_by_role("button", name="Sign and publish").click()
    expect(told).to_contain_text("Published: everybody can read it here now.")
    assert "Quillfeather Ltd" in card(page)

    page.get_by_role("link", name="History and check").click()
    page.get_by_role("button", name="Check it in this browser").click()
    expect(page.locator("#checked-here")).to_contain_text("It holds: the issuer signed the credential")
    shown = json.loads(page.request.get(f"{shop.url}/api/v1/credentials/{made.sha256}").body())
    assert shown == made.document
    page.route("**/api/v1/credentials/*", lambda route: route.fulfill(body=other.data))
    page.get_by_role("button", name="Check it in this browser").click()
    expect(page.locator("#checked-here")).to_contain_text("The credential was changed")

    page.goto(f"{shop.url}/claims?account={wallet.address}")
    page.unroute("**/api/v1/credentials/*")
    page.get_by_role("button", name="Take the credential back").click()
    steps.agree(page)
    expect(told).to_contain_text("Taken back: this shop does not have the credential any more.")
    assert page.request.get(f"{shop.url}/api/v1/credentials/{made.sha256}").status == 404
    badge = page.locator(".page-head .standing")
    expect(badge).to_contain_text("Verified business")
    page.get_by_role("button", name="Decline this claim").click()
    steps.agree(page)
    expect(told).to_contain_text("Declined: the claim counts for nothing now")
    expect(badge).to_contain_text("Unverified")
    page.get_by_role("button", name="Accept this claim again").click()
    steps.agree(page)
    expect(told).to_contain_text("Accepted again")
    expect(badge).to_contain_text("Verified business")
