"""Journeys as documents of EPCIS 2.0, which the standard's schemas accept."""

import hashlib
import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend import config
from frontend.app import create_app
from frontend.index.provenance import finding
from frontend.index.provenance import tables as t
from frontend.index.provenance.journey import journey
from frontend.web import limits
from scripts import documents, parameters
from scripts.provenance.epcis.importing import read
from tests.fixtures import epcis
from tests.frontend.conftest import Traded
from tests.frontend.documents import Shop
from tests.frontend.provenance_deeds import checked, made, word

KINDS = {"ObjectEvent", "AggregationEvent", "TransformationEvent"}


@pytest.fixture
def client(traded: Traded) -> FlaskClient:
    parameters.DEPLOYMENTS = traded.devnet.deployments
    app = create_app(config.load(traded.settings))
    limits.limiter.reset()
    return app.test_client()


def test_whatever_happened_is_valid(client: FlaskClient, db: Connection) -> None:
    """Each item that lay in a unit, part after part; each part is a document, and together they are the journey."""
    inside = select(t.things.c.position).where(t.things.c.position.in_(select(t.contents.c.thing)), t.things.c.lot > 0)
    said = []
    for item in finding.things_at(db, db.execute(inside).scalars().all())[:12]:
        link = f"/api/v1/provenance/epcis?lot={item.lot_id}&serial={quote(item.serial)}&limit=20"
        while link:
            limits.limiter.reset()
            answer = client.get(link)
            assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
            said.append(answer.get_json())
            link = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert [faults for faults in epcis.faults(said) if faults] == []
    events = [event for one in said for event in one["epcisBody"]["eventList"]]
    assert {event["type"] for event in events} == KINDS
    assert any("errorDeclaration" in event for event in events)
    assert any("sensorElementList" in event for event in events)
    assert all(event["eventID"].startswith("ni:///sha-256;") for event in events)


def test_event_of_another_system_goes_out_as_it_came(shop: Shop) -> None:
    """Bound to the chain by its document's hash, kept in the vault; without the document the chain's own words."""
    lot = made(shop.devnet.people["seller"], checked(95_000_000_001), "L1", 1)
    link = f"https://id.gs1.org/01/{checked(95_000_000_001):014d}/10/L1/21/S0"
    came = {
        "type": "ObjectEvent",
        "eventTime": "2026-01-02T03:04:05.678+08:00",
        "eventTimeZoneOffset": "+08:00",
        "action": "OBSERVE",
        "epcList": [link],
        "bizStep": "shipping",
        "own:mood": "good",
    }
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"own": "https://farm.example/"}]
    body = documents.canonical({"type": "handover/event/1", "context": context, "event": came})
    name = hashlib.sha256(body).digest()
    call, item = shop.devnet.provenance.call, (lot.id, lot.serials[0])
    told = [33, 0, word("0614141.07346"), 1_767_294_245, name]
    shop.devnet.mine(
        (lot.producer, call("register", checked(95_000_000_001), word("L1"), 1, lot.levels[-1][0], bytes(32))),
        (lot.producer, call("touch", item, *lot.proof(0))),
        (lot.producer, call("report", item, *told)),
    )
    shop.follow.catch_up()
    asked = f"/api/v1/provenance/epcis?lot=0x{lot.id.hex()}&serial=S0"
    first = shop.client.get(asked).get_json()["epcisBody"]["eventList"]
    assert [event["bizStep"] for event in first] == ["shipping", "commissioning"]
    assert first[0]["chain:document"] == "0x" + name.hex()
    shop.vault.write(body)
    answer = shop.client.get(asked)
    event = next(one for one in answer.get_json()["epcisBody"]["eventList"] if one["bizStep"] == "shipping")
    assert event == came
    assert epcis.faults([answer.get_json()]) == [[]]
    assert json.loads(read(answer.data).events[0].document)["event"] == came


def test_units_that_gs1_does_not_name_are_left_out(client: FlaskClient, db: Connection) -> None:
    """Their journeys are there, without what EPCIS could not say."""
    units = db.execute(select(t.things.c.position).where(t.things.c.lot.is_(None))).scalars().all()
    thing = next(one for one in finding.things_at(db, units) if one.serial.startswith("CASE-"))
    answer = client.get(f"/api/v1/provenance/epcis?lot={thing.maker}&serial={thing.serial}")
    assert answer.get_json()["epcisBody"]["eventList"] == []
    assert journey(db, thing).items
