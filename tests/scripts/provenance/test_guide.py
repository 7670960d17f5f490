"""docs/provenance.md: its numbers are the vocabulary's, its code computes what the scripts and the contract do."""

import re
from typing import Any

import pytest

from scripts import carrier, merchant, producer
from scripts.parameters import ROOT
from scripts.provenance import identity, lots, tree
from scripts.provenance.vocabulary import DISPOSITIONS, STEPS
from tests.fixtures import epcis

GUIDE = (ROOT / "docs" / "provenance.md").read_text()
MAKER = "0x" + "1d" * 20
CODES = [bytes([n]) * 16 for n in range(5)]


@pytest.fixture(scope="module")
def by_hand() -> dict[str, Any]:
    """What the guide's code for checking defines."""
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "def lot_id" in block]
    names: dict[str, Any] = {}
    exec(code, names)
    return names


def test_file_of_lots(tmp_path):
    (written,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "lots.yaml"
    path.write_text(written, encoding="utf-8")

    (lot,) = lots.load(path)

    assert (lot.name, lot.count, lot.limits, lot.inputs[0].quantity) == ("09506000134352/M-1", 1000, (2000, 8000), 900)


@pytest.mark.parametrize("script", [carrier, merchant, producer], ids=["carrier", "merchant", "producer"])
def test_commands_are_there(script):
    name = script.__name__.removeprefix("scripts.")
    told = re.findall(rf"`{name} ([a-z_]+)((?: [^`]*)?)`", GUIDE)
    assert told
    for command, words in told:
        options = re.findall(r" ([a-z_]+)=", re.sub(r'"[^"]*"', "", words))
        assert {f"[{option}={option.upper()}]" for option in options} <= set(getattr(script, command).usage.split())


@pytest.mark.parametrize(("title", "words"), [("Steps", STEPS), ("Dispositions", DISPOSITIONS)])
def test_numbers(title, words):
    (listed,) = re.findall(rf"^{title}: (.*?)\.\n", GUIDE, re.DOTALL | re.MULTILINE)
    assert [tuple(one.split()) for one in listed.split(",")] == [
        (str(n), word) for n, word in enumerate(words.words, 1)
    ]


def test_items_stand_under_the_root(by_hand):
    serials = [f"{n:04d}" for n in range(5)]
    lot = identity.lot_id(MAKER, "09520001000010", "M-0501")
    leaves = [by_hand["item_leaf"](lot, *one) for one in zip(serials, CODES, strict=True)]
    codes = [tree.hash_of_code(lot, code) for code in CODES]
    assert leaves == [
        tree.item_leaf(identity.word(*one[::-1]), two)
        for one, two in zip([("serial", s) for s in serials], codes, strict=True)
    ]
    left, right = by_hand["node"](leaves[0], leaves[1]), by_hand["node"](leaves[2], leaves[3])
    whole = by_hand["root"](leaves[2], [leaves[3], left, leaves[4]])
    assert (
        whole
        == tree.root_of(leaves[2], [leaves[3], left, leaves[4]])
        == by_hand["root"](leaves[4], [by_hand["node"](left, right)])
    )


def test_lots_and_readings(by_hand):
    assert by_hand["lot_id"](MAKER, "09520001000010", "M-0501") == identity.lot_id(MAKER, "09520001000010", "M-0501")
    for time, value in ((1777777777, -500), (0, 0), (2**40, 2**53)):
        assert by_hand["reading_leaf"](time, value) == tree.reading_leaf(time, value)


def test_ids_of_events_and_recalls_differ_by_every_part(by_hand):
    lot, document = b"\x01" * 32, b"\x02" * 32
    told = [lot, "0001", MAKER, 33, 15, bytes(32), 1777777777, document]
    ids = {by_hand["event_id"](*told)}
    for place, other in enumerate([document, "0002", "0x" + "2d" * 20, 32, 14, b"\x01" * 32, 1777777778, lot]):
        ids.add(by_hand["event_id"](*told[:place], other, *told[place + 1 :]))
    ids.add(by_hand["recall_id"](MAKER, lot, "", "", 1, document))
    assert len(ids) == 10


def test_code_for_reading_events(tmp_path, monkeypatch, capsys):
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "importing.read" in block]
    (tmp_path / "events.jsonld").write_bytes((epcis.OWN / "transformation.jsonld").read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    assert "Kind.TRANSFORMATION 1777706100 5" in capsys.readouterr().out
