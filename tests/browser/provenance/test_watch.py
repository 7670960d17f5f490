"""A watch: made, certified, sold, claimed, resold; what its former owner cannot do any more."""

from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from scripts import keeper, merchant, producer
from scripts.provenance import identity
from scripts.provenance.identity import Item
from tests.browser.provenance.conftest import MERCHANT
from tests.browser.provenance.people import Label, banner, check, fact, journey

GTIN = "09506000200071"
LOT = f"{GTIN}/W-3"
LABORATORY = "geo:47.00,6.93"
FINDING = "Runs within two seconds a day; the case is of steel 904L."
LOTS = f"""
lots:
  - gtin: "{GTIN}"
    lot: W-3
    count: 50
    first_serial: "01"
    name: {{en: Field watch No. 3, zh: 三号野外腕表}}
"""
CATALOGUE = f"""
offers:
  - product: field-watch
    title: {{en: Field watch No. 3, zh: 三号野外腕表}}
    description: {{en: Wound by hand., zh: 手动上链。}}
    price: "1.5"
    arbiter: arbiter
    return_policy: {{en: Within 14 days., zh: 14 天内可退货。}}
    category: fashion
    units: "5"
    provenance: {{gtin: "{GTIN}", producer: watchmaker, lots: [W-3]}}
"""


@pytest.fixture(scope="module")
def made(run, files):
    """Fifty watches; their maker lets the certifier report what it finds."""
    (files / "watches.yaml").write_text(LOTS, encoding="utf-8")
    run(producer.register, str(files / "watches.yaml"), "as=watchmaker")
    run(producer.report, "commissioning", LOT, "disposition=active", "as=watchmaker")
    run(producer.permit, LOT, "certifier", "inspecting", "as=watchmaker")


@pytest.fixture(scope="module")
def certified(run, made):
    """The certifier has reported on the lot, with a document."""
    found = (datetime.now(timezone.utc) - timedelta(minutes=10)).isoformat(timespec="seconds")
    words = ("disposition=conformant", f"place={LABORATORY}", f"time={found}", f"text={FINDING}", "as=certifier")
    run(producer.report, "inspecting", LOT, *words)


@pytest.fixture(scope="module")
def bought(shop, run, shopper, certified, sell, send):
    """The shopper's order of two watches, confirmed and settled; its id."""
    watches = [f"{LOT}/01", f"{LOT}/02"]
    run(producer.offer, MERCHANT, *watches, "as=watchmaker")
    run(merchant.receive, *watches, f"as={MERCHANT}")
    order = shopper.buy(sell(CATALOGUE), quantity=2)
    send(order, ",".join(watches))
    shopper.confirm(order)
    run(keeper.once)
    shop.wait_for_index()
    return order


@pytest.fixture(scope="module")
def labels(browser, run, files, made):
    """The labels in the two watches' cases."""
    found = []
    for place in ("1", "2"):
        to = files / f"watch-{place}.svg"
        form = (f"start={place}", "count=1", "page=100x60", "grid=1x1", "margin=2", "as=watchmaker")
        run(producer.sheet, LOT, f"to={to}", *form)
        found.append(Label.of(browser, to.read_text()))
    return found


@pytest.fixture(scope="module")
def claimed(shopper, bought, labels):
    """The shopper has claimed the first watch, and only looked at the second one's code."""
    shopper.scan(labels[0])
    shopper.claim(labels[0].code)
    expect(shopper.told).to_contain_text("Claimed.")


@pytest.fixture(scope="module")
def left_open(shopper, claimed, labels):
    """Tabs with the pages of both watches as they were before they were resold."""
    found = [shopper.another_tab() for _ in labels]
    for tab, label in zip(found, labels, strict=True):
        tab.scan(label)
    return found


@pytest.fixture(scope="module")
def resold(provenance, shopper, other, left_open, labels, watch):
    """Both watches are another one's: offered in one browser, accepted in the other."""
    for label in labels:
        shopper.scan(label)
        shopper.give(other.wallet.address)
        expect(shopper.told).to_contain_text("Offered to")
        assert provenance.holding(watch(label.serial)).owner == shopper.wallet.address
        other.scan(label)
        other.page.get_by_role("button", name="Accept it", exact=True).click()
        expect(other.told).to_contain_text("Accepted. The journey shows it.")


@pytest.fixture(scope="module")
def watch(shop):
    """`watch(serial)`: what the chain calls it."""
    lot_id = identity.lot_id(shop.people["watchmaker"], GTIN, "W-3")
    return lambda serial: Item(lot_id, identity.word(serial, "serial"))


