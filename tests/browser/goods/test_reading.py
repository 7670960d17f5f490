"""Reading a journey: lines checked against the chain, documents against their hashes, a recall that comes meanwhile."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.pedigree import JOURNEYED, SOLD, Pedigree
from tests.fixtures.shop import Shop

PHONE = {"width": 390, "height": 844}


def test_every_line_is_checked_without_a_wallet(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    page.goto(shop.url + pedigree.path(JOURNEYED))
    page.get_by_role("button", name="Check all lines").click()
    lines = page.locator(".told")
    count = lines.count()
    expect(page.locator("#checked-all")).to_contain_text(f"{count} of {count} lines stand on the chain as shown.")
    expect(page.locator("#checked-all")).to_contain_text("was asked, which this shop names")
    expect(lines.locator(".checked.good")).to_have_count(count)
    expect(lines.first.locator(".checked")).to_contain_text("The chain says so, in block")
    assert not wallet.asked
    steps.connect(page)
    page.get_by_role("button", name="Check all lines").click()
    expect(page.locator("#checked-all")).to_contain_text("Your wallet's own node was asked.")
    assert not [method for method, _ in wallet.asked if method == "eth_sendTransaction"]


def test_what_the_shop_invents_is_found(page: Page, shop: Shop, pedigree: Pedigree, wallet: Wallet) -> None:
    """A storefront that shows another temperature, or another document, is not believed."""

    def lie(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"maximum": "11400"', '"maximum": "7900"'))

    page.route(re.compile(re.escape(pedigree.path(JOURNEYED))), lie)
    page.goto(shop.url + pedigree.path(JOURNEYED))
    steps.connect(page)
    measured = page.locator(".told", has_text="Measured 40 times")
    measured.locator("summary").click()
    measured.get_by_role("button", name="Check").click()
    expect(measured.locator(".checked.bad")).to_have_text("✗ The chain does not say this.")
    page.get_by_role("button", name="Check all lines").click()
    count = page.locator(".told").count()
    said = f"{count - 1} of {count} lines stand on the chain as shown."
    expect(page.locator("#checked-all.bad")).to_contain_text(said)
    expect(page.locator("#checked-all")).to_contain_text("These do not: Measured 40 times")
    assert wallet.address


def test_a_changed_document_is_found(page: Page, shop: Shop, pedigree: Pedigree) -> None:
    page.goto(shop.url + pedigree.path(JOURNEYED))
    documents = page.get_by_role("region", name="Documents")
    documents.locator("summary").click()
    first = documents.locator("li").first
    first.get_by_role("button", name="Check").click()
    expect(first.locator(".checked.good")).to_contain_text("It is the document that the chain names.")
    page.route("**/api/v1/documents/*", lambda route: route.fulfill(body="{}", content_type="application/json"))
    first.get_by_role("button", name="Check").click()
    expect(first.locator(".checked.bad")).to_contain_text("The document was changed")


def test_a_recall_reaches_the_shopper(page: Page, shop: Shop, pedigree: Pedigree) -> None:
    """On the item's page, on the order's, among the orders, and once the item is the buyer's, among the items."""
    order = pedigree.orders["sold"]
    buyer, id_ = shop.people["shopper1"], "0x" + shop.market.order_id(order).hex()
    page.goto(shop.url + pedigree.path(SOLD))
    expect(page.locator("[data-banner=recall]")).to_have_count(0)
    pedigree.recall("milk", SOLD, SOLD)
    shop.wait_for_index()
    page.reload()
    expect(page.locator("[data-banner=recall]")).to_contain_text("Recalled: do not use it")
    expect(page.locator("[data-banner=recall]")).to_contain_text("The cream went sour.")
    page.goto(f"{shop.url}/orders/{id_}")
    expect(page.locator("[data-banner=recall]")).to_contain_text("The cream went sour.")
    page.goto(f"{shop.url}/orders/?account={buyer}")
    expect(page.get_by_role("main")).to_contain_text("A recall concerns something in this parcel")
    pedigree.close(order, "shopper1", SOLD)
    shop.wait_for_index()
    page.reload()
    page.get_by_role("link", name="Which, and what to do").click()
    expect(page.get_by_role("alert")).to_contain_text("A recall concerns 1 of your items")
    expect(page.get_by_role("alert")).to_contain_text(SOLD)


def test_recalled_goods_are_asked_about_twice(page: Page, shop: Shop, pedigree: Pedigree) -> None:
    pedigree.recall("milk", "B3", "B3")
    shop.wait_for_index()
    page.goto(f"{shop.url}/offers/{pedigree.goods.id('milk')}")
    page.get_by_role("button", name="Buy now").click()
    expect(page).to_have_url(re.compile("/offers/"))
    page.get_by_label("I have read that it was recalled").check()
    page.get_by_role("button", name="Buy now").click()
    expect(page).to_have_url(re.compile("/checkout"))
    steps.fill_details(page)
    page.locator("#pay").click()
    expect(page.locator("#status")).to_contain_text("Something is still missing; it is marked below.")
    expect(page.locator("#recall-known-error")).to_have_text("Please fill this in.")
    page.get_by_label("I know, and I want to buy it all the same").check()
    expect(page.locator("#recall-known-error")).to_be_empty()


def test_without_scripts(browser: Browser, shop: Shop, pedigree: Pedigree) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB", viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{shop.url}/scan")
        expect(page.get_by_role("button", name="Use the camera")).to_be_hidden()
        page.get_by_label("The link, or all that is printed").fill(f"https://x{pedigree.path(JOURNEYED)}")
        page.get_by_role("button", name="Show").first.click()
        for text in ("Departed", "It got too warm on the way", "Lake Dairy", "Nobody has claimed it yet"):
            expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        for name in ("Check it", "Claim it", "Offer it"):
            assert page.get_by_role("button", name=name).count() == 0


def test_a_phone_is_wide_enough_for_the_figures(page: Page, shop: Shop, pedigree: Pedigree) -> None:
    """A table that is wider than the screen scrolls by itself."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(shop.url + pedigree.path(JOURNEYED))
    page.locator(".plot-figures summary").first.click()
    expect(page.locator(".plot-table").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
