"""A producer's file of lots: what is planned is what is written, and every fault has its line."""

import json

import pytest
from PIL import Image

from scripts import documents
from scripts.provenance import lots, typed
from scripts.provenance.gs1 import Product, Unit
from scripts.provenance.lots import Input
from scripts.provenance.serials import Counted, Listed
from scripts.provenance.typed import Typed
from tests.fixtures.refused import refusal_of

YAML = """\
defaults:
  gtin: "09506000134352"
  place: {name: {en: Alp, zh: 牧场}, gln: "9506000134369", latitude: "46.55", longitude: "8.1"}
lots:
  - lot: M-1
    count: "1000"
    name: {en: Milk, zh: 牛奶}
    pictures: [{file: milk.png}]
    made: 2026-11-20 06:30+01
    best_before: 2026-11-27
    limits: {low: "2", high: "8"}

  - lot: C/1
    count: "3"
    serials: cheese.txt
    name: Cheese
    inputs:
      - {lot: 09506000134352/M-1, quantity: "400"}
      - {lot: 0x70997970C51812dc3A010C7d01b50e0d17dc79C8/96385074/a%2Fb, quantity: "1"}
"""
CSV = """\
gtin,lot,count,first_serial,name.en,name.zh,place,latitude,longitude,low,high,unit,inputs,pictures,item.en,item.zh
96385074,A,20,X01,Milk,牛奶,Alp,46.55,8.1,2,8.5,°C,,milk.png,bottle of 1 litre,瓶（1 升）
96385074,B,5,,Cheese,奶酪,,,,,,,96385074/A 10; merchant1/96385074/Z 3,,,
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.parameters.PICTURES", tmp_path / "kept")
    Image.new("RGB", (20, 20), "#ffffff").save(tmp_path / "milk.png")
    (tmp_path / "cheese.txt").write_text("b\n\na\nC\n")
    return tmp_path


def load(folder, text, name="lots.yaml"):
    (folder / name).write_text(text, encoding="utf-8")
    return lots.load(folder / name)


def changed(text, old, new):
    """A text with a fault."""
    assert old in text
    return text.replace(old, new)


def test_yaml(folder):
    milk, cheese = load(folder, YAML)

    assert (milk.place, milk.product, milk.count) == ("lots.yaml, line 5", Product("09506000134352", lot="M-1"), 1_000)
    assert list(milk.serials)[:2] == ["0001", "0002"]
    assert milk.limits == (2_000, 8_000)
    assert milk.made == 1_795_152_600
    (picture,) = milk.pictures
    assert documents.examine(milk.document) == (documents.Kind.LOT, "application/json")
    assert json.loads(milk.document) == {
        "type": "handover/lot/1",
        "gtin": "09506000134352",
        "lot": "M-1",
        "name": {"en": "Milk", "zh": "牛奶"},
        "pictures": [{"sha256": picture, "alt": {"en": "Milk", "zh": "牛奶"}}],
        "made": "2026-11-20T06:30:00+01:00",
        "best_before": "2026-11-27",
        "place": {
            "name": {"en": "Alp", "zh": "牧场"},
            "gln": "9506000134369",
            "latitude": "46.55",
            "longitude": "8.1",
        },
        "limits": {"low": 2_000, "high": 8_000, "unit": "CEL"},
    }
    assert (cheese.place, cheese.name) == ("lots.yaml, line 13", "09506000134352/C%2F1")
    assert cheese.serials == Listed(("C", "a", "b"))
    assert cheese.inputs == (
        Input(Typed(Product("09506000134352", lot="M-1")), 400),
        Input(Typed(Product("96385074", lot="a/b"), "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"), 1),
    )
    assert (cheese.limits, cheese.made) == (None, 0)


def test_csv(folder):
    milk, cheese = load(folder, CSV, "lots.csv")

    assert milk.place == "lots.csv, line 2"
    assert milk.serials == Counted("X", 2, 1, 20)
    assert milk.limits == (2_000, 8_500)
    assert json.loads(milk.document)["place"] == {"name": {"en": "Alp"}, "latitude": "46.55", "longitude": "8.1"}
    assert json.loads(milk.document)["item"] == {"en": "bottle of 1 litre", "zh": "瓶（1 升）"}
    assert len(milk.pictures) == 1
    assert list(cheese.serials) == ["1", "2", "3", "4", "5"]
    assert [(part.lot.producer, part.quantity) for part in cheese.inputs] == [("", 10), ("merchant1", 3)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"09506000134352"', '"09506000134353"', "lots.yaml, line 5: The GTIN 09506000134353 is mistyped"),
        ("lot: M-1", "lot: M 1", "lots.yaml, line 5: The lot 'M 1' has ' ' in it, which GS1 does not allow."),
        (
            "lot: M-1",
            "lot: C/1",
            "lots.yaml, line 13: the lot 09506000134352/C%2F1 is there already (lots.yaml, line 5).",
        ),
        ('    count: "3"\n', "", "lots.yaml, line 13: 'count' is missing."),
        ('count: "3"', 'count: "4"', "lots.yaml, line 13: cheese.txt has 3 serials for 4 items."),
        ('count: "3"', 'count: "0"', "lots.yaml, line 13: A tree has 1 to 4,294,967,295 leaves, not 0."),
        ('count: "3"', "count: three", "lots.yaml, line 13: 'three' is not a whole number."),
        ("serials: cheese.txt", "first_serial: X9", "line 13: Counted up from 'X9', 3 serials get longer; write more"),
        (
            "serials: cheese.txt",
            "first_serial: X",
            "line 13: The first serial 'X' does not end in a number that can be",
        ),
        ("serials: cheese.txt", "serials: no.txt", "no.txt cannot be read as UTF-8 text."),
        ("serials: cheese.txt", "seriels: x", "lots.yaml, line 13: 'seriels' is not a known field (known: gtin,"),
        ("name: Cheese", "name: {fr: Fromage}", "lots.yaml, line 13: name: "),
        ('quantity: "400"', 'quantity: "0"', "line 13: 0 of 09506000134352/M-1 cannot be an input."),
        ("09506000134352/M-1", "M-1", "line 13: 'M-1' is no lot (GTIN/LOT), no item"),
        ("a%2Fb", "a%2Fb/7", "is not a lot; write it like 09506000134352/L-1."),
        ("2026-11-20 06:30+01", "2026-11-20", "line 5: '2026-11-20' is not a time with its offset"),
        ("2026-11-27", "27.11.2026", "line 5: '27.11.2026' is not a date; write it like 2026-12-31."),
        ('high: "8"', 'high: "1"', "line 5: the limits' low 2 is above their high 1."),
        ('longitude: "8.1"', 'longitude: "181"', "lots.yaml, line 5: lot, place.longitude: has characters or a form"),
        (', longitude: "8.1"', "", "line 5: the place has one of latitude and longitude; both are needed."),
        ('"9506000134369"', '"9506000134368"', "line 5: The GLN 9506000134368 is mistyped"),
        ("milk.png", "none.png", "line 5: the picture"),
        ("lots:", "lost:", "lots.yaml: lots, document: "),
        ("defaults:", "defaults: [", "lots.yaml, line 3: this is not valid YAML."),
    ],
)
def test_faults_of_yaml_have_their_line(folder, old, new, sentence):
    assert sentence in refusal_of(lambda: load(folder, changed(YAML, old, new)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("96385074,B", "96385075,B", "lots.csv, line 3: The GTIN 96385075 is mistyped"),
        ("96385074/A 10", "96385074/A", "lots.csv, line 3: inputs are written like 09506000134352/L-1 100, with"),
        ("name.zh", "name.fr", "lots.csv, line 2: name: "),
        ("first_serial", "colour", "lots.csv, line 2: 'colour' is not a known field"),
        (",5,", ",", "lots.csv, line 3: the row has 15 fields, the first line 16."),
    ],
)
def test_faults_of_csv_have_their_line(folder, old, new, sentence):
    assert sentence in refusal_of(lambda: load(folder, changed(CSV, old, new), "lots.csv"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\nb c\n", "cheese.txt, line 2: The serial 'b c' has ' ' in it, which GS1 does not allow."),
        ("a\nb\na\n", "cheese.txt, line 3: a is in line 1 already."),
    ],
)
def test_faults_of_serials_have_their_line(folder, text, sentence):
    (folder / "cheese.txt").write_text(text)

    assert sentence in refusal_of(lambda: load(folder, YAML))


def test_serials_of_a_million_are_in_byte_order(folder):
    (planned,) = load(folder, "gtin,lot,count,name\n96385074,A,1000000,Milk\n", "lots.csv")
    before = ""
    for serial in planned.serials:
        assert before < serial
        before = serial
    assert before == "1000000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9506000134352/L", Typed(Product("09506000134352", lot="L"))),
        ("9506000134352/L%2F1/%25", Typed(Product("09506000134352", lot="L/1", serial="%"))),
        ("producer/9506000134352/L/7", Typed(Product("09506000134352", lot="L", serial="7"), "producer")),
        ("106141412345678908", Typed(Unit("106141412345678908"))),
        ("carrier/106141412345678908", Typed(Unit("106141412345678908"), "carrier")),
        ("https://a.example/01/09506000134352/10/L/21/7", Typed(Product("09506000134352", lot="L", serial="7"))),
    ],
)
def test_what_people_type(text, expected):
    found = typed.read(text)

    assert found == expected
    assert typed.read(typed.write(found.thing)).thing == found.thing


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "'' is no lot (GTIN/LOT), no item (GTIN/LOT/SERIAL), no SSCC and no Digital Link."),
        ("9506000134352", "'9506000134352' is no lot (GTIN/LOT)"),
        ("a/b/c/d/e", "'a/b/c/d/e' is no lot (GTIN/LOT)"),
        ("producer/9506000134353/L", "The GTIN 9506000134353 is mistyped"),
        ("https://a.example/01/09506000134352", "names no lot, no item and no unit."),
        ("https://a.example/414/9506000134369", "names no lot, no item and no unit."),
    ],
)
def test_what_nobody_means(text, sentence):
    assert sentence in refusal_of(lambda: typed.read(text))
