"""`merchant send_confirmations`: what shoppers signed is fetched from storefronts, believed of none, sent once."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import brownie
import pytest
from flask import Flask, Response
from werkzeug.serving import make_server

from scripts import confirmations, merchant, parameters
from scripts.terms import Kind, Order, Status
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.shop import Shop, closed_shop
from tests.fixtures.signed_documents import Body, Hand
from tests.fixtures.terminal import NOWHERE, own_folders

COMMISSION = 500  # basis points

STALLS = b'{"items": '
DRIPS = b"HTTP/1.1 200 OK\r\nX-Slow: "
BROKEN = (
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + STALLS,
)


@pytest.fixture(scope="module")
def trade(tmp_path_factory) -> Iterator[tuple[Shop, Goods]]:
    """A market with goods in Dollars that pay a commission."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("shop"), goods.furnish) as shop:
        dollar = shop.book.contracts["Dollar"].address
        terms = {"currency": dollar, "price": 100 * DOLLAR, "commission_bps": COMMISSION}
        goods.publish(shop, ("chair", "Chair", "椅子"), arbiter=shop.people["arbiter"], **terms)
        shop.send("shopper1", shop.token("approve", shop.market.escrow.address, 10_000 * DOLLAR))
        shop.index_once()
        yield shop, goods


@pytest.fixture
def here(trade, tmp_path: Path) -> Iterator[None]:
    """The merchant's machine, with no storefront of its own."""
    shop, _ = trade
    snapshot = shop.node.rpc("evm_snapshot")
    with own_folders(tmp_path), pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "DEPLOYMENTS", shop.folder / "deployments")
        brownie.web3.connect(shop.node.url)
        yield
    shop.node.rpc("evm_revert", snapshot)


@pytest.fixture
def hand(trade, here) -> Hand:
    """Signs as shoppers do."""
    shop, _ = trade
    return Hand(shop.market, shop.node.rpc)


