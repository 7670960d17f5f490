"""Pages of lots, producers, orders and offers: what goods are made of, and who has them."""

import re
from dataclasses import replace

from flask import get_template_attribute

from frontend.goods import protection
from frontend.goods.lines import line_of
from frontend.index import queries
from frontend.merchant.offers import entry_of
from frontend.resources import database
from tests.fixtures.pedigree import BOTTLES, CLAIMABLE, MILK_GTIN, SOLD
from tests.fixtures.provenance import BOTH, Lot
from tests.frontend.desk import signed_in
from tests.frontend.provenance.conftest import Market


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
