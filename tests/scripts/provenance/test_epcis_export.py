"""EPCIS out: what the chain tells as events that the standard's own schemas accept, and others' events as they came."""

import json
from dataclasses import replace

import pytest

from scripts.provenance.epcis import exporting, facts, importing
from scripts.provenance.epcis.event_ids import event_id
from scripts.provenance.epcis.facts import Chain, Log, Readings
from scripts.provenance.epcis.subjects import read_point
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.vocabulary import DISPOSITIONS, STEPS
from scripts.refusal import Refusal
from tests.fixtures import epcis

CREATED = 1777885200  # 2026-05-04T09:00:00Z
FARMER, DAIRY, SHOPPER = ("0x" + digit * 40 for digit in "123")
CHAIN = Chain(31337, "0x" + "a" * 40, "0x" + "e" * 40)
LOG = Log(CHAIN, DAIRY, CREATED - 60, "0x" + "7" * 64, "ab" * 32)
MILK = Product("09520001000010", lot="M-0501")
CHEESE = Product("09520001000027", lot="K-7")
ITEM = Product("09520001000027", lot="K-7", serial="000012")
CASE = Unit("095200010000000058")
DOCK = read_point("https://id.gs1.org/414/9520001000331/254/dock-4")
WARM = Readings("Temperature", "CEL", 721, 2250, 9813, CREATED - 7_200, CREATED - 100, 2_000, 8_000, "0x" + "5" * 64)

SHIPPED = (STEPS.number("shipping"), DISPOSITIONS.number("in_transit"))
MADE = {
    "registered": facts.registered(LOG, MILK, 1200, {"cbvmda:bestBeforeDate": "2026-05-11"}),
    "transformed": facts.transformed(
        LOG, CREATED - 600, [(MILK, 600), (Product(MILK.gtin, lot="M-0430"), 1)], CHEESE, 58
    ),
    "reported": facts.reported(LOG, ITEM, *SHIPPED, DOCK, CREATED - 300),
    "reported of a unit, without words, somewhere": facts.reported(LOG, CASE, 0, 0, bytes(32), CREATED - 300),
    "reported of a whole lot": facts.reported(LOG, MILK, *SHIPPED, DOCK, CREATED - 300),
    "sensed": facts.sensed(LOG, CASE, WARM, DOCK),
    "packed": facts.aggregated(LOG, CASE, [ITEM, Unit("095200010000000065")], packed=True),
    "unpacked": facts.aggregated(LOG, CASE, [ITEM], packed=False),
    "handed over": facts.handed_over(LOG, ITEM, FARMER, DAIRY, facts.OWNERSHIP | facts.CUSTODY),
    "given to keep": facts.handed_over(LOG, CASE, FARMER, DAIRY, facts.CUSTODY),
    "sold": facts.sold(LOG, ITEM, "0x" + "9" * 64, DAIRY, SHOPPER),
    "recalled": facts.recalled(LOG, MILK, "0x" + "8" * 64, 1),
    "recalled in part": facts.recalled(LOG, CHEESE, "0x" + "8" * 64, 2, ("000010", "000020")),
    "recall closed": facts.recall_closed(LOG, MILK, "0x" + "8" * 64),
}


def document(*bodies):
    return exporting.document([(body, CHAIN.context) for body in bodies], CREATED)


