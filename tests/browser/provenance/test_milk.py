"""Milk from the farm to the shopper, who reads where it was, claims it, and hears of its recall."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from scripts import carrier, merchant, producer
from scripts.provenance import identity
from scripts.provenance.identity import Item
from tests.browser.provenance.conftest import MERCHANT
from tests.browser.provenance.people import Label, banner, fact, journey, scan
from tests.browser.tabs import new_profile

RAW, MILK = "09506000200057", "09506000200064"
CHURNS, CARTONS = f"{RAW}/R-1", f"{MILK}/M-1"
CARTON = f"{CARTONS}/A001"
PALLET = "095060000000000114"
FARM, DAIRY = "9506000300016", "9506000300023"
ROAD, STREET = "geo:30.40,119.90", "geo:30.27,120.16"
WARMEST = "11.4"

FARM_LOTS = f"""
lots:
  - gtin: "{RAW}"
    lot: R-1
    count: 40
    made: "WHEN"
    name: {{en: Raw milk, zh: 生乳}}
    place: {{name: {{en: Alder Farm, zh: 桤木农场}}, gln: "{FARM}", latitude: "30.63", longitude: "119.68"}}
"""
DAIRY_LOTS = f"""
lots:
  - gtin: "{MILK}"
    lot: M-1
    count: 600
    first_serial: A001
    made: "WHEN"
    name: {{en: Fresh milk, zh: 鲜牛奶}}
    description: {{en: A carton of one litre., zh: 一升装。}}
    place: {{name: {{en: Lake Dairy, zh: 湖畔乳品}}, gln: "{DAIRY}", latitude: "30.54", longitude: "119.96"}}
    limits: {{low: "2", high: "8"}}
    inputs: [{{lot: farm/{CHURNS}, quantity: "26"}}]
"""
CATALOGUE = f"""
offers:
  - product: fresh-milk
    title: {{en: Fresh milk, zh: 鲜牛奶}}
    description: {{en: From cows that you can look up., zh: 奶源可查。}}
    price: "0.01"
    arbiter: arbiter
    return_policy: {{en: Food we cannot take back., zh: 食品恕不退货。}}
    category: food
    units: "10"
    provenance: {{gtin: "{MILK}", producer: dairy, lots: [M-1]}}
"""
RECALL = "A cleaning agent got into this lot. Do not drink it; the shop gives the money back."


def ago(**time):
    """A time before now, as people type it."""
    return (datetime.now(timezone.utc) - timedelta(**time)).isoformat(timespec="seconds")


@pytest.fixture(scope="module")
def made(run, files):
    """The farm's milk is there, and the dairy's cartons are made of it; both are told of only later."""
    milked, filled = ago(days=2), ago(hours=30)
    (files / "farm.yaml").write_text(FARM_LOTS.replace("WHEN", milked), encoding="utf-8")
    (files / "dairy.yaml").write_text(DAIRY_LOTS.replace("WHEN", filled), encoding="utf-8")
    run(producer.register, str(files / "farm.yaml"), "as=farm")
    run(producer.permit, CHURNS, "dairy", "commissioning", "as=farm")
    run(producer.report, "commissioning", CHURNS, f"place={FARM}", f"time={milked}", "as=farm")
    run(producer.register, str(files / "dairy.yaml"), "as=dairy")
    run(producer.report, "commissioning", CARTONS, f"place={DAIRY}", f"time={filled}", "as=dairy")


@pytest.fixture(scope="module")
def log(files):
    """What a logger in the lorry wrote: every ten minutes of two hours, and half an hour of them too warm."""
    values = ["4.1", "4.3", "4.2", "5.9", "9.2", WARMEST, "8.6", "6.0", "4.6", "4.2", "4.1", "3.9"]
    lines = [f"{ago(minutes=5 + 10 * number)},{value},C" for number, value in enumerate(values)]
    path = files / "lorry.csv"
    path.write_text("\n".join(["time,value,unit", *lines]))
    return path


@pytest.fixture(scope="module")
def delivered(run, made, log):
    """Twelve cartons came to the merchant on a pallet, by a lorry that was not always cold."""
    run(producer.aggregate, PALLET, f"{CARTONS}/A001..A012", "as=dairy")
    run(producer.report, "shipping", PALLET, "disposition=in_transit", f"place={DAIRY}", "as=dairy")
    run(producer.offer, "carrier", PALLET, "role=custody", "as=dairy")
    run(carrier.receive, PALLET)
    run(carrier.report, "departing", PALLET, "disposition=in_transit", f"place={ROAD}")
    run(carrier.sensor, PALLET, str(log), f"place={ROAD}")
    run(carrier.hand_over, MERCHANT, PALLET)
    run(merchant.receive, PALLET, f"as={MERCHANT}")
    run(producer.offer, MERCHANT, PALLET, "role=ownership", "as=dairy")
    run(merchant.receive, PALLET, f"as={MERCHANT}")
    run(producer.report, "receiving", PALLET, f"place={STREET}", f"as={MERCHANT}")
    run(producer.unpack, PALLET, f"as={MERCHANT}")


@pytest.fixture(scope="module")
def offer(delivered, sell):
    """The offer's id."""
    return sell(CATALOGUE)


