"""Journeys as documents of EPCIS 2.0, which the standard's schemas accept."""

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend import config
from frontend.app import create_app
from frontend.index import store
from frontend.index.provenance import finding
from frontend.index.provenance import tables as t
from frontend.index.provenance.journey import journey
from frontend.web import limits
from scripts import documents, parameters
from scripts.provenance import identity
from scripts.provenance.epcis import exporting
from scripts.provenance.epcis.importing import read
from scripts.provenance.sensors import Readings
from tests.fixtures import epcis
from tests.frontend.documents import Shop
from tests.frontend.index.conftest import Traded
from tests.frontend.provenance_deeds import SHIPPING, Lot, checked, made, word

GTIN = checked(95_000_000_001)
LINK, OTHER = (f"https://id.gs1.org/01/{GTIN:014d}/10/L1/21/S{number}" for number in (0, 1))
TIME = 1_767_294_245
CAME = {
    "type": "ObjectEvent",
    "eventTime": "2026-01-02T03:04:05.678+08:00",
    "eventTimeZoneOffset": "+08:00",
    "action": "OBSERVE",
    "epcList": [LINK],
    "bizStep": "shipping",
    "readPoint": {"id": "urn:epc:id:sgln:0614141.07346.0"},
    "own:mood": "good",
}
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"own": "https://farm.example/"}]

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


@dataclass
class Reported:
    """An item of a lot, and what came of its journey as events."""

    shop: Shop
    lot: Lot

    @property
    def item(self) -> tuple[bytes, bytes]:
        return self.lot.id, self.lot.serials[0]

    def send(self, who: str, function: str, *arguments: Any) -> None:
        devnet = self.shop.devnet
        devnet.mine((devnet.people[who], devnet.provenance.call(function, *arguments)))
        self.shop.follow.catch_up()

    def report(self, body: bytes, who: str = "seller", time: int = TIME, is_kept: bool = True) -> str:
        """Somebody reports shipping with a document; its hash, in hexadecimal."""
        name = hashlib.sha256(body).digest()
        self.send(who, "report", self.item, SHIPPING, 0, word("0614141073467"), time, name)
        if is_kept:
            self.shop.vault.write(body)
        return "0x" + name.hex()

    def exported(self) -> list[dict[str, Any]]:
        """The item's events, which are right by the standard's schemas and can be read."""
        answer = self.shop.client.get(f"/api/v1/provenance/epcis?lot=0x{self.lot.id.hex()}&serial=S0")
        assert epcis.faults([answer.get_json()]) == [[]]
        assert len(read(answer.data).events) == len(answer.get_json()["epcisBody"]["eventList"])
        return answer.get_json()["epcisBody"]["eventList"]

    def told(self, document: str) -> dict[str, Any]:
        """The event that was made of the report with a document."""
        return next(event for event in self.exported() if event.get("chain:document") == document)


@pytest.fixture
def reported(shop: Shop) -> Reported:
    lot = made(shop.devnet.people["seller"], GTIN, "L1", 2)
    found = Reported(shop, lot)
    found.send("seller", "register", GTIN, word("L1"), 2, lot.levels[-1][0], bytes(32))
    found.send("seller", "touch", found.item, *lot.proof(0))
    found.send("seller", "permit", lot.id, shop.devnet.people["carrier"], 1 << SHIPPING)
    return found


def document(event: dict[str, Any], context: Any = CONTEXT) -> bytes:
    return documents.canonical({"type": "handover/event/1", "context": context, "event": event})


def test_event_of_another_system_goes_out_as_it_came(reported: Reported) -> None:
    """Bound to the chain by its document's hash, kept in the vault; without the document the chain's own words."""
    body = document(CAME)
    name = reported.report(body, is_kept=False)
    first = reported.exported()
    assert [event["bizStep"] for event in first] == ["shipping", "commissioning"]
    assert first[0]["chain:document"] == name
    reported.shop.vault.write(body)
    event = next(one for one in reported.exported() if one["bizStep"] == "shipping")
    assert event == CAME | {"recordTime": first[0]["recordTime"]}


def test_when_it_was_recorded_only_the_chain_says(reported: Reported) -> None:
    reported.report(document(CAME | {"recordTime": "2026-01-02T00:00:00Z"}))
    event = next(one for one in reported.exported() if "own:mood" in one)
    assert event["recordTime"] == exporting.timestamp(reported.shop.devnet.time())