def test_certificate_stands_in_the_journey(shop, provenance, shopper, bought, labels, watch):
    page = shopper.page
    shopper.scan(labels[0])
    found = journey(page).filter(has_text="Inspected")
    expect(found).to_contain_text("Certifier")
    expect(found).to_contain_text("Condition: as it should be")
    expect(found).to_contain_text(FINDING)
    expect(found).to_contain_text("47.00, 6.93")
    check(found)
    expect(found).to_contain_text("and the document is the one it names")
    reports = provenance.reader.events("EventReported", None, watch("01").lot)
    assert shop.people["certifier"] in [report["by"] for report in reports]


def test_edited_certificate_is_found(shop, shopper, bought, labels):
    """A storefront that keeps another text under its name does not show it; one that sends it is found out."""
    page = shopper.page
    shopper.scan(labels[0])
    found = journey(page).filter(has_text="Inspected")
    link = found.locator("a", has_text="Document").get_attribute("href")
    kept = shop.vault / link[-64:][:2] / link[-64:]
    said = kept.read_text(encoding="utf-8")
    edited = said.replace("within two seconds", "within two hours")
    assert edited != said
    page.route("**/api/v1/documents/*", lambda route: route.fulfill(body=edited, content_type="application/json"))
    check(found)
    expect(found).to_contain_text("The document was changed: its hash is another one.")
    page.unroute("**/api/v1/documents/*")
    page.route("**/api/v1/documents/*", lambda route: route.continue_())  # whatever the browser remembers
    kept.write_text(edited, encoding="utf-8")
    page.reload()
    expect(found).not_to_contain_text("two hours")  # the words that were checked may be remembered
    check(found)
    expect(found).to_contain_text("but this shop does not have the document that it names.")
    kept.write_text(said, encoding="utf-8")
    page.unroute("**/api/v1/documents/*")


def test_claimed_by_its_buyer(provenance, shopper, claimed, labels, watch):
    shopper.scan(labels[0])
    expect(fact(shopper.page, "Hidden code")).to_contain_text("Claimed")
    (event,) = provenance.reader.events("ItemClaimed", watch("01").lot, watch("01").serial)
    assert event["by"] == shopper.wallet.address


def test_resold(shop, provenance, shopper, other, resold, labels, watch):
    other.scan(labels[0])
    owner = fact(other.page, "Belongs to")
    expect(owner).to_contain_text(other.wallet.address[-4:])
    handed = journey(other.page).filter(has_text="Handed over: ownership and custody").last
    expect(handed).to_contain_text(shopper.wallet.address[-4:])
    expect(handed).to_contain_text(other.wallet.address[-4:])
    expect(banner(other.page, "claimed")).to_be_hidden()
    holding = provenance.holding(watch("01"))
    assert (holding.owner, holding.custodian) == (other.wallet.address,) * 2
    other.page.goto(f"{shop.url}/items?account={other.wallet.address}")
    expect(other.page.locator(".goods-list > li")).to_have_count(2)
    shopper.page.goto(f"{shop.url}/items?account={shopper.wallet.address}")
    expect(shopper.page.get_by_role("main")).not_to_contain_text("W-3")


def test_former_owner_is_not_asked_to_give_it_away(shopper, resold, labels):
    shopper.scan(labels[0])
    expect(fact(shopper.page, "Belongs to")).not_to_contain_text(shopper.wallet.address[-4:])
    expect(shopper.page.get_by_role("button", name="Offer it", exact=True)).to_be_hidden()
    expect(shopper.page.get_by_role("button", name="Claim it", exact=True)).to_have_count(0)


def test_former_owner_cannot_give_it_from_a_page_left_open(shop, provenance, shopper, other, left_open, resold, watch):
    tab, before = left_open[0], len(shopper.wallet.sent)
    tab.give(shop.people["stranger"])
    expect(tab.told).to_contain_text("Only who owns or keeps this can hand it on.")
    assert len(shopper.wallet.sent) == before
    assert provenance.holding(watch("01")).owner == other.wallet.address


def test_former_owner_cannot_claim_what_he_saw_the_code_of(
    provenance, shopper, other, left_open, resold, labels, watch
):
    tab, before = left_open[1], len(shopper.wallet.sent)
    tab.claim(labels[1].code)
    expect(tab.told).to_contain_text("This item was sold before: only its owner can claim it")
    assert len(shopper.wallet.sent) == before
    other.scan(labels[1])
    other.claim(labels[1].code)
    expect(other.told).to_contain_text("Claimed.")
    (event,) = provenance.reader.events("ItemClaimed", watch("02").lot, watch("02").serial)
    assert event["by"] == other.wallet.address
