"""Pages of goods: what a scan tells, what it warns of, and what it does not claim to prove."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

import pytest
from flask import get_template_attribute
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from frontend.goods import protection
from frontend.goods.lines import line_of
from frontend.index import queries
from frontend.merchant.offers import entry_of
from frontend.resources import database
from scripts.provenance.sensors import Readings
from scripts.provenance.vocabulary import STEPS
from tests.fixtures.pedigree import BOTTLES, CLAIMABLE, COLD, JOURNEYED, MILK_GTIN, SOLD, SPARE, TWISTED, Pedigree
from tests.fixtures.provenance import BOTH, Lot, code_hash, text
from tests.fixtures.shop import Shop, closed_shop
from tests.frontend.desk import signed_in

NBSP = "\N{NO-BREAK SPACE}"
UNTOUCHED = BOTTLES[-1]
SLASHED = "L/1%&"


@dataclass
class Market:
    """A shop with goods whose journey is told, two producers of one name, and a lot with signs in its name."""

    shop: Shop
    pedigree: Pedigree
    client: FlaskClient

    def get(self, path: str, status: int = 200, language: str = "en") -> str:
        """A page's text, with ordinary spaces."""
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, path
        return " ".join(answer.get_data(as_text=True).replace(NBSP, " ").split())

    def data(self, path: str, block: str) -> dict:
        """What a page gives its modules."""
        return json.loads(re.findall(rf'id="{block}">(.*?)</script>', self.get(path))[0])


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    pedigree = Pedigree()
    with closed_shop(tmp_path_factory.mktemp("goods"), pedigree.furnish) as shop:
        _more(pedigree)
        shop.index_once()
        yield Market(shop, pedigree, shop.app().test_client())


def _more(pedigree: Pedigree) -> None:
    people = pedigree.shop.people
    for role, name in (("dairy", "X-1"), ("stranger", "X-1"), ("dairy", SLASHED)):
        lot = Lot(people[role], name, MILK_GTIN, ("1", "2/3"), b"\0" * 32)
        pedigree.lots[f"{role} {name}"] = lot
        pedigree.send(role, "register", *lot.terms())
    used = Lot(people["dairy"], "Y-1", MILK_GTIN, ("1",), b"\0" * 32)
    pedigree.lots["made"] = used
    inputs, time = [(pedigree.lots["dairy X-1"].id, 1)], pedigree.now()
    pedigree.send("dairy", "transform", inputs, *used.terms(), time)
    pedigree.recall("dairy X-1")
    pedigree.recall("milk", "B5", "B6")


def test_scanning_leads_to_the_thing(market: Market) -> None:
    path = market.pedigree.path(JOURNEYED)
    for typed in (
        f"https://evil.example{path}?linkType=gs1:pip",
        f"http://id.gs1.org{path}",
        f"(01)0{MILK_GTIN}(10)M-1(21){JOURNEYED}",
        f"0{MILK_GTIN}/M-1/{JOURNEYED}",
    ):
        answer = market.client.get("/scan", query_string={"text": typed})
        assert (answer.status_code, answer.headers["Location"]) == (303, path), typed
    answer = market.client.get("/scan", query_string={"gtin": str(MILK_GTIN), "lot": "M-1", "serial": JOURNEYED})
    assert answer.headers["Location"] == path


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"text": "javascript:alert(1)"}, "The GTIN is missing: the 8, 12, 13 or 14 digits below the bar code."),
        (
            {"text": "https://evil.example/pay"},
            "This code names no goods, so it is not followed: https://evil.example/pay",
        ),
        ({"text": "https://id.gs1.org/01/09506000200027/10/M-1"}, "its last digit would be 6, not 7"),
        ({"text": "https://id.gs1.org/414/9506000300023"}, "This code names a place"),
        ({"text": "https://x/01/9506000200026/21/B1/10/M-1"}, "This code names no goods"),
        ({"text": "095060000000000115"}, "This SSCC is mistyped: its last digit would be 4, not 5"),
        ({"gtin": "123"}, "A GTIN has 8, 12, 13 or 14 digits; this one has 3."),
        ({"gtin": "950600020002O"}, "A GTIN has only digits; here “O” stands among them."),
        ({"gtin": "9506000200026", "serial": "B1"}, "The lot is missing"),
        ({"gtin": "9506000200026", "lot": "x" * 21}, "The lot has 21 characters; 20 are the most."),
        ({"gtin": "9506000200026", "lot": "a b"}, "The lot has a blank in it"),
        ({"gtin": "9506000200026", "lot": ".."}, "The lot cannot be “..”: no link can name it."),
        ({"gtin": "9506000200026", "lot": "a", "serial": "é"}, "The serial number has “é” in it"),
    ],
)
def test_what_names_nothing_is_said_so(market: Market, asked: dict[str, str], said: str) -> None:
    answer = market.client.get("/scan", query_string=asked)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert said in answer.get_data(as_text=True).replace("&#39;", "'")