@pytest.mark.parametrize(
    ("changed", "context"),
    [
        ({"bizStep": "commissioning", "action": "ADD", "epcList": [OTHER], "eventTime": "2020-01-01T00:00:00Z"}, []),
        ({"bizStep": "commissioning"}, []),
        ({"disposition": "recalled"}, []),
        ({"eventTime": "2026-01-02T03:04:06+08:00"}, []),
        ({"epcList": [OTHER]}, []),
        ({"readPoint": {"id": "https://id.gs1.org/414/9520001000331"}}, []),
        ({"errorDeclaration": {"declarationTime": "2026-01-02T00:00:00Z", "reason": "did_not_occur"}}, []),
        ({"chain:by": "did:pkh:eip155:31337:0x" + "1" * 40}, []),
        ({"bizStep": "flying"}, []),
    ],
    ids=["another event", "step", "disposition", "time", "item", "place", "error", "reporter", "no word of CBV's"],
)
def test_what_disagrees_with_its_report_does_not_go_out(
    reported: Reported, changed: dict[str, Any], context: list[Any]
) -> None:
    """A reporter who is permitted one step hangs something else on his report: the chain's own words go out."""
    name = reported.report(document(CAME | changed, CONTEXT[:1] + context), "carrier")
    event = reported.told(name)
    assert (event["bizStep"], event["epcList"]) == ("shipping", [LINK])
    assert event["eventTime"] == "2026-01-01T19:04:05.000Z"
    assert event["readPoint"] == {"id": "https://id.gs1.org/414/0614141073467"}
    assert event["chain:by"].endswith(reported.shop.devnet.people["carrier"])
    assert not {"own:mood", "errorDeclaration"} & event.keys()
    assert len(reported.exported()) == 2


def test_a_recall_is_told_whatever_its_document_is(reported: Reported) -> None:
    """An event of another system, which says that all is well."""
    body = document(CAME)
    reported.send("seller", "recall", reported.lot.id, bytes(32), bytes(32), 1, hashlib.sha256(body).digest())
    reported.shop.vault.write(body)
    recalled = [event for event in reported.exported() if event.get("disposition") == "recalled"]
    assert [event["chain:class"] for event in recalled] == [1]
    assert not [event for event in reported.exported() if "own:mood" in event]


def test_the_end_of_a_recall_is_told(reported: Reported) -> None:
    terms = reported.lot.id, bytes(32), bytes(32), 2, bytes(32)
    by = reported.shop.devnet.people["seller"]
    recall = identity.recall_id(by, *terms)
    reported.send("seller", "recall", *terms)
    reported.send("seller", "close_recall", recall, bytes(32))
    told = [event for event in reported.exported() if event.get("chain:recall") == "0x" + recall.hex()]
    assert [event["persistentDisposition"] for event in told] == [{"set": ["recalled"]}, {"unset": ["recalled"]}]
    assert told[1]["chain:by"].endswith(by)


def test_a_claim_is_told_as_the_change_of_hands_that_it_is(reported: Reported) -> None:
    people, (_, path) = reported.shop.devnet.people, reported.lot.proof(0)
    commitment = identity.commitment(identity.Item(*reported.item), reported.lot.code(0), people["buyer"])
    reported.send("buyer", "commit", commitment)
    reported.send("buyer", "claim", reported.item, reported.lot.code(0), path)
    (event,) = [event for event in reported.exported() if event["bizStep"] == "accepting"]
    assert event["epcList"] == [LINK]
    assert [party["type"] for party in event["destinationList"]] == ["owning_party", "possessing_party"]
    assert all(party["destination"].endswith(people["buyer"]) for party in event["destinationList"])
    assert "sourceList" not in event


def test_a_correction_is_told_of_an_event_without_an_id(reported: Reported) -> None:
    reported.report(document(CAME))
    with store.open_engine(reported.shop.settings["DATABASE_URL"]).connect() as db:
        found = journey(db, finding.item(db, "0x" + reported.lot.id.hex(), "S0")).items
    (event_id,) = [line.event.fields["event_id"] for line in found if line.event.name == "EventReported"]
    reported.send("seller", "declare_error", bytes.fromhex(event_id[2:]), 1, bytes(32))
    event = next(one for one in reported.exported() if "own:mood" in one)
    assert event["errorDeclaration"]["reason"] == "did_not_occur"
    assert event["eventID"].startswith("ni:///sha-256;")


@pytest.mark.parametrize(("is_fitting", "unit"), [(True, "FAH"), (False, "CEL")])
def test_a_loggers_document_names_the_unit_of_its_own_readings(reported: Reported, is_fitting: bool, unit: str) -> None:
    log = Readings("FAH", ((TIME, 3_500), (TIME + 60, 9_250)))
    maximum = log.maximum if is_fitting else 9_000
    bounds = 2, log.minimum, maximum, log.first, log.last, 2_000, 8_000
    name = hashlib.sha256(log.document).digest()
    reported.send("seller", "report_sensor", reported.item, log.root, *bounds, bytes(32), name)
    reported.shop.vault.write(log.document)
    (element,) = reported.told("0x" + name.hex())["sensorElementList"]
    assert element["sensorReport"][0] == {
        "type": "Temperature",
        "minValue": 3.5,
        "maxValue": maximum / 1000,
        "uom": unit,
    }


def test_units_that_gs1_does_not_name_are_left_out(client: FlaskClient, db: Connection) -> None:
    """Their journeys are there, without what EPCIS could not say."""
    units = db.execute(select(t.things.c.position).where(t.things.c.lot.is_(None))).scalars().all()
    thing = next(one for one in finding.things_at(db, units) if one.serial.startswith("CASE-"))
    answer = client.get(f"/api/v1/provenance/epcis?lot={thing.maker}&serial={thing.serial}")
    assert answer.get_json()["epcisBody"]["eventList"] == []
    assert journey(db, thing).items