def test_default_behavior():
    body = MADE["reported"]
    assert body == {
        "type": "ObjectEvent",
        "eventTime": "2026-05-04T08:55:00.000Z",
        "eventTimeZoneOffset": "+00:00",
        "recordTime": "2026-05-04T08:59:00.000Z",
        "action": "OBSERVE",
        "epcList": ["https://id.gs1.org/01/09520001000027/10/K-7/21/000012"],
        "readPoint": {"id": "https://id.gs1.org/414/9520001000331/254/dock-4"},
        "bizStep": "shipping",
        "disposition": "in_transit",
        "chain:by": f"did:pkh:eip155:31337:{DAIRY}",
        "chain:transaction": "0x" + "7" * 64,
        "chain:document": "ab" * 32,
        "eventID": event_id(body, CHAIN.context),
    }
    assert document(body) == {
        "@context": [exporting.CONTEXT, {"chain": f"eip155:31337:{CHAIN.provenance}/"}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-05-04T09:00:00.000Z",
        "epcisBody": {"eventList": [body]},
    }


def test_all_that_the_chain_tells_is_right_by_the_schemas_and_comes_in_again():
    whole = document(*MADE.values())
    single = [document(body) for body in MADE.values()]
    assert epcis.faults([whole, *single]) == [[]] * (1 + len(MADE))
    events = importing.read(json.dumps(whole).encode()).events
    assert [event.body for event in events] == list(MADE.values())
    assert [event.id for event in events] == [event_id(body, CHAIN.context) for body in MADE.values()]
    assert len({event.id for event in events}) == len(MADE)


def test_what_the_chain_held_is_read_again():
    (one,) = importing.read(json.dumps(document(MADE["reported"])).encode()).events
    assert (one.step, one.disposition, one.time, read_point(one.place)) == (*SHIPPED, CREATED - 300, DOCK)
    assert one.subjects[0].thing == ITEM
    (one,) = importing.read(json.dumps(document(MADE["sensed"])).encode()).events
    temperature, count = one.sensed
    assert (temperature.minimum, temperature.maximum) == (WARM.minimum, WARM.maximum)
    assert (temperature.first, temperature.last) == (WARM.first, WARM.last)
    assert count.maximum == WARM.count * 1000
    (one,) = importing.read(json.dumps(document(MADE["transformed"])).encode()).events
    assert [int(subject.quantity) for subject in one.subjects] == [600, 1, 58]


def test_schemas_find_what_is_wrong():
    """So that the tests above could fail."""
    wrong = document({**MADE["reported"], "bizStep": "flying"})
    without_time = document({name: value for name, value in MADE["sold"].items() if name != "eventTime"})
    assert all(epcis.faults([wrong, without_time]))


def test_a_breach_is_an_exception():
    (element,) = MADE["sensed"]["sensorElementList"]
    assert element["sensorReport"] == [
        {"type": "Temperature", "minValue": 2.25, "maxValue": 9.813, "uom": "CEL"},
        {"type": "Count", "value": 721},
        {"type": "Temperature", "exception": "ALARM_CONDITION", "booleanValue": True},
    ]
    assert (element["chain:low"], element["chain:high"], element["chain:root"]) == (2, 8, WARM.root)
    kept = facts.sensed(LOG, CASE, replace(WARM, high=WARM.maximum), DOCK)
    assert [report.get("exception") for report in kept["sensorElementList"][0]["sensorReport"]] == [None, None]


def test_hands_and_orders():
    both, kept, sold = MADE["handed over"], MADE["given to keep"], MADE["sold"]
    assert [party["type"] for party in both["sourceList"]] == ["owning_party", "possessing_party"]
    assert kept["destinationList"] == [{"type": "possessing_party", "destination": CHAIN.account(DAIRY)}]
    order = f"eip155:31337:{CHAIN.escrow}/order/0x{'9' * 64}"
    assert sold["bizTransactionList"] == [{"type": "po", "bizTransaction": order}]
    assert (sold["bizStep"], sold["disposition"]) == ("retail_selling", "retail_sold")


def test_recalls():
    assert MADE["recalled"]["persistentDisposition"] == {"set": ["recalled"]}
    assert MADE["recall closed"]["persistentDisposition"] == {"unset": ["recalled"]}
    part = MADE["recalled in part"]
    assert (part["chain:firstSerial"], part["chain:lastSerial"], part["chain:class"]) == ("000010", "000020", 2)


def test_error_declaration():
    wrong, right = MADE["reported"], MADE["reported of a whole lot"]
    declared = exporting.declared_wrong(wrong, CREATED, 2, [right["eventID"]])
    assert declared == {
        **wrong,
        "errorDeclaration": {
            "declarationTime": "2026-05-04T09:00:00.000Z",
            "reason": "incorrect_data",
            "correctiveEventIDs": [right["eventID"]],
        },
    }
    assert event_id(declared, CHAIN.context) == wrong["eventID"]
    whole = document(declared, right)
    assert epcis.faults([whole]) == [[]]
    one, _ = importing.read(json.dumps(whole).encode()).events
    assert (one.declaration.reason, one.declaration.corrective) == (2, (right["eventID"],))


def test_error_declaration_without_a_reason():
    declared = exporting.declared_wrong(MADE["sold"], CREATED, 0)
    assert declared["errorDeclaration"] == {"declarationTime": "2026-05-04T09:00:00.000Z"}
    assert epcis.faults([document(declared)]) == [[]]


def test_event_without_an_id_cannot_be_declared_wrong():
    with pytest.raises(Refusal, match="nobody would know which is meant"):
        exporting.declared_wrong({"type": "ObjectEvent"}, CREATED, 1)


def test_events_of_others_go_out_as_they_came_into_one_right_document():
    events = [event for path in epcis.own_examples() for event in importing.read(path.read_bytes()).events]
    whole = exporting.of_events(events, CREATED)
    assert epcis.faults([whole]) == [[]]
    again = importing.read(json.dumps(whole).encode()).events
    assert [event.body for event in again] == [event.body for event in events]
    assert [event.id for event in again] == [event.id for event in events]


def test_a_prefix_with_two_meanings_stays_with_its_event():
    first = {**MADE["reported"], "own:n": 1}
    second = {**MADE["sold"], "own:n": 1}
    whole = exporting.document(
        [(first, {"own": "https://a.example/"}), (second, [{"own": "https://b.example/"}])], CREATED
    )
    assert whole["@context"][1] == {"own": "https://a.example/"}
    one, other = whole["epcisBody"]["eventList"]
    assert one == first
    assert other == {"@context": [{"own": "https://b.example/"}], **second}
    assert epcis.faults([whole]) == [[]]
    _, read = importing.read(json.dumps(whole).encode()).events
    assert event_id(read.body, read.context) == event_id(second, {"own": "https://b.example/"})


def test_examples_are_right_by_the_schemas():
    paths = epcis.own_examples()
    found = epcis.faults([json.loads(path.read_text()) for path in paths])
    assert dict(zip(paths, found, strict=True)) == {path: [] for path in paths}


def test_events_of_the_standard_go_out_into_right_documents():
    """But for one that is not right as it stands: a field that a sensor's report does not have in the schema."""
    sure = {}
    for path in epcis.standard_examples():
        try:
            sure[path] = importing.read(path.read_bytes())
        except Refusal as refusal:
            assert "stands twice" in str(refusal), path.name  # noqa: PT017
    frames = [importing.whole(capture) for capture in sure.values()]
    before = dict(zip(sure, epcis.faults(frames), strict=True))
    after = dict(
        zip(sure, epcis.faults([exporting.of_events(one.events, CREATED) for one in sure.values()]), strict=True)
    )
    assert [path.name for path in sure if after[path] and not before[path]] == []
    assert [path.name for path in sure if after[path] and path.parent.name == "WithSensorData"] == [
        "SensorDataExample8.jsonld"
    ]
    print(f"{sum(not faults for faults in after.values())} of {len(after)} documents are right")
