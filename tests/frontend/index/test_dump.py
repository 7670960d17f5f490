"""The dump: everything that the index knows, computed again from its lines."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select

from frontend.api import dump
from frontend.index import queries, schema
from scripts.terms import Status
from tests.fixtures.goods import Goods
from tests.fixtures.shop import closed_shop

Json = dict[str, Any]


def lines(client: FlaskClient, after: str = "") -> list[Json]:
    """A dump's lines."""
    with client.get(f"/api/v1/dump.jsonl?after={after}") as answer:
        assert answer.status_code == 200
        return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def test_counts_are_those_of_the_index(client: FlaskClient, db: Connection) -> None:
    """Orders by status, what was paid and given back, events by name: all from the lines alone."""
    found = lines(client)
    orders = {line["id"]: line for line in found if line["type"] == "order"}
    offers = {line["id"]: line for line in found if line["type"] == "offer"}
    counts = Counter(order["status"] for order in orders.values())
    assert counts == {status.name: many for status, many in queries.count_orders(db, queries.OrderFilter()).items()}
    for figures in queries.turnover(db):
        mine = [order for order in orders.values() if offers[order["offer"]]["price"]["currency"] == figures.currency]
        kept = [order for order in mine if order["status"] != Status.CANCELLED.name]
        for name, total in (("total", figures.gross), ("refunded", figures.refunded), ("held", figures.held)):
            assert sum(int(order[name]["amount"]) for order in kept) == total
    names = Counter(line["name"] for line in found if line["type"] == "event")
    rows = db.execute(select(schema.events.c.name, func.count()).group_by(schema.events.c.name))
    assert names == {row[0]: row[1] for row in rows}


def test_amounts_follow_from_the_events(client: FlaskClient) -> None:
    """What orders are now is what their events have made of them."""
    found = lines(client)
    released: Counter[str] = Counter()
    refunded: Counter[str] = Counter()
    for line in found:
        if line["type"] == "event" and "order_id" in line["fields"]:
            released[line["fields"]["order_id"]] += int(line["fields"].get("released", 0))
            refunded[line["fields"]["order_id"]] += int(line["fields"].get("refunded", 0))
    orders = [line for line in found if line["type"] == "order"]
    assert len(orders) > 20
    for order in orders:
        assert (released[order["id"]], refunded[order["id"]]) == tuple(
            int(order[name]["amount"]) for name in ("released", "refunded")
        )


def test_lines_stand_in_the_order_of_the_chain(client: FlaskClient, db: Connection) -> None:
    first, *others, last = lines(client)
    cursor = queries.cursor(db)
    assert cursor
    assert (first["type"], first["to_block"]) == ("market", cursor.number)
    assert (last["type"], last["hash"]) == ("end", cursor.hash)
    places = [line["position"] for line in (*others, last)]
    assert places == sorted(places)


def test_a_dump_goes_on_behind_a_position(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts of any size, nothing twice and nothing left out."""
    monkeypatch.setattr(dump, "AT_ONCE", 7)
    whole = lines(client)
    middle = whole[len(whole) // 2]["position"]
    rest = lines(client, str(middle))
    assert rest[1:] == [line for line in whole[1:] if line["position"] > middle]
    assert lines(client, str(whole[-1]["position"]))[1:] == [whole[-1]]


def test_packed_is_the_same(client: FlaskClient) -> None:
    with client.get("/api/v1/dump.jsonl", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        body = gzip.decompress(answer.data)
    assert [json.loads(line) for line in body.splitlines()] == lines(client)


def test_without_its_end_where_the_chain_went_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, db: Connection
) -> None:
    """The index stands at another block of the same number than when the dump began."""
    monkeypatch.setattr(dump, "_is_still_there", lambda _db, _cursor: False)
    assert [line["type"] for line in lines(client)] == ["market"]


def test_floods_get_a_sentence(client: FlaskClient) -> None:
    allowed = int(dump.DUMPS.split("/", maxsplit=1)[0])
    for _ in range(allowed):
        lines(client)
    refused = client.get("/api/v1/dump.jsonl")
    assert refused.status_code == 429
    assert refused.get_json()["error"].startswith("Too many requests")


def test_too_many_at_once_get_a_sentence(client: FlaskClient) -> None:
    """And the next one is sent once one has ended."""
    begun = [client.get("/api/v1/dump.jsonl", buffered=False) for _ in range(dump.AT_A_TIME)]
    refused = client.get("/api/v1/dump.jsonl")
    assert refused.status_code == 503
    assert "try again later" in refused.get_json()["error"]
    for answer in begun:
        answer.close()
    assert lines(client)[-1]["type"] == "end"


@pytest.mark.parametrize("after", ["-1", "x", "9" * 19])
def test_a_position_that_is_none_gets_a_sentence(client: FlaskClient, after: str) -> None:
    answer = client.get(f"/api/v1/dump.jsonl?after={after}")
    assert (answer.status_code, set(answer.get_json())) == (400, {"error"})


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A shop whose offers and merchant have texts."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("dump"), goods.furnish) as shop:
        shop.index_once()
        yield shop.app().test_client()


def test_documents_hash_to_their_names(described: FlaskClient) -> None:
    found = lines(described)
    documents = {line["sha256"]: line["text"] for line in found if line["type"] == "document"}
    assert all(sha256(text.encode()).hexdigest() == name.removeprefix("0x") for name, text in documents.items())
    named = {line["details"] for line in found if line["type"] == "offer"}
    named |= {line["document"] for line in found if line["type"] == "profile"}
    assert len(named) > 3
    assert named == documents.keys()
