"""Documents that want to break the reader: each gets one sentence, soon."""

import json
import random
import time

import pytest

from scripts import canonical_json
from scripts.provenance.epcis import importing
from scripts.refusal import Refusal
from tests.fixtures import epcis

PATIENCE = 20  # seconds for the worst of them on a busy machine
WRONG = [
    *(
        None,
        True,
        -1,
        0.5,
        1e300,
        "",
        "x",
        "\x00",
        "ni:///" + "9" * 5_000,
        [],
        {},
        [[]],
        [None],
        {"": None},
        {"id": {}},
    ),
    *("2026-02-30T00:00:00Z", "9999-12-31T23:59:59.9999Z", "0001-01-01T00:00:00+14:00"),
]


def with_event(**fields):
    """A document whose second event has other fields."""
    document = json.loads((epcis.OWN / "object_digital_link.jsonld").read_text())
    (one,) = document["epcisBody"]["eventList"]
    document["epcisBody"]["eventList"] = [one, {**one, **fields}]
    return json.dumps(document).encode()


def nested(depth):
    return b'{"a":' * depth + b"1" + b"}" * depth


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not JSON"),
        (b"\x00", "not JSON"),
        (b"null", "no document and no event"),
        (b"[]", "no document and no event"),
        (b'"EPCISDocument"', "no document and no event"),
        (nested(100_000), "more than 60 times"),
        (b"[" * 1_000_000, "more than 60 times"),
        (b'{"type":"EPCISDocument","type":"EPCISDocument"}', "'type' stands twice"),
        (b'{"type":"ObjectEvent","x:n":NaN}', "NaN is not a number"),
        (b'{"type":"ObjectEvent","x:n":-Infinity}', "-Infinity is not a number"),
        (b'{"type":"ObjectEvent","x:n":1e999}', "more digits than others keep"),
        (b'{"type":"ObjectEvent","x:n":' + b"7" * 100_000 + b"}", "A number has more than 400 characters"),
        (b'"' + b"a" * 10_000_000 + b'"', "more than 8,388,608 bytes"),
        (b" " * 10_000_000, "more than 8,388,608 bytes"),
        (
            with_event(**{"x:long": "a" * 7_000_000}),
            r"event 2: It has 7,\d{3},\d{3} bytes; 65,536 are accepted",
        ),
        (
            with_event(epcList=[f"urn:epc:id:sgtin:952000100.0003.{n}" for n in range(9_999)]),
            "event 2: It has",
        ),
        (
            with_event(epcList=["https://a.example/" + "9" * 3_000]),
            r"event 2, epcList\[0\]: has more than 2000 characters",
        ),
        (with_event(eventTime="2" * 60_000), "event 2, eventTime: has "),
        (with_event(eventTime="9999-12-31T23:59:59-14:00"), "event 2, eventTime: .* is not a time"),
        (with_event(eventTime="0001-01-01T00:00:00+14:00"), "event 2, eventTime: .* is (not a time|before 1970)"),
        (with_event(eventTime="2026-05-01T24:61:00Z"), "event 2, eventTime: .* is not a time"),
        (with_event(eventTime="2026-05-01T00:00:00+99:99"), "event 2, eventTime: .* is not a time"),
        (with_event(eventTime="２０26-05-01T00:00:00Z"), "event 2, eventTime: has characters or a form"),
        (with_event(**{"x:half": "\ud800"}), "event 2: A text has half a character"),
        (with_event(type=["ObjectEvent"]), "event 2, type: must be one of"),
        (with_event(type={"$ref": "#"}), "event 2, type: must be one of"),
        (json.dumps({"type": "x" * 100_000}).encode(), "^.{1,200}$"),
        (with_event(**{"a" * 30_000: 1}), "^.{1,200}$"),
        (with_event(bizStep="b" * 1_999), "^.{1,200}$"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]>", "This is XML"),
    ],
)
def test_one_sentence_soon(data, sentence):
    began = time.monotonic()
    with pytest.raises(Refusal, match=sentence) as refused:
        importing.read(data)
    assert len(str(refused.value)) < 300
    assert time.monotonic() - began < PATIENCE


def test_identifiers_that_want_long_searches():
    """Nothing in the patterns of identifiers goes back and forth."""
    hostile = [
        "urn:epc:id:sgtin:" + "1." * 900,
        "https://a.example" + "/01/09520001000027" * 100,
        "https://a.example/00/" + "%41" * 600,
    ]
    hostile += [
        "urn:epc:id:cpi:952000100." + "A." * 900,
        "https://a.example/8004/" + "%" * 1_900,
        "urn:epc:id:itip:952000100.0001." + "." * 1_900,
    ]
    began = time.monotonic()
    for _, second in (importing.read(with_event(epcList=[uri])).events for uri in hostile):
        assert second.id.startswith("ni:///sha-256;")
        assert second.subjects[0].thing is None or second.subjects[0].uri in hostile
    assert time.monotonic() - began < PATIENCE


def test_a_full_file_of_events_is_read():
    one = json.loads((epcis.OWN / "object_digital_link.jsonld").read_text())
    one["epcisBody"]["eventList"] *= 2_000
    began = time.monotonic()
    assert len(importing.read(json.dumps(one).encode()).events) == 2_000
    assert time.monotonic() - began < PATIENCE


def places(value, path=()):
    """Every place in a value."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


@pytest.mark.parametrize("path", epcis.own_examples(), ids=lambda path: path.stem)
def test_wrong_types_anywhere_give_a_sentence_or_come_out_again(path):
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    text = path.read_text()
    everywhere = [place for place in places(json.loads(text)) if place]
    for place in everywhere:
        document = json.loads(text)
        holder = document
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = dice.choice(WRONG)
        data = json.dumps(document).encode()
        try:
            capture = importing.read(data)
        except Refusal as refusal:
            assert len(str(refusal)) < 300, f"{place}, seed {seed}"  # noqa: PT017
            continue
        assert all(one.id for one in capture.events), f"{place}, seed {seed}"
        assert canonical_json.write(importing.whole(capture)) == canonical_json.write(document), f"{place}, seed {seed}"
