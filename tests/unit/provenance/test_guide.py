"""docs/provenance.md: what it computes by hand is what the chain says."""

import re

import pytest

from scripts.parameters import ROOT
from scripts.provenance.epcis.subjects import read_point
from tests.fixtures.provenance import code_of, text

DOCUMENT = b"\xd7" * 32
DOCK = read_point("https://id.gs1.org/414/9520001000331/254/dock-4")


@pytest.fixture(scope="module")
def by_hand():
    """The functions that the guide writes down."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "provenance.md").read_text(), re.DOTALL)
    (code,) = [block for block in blocks if "def lot_id" in block]
    names = {}
    exec(code, names)
    return names


def test_default_behavior(provenance, lot, by_hand):
    assert by_hand["lot_id"](lot.producer, f"{lot.gtin:014d}", lot.batch) == lot.id
    for item, serial in zip(lot.items, lot.serials, strict=True):
        leaf = by_hand["item_leaf"](lot.id, serial, code_of(item))
        assert by_hand["root"](leaf, lot.path(item)) == bytes(provenance.roots(lot.id))


def test_ids_of_events(provenance, item, lot, producer, said, now, by_hand):
    tx = provenance.report(item, 33, 15, DOCK, now, DOCUMENT, {"from": producer})
    ((name, event),) = said(tx)
    told = (33, 15, DOCK, now, DOCUMENT)
    assert (name, event["event_id"]) == (
        "EventReported",
        by_hand["event_id"](lot.id, lot.serials[0], producer.address, *told),
    )


def test_ids_of_recalls(provenance, lot, producer, said, by_hand):
    tx = provenance.recall(lot.id, text("A002"), text("A004"), 2, DOCUMENT, {"from": producer})
    ((name, event),) = said(tx)
    recall_id = by_hand["recall_id"](producer.address, lot.id, "A002", "A004", 2, DOCUMENT)
    assert (name, event["recall_id"]) == ("Recalled", recall_id)


def test_readings(provenance, by_hand):
    leaves = [by_hand["reading_leaf"](1_777_777_777 + n, value) for n, value in enumerate((-500, 4_125))]
    root = by_hand["node"](*leaves)
    assert provenance.is_reading(root, 1_777_777_777, -500, [leaves[1]])
    assert not provenance.is_reading(root, 1_777_777_777, -501, [leaves[1]])