def test_what_is_wrong_stands_where_it_was_typed(market: Market) -> None:
    typed = "GTIN 09506000200027, lot M-1, serial B1"
    page = market.get(f"/scan?text={quote(typed)}")
    for box, value, told in (("text", typed, ' autofocus aria-describedby="text-error text-hint"'), *_parts_of_it()):
        found = re.search(rf'<input id="{box}" [^>]*value="([^"]*)"[^>]*?( aria-invalid[^>]*)?( required)?>', page)
        assert found, box
        assert found[1] == value
        assert (found[2] or "").removesuffix(" required") == (f' aria-invalid="true"{told}' if told else "")
    assert '<span class="error" id="text-error">This GTIN is mistyped: its last digit would be 6, not 7' in page
    assert "<details open>" in page
    assert "缺少批号" in market.get("/scan?gtin=9506000200026&serial=B1", language="zh")


def _parts_of_it() -> tuple[tuple[str, str, str], ...]:
    """What was understood; the wrong part is told by the same sentence."""
    return (
        ("gtin", "09506000200027", ' aria-describedby="text-error gtin-hint"'),
        ("lot", "M-1", ""),
        ("serial", "B1", ""),
    )


def test_what_nobody_registered_can_be_corrected(market: Market) -> None:
    missing = market.get("/01/09506000200026/10/M-11/21/B1", 404)
    again = "/scan?" + re.findall(r'href="/scan\?([^"]*)"', missing)[0].replace("&amp;", "&")
    page = market.get(again)
    assert 'value="M-11"' in page
    assert ' aria-invalid="true"' not in page


def test_what_a_code_says_is_never_markup(market: Market) -> None:
    page = market.get("/scan?text=" + quote(f"https://x/{TWISTED}"))
    assert TWISTED not in page
    assert "&lt;img src=x" in page


def test_the_camera_is_allowed_where_something_is_scanned(market: Market) -> None:
    """The code of goods, or of an account that they are given to."""
    item, lot = market.pedigree.path(JOURNEYED), market.pedigree.path()
    allowed = {"/scan": "self", item: "self", lot: "", "/items": ""}
    for path, whom in allowed.items():
        assert f"camera=({whom})" in market.client.get(path).headers["Permissions-Policy"], path


def test_an_item_tells_its_journey(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED))
    for words in (
        "Fresh milk",
        "Made of other lots",
        "Made and marked with its number",
        "Put into storage",
        "told later than it is said to have happened",
        "Departed",
        "Measured 40 times: from 4 °C to 11.4 °C",
        "Handed over: custody",
        "It got too warm on the way",
        "Measured from 4 °C to 11.4 °C; it had to stay within 2 °C and 8 °C.",
        "Lake Dairy",
        "30.25, 120.17",
        "Nobody has claimed it yet",
        "Scratch the label and claim the hidden code to be sure",
    ):
        assert words in page, words
    assert "<s>Inspected</s>" in page
    assert "Corrected: something in it is wrong." in page
    assert page.index("Put into storage") < page.index("Made and marked"), "the order is that of what happened"
    assert TWISTED not in page
    assert "Offered: custody" not in page


