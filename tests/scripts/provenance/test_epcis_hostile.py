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


# Each is made when its turn comes: some are large.
HOSTILE = {
    "nothing": (lambda: b"", "not JSON"),
    "zero byte": (lambda: b"\x00", "not JSON"),
    "null": (lambda: b"null", "no document and no event"),
    "list": (lambda: b"[]", "no document and no event"),
    "text": (lambda: b'"EPCISDocument"', "no document and no event"),
    "deep mappings": (lambda: nested(100_000), "more than 60 times"),
    "deep lists": (lambda: b"[" * 1_000_000, "more than 60 times"),
    "key twice": (lambda: b'{"type":"EPCISDocument","type":"EPCISDocument"}', "'type' stands twice"),
    "NaN": (lambda: b'{"type":"ObjectEvent","x:n":NaN}', "NaN is not a number"),
    "infinity": (lambda: b'{"type":"ObjectEvent","x:n":-Infinity}', "-Infinity is not a number"),
    "large exponent": (lambda: b'{"type":"ObjectEvent","x:n":1e999}', "more digits than others keep"),
    "long number": (
        lambda: b'{"type":"ObjectEvent","x:n":%s}' % (b"7" * 100_000),
        "A number has more than 400 characters",
    ),
    "text of 10 MB": (lambda: b'"%s"' % (b"a" * 10_000_000), "more than 8,388,608 bytes"),
    "blanks of 10 MB": (lambda: b" " * 10_000_000, "more than 8,388,608 bytes"),
    "long field": (
        lambda: with_event(**{"x:long": "a" * 7_000_000}),
        r"event 2: It has 7,\d{3},\d{3} bytes; 65,536 are",
    ),
    "many things": (
        lambda: with_event(epcList=[f"urn:epc:id:giai:952000100.{n}" for n in range(9_999)]),
        "event 2: It has",
    ),
    "long identifier": (
        lambda: with_event(epcList=["https://a.example/" + "9" * 3_000]),
        r"event 2, epcList\[0\]: has more than 2000 characters",
    ),
    "long time": (lambda: with_event(eventTime="2" * 60_000), "event 2, eventTime: has "),
    "last time": (lambda: with_event(eventTime="9999-12-31T23:59:59-14:00"), "event 2, eventTime: .* is not a time"),
    "first time": (lambda: with_event(eventTime="0001-01-01T00:00:00+14:00"), "event 2, eventTime: .* is not a time"),
    "no such hour": (lambda: with_event(eventTime="2026-05-01T24:61:00Z"), "event 2, eventTime: .* is not a time"),
    "no such zone": (lambda: with_event(eventTime="2026-05-01T00:00:00+99:99"), "event 2, eventTime: .* is not a time"),
    "wide digits": (
        lambda: with_event(eventTime="２０26-05-01T00:00:00Z"),
        "event 2, eventTime: has characters or a form",
    ),
    "half a character": (lambda: with_event(**{"x:half": "\ud800"}), "event 2: A text has half a character"),
    "type in a list": (lambda: with_event(type=["ObjectEvent"]), "event 2, type: must be one of"),
    "type by reference": (lambda: with_event(type={"$ref": "#"}), "event 2, type: must be one of"),
    "long type": (lambda: json.dumps({"type": "x" * 100_000}).encode(), "^.{1,200}$"),
    "long key": (lambda: with_event(**{"a" * 30_000: 1}), "^.{1,200}$"),
    "long step": (lambda: with_event(bizStep="b" * 1_999), "^.{1,200}$"),
    "entities": (lambda: b"<!DOCTYPE x [<!ENTITY a 'b'>]>", "This is XML"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_sentence_soon(name):
    make, sentence = HOSTILE[name]
    data = make()
    began = time.process_time()
    with pytest.raises(Refusal, match=sentence) as refused:
        importing.read(data)
    assert len(str(refused.value)) < 300
    assert time.process_time() - began < PATIENCE


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
    began = time.process_time()
    for _, second in (importing.read(with_event(epcList=[uri])).events for uri in hostile):
        assert second.id.startswith("ni:///sha-256;")
        assert second.subjects[0].thing is None or second.subjects[0].uri in hostile
    assert time.process_time() - began < PATIENCE


def test_a_full_file_of_events_is_read():
    one = json.loads((epcis.OWN / "object_digital_link.jsonld").read_text())
    one["epcisBody"]["eventList"] *= 2_000
    began = time.process_time()
    assert len(importing.read(json.dumps(one).encode()).events) == 2_000
    assert time.process_time() - began < PATIENCE


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
