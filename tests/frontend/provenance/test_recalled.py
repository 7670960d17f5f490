"""Recalled goods: what lists, offers, receipts, orders and the seller's desk say of them, and which step helps."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from frontend.resources import database
from scripts.terms import Order
from tests.fixtures.goods import ETHER
from tests.fixtures.pedigree import MILK_GTIN, SOLD, Pedigree
from tests.fixtures.provenance import Lot
from tests.fixtures.shop import closed_shop
from tests.frontend.desk import signed_in

TWO = ("B5", "B6")
CHEESE = 8  # offers of it


class Market:
    """A dairy's milk, of which two lots are for sale as one offer: part of one is recalled."""

    def __init__(self, pedigree: Pedigree) -> None:
        self.pedigree, self.shop = pedigree, pedigree.shop
        self.app = self.shop.app()
        self.client = self.app.test_client()
        self.indexed = 0

    def furnish(self) -> None:
        """Another lot, offers of both, and orders as far as each test takes them."""
        for name in ("M-9", "Q-1"):
            self.pedigree.lots[name] = lot = Lot(self.shop.people["dairy"], name, MILK_GTIN, ("1", "2"), bytes(32))
            if name == "Q-1":
                made = [(self.pedigree.lots["milk"].id, 10)], *lot.terms(), self.pedigree.now()
                self.pedigree.send("dairy", "transform", *made)
            else:
                self.pedigree.send("dairy", "register", *lot.terms())
        self.offer("both", "M-1", "M-9")
        self.offer("other", "M-9")
        self.offer("curd", "Q-1")
        recall = self.pedigree.recall
        recall("milk", *TWO)

    def offer(self, name: str, *lots: str) -> None:
        """Something of these lots."""
        origin = {"gtin": f"{MILK_GTIN:014d}", "producer": self.shop.people["dairy"], "lots": list(lots)}
        self.pedigree.goods.publish(self.shop, (name, name, name), price=ETHER, text={"provenance": origin})

    def buy(self, name: str, quantity: int = 1) -> Order:
        """Somebody pays for so many."""
        buyer, offer = self.shop.people["shopper1"], self.pedigree.goods.offers[name]
        order = Order(offer, buyer, buyer, quantity, salt=self.shop.new_salt())
        self.shop.send("shopper1", self.shop.market.call("pay", order, value=order.total))
        return order

    def does(self, role: str, verb: str, order: Order, *arguments: object, value: int = 0) -> None:
        """A step of an order."""
        self.shop.send(role, self.shop.market.call(verb, order, *arguments, value=value))

    def path(self, order: Order) -> str:
        return f"/orders/0x{self.shop.market.order_id(order).hex()}"

    def index(self) -> None:
        """Follow the chain to its end."""
        if self.indexed != (block := self.shop.web3.eth.block_number):
            self.shop.index_once()
            self.indexed = block

    def get(self, path: str, client: FlaskClient | None = None, language: str = "en") -> str:
        """A page's text, once the index has everything."""
        self.index()
        answer = (client or self.client).get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return " ".join(answer.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    pedigree = Pedigree()

    with closed_shop(tmp_path_factory.mktemp("recalled"), pedigree.furnish):
        found = Market(pedigree)
        found.furnish()
        yield found


def boxes(page: str) -> list[str]:
    """Notices of recalls on a page."""
    return re.findall(r'<div class="[^"]*" data-banner="recall".*?</div>', page)


def said_in_part(page: str) -> list[str]:
    """Lots that a page says are not recalled, beside others of the same offer that are."""
    told = re.findall(r"<p [^>]*data-in-part>.*?</p>", page)
    return [lot for one in told for lot in re.findall(r">Lot ([^<]+)</a>", one)]


def test_an_offer_names_the_lots_and_marks_each(market: Market) -> None:
    offer = market.pedigree.goods.id("both")
    page = market.get(f"/offers/{offer}")
    (box,) = boxes(page)
    assert "Lot M-1, serial numbers B5 to B6" in box
    assert "M-9" not in box
    assert said_in_part(page) == ["M-9"]
    assert "I have read that some of the lots were recalled" in page
    assert "Recalled in part: look at it before you buy." in page
    assert said_in_part(market.get(f"/checkout?offer={offer}")) == ["M-9"]
    whole = market.get(f"/offers/{market.pedigree.goods.id('milk')}")
    assert "I have read that it was recalled" in whole
    assert not said_in_part(whole)
    marks = dict(re.findall(r'>Lot (M-\d)</a> <span class="fine">.*?<span class="badge[^>]*>([^<]+)</span>', page))
    assert marks == {"M-1": "Recalled", "M-9": "No recall"}
    evidence = re.findall(r'href="([^"]+)">Evidence<span class="visually-hidden">: Where it comes from', page)
    assert evidence == [f"/01/0{MILK_GTIN}/10/M-1?producer={market.shop.people['dairy']}#recalls"]
    assert 'id="recalls"' in market.get(evidence[0].partition("#")[0])
    assert "批次 M-1，序列号 B5 至 B6" in market.get(f"/offers/{offer}", language="zh")


@pytest.mark.parametrize(
    ("name", "said"),
    [("milk", "Recalled"), ("both", "Recalled in part"), ("other", ""), ("curd", "Contains a recalled ingredient")],
)
def test_a_tile_and_a_cart_line_say_it_in_words(market: Market, name: str, said: str) -> None:
    offer = market.pedigree.goods.id(name)
    tile = next(one for one in market.get("/").split("<article")[1:] if offer in one)
    line = market.get(f"/cart?offer={offer}")
    for part in (tile, line):
        assert re.findall(r'<span class="badge attention">([^<]+)</span>', part) == ([said] if said else [])


def test_a_list_asks_no_more_for_more_tiles(market: Market) -> None:
    def asked() -> int:
        told: list[str] = []
        market.index()
        with market.app.test_request_context():
            event.listen(database(), "before_cursor_execute", lambda *said: told.append(said[2]))
            assert market.app.full_dispatch_request().status_code == 200
        return len(told)

    few = asked()
    for number in range(CHEESE):
        market.offer(f"cheese-{number}", "M-1", f"L-{number}")
    assert asked() == few
    assert market.get("/").count("Recalled in part") == CHEESE + 1


def test_before_it_is_sent_cancelling_helps(market: Market) -> None:
    order = market.buy("both")
    for path in (market.path(order), f"{market.path(order)}/receipt"):
        page = market.get(path)
        (box,) = boxes(page)
        assert "Lot M-1" in box
        assert said_in_part(page) == ["M-9"]
        assert "press “Cancel the order”, and all the money goes back" in page
        assert 'href="mailto:harbour@example.org"' in page
        assert "点击“取消订单”" in market.get(path, language="zh")
    assert re.findall(r'href="(#\w+)">To this button', market.get(market.path(order))) == ["#steps"]
    assert re.search(r'id="steps">.*data-action="cancel"', market.get(market.path(order)))
    mine = f"/orders/?account={market.shop.people['shopper1']}"
    assert "A recall concerns something in this parcel" in market.get(mine)
    market.does("shopper1", "cancel", order)
    assert not boxes(market.get(market.path(order)))


def test_what_is_in_the_parcel_counts_and_not_what_might_have_been(market: Market) -> None:
    fine, warm = market.buy("milk"), market.buy("milk", quantity=2)
    for serial in ("B3", *TWO):
        market.pedigree.hand("dairy", "merchant3", market.pedigree.item(serial), 3)
    market.pedigree.send("merchant3", "bind", market.pedigree.item("B3"), fine)
    market.pedigree.send("merchant3", "bind_many", [market.pedigree.item(serial) for serial in TWO], warm)
    for order in (fine, warm):
        market.does("merchant3", "ship", order)
    assert not boxes(market.get(market.path(fine)))
    page = market.get(market.path(warm))
    assert not said_in_part(page)
    (box,) = boxes(page)
    assert all(f">Fresh milk M-1/{serial}</a>" in box for serial in TWO)
    assert "do not confirm the receipt: press “Something is wrong” before the time is over" in page
    buyer = market.shop.people["shopper1"]
    help_, item = f'data-banner="helps" data-only-for="{buyer}" hidden>', market.get(market.pedigree.path("B5"))
    assert f'href="{market.path(warm)}">To the order' in item.split(help_)[1].split("</div>")[0]
    assert help_ not in market.get(market.pedigree.path("B3"))
    desk = signed_in(market.shop, market.shop.people["merchant3"])
    dashboard = f"/dashboard{market.path(warm)}"
    said = market.get(dashboard, desk)
    assert "Give the money back: “Refund a part”" in said
    assert f"merchant refund {market.path(warm)[8:]} all" in said
    assert not boxes(market.get(f"/dashboard{market.path(fine)}", desk))
    market.does("shopper1", "confirm", warm)
    market.pedigree.send("stranger", "settle_many", [market.pedigree.item(serial) for serial in TWO], warm)
    mine = market.get(f"/items?account={buyer}")
    assert mine.count(f'href="{market.path(warm)}">To the order') == len(TWO)
    page = market.get(market.path(warm))
    assert "only the shop can give your money back" in page
    assert 'href="mailto:harbour@example.org"' in page
    said = market.get(dashboard, desk)
    assert f"merchant refund_closed {market.path(warm)[8:]} all" in said
    assert re.search(r'class="button primary" type="button" data-verb="refund_closed"', said)
    market.does("merchant3", "refund_closed", warm, ETHER // 100, bytes(32), value=ETHER // 100)
    assert "the shop has paid 0.01 ETH back afterwards" in market.get(market.path(warm))
    assert "the shop has paid 0.01 ETH back afterwards" in market.get(dashboard, desk)


def test_a_timeline_names_the_items(market: Market) -> None:
    """On the page, on the seller's, in the API, and in what the buyer takes along; in parts like everything else."""
    pedigree, order = market.pedigree, market.pedigree.orders["sold"]
    pedigree.close(order, "shopper1", SOLD)
    page, id_ = market.get(market.path(order)), market.path(order)[8:]
    happened = page[page.index("What has happened") :]
    link = f'<a href="{pedigree.path(SOLD)}?producer={market.shop.people["dairy"]}">Fresh milk M-1/{SOLD}</a>'
    for title, to_buyer in (
        ("Sold to the buyer with this order", "Sold to you with this order"),
        ("Put into the parcel", "Put into the parcel"),
    ):
        assert f'<strong data-to-buyer="{to_buyer}">{title}</strong> {link}' in happened
    assert happened.index("Sold to the buyer") < happened.index("Receipt confirmed") < happened.index("Put into")
    desk = signed_in(market.shop, market.shop.people["merchant3"])
    assert f"<strong>Put into the parcel</strong> {link}" in market.get(f"/dashboard{market.path(order)}", desk)
    told = [one["name"] for one in market.client.get(f"/api/v1/orders/{id_}/timeline").json["items"]]
    assert told == ["ItemSold", "OrderConfirmed", "OrderShipped", "ItemBound", "OrderPaid"]
    parts, after = [], ""
    while after is not None:
        part = market.client.get(f"/api/v1/orders/{id_}/timeline", query_string={"limit": 2, "after": after}).json
        parts += [one["name"] for one in part["items"]]
        after = part["next"]
    assert parts == told
    taken = market.client.get(f"/record.json?account={market.shop.people['shopper1']}").json["orders"]
    (timeline,) = (one["timeline"] for one in taken if one["order"] == id_)
    assert [one["name"] for one in timeline] == told