def test_it_tells_in_chinese(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED), language="zh")
    for words in ("鲜牛奶", "2027年1月17日", "已生产并赋码", "已入库", "测量 40 次", "途中温度过高", "还没有人认领"):
        assert words in page, words


def test_the_map_has_each_place_once(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED))
    stops = re.findall(r'class="map-number"[^>]*>(\d)<', page)
    assert stops == ["1", "2"]
    assert 'class="map-way"' in page


def test_the_plot_shows_what_was_outside(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED))
    assert page.count('<circle class="plot-4"') == 2
    assert "From 4 °C to 11.4 °C. It was outside of the limits." in page
    figures = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.search(
        r'<th scope="row"><time [^>]*data-unix="\d+">\w+ \d+, \d{4}, [\d:]+ [AP]M UTC</time></th>', figures
    )
    assert page.count("About 8 minutes above 8 °C, at most 11.4 °C.") == 2, "in the notice, and above the plot"
    assert re.findall(r'class="plot-bound"[^>]*>([^<]*)<', page) == ["at least 2 °C", "at most 8 °C"]
    assert len(re.findall(r"<tspan data-hour=.\d+.[^>]*>[\d:]+", page)) == 3
    assert len(re.findall(r"<tspan data-date=.\d+.[^>]*>\w+ \d+<", page)) == 3
    rows = re.findall(r'<th scope="row"><time.*?</tr>', page)
    assert len(rows) == 20, "of forty readings, two a row"
    assert sum("too high" in row for row in rows) == 1


def test_the_answer_comes_before_the_evidence(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED))
    parts = [
        *('class="notice', 'class="assured"', 'id="what"', "How warm it got", 'id="map"', 'id="journey"'),
        *('id="documents"', 'id="whose"', 'id="claim"', "What this proves"),
    ]
    assert sorted(parts, key=page.index) == parts
    assert "No gap in its journey" not in page.split('class="assured"')[0]
    assert "Within its limits whenever" not in page
    assert "viewBox" in page.split('class="print-only"')[1].split("</div>")[0], "the code that leads back from paper"


def test_stages_are_folded_unless_something_is_wrong(market: Market) -> None:
    page = market.get(market.pedigree.path(JOURNEYED))
    stages = re.findall(r"<details( open)?>\s*<summary>\s*<span class=.stage-head.>(.*?)</summary>", page, re.DOTALL)
    assert len(stages) >= 2
    for is_open, head in stages:
        assert bool(is_open) == any(f">{word}<" in head for word in ("outside of its limits", "told late", "corrected"))
    assert any("2 steps" in head or "steps · " in head for _, head in stages)
    lines = market.data(market.pedigree.path(JOURNEYED), "checked")["lines"]
    assert page.count('class="evidence"') == len(lines)
    assert all(f'data-copy="{line["transaction"]}"' in page for line in lines)


def test_more_lines_need_no_more_queries(market: Market) -> None:
    pedigree, path = market.pedigree, market.pedigree.path(SPARE)
    pedigree.report("dairy", pedigree.item(SPARE), "storing", "active", "geo:30.5,119.9", pedigree.now())
    market.shop.index_once()
    market.get(path)
    few = _queries(market, path)
    for step in ("picking", "packing", "loading", "inspecting"):
        pedigree.report("dairy", pedigree.item(SPARE), step, "active", "geo:30.5,119.9", pedigree.now())
    market.shop.index_once()
    market.get(path)
    assert _queries(market, path) == few


