"""Following orders: groups, what waits first, gifts, timelines in parts, letters, calendar files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from frontend.index import evidence, history
from frontend.market import KEY
from frontend.vault import Vault
from frontend.web import limits
from scripts import documents, sealing
from scripts.terms import Kind, Order, Status
from tests.fixtures.goods import Goods, buy, trade_into_every_status
from tests.fixtures.shop import Shop, closed_shop

FLOOD = 130


@dataclass
class Market:
    """A shop with an order in every status, one of them flooded with documents, and two gifts."""

    shop: Shop
    client: FlaskClient
    orders: dict[Status, str]
    flooded: str
    letter: str
    untouched: str
    acted_on: str

    def get(self, path: str, language: str = "en", status: int = 200) -> str:
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, path
        return answer.get_data(as_text=True)

    def mine(self, query: str = "", language: str = "en") -> str:
        return self.get(f"/orders/?account={self.shop.people['shopper1']}{query}", language)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("following"), goods.furnish) as shop:
        orders = trade_into_every_status(shop, goods)
        letter = sealing.seal(
            sealing.parcel("DHL", "0034", ""),
            sealing.public_point(sealing.new_key()),
            (shop.people["shopper1"], shop.people["merchant1"]),
        )
        flooded = _teapot(shop, goods)
        _flood(shop, flooded, letter)
        Vault(shop.vault).write(letter)
        gifts = [_teapot(shop, goods, "shopper2") for _ in range(2)]
        shop.send("shopper1", shop.market.call("confirm", gifts[1]))
        shop.index_once()
        ids = ["0x" + shop.market.order_id(order).hex() for order in (flooded, *gifts)]
        yield Market(shop, shop.app().test_client(), orders, ids[0], documents.sha256(letter), *ids[1:])


def _teapot(shop: Shop, goods: Goods, payer: str = "shopper1") -> Order:
    return buy(shop, goods.offers["teapot"], payer, buyer="shopper1")


def _flood(shop: Shop, order: Order, letter: bytes) -> None:
    """The seller names his letter; the carrier puts documents without end on the record."""
    named = bytes.fromhex(documents.sha256(letter))
    shop.send("merchant1", shop.market.call("submit_evidence", order, named))
    shop.send("merchant1", shop.market.call("ship", order))
    for number in range(FLOOD):
        shop.send("carrier", shop.market.call("submit_evidence", order, number.to_bytes(32, "big")))


def test_groups_have_the_shoppers_words(market: Market) -> None:
    text = market.mine(language="zh")
    tabs = re.findall(r'class="button small" href="[^"]*"[^>]*>([^<]+)</a>', text)
    assert tabs == [
        *("全部 (12)", "待你处理 (2)", "待发货 (2)", "运输中 (2)", "待收货 (1)"),
        *("退款/售后 (4)", "已完成或已退款 (2)", "已取消 (1)", "待评价 (2)"),
    ]


def test_a_group_shows_its_statuses_only(market: Market) -> None:
    text = market.mine("&status=after_sales")
    shown = {status for status, order_id in market.orders.items() if order_id in text}
    assert shown == {status for status in Status if 4 <= status <= 7}
    assert "/orders/?" in text


def test_what_waits_for_the_buyer_comes_first_and_once(market: Market) -> None:
    text = market.mine()
    head, others = text.split("Other orders")
    waiting = [market.orders[status] for status in (Status.AWAITING_CONFIRMATION, Status.AWAITING_RETURN)]
    for order_id in waiting:
        assert order_id in head
        assert order_id not in others
    assert head.index(waiting[0]) < head.index(waiting[1])  # which is due later
    assert market.orders[Status.AWAITING_SHIPMENT] in others
    only = market.mine("&status=waiting")
    assert all(order_id in only for order_id in waiting)
    assert market.orders[Status.CLOSED] not in only


def test_gifts_stand_apart_until_acted_on(market: Market) -> None:
    own, gifts = market.mine().split("Paid by somebody else in your name")
    assert market.untouched in gifts
    assert market.acted_on in own
    assert market.untouched not in own
    assert market.acted_on not in gifts


def test_who_gets_the_money_of_a_gift_that_is_cancelled(market: Market) -> None:
    """Not its buyer, wherever he is told what happens next."""
    for page in ("", "/receipt"):
        text = market.get(f"/orders/{market.untouched}{page}")
        assert "Until then you can cancel: everything goes back to whoever paid." in text
        assert "Until then the buyer can cancel: everything goes back to whoever paid." in text
        assert "everything back at once" not in text


def test_gifts_given_stand_with_whoever_paid(market: Market) -> None:
    account = market.shop.people["shopper2"]
    for query in ("", "&status=given"):
        text = market.get(f"/orders/?account={account}{query}")
        given = text.split('aria-labelledby="given"')[1]
        assert market.untouched in given
        assert market.acted_on in given
        assert "Paid for others (2)" in text
    assert f"/orders/?account={account}&amp;status=given" in market.get(f"/record?account={account}")
    assert "Paid for others" not in market.mine()


def test_flooded_timeline_comes_in_parts(market: Market) -> None:
    """The first one with the documents that count, wherever they stand among the others."""
    parts, path = [], f"/orders/{market.flooded}"
    while path:
        text = market.get(path)
        parts.append(re.findall(r"<li><strong data-to-buyer[^>]*>([^<]+)</strong>", text))
        found = re.search(r'href="([^"]+)" ?>Next page', text) or re.search(r'rel="next" href="([^"]+)"', text)
        path = found.group(1).replace("&amp;", "&") if found else ""
    counted, seen = len(parts[0]) - history.PART, list(chain(*parts))
    assert 0 < counted <= evidence.MOST + 1
    assert max(map(len, parts[1:])) <= history.PART
    assert seen.count("A document was added to the case") == FLOOD + 1 + counted
    assert seen[FLOOD + counted] == "Sent"
    assert seen[-2:] == ["A document was added to the case", "Paid: 0.05\u00a0ETH is held"]
    market.get(f"/orders/{market.flooded}?after=x", status=404)


def test_flooded_timeline_of_the_api(market: Market) -> None:
    limits.limiter.reset()
    first = market.client.get(f"/api/v1/orders/{market.flooded}").get_json()
    assert len(first["timeline"]["items"]) == history.PART
    after, names = first["timeline"]["next"], [event["name"] for event in first["timeline"]["items"]]
    while after:
        part = market.client.get(f"/api/v1/orders/{market.flooded}/timeline?limit=100&after={after}").get_json()
        names += [event["name"] for event in part["items"]]
        after = part["next"]
    assert (len(names), names[-1]) == (FLOOD + 3, "OrderPaid")
    assert market.client.get(f"/api/v1/orders/{'0x' + 'ab' * 32}/timeline").status_code == 404


def test_sellers_letter_is_there_for_the_buyers_browser(market: Market) -> None:
    assert f'data-letter="0x{market.letter}"' in market.get(f"/orders/{market.flooded}")
    assert "data-letter" not in market.get(f"/orders/{market.orders[Status.AWAITING_DELIVERY]}")


def test_buyer_is_told_apart(market: Market) -> None:
    """Everybody reads of the buyer; the page brings along what it says to him."""
    text = market.get(f"/orders/{market.orders[Status.AWAITING_RETURN]}")
    assert 'data-to-buyer="The seller takes the goods back. Send them, then say so here."' in text
    assert 'data-to-buyer="You asked to return the goods for 0.05\u00a0ETH"' in text
    assert "Nothing moves by itself: once the time is over, anyone may have the money moved." in text


def test_calendar_of_an_order(market: Market) -> None:
    order_id = market.orders[Status.AWAITING_CONFIRMATION]
    answer = market.client.get(f"/orders/{order_id}/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    record = market.shop.market.sale(bytes.fromhex(order_id[2:])).record
    assert event["dtstart"].dt.timestamp() == record.deadline
    assert str(event["dtstart"].dt.tzinfo) == "UTC"
    assert event["uid"].startswith(order_id)
    assert str(event["summary"]) == "Deadline: Teapot (To be received)"
    assert "or else: The 0.05\u00a0ETH held goes to the seller." in event["description"]
    assert str(event["url"]) == f"{market.shop.url}/orders/{order_id}"
    assert len(event.walk("VALARM")) == 1


def test_calendar_of_an_account_has_the_open_orders(market: Market) -> None:
    account = market.shop.people["shopper1"]
    text = market.get(f"/orders/calendar.ics?account={account}", "zh")
    events = Calendar.from_ical(text).walk("VEVENT")
    is_open = {order_id for status, order_id in market.orders.items() if status.is_open}
    assert {event["uid"].partition("@")[0] for event in events} == is_open | {market.flooded}
    assert "订单期限：茶壶（待收货）" in {str(event["summary"]) for event in events}
    ended = market.get(f"/orders/{market.orders[Status.CLOSED]}/calendar.ics")
    assert Calendar.from_ical(ended).walk("VEVENT") == []
    for path in (
        "/orders/calendar.ics",
        "/orders/calendar.ics?account=0x1",
        f"/orders/{'0x' + 'ab' * 32}/calendar.ics",
    ):
        market.get(path, status=404)


def test_more_time_is_offered_where_the_table_has_it(market: Market) -> None:
    asked = {
        status: 'data-action="extend"' in market.get(f"/orders/{market.orders[status]}") for status in Status if status
    }
    assert {status for status, offered in asked.items() if offered} == {
        Status.AWAITING_CONFIRMATION,  # the buyer's own days
        Status.AWAITING_ANSWER,  # in these it is the other side's time
        Status.AWAITING_RETURN_CHECK,
        Status.AWAITING_RULING,
    }


def test_too_many_requests_get_a_page(market: Market) -> None:
    limits.limiter.reset()
    account = market.shop.people["stranger"]
    codes = [market.client.get(f"/record.csv?account={account}").status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]
    assert "That was too much at once" in market.get(f"/record.csv?account={account}", status=429)
    assert "操作太频繁了" in market.get(f"/record.csv?account={account}", "zh", 429)
    limits.limiter.reset()


def test_a_request_tells_what_it_brings_about(market: Market) -> None:
    """What the seller may do then, by the state table: an exchange can be sent; what is kept cannot come back."""
    page = market.get(f"/orders/{market.orders[Status.AWAITING_CONFIRMATION]}")
    for kind, doings in (
        (Kind.REFUND, "ask the arbiter, pay everything back, pay part of it back"),
        (Kind.RETURN, "take the goods back, ask the arbiter, pay everything back, pay part of it back"),
        (Kind.EXCHANGE, "take the goods back, send another one, ask the arbiter, pay everything back, pay part of it"),
    ):
        says = f"The seller sees what you write and show, and can until {{until}}: {doings}"
        assert f'data-kind="{int(kind)}" data-says="{says}' in page, kind


def test_what_can_be_had_back_waits_for_the_buyer(market: Market) -> None:
    late = market.orders[Status.AWAITING_SHIPMENT]
    assert late not in market.mine("&status=waiting")
    market.shop.node.rpc("evm_increaseTime", 60 * 86_400)
    market.shop.node.rpc("evm_mine")
    market.shop.index_once()
    market.client.application.extensions[KEY].good_until = 0.0
    waiting = market.mine("&status=waiting")
    assert late in waiting
    assert "The time is over. Anyone can now have the 0.05\u00a0ETH sent back to you." in waiting
    page = market.mine()
    (counted,) = re.findall(r"Waiting for you \((\d+)\)", page)
    assert int(counted) == waiting.count("card order-line") == page.split("Other orders")[0].count("card order-line")
    assert int(counted) > 5
