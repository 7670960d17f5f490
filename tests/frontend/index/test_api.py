"""The API: every answer as its description says, every wrong question answered with a sentence."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from sqlalchemy import Connection, select

from frontend import config
from frontend.api.openapi import document
from frontend.app import create_app
from frontend.index import points, queries, schema, standing
from frontend.index.deeds import Deed
from frontend.web import limits
from scripts import parameters
from scripts.terms import Status
from tests.frontend.index.conftest import Traded
from tests.frontend.indexing import environment

HASH = "0x" + "ab" * 32
NOBODY = "0x" + "12" * 20


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    """An answer's JSON, which its description allows."""
    answer = client.get("/api/v1" + path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    found = answer.get_json()
    described = _described(path.partition("?")[0], str(status))
    if described:
        _validator(described).validate(found)
    return found


def _described(path: str, status: str) -> dict[str, Any]:
    """The schema that the description has for a path's answer."""
    parts = path.strip("/").split("/")
    for template, methods in document()["paths"].items():
        names = template.strip("/").split("/")
        if len(names) == len(parts) and all(n == p or n[0] == "{" for n, p in zip(names, parts, strict=True)):
            content = methods["get"]["responses"][status].get("content", {})
            return dict(content.get("application/json", {}).get("schema", {}))
    raise AssertionError(f"{path} is not described")


def _validator(described: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**described, "components": document()["components"]})