def _queries(market: Market, path: str) -> int:
    """How many queries a page takes once its documents are known."""
    asked: list[str] = []
    listen(Engine, "before_cursor_execute", hear := lambda *told: asked.append(told[2]))
    market.get(path)
    remove(Engine, "before_cursor_execute", hear)
    return len(asked)


def test_lines_are_given_as_the_chain_has_them(market: Market) -> None:
    lines = market.data(market.pedigree.path(JOURNEYED), "checked")["lines"]
    sensed = next(line for line in lines if line["name"] == "SensorReported")
    receipt = market.shop.web3.eth.get_transaction_receipt(sensed["transaction"])
    assert receipt["blockNumber"] == sensed["block"]
    assert sensed["fields"]["maximum"] == "11400"
    assert all(isinstance(value, str) for value in sensed["fields"].values())


def test_a_recall_reaches_only_what_it_names(market: Market) -> None:
    for serial, is_recalled in (("B4", False), ("B5", True), ("B6", True), ("B7", False)):
        page = market.get(market.pedigree.path(serial))
        assert ("Recalled: do not use it" in page) is is_recalled, serial
        assert ("The cream went sour." in page) is is_recalled, serial


def test_a_recall_reaches_what_was_made_with_it(market: Market) -> None:
    page = market.get(market.pedigree.path("1", "made"))
    assert "Contains a recalled ingredient" in page
    assert "Recalled is the ingredient Goods 09506000200026, lot X-1, and not these goods themselves" in page
    assert page.index("Recalled is the ingredient") < page.index("<blockquote", page.index("Contains a recalled"))
    assert "read his words, or ask the seller" in page
    assert "make you ill" not in page


def test_an_untouched_item_is_known_by_its_lots_list(market: Market) -> None:
    page = market.get(market.pedigree.path(UNTOUCHED))
    assert "Nobody has packed, sold or claimed it one by one yet" in page
    assert "This lot has no such item" not in page
    forged = market.get(market.pedigree.path("B9"))
    assert "This lot has no such item" in forged
    for claiming in ("Nobody has claimed it yet", "Not claimed yet", 'id="claim"', "claim.js"):
        assert claiming not in forged
    untold = market.get(market.pedigree.path("7", "made"))
    assert "This shop cannot tell whether the lot has such an item" in untold
    assert 'id="claim"' in untold


def test_who_did_not_buy_a_sold_item_is_told_of_copies(market: Market) -> None:
    page = market.get(market.pedigree.path(SOLD))
    assert "It was sold with an order. Unless you bought it, or got it from its buyer, you may hold a copy" in page
    assert 'id="claim"' in page


def test_a_revised_offer_keeps_whose_goods_it_sells(market: Market) -> None:
    app = market.shop.app()
    with app.test_request_context():
        offer = queries.offer(database(), market.pedigree.goods.id("milk"))
        assert entry_of(offer)["provenance"] == offer.document["provenance"]
        assert "provenance" not in entry_of(queries.offer(database(), market.pedigree.goods.id("mug")))
    client = signed_in(market.shop, market.shop.people["merchant3"])
    form = client.get(f"/dashboard/offers/{market.pedigree.goods.id('milk')}/revise").get_data(as_text=True)
    for name, value in (("gtin", f"0{MILK_GTIN}"), ("producer", market.shop.people["dairy"])):
        assert re.search(rf'<input id="{name}"[^>]* value="{value}"', form), name
    assert re.search(r'<textarea id="lots"[^>]*>M-1</textarea>', form)


def test_a_path_leads_to_the_root(market: Market) -> None:
    pedigree = market.pedigree
    item, lot = pedigree.item(UNTOUCHED), pedigree.lots["milk"]
    url = market.data(pedigree.path(UNTOUCHED), "thing")["proof"]
    proof = market.client.get(url).json
    assert proof["code_hash"] == "0x" + code_hash(item).hex()
    assert [bytes.fromhex(node[2:]) for node in proof["path"]] == lot.path(item)
    other = url.replace(item.serial.hex(), text("B9").hex())
    assert market.client.get(other).status_code == 404
    assert market.client.get(url.replace(lot.id.hex(), "ab" * 32)).status_code == 404