@pytest.fixture(scope="module")
def bought(shopper, offer, send, label):
    """The shopper's order, shipped with a carton, confirmed and settled; its id."""
    order = shopper.buy(offer)
    send(order, CARTON)
    shopper.confirm(order)
    shopper.settle(label)
    return order


@pytest.fixture(scope="module")
def label(browser, run, files, made):
    """The first carton's label, as the dairy prints it."""
    form = ("count=1", "page=100x60", "grid=1x1", "margin=2", "as=dairy")
    run(producer.sheet, CARTONS, f"to={files / 'label.svg'}", *form)
    return Label.of(browser, (files / "label.svg").read_text())


@pytest.fixture(scope="module")
def claimed(shopper, bought, label):
    """The shopper has claimed the carton."""
    shopper.scan(label)
    shopper.claim(label.code)
    expect(shopper.told).to_contain_text("Claimed. From now on everybody who scans this item sees")


@pytest.fixture(scope="module")
def recalled(shop, run, claimed):
    """The dairy has recalled the lot."""
    run(producer.recall, CARTONS, "1", f"text={RECALL}", "as=dairy")
    shop.wait_for_index()


@pytest.fixture(scope="module")
def item(shop):
    """What the chain calls the carton."""
    return Item(identity.lot_id(shop.people["dairy"], MILK, "M-1"), identity.word("A001", "serial"))


@pytest.mark.usefixtures("offer")
def test_offer_tells_where_it_comes_from(shop, shopper, offer):
    page = shopper.page
    page.goto(f"{shop.url}/offers/{offer}")
    origin = page.get_by_role("region", name="Where it comes from")
    expect(origin).to_contain_text("Made by Dairy")
    origin.get_by_role("link", name="Lot M-1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fresh milk")
    expect(page.get_by_role("region", name="Made of")).to_contain_text("Raw milk")


def test_goods_follow_their_order(shop, provenance, shopper, bought, item):
    page = shopper.page
    page.goto(f"{shop.url}/orders/{bought}")
    page.get_by_role("region", name="Items in the parcel").get_by_role("link", name="Fresh milk M-1/A001").click()
    expect(fact(page, "Made by")).to_contain_text("Dairy")
    expect(fact(page, "Sold in the order")).to_contain_text("Fresh milk")
    holding = provenance.holding(item)
    assert (holding.owner, holding.custodian) == (shopper.wallet.address,) * 2
    assert not any(holding.order_id)


def test_scanning_and_typing_lead_to_the_same_page(shop, shopper, bought, label):
    page = shopper.page
    shopper.scan(label)
    scanned = page.url
    assert scanned == f"{shop.url}/01/{MILK}/10/M-1/21/A001"
    page.goto(f"{shop.url}/scan")
    page.get_by_label("The link, or all that is printed below the code").fill(label.printed)
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page).to_have_url(scanned)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fresh milk")


