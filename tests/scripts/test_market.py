"""The market as a node tells it: offers, orders and credits, read back from logs."""

import pytest
import requests

from scripts import node as node_module
from scripts import parameters
from scripts.market import Published
from scripts.refusal import Refusal
from scripts.terms import Kind, Record, Status, Stock, held, offer_id
from tests.scripts.conftest import ETHER

pytestmark = pytest.mark.usefixtures("isolation")


def test_offers(market, wallet, account, published):
    other = published._replace(seller=account("merchant2"))
    wallet("merchant2").send(market.call("publish", other, 3))

    assert list(market.offers()) == [offer_id(published), offer_id(other)]
    assert [entry.offer for entry in market.offers(account("merchant2")).values()] == [other]
    assert market.stocks([offer_id(published), offer_id(other)]) == [Stock(True, 10, 0), Stock(True, 3, 0)]
    assert market.offer(offer_id(other)).offer == other


def test_sale(market, paid, account, move):
    order = paid(quantity=2, referrer=account("storefront"), delivery=b"\x07" * 32)
    found = market.sale(market.order_id(order))

    assert found.order == order
    assert found.order.total == 2 * ETHER // 10 + ETHER // 100
    assert found.record.status == Status.AWAITING_SHIPMENT
    assert held(order, found.record) == order.total

    move("merchant1", "refund", order, 5)
    (after,) = market.refreshed([found])
    assert after.record == found.record._replace(refunded=5)
    assert after.record == Record(Status(1), 0, Kind.NONE, False, False, False, found.record.deadline, 0, 5)


def test_sales_are_those_of_the_offers(market, wallet, account, paid, published):
    other = published._replace(seller=account("merchant2"))
    wallet("merchant2").send(market.call("publish", other, 3))
    first, second, third = paid(), paid(offer=other), paid()
    mine = market.offers(account("merchant1"))

    assert [sale.order for sale in market.sales(mine)] == [first, third]
    assert [sale.order for sale in market.sales(market.offers())] == [first, second, third]


def test_credits(market, paid, move, account, wallet, published):
    shared = published._replace(commission_bps=1_000)
    wallet("merchant1").send(market.call("publish", shared, 3))
    order = paid(offer=shared, referrer=account("storefront"))
    move("shopper1", "confirm", order)

    assert market.credits(account("storefront")) == [(parameters.COIN, order.total // 10)]
    assert market.credits(account("stranger")) == []


def test_unknown_ids(market):
    with pytest.raises(Refusal, match="No order 0x0101"):
        market.sale(b"\x01" * 32)
    with pytest.raises(Refusal, match="No offer 0x0101"):
        market.offer(b"\x01" * 32)


@pytest.mark.parametrize("step", [1, 2, 3, 1_000])
def test_logs_are_the_same_in_any_ranges(market, paid, monkeypatch, step):
    for _ in range(4):
        paid()
    all_at_once = [sale.id for sale in market.sales(market.offers())]
    monkeypatch.setattr(parameters, "LOG_RANGE", step)

    assert [sale.id for sale in market.sales(market.offers())] == all_at_once
    assert len(all_at_once) == 4


def refused(_asked):
    return {"jsonrpc": "2.0", "id": 1, "error": {"code": -32005, "message": "range too large"}}


def too_large(_asked):
    raise requests.HTTPError("413 Request Entity Too Large")


@pytest.fixture
def asked(web3, monkeypatch):
    """`asked(answer)`: the ranges of logs that are asked for; `answer` is the node's where one has over two blocks."""
    ranges = []
    make_request = web3.provider.make_request

    def limit(answer=None):
        def ask(method, arguments):
            if method == "eth_getLogs":
                ranges.append(tuple(int(arguments[0][key], 16) for key in ("fromBlock", "toBlock")))
                if answer is not None and ranges[-1][1] - ranges[-1][0] >= 2:
                    return answer(arguments)
            return make_request(method, arguments)

        monkeypatch.setattr(web3.provider, "make_request", ask)
        return ranges

    return limit


@pytest.mark.parametrize("answer", [refused, too_large])
def test_ranges_that_a_node_refuses_become_smaller(market, paid, asked, answer):
    for _ in range(3):
        paid()
    expected = [sale.id for sale in market.sales(market.offers())]
    ranges = asked(answer)

    assert [sale.id for sale in market.sales(market.offers())] == expected
    assert max(last - first for first, last in ranges) > 2
    assert min(last - first for first, last in ranges) < 2


def test_a_block_that_a_node_refuses(market, paid, web3, monkeypatch):
    paid()
    monkeypatch.setattr(web3.provider, "make_request", lambda *_: refused(_))
    monkeypatch.setattr(type(web3.eth), "block_number", 5)

    with pytest.raises(Refusal, match=r"The node refuses to give the logs of block \d+: .*range too large\."):
        market.offers()


def test_sales_are_looked_for_since_the_first_offer(market, wallet, paid, published, asked, web3):
    paid()
    late = published._replace(price=7)
    wallet("merchant1").send(market.call("publish", late, 1))
    paid(offer=late)
    mine = {id_: entry for id_, entry in market.offers().items() if entry.offer == late}
    ranges = asked()

    assert len(market.sales(mine)) == 1
    assert ranges == [(next(iter(mine.values())).block, web3.eth.block_number)]
    assert market.sales({}) == []
    assert len(ranges) == 1


def test_reading_tells_how_far_it_is(market, paid, monkeypatch):
    paid()
    monkeypatch.setattr(parameters, "LOG_RANGE", 1)
    offers, told = market.offers(), []

    market.sales(offers, on_range=lambda done, total: told.append((done, total)))

    assert len(told) > 1
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]


def test_published_blocks(market, published, web3):
    (entry,) = market.offers().values()

    assert entry == Published(offer_id(published), published, web3.eth.block_number)


def test_batch_names_the_error(web3):
    with pytest.raises(Refusal, match="The node refused eth_nonsense"):
        node_module.batch(web3, [("eth_chainId", []), ("eth_nonsense", [])])


def test_now_is_the_chains_time(web3, node):
    node.rpc("evm_increaseTime", 1_000_000)
    latest = web3.eth.get_block("latest")["timestamp"]

    assert 1_000_000 <= node_module.now(web3) - latest < 1_000_100


def test_no_node():
    with pytest.raises(Refusal, match="No node answers at"):
        node_module.connect("http://127.0.0.1:9")