def test_every_route_is_described(app: Flask) -> None:
    """And nothing is described that is not there."""
    routes = {
        (rule.rule.removeprefix("/api/v1").replace("<path:", "<").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in document()["paths"].items() for method in methods}
    assert routes == described


def test_offers(client: FlaskClient, db: Connection) -> None:
    """All offers in stock, part after part, each as the index has it."""
    seen: list[Any] = []
    after = ""
    while True:
        part = get(client, f"/offers?limit=5&after={after}")
        seen += part["items"]
        if part["next"] is None:
            break
        after = part["next"]
    ids = db.execute(select(schema.offers.c.id).where(schema.offers.c.in_stock)).scalars().all()
    assert sorted(offer["id"] for offer in seen) == sorted(ids)
    assert all(int(offer["left"]) > 0 for offer in seen)


def test_offers_by_seller_and_currency(client: FlaskClient, traded: Traded) -> None:
    seller, dollar = traded.devnet.people["seller"], traded.devnet.dollar.address
    found = get(client, f"/offers?seller={seller}&currency={dollar}&in_stock=false&limit=100")["items"]
    assert found
    assert {(offer["seller"], offer["price"]["currency"]) for offer in found} == {(seller, dollar)}
    assert get(client, f"/offers?seller={NOBODY}")["items"] == []


def test_offer_has_its_history(client: FlaskClient, db: Connection) -> None:
    row = db.execute(select(schema.offers.c.id).where(schema.offers.c.revised_to.is_not(None))).first()
    found = get(client, f"/offers/{row.id}")
    assert found["history"][0]["name"] == "OfferPublished"
    assert found["revised_to"]


@pytest.mark.parametrize("status", [status.name for status in Status if status])
def test_orders_by_status(client: FlaskClient, db: Connection, status: str) -> None:
    found = get(client, f"/orders?status={status}&limit=100")["items"]
    wanted = queries.count_orders(db, queries.OrderFilter())
    assert len(found) == min(wanted.get(Status[status], 0), 100)
    assert all(order["status"] == status for order in found)


def test_order_tells_everything(client: FlaskClient, db: Connection) -> None:
    """Amounts as decimal strings, times in both spellings, a timeline, a ledger, and what comes next."""
    for row in db.execute(select(schema.orders.c.id)).all():
        found = get(client, f"/orders/{row.id}")
        total = int(found["total"]["amount"])
        assert total == sum(int(found[part]["amount"]) for part in ("held", "released", "refunded"))
        assert found["timeline"]["items"][-1]["name"] == ("PlanOpened" if int(found["lent"]["amount"]) else "OrderPaid")
        assert found["ledger"][0]["part"] in ("paid", "spent")
        assert total == sum(int(found[part]["amount"]) for part in ("cash", "points", "lent"))
        assert (found["next"] is None) == (found["status"] in ("CLOSED", "CANCELLED"))
        if found["next"]:
            assert found["next"]["account"] in (found["buyer"], *_people(found["offer"]))


def _people(offer: dict[str, Any]) -> list[str]:
    return [offer[role] for role in ("seller", "carrier", "arbiter")]


def test_ids_in_capitals_are_the_same(client: FlaskClient, db: Connection) -> None:
    order_id = db.execute(select(schema.orders.c.id)).scalars().first()
    assert get(client, f"/orders/0x{order_id[2:].upper()}")["id"] == order_id


def test_account(client: FlaskClient, traded: Traded) -> None:
    people = traded.devnet.people
    assert any(get(client, f"/accounts/{one}")["credits"] for one in people.values())
    assert get(client, f"/accounts/{people['seller'].lower()}")["turnover"]
    nobody = get(client, f"/accounts/{NOBODY}")
    assert (nobody["address"], nobody["turnover"]) == (NOBODY, [])


def test_points(client: FlaskClient, db: Connection, traded: Traded) -> None:
    """What an account has, and how it came to it, of one Loyalty part after part; what covers all points, live."""
    buyer = traded.devnet.people["buyer"]
    for told, found in zip(
        get(client, f"/accounts/{buyer}/points")["items"], points.of_account(db, buyer), strict=True
    ):
        assert [told[name]["amount"] for name in ("balance", "ready", "lifetime")] == [
            str(amount) for amount in (found.balance, found.ready, found.lifetime)
        ]
        path = f"/accounts/{buyer}/points/history?loyalty={found.loyalty}&limit=100"
        entries = get(client, path)["items"]
        assert entries
        first = get(client, f"{path[:-3]}2")
        assert first["items"] + get(client, f"{path}&after={first['next']}")["items"] == entries
    kinds = {one["kind"] for one in get(client, f"/accounts/{buyer}/points/history?limit=100")["items"]}
    assert kinds >= {"earned", "collected", "spent", "back"}
    covered = {one["loyalty"]: one for one in get(client, "/loyalties")["items"]}
    assert set(covered) == {caller.address for caller in traded.devnet.loyalties.values()}
    assert all(int(one["reserve"]["amount"]) >= int(one["supply"]["amount"]) > 0 for one in covered.values())


def test_statistics_are_those_of_the_orders(client: FlaskClient, db: Connection) -> None:
    found = get(client, "/statistics")
    assert sum(found["orders"].values()) == len(db.execute(select(schema.orders.c.id)).all())
    assert (
        sum(one["orders"] for one in found["turnover"]) == sum(found["orders"].values()) - found["orders"]["CANCELLED"]
    )


def test_a_sellers_record(client: FlaskClient, db: Connection, traded: Traded) -> None:
    """What the page about him says."""
    people = traded.devnet.people
    found = get(client, f"/accounts/{people['seller']}/record?referrer={people['referrer']}")
    counted = standing.standing(db, people["seller"], people["referrer"])
    assert found["orders"]["COMPLETED"] == counted.count(Deed.COMPLETED) > 0
    assert found["weighted"]["orders"] == counted.weighted
    assert found["first"]["block"] > 0
    assert get(client, f"/accounts/0x{'99' * 20}/record")["first"] is None


def test_health(client: FlaskClient, traded: Traded) -> None:
    found = get(client, "/health")
    assert found["lag"] == {"blocks": 0, "seconds": 0}
    assert found["contracts"]["Escrow"] == traded.devnet.escrow.address
    assert found["index"]["block"] == int(traded.devnet.node.rpc("eth_blockNumber"), 16)


def test_description_is_served(client: FlaskClient) -> None:
    assert get(client, "/openapi.json")["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/offers?limit=0", 400, "limit is a number from 1 to 100."),
        ("/offers?limit=101", 400, "limit is a number from 1 to 100."),
        ("/offers?limit=9999999999999", 400, "limit is a number from 1 to 100."),
        ("/offers?limit=ten", 400, "limit is a number from 1 to 100."),
        ("/offers?after=-1", 400, "That is no place in this list; begin again at its start."),
        ("/offers?after=99999999999999999999", 400, "That is no place in this list; begin again at its start."),
        ("/offers?seller=me", 400, "An account is 0x and 40 hex digits."),
        ("/offers?ships_to=nowhere", 400, "ships_to is a country's code, two capital letters."),
        ("/offers?in_stock=maybe", 400, "in_stock is true or false."),
        ("/orders?status=SHIPPED", 400, "status is one or more of AWAITING_SHIPMENT,"),
        ("/orders?buyer=0x12", 400, "An account is 0x and 40 hex digits."),
        ("/orders/0x12", 400, "An id is 0x and 64 hex digits."),
        (f"/orders/{HASH}", 404, "No such order was paid here."),
        ("/offers/nothing", 400, "An id is 0x and 64 hex digits."),
        (f"/offers/{HASH}", 404, "No such offer was published here."),
        ("/accounts/nobody", 400, "An account is 0x and 40 hex digits."),
    ],
)
def test_wrong_questions(client: FlaskClient, path: str, status: int, sentence: str) -> None:
    found = get(client, path, status)
    assert found["error"].startswith(sentence)
    assert set(found) == {"error"}


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "' OR 1=1 --", "<script>", "\x00", "茶" * 100, " ".join("abcdefghij")]
)
def test_hostile_searches_find_nothing(client: FlaskClient, text: str) -> None:
    answer = client.get("/api/v1/offers", query_string={"text": text})
    assert (answer.status_code, answer.get_json()["items"]) == (200, [])