def test_journey_tells_who_when_and_how_warm(shopper, bought, label):
    page = shopper.page
    shopper.scan(label)
    lines = journey(page)
    made = lines.filter(has_text="Made and marked with its number")
    expect(made).to_contain_text("Lake Dairy")
    expect(made.get_by_text("told later than it is said to have happened")).to_be_visible()
    happened, told = (time.get_attribute("datetime") for time in made.locator("time").all()[:2])
    assert datetime.fromisoformat(told) - datetime.fromisoformat(happened) > timedelta(hours=29)
    expect(lines.filter(has_text="Handed over: custody").first).to_contain_text(re.compile("Dairy.*→.*Carrier"))
    expect(lines.filter(has_text="Measured 12 times")).to_contain_text(f"from 3.9 °C to {WARMEST} °C")
    expect(lines.filter(has_text="Sold: the order's buyer owns it now")).to_be_visible()
    expect(page.get_by_role("heading", name="How warm it got")).to_be_visible()
    breach = banner(page, "breach")
    expect(breach).to_contain_text("It got too warm on the way")
    expect(breach).to_contain_text(f"Measured from 3.9 °C to {WARMEST} °C; it had to stay within 2 °C and 8 °C.")
    expect(breach).to_contain_text("Carrier")
    expect(banner(page, "gap")).to_have_count(0)
    for place in ("Lake Dairy", "30.40, 119.90", "30.27, 120.16"):
        expect(page.locator("#map-places")).to_contain_text(place)


def test_ingredients_lead_to_the_farm(shopper, bought, label):
    page = shopper.page
    shopper.scan(label)
    made_of = page.get_by_role("region", name="Made of")
    expect(made_of).to_contain_text("26 items went in, of ")
    expect(made_of).to_contain_text("Farm")
    made_of.get_by_role("link", name="Raw milk").click()
    expect(fact(page, "Made by")).to_contain_text("Farm")
    expect(journey(page).filter(has_text="Made and marked with its number")).to_contain_text("Alder Farm")
    page.get_by_role("link", name="What went in, and where it went").click()
    expect(page.get_by_role("link", name="Fresh milk", exact=True)).to_be_visible()


def test_every_line_is_checked_against_the_chain(shopper, bought, label):
    page = shopper.page
    shopper.scan(label)
    number = journey(page).count()
    page.get_by_role("button", name="Check all lines").click()
    said = journey(page).locator(".checked")
    expect(said.filter(has_text="The chain says so, in block")).to_have_count(number)
    expect(said.filter(has_text="and the document is the one it names")).not_to_have_count(0)
    expect(page.locator("#checked-all")).to_contain_text(f"{number} of {number} lines stand on the chain as shown.")


def test_claimed(shop, provenance, shopper, claimed, item):
    page = shopper.page
    expect(fact(page, "Hidden code")).to_contain_text("Claimed")
    expect(page.locator("#claim")).to_have_count(0)
    expect(banner(page, "claimed")).to_be_hidden()
    assert provenance.holding(item).claimed
    (event,) = provenance.reader.events("ItemClaimed", item.lot, item.serial)
    assert event["by"] == shopper.wallet.address


def test_second_person_with_a_copied_code_is_warned(browser, shop, claimed, label):
    context = new_profile(browser)
    page = context.new_page()
    scan(page, shop, label)
    warning = banner(page, "claimed")
    expect(warning).to_contain_text("Its hidden code was claimed already")
    expect(warning).to_contain_text("what you hold may be a copy")
    expect(page.get_by_role("button", name="Claim it", exact=True)).to_have_count(0)
    context.close()


@pytest.mark.usefixtures("recalled")
def test_recall_reaches_the_shopper(shop, provenance, shopper, bought, label, item):
    page = shopper.page
    shopper.scan(label)
    recall = page.locator(".banner").first
    expect(recall).to_contain_text("Recalled: do not use it")
    expect(recall).to_contain_text("It can harm your health seriously.")
    expect(recall).to_contain_text(RECALL)
    expect(recall).to_contain_text("Dairy")
    page.goto(f"{shop.url}/items?account={shopper.wallet.address}")
    expect(banner(page, "recall")).to_contain_text("A recall concerns 1 of your items")
    expect(banner(page, "recall")).to_contain_text("Fresh milk · A001")
    page.goto(f"{shop.url}/orders/{bought}")
    expect(banner(page, "recall")).to_contain_text(RECALL)
    (event,) = provenance.reader.events("Recalled", None, item.lot)
    assert (event["by"], event["class_"]) == (shop.people["dairy"], 1)


@pytest.mark.usefixtures("recalled")
def test_recalled_milk_is_bought_only_on_purpose(shop, shopper, offer):
    page = shopper.page
    page.goto(f"{shop.url}/offers/{offer}")
    expect(banner(page, "recall").first).to_contain_text(RECALL)
    page.get_by_role("button", name="Buy now", exact=True).click()
    assert page.url.startswith(f"{shop.url}/offers/")
    expect(page.get_by_label("I have read that it was recalled")).to_be_focused()