def test_two_producers_of_one_name_are_asked_about(market: Market) -> None:
    people = market.shop.people
    for path in (market.pedigree.path("", "dairy X-1"), market.pedigree.path("1", "dairy X-1")):
        page = market.get(path)
        assert "Who made yours?" in page
        assert page.count("Anybody can register any GTIN") == 1
        for role in ("dairy", "stranger"):
            assert f"{path}?producer={people[role]}" in page
    chosen = market.get(f"{market.pedigree.path('1', 'dairy X-1')}?producer={people['stranger']}")
    assert "What is known of it" in chosen
    assert "Recalled: do not use it" not in chosen, "the other one's recall"


def test_a_name_may_have_signs_in_it(market: Market) -> None:
    path = f"/01/0{MILK_GTIN}/10/{quote(SLASHED, safe='')}"
    answer = market.client.get(path)
    assert answer.status_code == 200
    assert "The lot" in answer.get_data(as_text=True)
    item = market.client.get(f"{path}/21/{quote('2/3', safe='')}").get_data(as_text=True)
    assert "What is known of it" in item
    assert quote(SLASHED, safe="") in item


def test_shorter_numbers_lead_to_the_same_page(market: Market) -> None:
    answer = market.client.get(f"/01/{MILK_GTIN}/10/M-1/21/{JOURNEYED}?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{market.pedigree.path(JOURNEYED)}?a=b")


def test_what_nobody_registered_is_said_so(market: Market) -> None:
    assert "Nobody has registered this" in market.get("/01/04006381333931/10/none", 404)
    assert "Nobody has registered this" in market.get("/00/095060000000000121", 404)
    assert "its last digit would be" in market.get("/01/04006381333932/10/none", 404)


def test_a_lot_tells_what_it_was_made_of(market: Market) -> None:
    page = market.get(market.pedigree.path())
    used = "25 × churn of 25 litres went in, of 40 made"
    for words in ("Fresh milk", "Raw milk", used, "600 items", "6 of 600", "data-day>Jan 17, 2027<", "B5 to B6"):
        assert words in page, words
    trace = market.get(f"/trace/0x{market.pedigree.lots['raw'].id.hex()}")
    for words in (
        "No other lots are named",
        "1 step away",
        "Made with 25 × churn of 25 litres of lot R-1",
        '<span class="badge attention">Recalled: B5 to B6</span>',
        '<span class="badge attention">It got too warm on the way</span>',
    ):
        assert words in trace, words
    up = market.get(f"/trace/0x{market.pedigree.lots['milk'].id.hex()}")
    assert "Raw milk" in up
    assert "Used: 25 × churn of 25 litres, in lot M-1" in up
    assert market.client.get(f"/trace/0x{'ab' * 32}").status_code == 404


def test_a_trace_names_who_has_what(market: Market) -> None:
    trace = market.get(f"/trace/0x{market.pedigree.lots['milk'].id.hex()}")
    listed = dict(re.findall(r"<a [^>]*>Fresh milk M-1/(B\d)</a>(.*?)</li>", trace))
    assert list(listed) == list(BOTTLES[:6])
    assert '<span class="badge attention">Recalled</span>' in listed["B5"]
    assert "Recalled" not in listed["B4"]
    assert "Belongs to <bdi>Hill Pantry</bdi>" in listed[SOLD]
    assert "Belongs to <bdi>Dairy</bdi>" in listed["B5"]


