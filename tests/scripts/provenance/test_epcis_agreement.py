"""Whether an event's document tells what its reporter told the chain."""

from dataclasses import replace

import pytest

from scripts.provenance.epcis import agreement, event, exporting
from scripts.provenance.epcis.agreement import Report
from scripts.provenance.epcis.facts import Chain, Log
from scripts.provenance.epcis.subjects import read_point
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.vocabulary import DISPOSITIONS, ERROR_REASONS, STEPS

LINK = "https://id.gs1.org/01/09506000134352/10/M-1"
SSCC = "106141412345678908"
DOCK = "https://id.gs1.org/414/9520001000331/254/dock-4"
TIME = 1767416400  # 2026-01-03T05:00:00Z
DECLARED = TIME + 600
LOT, ITEM = (Product("09506000134352", lot="M-1", serial=serial) for serial in ("", "A001"))
CHAIN = Chain(31337, "0x" + "a" * 40, "0x" + "e" * 40)
LOG = Log(CHAIN, "0x" + "b" * 40, DECLARED, "0x" + "7" * 64, "0x" + "d" * 64)
BODY = {
    "type": "ObjectEvent",
    "eventTime": "2026-01-03T06:00:00.250+01:00",
    "eventTimeZoneOffset": "+01:00",
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "epcList": [f"{LINK}/21/A001", f"{LINK}/21/A002", f"https://id.gs1.org/00/{SSCC}"],
    "quantityList": [{"epcClass": LINK, "quantity": 5}],
    "readPoint": {"id": DOCK},
    "own:truck": "7",
}
CONTEXT = [exporting.CONTEXT, {"own": "https://farm.example/"}]
REPORT = Report(ITEM, STEPS.number("shipping"), DISPOSITIONS.number("in_transit"), read_point(DOCK), TIME)
TAKEN_BACK = {"declarationTime": "2026-01-03T05:10:00Z", "reason": "did_not_occur"}


def came(context=CONTEXT, **other):
    return event.read({**BODY, **other}, context)


@pytest.mark.parametrize("thing", [ITEM, LOT, Unit(SSCC)], ids=["item", "lot", "unit"])
def test_default_behavior(thing):
    assert agreement.tells(came(), replace(REPORT, thing=thing))


def test_a_place_that_was_not_told_stays_the_documents():
    assert agreement.tells(came(), replace(REPORT, read_point=bytes(32)))


@pytest.mark.parametrize("epc", ["urn:epc:id:sgtin:9506000.013435.A001", "urn:epc:id:sgtin:9506000.013435.B001"])
def test_an_item_may_be_named_without_its_lot(epc):
    assert agreement.tells(came(epcList=[epc]), REPORT) is epc.endswith("A001")


@pytest.mark.parametrize(
    "changed",
    [
        {"bizStep": "commissioning"},
        {"disposition": "active"},
        {"eventTime": "2026-01-03T05:00:01Z"},
        {"readPoint": {"id": "https://id.gs1.org/414/9520001000331"}},
        {"epcList": [f"{LINK}/21/A002"]},
        {"epcList": ["https://id.gs1.org/01/09506000134352/10/M-2/21/A001"]},
        {"epcList": ["https://id.gs1.org/01/09506000134369/10/M-1/21/A001"]},
        {"epcList": ["urn:epc:id:grai:0614141.12345.400"]},
        {"errorDeclaration": TAKEN_BACK},
    ],
    ids=["step", "disposition", "time", "place", "serial", "lot", "GTIN", "something else", "an error"],
)
def test_what_says_something_else(changed):
    assert not agreement.tells(came(**changed), REPORT)


@pytest.mark.parametrize("thing", [Product(ITEM.gtin, lot="M-2"), Unit("106141412345678915")], ids=["lot", "unit"])
def test_another_thing(thing):
    assert not agreement.tells(came(), replace(REPORT, thing=thing))


def test_a_step_that_is_left_out():
    body = {name: value for name, value in BODY.items() if name not in ("bizStep", "readPoint")}
    assert not agreement.tells(event.read(body, CONTEXT), REPORT)
    told = replace(REPORT, step=0)
    assert not agreement.tells(event.read(body, CONTEXT), told), "the chain was told where"
    assert agreement.tells(event.read(body, CONTEXT), replace(told, read_point=bytes(32)))


@pytest.mark.parametrize(
    ("reason", "recorded", "changed", "agrees"),
    [
        ("did_not_occur", DECLARED, {}, True),
        ("incorrect_data", DECLARED, {}, False),
        ("did_not_occur", DECLARED - 1, {}, False),
        ("did_not_occur", DECLARED, {"bizStep": "receiving"}, False),
    ],
    ids=["same", "other reason", "later than it was told", "of another event"],
)
def test_declarations(reason, recorded, changed, agrees):
    said = came(errorDeclaration=TAKEN_BACK, **changed)
    assert agreement.declares(said, REPORT, ERROR_REASONS.number(reason), recorded) is agrees


def test_an_event_that_takes_nothing_back_is_no_declaration():
    assert not agreement.declares(came(), REPORT, 1, DECLARED)


def test_what_a_reporter_writes_is_his():
    assert not agreement.poses(came(), LOG)
    assert not agreement.poses(came([CONTEXT[0], CHAIN.context], **{"chain:note": "Cold.", "own:truck": 7}), LOG)
    assert not agreement.poses(came([CHAIN.context], **{"chain:by": CHAIN.account(LOG.by)}), LOG)
    assert not agreement.poses(came([{"chain": "https://chains.example/"}], **{"chain:by": "Smith"}), LOG)


@pytest.mark.parametrize(
    ("context", "changed"),
    [
        ([CHAIN.context], {"chain:by": CHAIN.account("0x" + "c" * 40)}),
        ([], {"chain:by": CHAIN.account("0x" + "c" * 40)}),
        ([CHAIN.context], {"chain:transaction": LOG.transaction}),
        ([{"c": CHAIN.context["chain"].upper()}], {"c:recall": "0x12"}),
        ([{"c": {"@id": CHAIN.context["chain"], "@prefix": True}}], {"c:by": "0x12"}),
        ([], {"@context": CHAIN.context, "chain:root": "0x12"}),
        ([CHAIN.context], {"own:inside": [{"chain:root": "0x12"}]}),
        ([], {CHAIN.context["chain"] + "by": "0x12"}),
    ],
)
def test_what_only_the_chain_says(context, changed):
    assert agreement.poses(came(context, **changed), LOG)
