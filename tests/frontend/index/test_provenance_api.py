"""The API of provenance: every answer as its description says, every wrong question answered with a sentence."""

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend import config
from frontend.app import create_app
from frontend.index.provenance import finding, having, trace
from frontend.index.provenance import tables as t
from frontend.index.provenance.journey import journey
from frontend.index.provenance.rows import Thing
from frontend.web import limits
from scripts import parameters
from tests.frontend.index.conftest import Traded
from tests.frontend.index.test_api import HASH, NOBODY, get


@pytest.fixture
def client(traded: Traded) -> FlaskClient:
    parameters.DEPLOYMENTS = traded.devnet.deployments
    app = create_app(config.load(traded.settings))
    limits.limiter.reset()
    return app.test_client()


def ask(thing: Thing) -> str:
    """How a thing is named in a question."""
    return f"lot={thing.maker if thing.is_unit else thing.lot_id}&serial={quote(thing.serial)}"


def walk(client: FlaskClient, path: str, limit: int = 7) -> list[Any]:
    """All parts of a list."""
    found: list[Any] = []
    after = ""
    while True:
        part = get(client, f"{path}{'&' if '?' in path else '?'}limit={limit}&after={after}")
        found += part["items"]
        if part["next"] is None:
            return found
        limits.limiter.reset()
        after = part["next"]


def test_lots_of_every_producer(client: FlaskClient, db: Connection, traded: Traded) -> None:
    """By producer, by GTIN, by GTIN and batch; whoever registered it stands with it."""
    met = 0
    for account in traded.devnet.people.values():
        found = walk(client, f"/lots?producer={account}")
        assert {lot["maker"]["address"] for lot in found} <= {account}
        met += len(found)
        for lot in found[:3]:
            label = lot["lot"]
            same = walk(client, f"/lots?gtin={label['gtin']}&batch={label['batch']}")
            assert label["id"] in [one["lot"]["id"] for one in same]
    assert met == len(db.execute(select(t.lots.c.id)).all())


def test_same_label_of_two_producers(client: FlaskClient, db: Connection) -> None:
    """All of them are given, and each alone where he is asked for."""
    c = t.lots.c
    rows = db.execute(select(c.gtin, c.batch, c.id)).all()
    (gtin, batch) = next((r.gtin, r.batch) for r in rows if sum(r[:2] == other[:2] for other in rows) > 1)
    lots = [finding.lot(db, row.id) for row in rows if row[:2] == (gtin, batch)]
    for label in ("S0", "S0%2Fno"):
        found = get(client, f"/items/{lots[0].gtin}/{lots[0].batch}/{label}")["items"]
        assert {one["maker"]["address"] for one in found} == {lot.producer for lot in lots}
    for lot in lots:
        found = get(client, f"/items/{lot.gtin}/{lot.batch}/S0?producer={lot.producer}")["items"]
        assert [one["lot"]["id"] for one in found] == [lot.id]


def test_every_thing(client: FlaskClient, db: Connection, things: list[Thing]) -> None:
    """Who has it, what is to be seen first, what happened, what lies in it."""
    for thing in things[::8]:
        limits.limiter.reset()
        found, holding = get(client, f"/provenance?{ask(thing)}"), having.holding(db, thing)
        assert found["kind"] == ("unit" if thing.is_unit else "item")
        assert (found["holding"]["owner"], found["holding"]["custodian"]) == (holding.owner, holding.custodian)
        lines = walk(client, f"/provenance/journey?{ask(thing)}", limit=40)
        assert [line["event"]["transaction"] for line in lines] == [
            line.event.transaction for line in journey(db, thing, limit=1_000).items
        ]
        inside = walk(client, f"/provenance/contents?{ask(thing)}")
        assert len(inside) == len(finding.contents_of(db, thing, limit=1_000).items)


