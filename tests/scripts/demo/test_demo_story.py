"""The story of the demo's goods as a sceptical reader checks it: dates follow from each other, words from dates."""

import re

import pytest
import yaml

from scripts.demo_market import goods_story as told
from scripts.demo_market import story
from scripts.demo_market.build import MERCHANTS, SHOPS

MADE = {made.lot: made for made in told.MADE}
LITRES = {told.RAW_GTIN: 25.0, told.MILK_GTIN: 1.0, told.YOGHURT_GTIN: 0.18}
SALES = [purchase for purchase in story.PURCHASES if purchase.items]


@pytest.fixture(scope="module")
def offers():
    """The lots that each offer names now, by its label."""
    entries = [entry for role in MERCHANTS for entry in yaml.safe_load((SHOPS / f"{role}.yaml").read_text())["offers"]]
    return {entry["product"]: entry["provenance"]["lots"] for entry in entries if "provenance" in entry}


def days_of(verb, *things):
    """How many days ago something was done to each of these."""
    return [max(act.days_ago for act in told.ACTS if act.verb == verb and thing in act.details) for thing in things]


def test_what_goes_in_was_made_before_and_kept_so_long():
    for made in told.MADE:
        for lot, quantity in made.inputs:
            assert MADE[lot].days_ago > made.days_ago > MADE[lot].days_ago - MADE[lot].keeps
            assert quantity <= MADE[lot].count


def test_no_more_comes_out_than_went_in_and_most_of_it():
    for made in told.MADE:
        if made.inputs:
            went_in = sum(quantity * LITRES[MADE[lot].gtin] for lot, quantity in made.inputs)
            assert 0.9 < made.count * LITRES[made.gtin] / went_in <= 1, made.lot


def test_nothing_happens_to_what_is_not_made():
    for act in told.ACTS:
        for name in (act.about, *map(str, act.details)):
            if (lot := name.partition("/")[0]) in MADE:
                assert act.days_ago < MADE[lot].days_ago, act


def test_what_is_sold_lies_at_the_shop_and_is_good_still():
    for sale in SALES:
        shipped = next(event.days_ago for event in sale.events if event.verb == "ship")
        for item, unpacked in zip(sale.items, days_of("unpack", *sale.items), strict=True):
            made = MADE[item.partition("/")[0]]
            assert unpacked > shipped
            assert not made.keeps or shipped > made.days_ago - made.keeps


def test_offers_name_what_was_there_when_they_were_made(offers):
    for label, lots in offers.items():
        revision = story.REVISED.get(label)
        before = revision.lots if revision else lots
        for named, since in ((before, story.PUBLISHED[label]), (lots, revision and revision.days_ago)):
            if since:
                assert min(days_of("unpack", *(first_of(lot) for lot in named))) > since


def first_of(lot):
    return f"{lot}/{1:0{len(str(MADE[lot].count))}}"


def test_goods_are_sold_by_offers_that_name_their_lot(offers):
    for sale in SALES:
        paid, revision = sale.events[0].days_ago, story.REVISED.get(sale.listing)
        named = revision.lots if revision and paid > revision.days_ago else offers[sale.listing]
        assert paid < story.PUBLISHED[sale.listing]
        assert {item.partition("/")[0] for item in sale.items} <= set(named)


def test_milk_is_recalled_after_it_was_warm_and_found_bad():
    warm, inspected, recalled = (
        next(act.days_ago for act in told.ACTS if act.verb == verb and act.about == about and detail in act.details)
        for verb, about, detail in (
            ("sense", "P-2", told.ROAD),
            ("report", "M-2", "non_conformant"),
            ("recall", "M-2", 2),
        )
    )
    assert warm > inspected > recalled > 0
    assert MADE["M-2"].days_ago - MADE["M-2"].keeps < 0, "somebody may still drink it"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_yoghurt_that_is_said_to_be_good_was_made_before_the_lorry_left(language):
    (named,) = set(re.findall(r"\b[A-Z]-\d\b", told.RECALLED["M-2"][language], re.ASCII)) - {"M-2"}
    departed = next(act.days_ago for act in told.ACTS if act.about == "P-2" and "departing" in act.details)

    assert MADE[named].days_ago > departed
    assert "M-2" in {lot for lot, _ in MADE[named].inputs}