def test_hostile_filters_find_nothing(client: FlaskClient) -> None:
    answer = client.get("/api/v1/offers", query_string={"category": "\0' OR 1=1 --"})
    assert (answer.status_code, answer.get_json()["items"]) == (200, [])


def test_floods_get_a_sentence(client: FlaskClient) -> None:
    """The search after the last allowed one."""
    allowed = int(limits.SEARCHES.split("/", maxsplit=1)[0])
    codes = [client.get("/api/v1/offers?text=tea&limit=1").status_code for _ in range(allowed)]
    assert set(codes) == {200}
    refused = client.get("/api/v1/offers?text=tea&limit=1")
    assert refused.status_code == 429
    assert refused.get_json()["error"].startswith("Too many requests")


def test_wrong_method_in_words(client: FlaskClient) -> None:
    refused = client.post("/api/v1/offers")
    assert (refused.status_code, refused.get_json()) == (405, {"error": "This address does not take POST."})
    assert "GET" in refused.headers["Allow"]


def test_node_down(traded: Traded) -> None:
    """What is indexed is still told; health says what is wrong."""
    parameters.DEPLOYMENTS = traded.devnet.deployments
    client = create_app(config.load(traded.settings | {"HANDOVER_NODE": "http://127.0.0.1:1"})).test_client()
    assert get(client, "/health", 503)["error"] == "No node answers at http://127.0.0.1:1."
    assert get(client, "/loyalties", 503)["error"] == "No node answers at http://127.0.0.1:1."
    assert get(client, "/orders?limit=3")["items"]


def test_nothing_indexed_yet(traded: Traded, tmp_path: Any) -> None:
    settings = environment(traded.devnet, tmp_path)
    parameters.DEPLOYMENTS = traded.devnet.deployments
    client = create_app(config.load(settings)).test_client()
    answer = client.get("/api/v1/offers")
    assert answer.status_code == 503
    assert answer.get_json()["error"] == "The index is not there yet, or its database cannot be reached."
