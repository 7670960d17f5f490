"""The page of an item: its journey, what it warns of, and what it does not claim to prove."""

import re
from datetime import datetime, timezone
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from scripts.provenance.sensors import Readings
from scripts.provenance.vocabulary import STEPS
from tests.fixtures.pedigree import BOTTLES, CLAIMABLE, COLD, JOURNEYED, SOLD, SPARE, TWISTED
from tests.fixtures.provenance import code_hash, text
from tests.frontend.provenance.conftest import Market

UNTOUCHED = BOTTLES[-1]


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
