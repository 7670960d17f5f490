"""Loggers' files: what is read is what was recorded, and every fault has its line."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import documents
from scripts.provenance import sensors, tree
from scripts.provenance.sensors import Readings
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of

START = 1_795_000_000
CSV = """\
Timestamp;Temperature;Unit
2026-11-18T10:00:00+01:00;4,5;°C
2026-11-18T10:05:00+01:00;-0.25;°C
2026-11-18T08:55:00Z;8.0625;°C
"""


def written(tmp_path, text, name="log.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv(tmp_path):
    found = sensors.read(written(tmp_path, CSV), device="TL-7")

    ten = int(datetime(2026, 11, 18, 9, tzinfo=timezone.utc).timestamp())
    assert found == Readings("CEL", ((ten - 300, 8_062), (ten, 4_500), (ten + 300, -250)), "TL-7")
    assert (found.count, found.minimum, found.maximum) == (3, -250, 8_062)
    assert (found.first, found.last) == (ten - 300, ten + 300)


@pytest.mark.parametrize(
    "said",
    [
        [{"time": "2026-11-18T09:00Z", "value": 4.5, "unit": "CEL"}],
        {"unit": "C", "readings": [{"time": "2026-11-18 10:00:00.250+0100", "value": "4.500"}]},
        {"unit": "F", "readings": [{"time": "2026-11-18T09:00Z", "value": 4.5, "unit": "celsius"}]},
    ],
)
def test_json(tmp_path, said):
    found = sensors.read(written(tmp_path, json.dumps(said), "log.json"))

    assert found == Readings("CEL", ((1_794_992_400, 4_500),))


def test_a_unit_that_the_file_does_not_say(tmp_path):
    path = written(tmp_path, "time,value\n2026-11-18T09:00Z,61\n")

    assert sensors.read(path, "%").unit == "P1"
    with pytest.raises(Refusal, match=r"^log\.csv, line 2: the unit is not said; name it in a column or by unit=\.$"):
        sensors.read(path)


@given(st.lists(st.tuples(st.integers(0, 2**40), st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=40))
def test_every_reading_is_proved(points):
    found = Readings("CEL", tuple(sorted(points)))

    for index, point in enumerate(found.points):
        assert tree.root_of(tree.reading_leaf(*point), found.proof(index)) == found.root


def test_the_document_shows_them(tmp_path):
    found = sensors.read(written(tmp_path, CSV), device="TL-7")

    assert documents.examine(found.document) == (documents.Kind.READINGS, "application/json")
    assert sensors.from_document(found.document) == found
    with pytest.raises(Refusal, match=r"^This is not a document of readings\.$"):
        sensors.from_document(b"{}")


def test_two_weeks_of_one_a_minute(tmp_path):
    start = datetime(2026, 11, 1, tzinfo=timezone.utc)
    rows = [f"{(start + timedelta(minutes=n)).isoformat()},{-18 + n % 7 / 10}" for n in range(sensors.MAX_READINGS)]
    path = written(tmp_path, "\n".join(["time,value", *rows]))

    found = sensors.read(path, "C")
    assert found.count == sensors.MAX_READINGS
    assert len(found.document) < documents.MAX_LIST_BYTES
    path.write_text(path.read_text() + "\n2026-12-01T00:00Z,1")
    with pytest.raises(Refusal, match=r"^log\.csv has 20,001 readings; divide it into files of 20,000\.$"):
        sensors.read(path, "C")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("time,value,unit\n2026-11-18T10:00Z,warm,C\n", "log.csv, line 2: 'warm' is not a number."),
        ("time,value,unit\n2026-11-18T10:00Z,nan,C\n", "log.csv, line 2: 'nan' is not a number that can be meant."),
        ("time,value,unit\n2026-11-18T10:00Z,1e999999999,C\n", "line 2: '1e999999999' is not a number that can be"),
        ("time,value,unit\n2026-11-18T10:00Z,9223372036854776,C\n", "line 2: '9223372036854776' is not a number that"),
        (
            "time,value,unit\n\n2026-11-18T10:00,1,C\n",
            "log.csv, line 3: '2026-11-18T10:00' is not a time with its offset",
        ),
        ("time,value,unit\n2026-02-30T10:00Z,1,C\n", "log.csv, line 2: '2026-02-30T10:00Z' is in no calendar."),
        ("time,value,unit\n1969-12-31T23:59Z,1,C\n", "log.csv, line 2: '1969-12-31T23:59Z' is before 1970."),
        ("time,value,unit\n2026-11-18T10:00Z,1,bar\n", "line 2: the unit 'bar' is none of °C, °F, K, %, lx, kPa, g."),
        (
            "time,value,unit\n2026-11-18T10:00Z,1,C\n2026-11-18T10:01Z,1,F\n",
            "log.csv, line 3: it is in °F, those before it in °C.",
        ),
        ("time,unit\n2026-11-18T10:00Z,C\n", "log.csv, line 1: the column 'value' is missing."),
        ("time,value,unit\n2026-11-18T10:00Z,1\n", "log.csv, line 2: the row has 2 fields, the first line 3."),
        ("time,value,unit\n", "log.csv: the file has no"),
        ("", "log.csv: the file has no"),
    ],
)
def test_faults_of_csv_have_their_line(tmp_path, text, sentence):
    assert sentence in refusal_of(lambda: sensors.read(written(tmp_path, text)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[\n{]", "log.json, line 2: this is not JSON."),
        ("[" * 100_000, "log.json: this is not JSON."),
        ("{}", "log.json: there is no list of readings in it."),
        ("7", "log.json: there is no list of readings in it."),
        ("[]", "log.json has no readings."),
        ("[7]", "log.json, reading 1: it has no time and value."),
        ('[{"time": "2026-11-18T10:00Z", "value": [1]}]', "log.json, reading 1: it has no time and value."),
        ('[{"time": "2026-11-18T10:00Z", "value": NaN, "unit": "C"}]', "reading 1: 'NaN' is not a number that can be"),
        ('[{"time": 1795000000, "value": 1, "unit": "C"}]', "reading 1: '1795000000' is not a time with its offset"),
    ],
)
def test_faults_of_json_have_their_place(tmp_path, text, sentence):
    assert sentence in refusal_of(lambda: sensors.read(written(tmp_path, text, "log.json")))


def test_other_files(tmp_path):
    with pytest.raises(Refusal, match=r"^log\.xls is neither a \.csv nor a \.json file\.$"):
        sensors.read(written(tmp_path, "", "log.xls"))
    with pytest.raises(Refusal, match="cannot be read"):
        sensors.read(tmp_path / "nowhere.csv")
    with pytest.raises(Refusal, match=r"^log\.csv has more than 16 MiB\.$"):
        sensors.read(written(tmp_path, " " * (sensors.MAX_BYTES + 1)))


def test_how_values_are_shown():
    assert [sensors.shown(value, "CEL") for value in (8_062, -250, 0)] == ["8.062 °C", "-0.25 °C", "0 °C"]