@pytest.fixture
def bought(trade, here):
    """`bought(salt)`: a chair that shopper1 has paid for and been sent."""

    def buy(salt: int) -> Order:
        shop, goods = trade
        people = shop.people
        order = Order(goods.offers["chair"], people["shopper1"], people["shopper1"], 1, people["stranger"])
        order = order._replace(salt=salt.to_bytes(32, "big"))
        shop.send("shopper1", shop.market.call("pay", order))
        shop.send("merchant1", shop.market.call("ship", order))
        return order

    return buy


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """A storefront's address while the block runs."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def breaking(answer: bytes) -> Iterator[str]:
    """The address of a storefront that says so much to whoever comes, and then nothing more, or a byte now and then."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as stack:
        stack.callback(ended.set)

        def say() -> None:
            with suppress(OSError):
                while True:
                    caller = stack.enter_context(listener.accept()[0])
                    caller.recv(65_536)
                    caller.sendall(answer)
                    while answer is DRIPS and not ended.wait(0.2):
                        caller.sendall(b".")
                    if not answer.endswith(STALLS):
                        caller.close()

        threading.Thread(target=say, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def lying(*answers: Any) -> Flask:
    """A storefront that answers so, part after part, whatever it is asked."""
    app, left = Flask("lying"), list(answers)
    app.add_url_rule("/api/v1/signed", view_func=lambda: Response(json.dumps(left.pop(0)), mimetype="application/json"))
    return app


def balance(shop: Shop, role: str) -> int:
    return shop.book.contract(shop.web3, "Dollar").functions.balanceOf(shop.people[role]).call()


def test_default_behavior(trade, hand, bought, terminal):
    """The best of each order is sent, and the seller told what it paid; what is done is skipped."""
    shop, _ = trade
    received, asked, ended, moved = (bought(salt) for salt in range(1, 5))
    shop.send("shopper1", shop.market.call("request", asked, 80 * DOLLAR, Kind.REFUND, bytes(32)))
    with serving(shop.app()) as origin:
        client = shop.app().test_client()
        bodies = [hand.act(received, "confirm"), hand.act(received, "confirm", valid=9_999), hand.act(ended, "confirm")]
        bodies += [hand.act(asked, "release", amount=amount * DOLLAR) for amount in (50, 30, 40)]
        bodies += [hand.act(moved, "confirm")]
        for body in bodies:
            assert client.post("/api/v1/signed", json=body).get_json()["status"] == "kept"
        shop.send("shopper1", shop.market.call("confirm", ended))
        shop.send("shopper1", shop.market.call("request", moved, DOLLAR, Kind.REFUND, bytes(32)))
        before = balance(shop, "merchant1")
        told = terminal.run(merchant.send_confirmations, f"storefronts={origin},{NOWHERE}")
        assert "cannot be reached" in told
        assert told.count("was paid") == 2
        assert "merchant1 was paid 95 USD." in told
        assert "merchant1 was paid 47.50 USD." in told
        assert balance(shop, "merchant1") - before == 142_500_000
        records = shop.market.records([shop.market.order_id(order) for order in (received, asked, ended, moved)])
        assert [record.status for record in records] == [
            Status.CLOSED, Status.AWAITING_ANSWER, Status.CLOSED, Status.AWAITING_ANSWER,
        ]  # fmt: skip
        assert records[1].released == 70 * DOLLAR
        assert terminal.run(merchant.send_confirmations, f"storefronts={origin}") == "Nothing waits to be sent.\n"


def test_no_storefront_is_believed(trade, hand, bought, terminal):
    """Signed by somebody else, for somebody else's goods, a payment, no document at all: nothing of it is sent."""
    shop, _ = trade
    order = bought(11)
    other: Body = hand.act(order, "confirm", by=shop.people["stranger"])
    offer = order.offer._replace(seller=shop.people["merchant2"])
    strange = hand.act(order._replace(offer=offer), "confirm")
    cancelled = hand.act(order, "submit_evidence", document=b"\x01" * 32)
    paid = hand.pay([order._replace(salt=b"\x01" * 32)])
    unpaid = hand.act(order._replace(salt=b"\x02" * 32), "confirm")
    items = [other, strange, cancelled, paid, unpaid, {"type": "\x1b[2J"}, [], 7]
    nonce = shop.web3.eth.get_transaction_count(shop.people["merchant1"])
    with serving(lying({"items": items, "next": "8"}, {"items": items, "next": None})) as origin:
        told = terminal.run(merchant.send_confirmations, f"storefronts={origin}")
    assert "gave 6 documents that nobody can send" in told
    assert "left out. Refused by the contract: Escrow: not signed by the buyer." in told
    assert told.endswith("Nothing waits to be sent.\n")
    assert "\x1b" not in told
    assert shop.web3.eth.get_transaction_count(shop.people["merchant1"]) == nonce


@pytest.mark.parametrize("answer", [[], {"items": {}}, {"error": "no"}, "[" * 9_000, "x" * confirmations.MOST_BYTES])
def test_nonsense(here, terminal, answer):
    with serving(lying(answer)) as origin:
        sentence = terminal.refused(merchant.send_confirmations, f"storefronts={origin}")
    assert sentence == "No storefront answers; nothing was sent."


def test_broken_storefronts(trade, hand, bought, terminal, monkeypatch):
    """No whole answer: each gets a sentence, and holds up no other."""
    shop, _ = trade
    received = bought(21)
    monkeypatch.setattr(parameters, "UPLOAD_TIMEOUT", 2)
    monkeypatch.setattr(parameters, "FETCH_TIMEOUT", 4)
    with ExitStack() as stack:
        origins = [stack.enter_context(breaking(answer)) for answer in (*BROKEN, DRIPS)]
        origins.append(stack.enter_context(serving(shop.app())))
        body = hand.act(received, "confirm")
        assert shop.app().test_client().post("/api/v1/signed", json=body).get_json()["status"] == "kept"
        told = terminal.run(merchant.send_confirmations, f"storefronts={','.join(origins)}")
    assert told.count("breaks off its answer") == len(BROKEN)
    assert told.count("takes too long") == 1
    assert told.count("was paid") == 1


def test_no_storefront_answers(here, terminal):
    assert terminal.refused(merchant.send_confirmations) == "No storefront answers; nothing was sent."