def test_what_was_sold_is_its_buyers_also_before_it_is_settled(market: Market) -> None:
    pedigree, people = market.pedigree, market.shop.people
    lot = Lot(people["dairy"], "Z-1", MILK_GTIN, ("1", "2"))
    pedigree.lots["sold"] = lot
    item, seller = pedigree.item("1", "sold"), pedigree.goods.seller
    pedigree.send("dairy", "register", *lot.terms())
    pedigree.send("dairy", "touch_many", [lot.proof(item)])
    pedigree.hand("dairy", seller, item, BOTH)
    order = pedigree.order("shopper2")
    pedigree.send(seller, "bind", item, order)
    trace = f"/trace/0x{lot.id.hex()}"
    path = f"{pedigree.path('1', 'sold')}?producer={people['dairy']}"
    for act, said in ((None, "Hill Pantry"), ("confirm", "Shopper 2"), ("settle", "Shopper 2")):
        if act == "confirm":
            market.shop.send("shopper2", market.shop.market.call("confirm", order))
        if act == "settle":
            pedigree.send("keeper", "settle", item, order)
        market.shop.index_once()
        page = market.get(trace)
        assert f"Belongs to <bdi>{said}</bdi>" in page, act
        assert ("sold, not yet settled" in page) is (act == "confirm")
        assert f"<bdi>{said}</bdi>" in page[page.index('id="owners"') :]
        told = market.get(path)
        assert (f'data-only-for="{people["shopper2"]} {people[seller]}" hidden' in told) is (act == "confirm")


def test_a_producer_is_no_authority(market: Market) -> None:
    page = market.get(f"/producers/{market.shop.people['dairy']}")
    assert "Nothing on the chain proves that it may use a GTIN." in page
    assert "M-1" in page
    named = re.findall(r'It concerns: <a href="[^"]*">([^<]*)</a>', page)
    assert named == ["Fresh milk · Lot M-1, serial numbers B5 to B6", "Goods 09506000200026 · Lot X-1"]
    marked = dict(re.findall(r"<h3><a [^>]*>([^<]*)</a></h3> (?:<p class=\"row marks\">(.*?)</p>)?", page))
    assert "Recalled: B5 to B6" in marked["Fresh milk"]
    assert "registered no lots" in market.get(f"/producers/{market.shop.people['shopper3']}")


def test_an_order_names_its_items(market: Market) -> None:
    order = market.pedigree.orders["sold"]
    id_ = "0x" + market.shop.market.order_id(order).hex()
    page = market.get(f"/orders/{id_}")
    assert "Items in the parcel" in page
    assert f"{market.pedigree.path(SOLD)}?producer=" in page
    item = market.get(market.pedigree.path(SOLD))
    assert "In the parcel of" in item
    assert f"/orders/{id_}" in item
    assert "so the claim does not make anybody its owner" in item


def test_ones_own_items(market: Market) -> None:
    assert "Whose items?" in market.get("/items")
    dairy = market.get(f"/items?account={market.shop.people['dairy']}")
    assert "A recall concerns 2 of your items" in dairy
    assert dairy.index("A recall") < dairy.index(CLAIMABLE)
    assert "Nothing here yet" in market.get(f"/items?account={market.shop.people['shopper3']}")
    assert market.client.get("/items?account=0x12").status_code == 404


def test_an_offer_tells_where_its_goods_come_from(market: Market) -> None:
    offer = market.pedigree.goods.id("milk")
    page = market.get(f"/offers/{offer}")
    assert "Where it comes from" in page
    assert 'id="recall-known"' in page
    assert "Recalled: look at it before you buy." in page
    checkout = market.get(f"/checkout?offer={offer}")
    assert "I know, and I want to buy it all the same" in checkout
    assert "The cream went sour." in checkout
    mug = market.get(f"/offers/{market.pedigree.goods.id('mug')}")
    assert "The seller names no lots" in mug
    assert 'id="recall-known"' not in mug
    found = market.get("/?origin=1")
    assert "Bottle of milk" in found
    assert "Mug" not in found