def test_every_lot_and_its_trace(client: FlaskClient, db: Connection) -> None:
    for lot_id in db.execute(select(t.lots.c.id)).scalars().all()[::5]:
        limits.limiter.reset()
        lot = finding.lot(db, lot_id)
        assert get(client, f"/lots/{lot_id}")["lot"]["left"] == lot.left
        assert len(walk(client, f"/lots/{lot_id}/items")) == lot.touched
        counts = get(client, f"/trace/counts?lot={lot_id}")
        found = {
            part: walk(client, f"/trace?lot={lot_id}&part={part}") for part in ("products", "items", "orders", "owners")
        }
        assert {name: len(some) for name, some in found.items()} == {
            name: counts[name] for name in ("items", "orders", "owners")
        } | {"products": counts["lots"] - 1}
        above = walk(client, f"/trace?lot={lot_id}")
        assert [one["lot"]["lot"]["id"] for one in above] == [
            one.lot.id for one in trace.ingredients(db, lot, limit=1_000).items
        ]


def test_orders_and_accounts(client: FlaskClient, db: Connection, traded: Traded) -> None:
    orders = set(db.execute(select(t.bindings.c.order_id)).scalars())
    assert orders
    for order in orders:
        found = get(client, f"/orders/{order}/items")["items"]
        assert {one["binding"]["order"] for one in found} == {order}
    for account in traded.devnet.people.values():
        limits.limiter.reset()
        for role, number in (("owner", t.OWNER), ("custodian", t.CUSTODIAN)):
            mine = walk(client, f"/accounts/{account}/items?role={role}", limit=50)
            assert len(mine) == len(having.owned(db, account, limit=1_000, role=number).items)
        assert len(get(client, f"/accounts/{account}/recalls")["items"]) == len(having.affected(db, account))


def test_label_that_is_not_individual(client: FlaskClient, db: Connection) -> None:
    """Nobody knows whether there is such an item; what concerns its lot is said all the same."""
    lot_id = (
        db.execute(select(t.recalls.c.position, t.lots.c.id).join(t.lots, t.lots.c.position == t.recalls.c.subject))
        .first()
        .id
    )
    found = get(client, f"/provenance?lot={lot_id}&serial=~nobody~")
    assert (found["kind"], found["holding"], found["individual"]) == ("label", None, None)
    assert get(client, f"/provenance/journey?lot={lot_id}&serial=~nobody~")["items"]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/lots", 400, "Lots are asked for by GTIN or by producer."),
        ("/lots?gtin=12a", 400, "A GTIN is a number of at most 14 digits."),
        ("/lots?gtin=123456789012345", 400, "A GTIN is a number of at most 14 digits."),
        ("/lots?producer=me", 400, "An account is 0x and 40 hex digits."),
        (f"/lots/{HASH}", 404, "No such lot was registered here."),
        ("/lots/12", 400, "An id is 0x and 64 hex digits."),
        ("/provenance?serial=1", 400, "An id is 0x and 64 hex digits."),
        (f"/provenance?lot={NOBODY}&serial=1", 404, "No such unit was made here."),
        (f"/provenance?lot={HASH}&serial=1", 404, "No such lot was registered here."),
        (f"/trace?lot={HASH}", 404, "No such lot was registered here."),
        ("/accounts/me/items", 400, "An account is 0x and 40 hex digits."),
        (f"/accounts/{NOBODY}/items?role=king", 400, "role is one of owner, custodian."),
        (f"/orders/{HASH}/items", 404, "No such order was paid here."),
    ],
)
def test_wrong_questions(client: FlaskClient, path: str, status: int, sentence: str) -> None:
    assert get(client, path, status) == {"error": sentence}


@pytest.mark.parametrize("after", ["x", "1", "1.x", "-1.2", "1.2.3"])
def test_wrong_place_in_a_journey(client: FlaskClient, things: list[Thing], after: str) -> None:
    found = get(client, f"/provenance/journey?{ask(things[0])}&after={after}", 400)
    assert found == {"error": "That is no place in this journey; begin again at its start."}


def test_blanks_and_signs_in_serials(client: FlaskClient, db: Connection) -> None:
    lot_id = db.execute(select(t.lots.c.id)).scalars().first()
    for serial in ("a%20b", "%F0%9F%8D%B7", "123456789012345678901"):
        found = get(client, f"/provenance?lot={lot_id}&serial={serial}", 400)
        assert found["error"].startswith("A batch or a serial is 1 to 20 characters")
    assert get(client, f"/provenance?lot={lot_id}&serial=a%2Fb")["serial"] == "a/b"