def test_goods_with_a_recalled_ingredient_are_not_called_recalled(market: Market) -> None:
    with market.shop.app().test_request_context():
        offer = queries.offer(database(), market.pedigree.goods.id("milk"))
        assert offer
        provenance = {**(offer.document or {})["provenance"], "lots": [market.pedigree.lots["made"].batch]}
        offer = replace(offer, document={**(offer.document or {}), "provenance": provenance})
        form = get_template_attribute("buying.html", "buy_form")(line_of(offer, 1))
        assert "I have read that it contains a recalled ingredient" in form
        assert [text for text in protection.cautions(offer) if "contain a recalled ingredient" in text]


def test_parts_of_lists_that_make_no_sense_are_not_there(market: Market) -> None:
    item, lot = market.pedigree.path(JOURNEYED), market.pedigree.path()
    for path in (
        f"{item}?after=x",
        f"{lot}?after=1.x",
        f"{lot}?items=x",
        f"/items?account={market.shop.people['dairy']}&after=x",
    ):
        assert market.client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("changed", "is_shown"),
    [({}, True), ({"bizStep": "commissioning"}, False), ({"epcList": ["https://id.gs1.org/01/1/21/1"]}, False)],
    ids=["agrees", "another step", "another thing"],
)
def test_words_of_a_document_that_says_something_else_are_not_shown(
    market: Market, changed: dict[str, Any], is_shown: bool
) -> None:
    """What a reporter wrote beside an event is his word of that event, not of another one."""
    pedigree, time = market.pedigree, market.pedigree.now()
    words = f"Kept cold, {time}, {len(changed)}, {changed.get('bizStep', '')}."
    event = {
        "type": "ObjectEvent",
        "eventTime": datetime.fromtimestamp(time, timezone.utc).isoformat(),
        "eventTimeZoneOffset": "+00:00",
        "action": "OBSERVE",
        "bizStep": "inspecting",
        "epcList": [f"https://id.gs1.org{pedigree.path(CLAIMABLE)}"],
        "chain:note": words,
    }
    document = pedigree.keep({"type": "handover/event/1", "context": [], "event": event | changed})
    told = STEPS.number("inspecting"), 0, bytes(32), time, document
    pedigree.send("dairy", "report", pedigree.item(CLAIMABLE), *told)
    market.shop.index_once()
    page = market.get(pedigree.path(CLAIMABLE))
    assert f"/api/v1/documents/{document.hex()}" in page
    assert (words in page) is is_shown


def test_readings_other_than_those_reported_are_not_drawn(market: Market) -> None:
    """A report that says it stayed cold, above the document of a logger that says it did not, nor in which unit."""
    pedigree, item = market.pedigree, market.pedigree.item(CLAIMABLE)
    start = pedigree.now() - 3_600
    log = Readings("CEL", ((start, 4_000), (start + 600, 12_000)))
    for maximum, unit in ((9_000, ""), (12_000, " °C")):
        bounds = log.count, log.minimum, maximum, log.first, log.last, *COLD
        pedigree.send("dairy", "report_sensor", item, log.root, *bounds, bytes(32), pedigree.keep(log.document))
        market.shop.index_once()
        page = market.get(pedigree.path(CLAIMABLE))
        assert f"Measured 2 times: from 4{unit} to {maximum // 1_000}{unit}<" in page
        limits = f"it had to stay within 2{unit} and 8{unit}."
        assert f"Measured from 4{unit} to {maximum // 1_000}{unit}; {limits}" in page
        assert ("Measured on the way" in page) == (maximum == log.maximum)


def test_without_the_contract_there_are_no_pages(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    app = market.shop.app()
    book = app.extensions["handover"].book
    monkeypatch.delitem(book.contracts, "Provenance")
    client = app.test_client()
    for path in ("/scan", "/items", market.pedigree.path(JOURNEYED), f"/trace/0x{'ab' * 32}"):
        assert client.get(path).status_code == 404, path
    offer = client.get(f"/offers/{market.pedigree.goods.id('milk')}").get_data(as_text=True)
    assert "Where it comes from" not in offer
    assert "With provenance" not in client.get("/").get_data(as_text=True)
