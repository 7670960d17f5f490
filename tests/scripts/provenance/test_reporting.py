"""producer and carrier: what happened, and what loggers read."""

import json

import pytest

from scripts import carrier, documents, parameters, producer, uploads
from scripts.provenance.identity import ALL, Item
from tests.scripts.provenance.conftest import LOT, OTHER_SSCC, SSCC

pytestmark = pytest.mark.usefixtures("registered")

LINK = "https://id.gs1.org/01/09506000134352/10/M-1"


def test_report(terminal, reports, item, account):
    words = ("disposition=in_transit", "place=9520001000331.dock-4", "time=2026-01-03T06:00:00+01:00", "text=Cold.")
    output = terminal.run(producer.report, "shipping", f"{LOT}/A001", *words)

    (told,) = reports(item("A001"))
    assert (told["by"], told["step"], told["disposition"]) == (account("producer"), 33, 15)
    assert told["read_point"] == b"9520001000331.dock-4".ljust(32, b"\0")
    assert told["time"] == 1767416400
    data = uploads.path_in(parameters.LIBRARY, told["document"].hex()).read_bytes()
    assert documents.examine(data)[0] is documents.Kind.EVENT
    body = json.loads(data)["event"]
    assert body["epcList"] == [f"{LINK}/21/A001"]
    assert (body["eventTime"], body["eventTimeZoneOffset"]) == ("2026-01-03T05:00:00.000Z", "+01:00")
    assert body["chain:note"] == "Cold."
    assert f"✓ report shipping in_transit of {LOT}/A001" in output


def test_report_of_several_things_is_one_event(terminal, reports, item, registered):
    terminal.run(producer.report, "inspecting", LOT, f"{LOT}/A001..A002")

    found = [reports(thing)[0]["document"] for thing in (Item(registered, ALL), item("A001"), item("A002"))]
    assert len(set(found)) == 1


def test_report_with_its_time_is_not_repeated(terminal, web3, reports, item):
    words = ("shipping", f"{LOT}/A001", "time=2026-01-03T06:00:00Z")
    terminal.run(producer.report, *words)
    before = web3.eth.block_number
    assert "Nothing is to be reported." in terminal.run(producer.report, *words)
    assert web3.eth.block_number == before
    assert len(reports(item("A001"))) == 1


def test_documents_wait_for_a_storefront(terminal, reports, registered):
    output = terminal.run(producer.report, "shipping", LOT)
    (told,) = reports(Item(registered, ALL))
    assert "kept for `upload`" in output
    assert uploads.path_in(parameters.OUTBOX, told["document"].hex()).exists()
    assert "kept for `upload`" in terminal.run(producer.upload)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("flying", LOT), "'flying' is no business step; there are accepting, arriving, "),
        (("shipping", LOT, "disposition=lost"), "'lost' is no disposition; there are active, "),
        (("shipping", LOT, "place=Hull"), "'Hull' is no place; write a GLN, "),
        (("shipping", LOT, "place=9520001000332"), "The GLN 9520001000332 is mistyped"),
        (("shipping", LOT, "time=yesterday"), "'yesterday' is not a time with its offset"),
        (
            ("shipping", LOT, "time=2099-01-01T00:00:00Z"),
            f"report shipping of {LOT}: Refused by the contract: reports: in",
        ),
        (
            ("shipping", LOT, "as=stranger"),
            f"report shipping of {LOT}: Refused by the contract: reports: not permitted",
        ),
    ],
)
def test_report_refuses(terminal, web3, words, sentence):
    before = web3.eth.block_number
    assert terminal.refused(producer.report, *words).startswith(sentence)
    assert web3.eth.block_number == before


def test_who_is_permitted_reports(terminal, reports, registered, account):
    terminal.run(producer.permit, LOT, "certifier", "inspecting,sampling")
    assert "already" in terminal.run(producer.permit, LOT, "certifier", "sampling,inspecting")
    terminal.run(producer.report, "inspecting", LOT, "as=certifier")
    assert reports(Item(registered, ALL))[0]["by"] == account("certifier")
    assert "not permitted" in terminal.refused(producer.report, "shipping", LOT, "as=certifier")

    terminal.run(producer.permit, LOT, "certifier", "none")
    assert "not permitted" in terminal.refused(producer.report, "sampling", LOT, "as=certifier")
    assert terminal.refused(producer.permit, LOT, "certifier", "flying").startswith("'flying' is no business step")


def test_carrier_reports_what_he_keeps(terminal, reports, unit, account):
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A001..A003")
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    terminal.run(carrier.receive, SSCC)

    terminal.run(carrier.report, "departing", SSCC, "place=geo:53.744,-0.332")

    (told,) = reports(unit(SSCC))
    assert told["by"] == account("carrier")
    assert told["read_point"].rstrip(b"\0") == b"geo:53.744,-0.332"


# Loggers


def test_sensor(terminal, goods, registered, log, account):
    output = terminal.run(carrier.sensor, LOT, log, "unit=C", "as=producer")

    (told,) = goods.reader.events("SensorReported", None, registered)
    assert (told["count"], told["minimum"], told["maximum"]) == (3, 3500, 9250)
    assert (told["low"], told["high"]) == (2000, 8000)  # as the producer promised
    assert goods.reader.events("LimitsBreached", told["event_id"])
    assert "Outside of the limits: 1 reading of 3" in output
    data = uploads.path_in(parameters.LIBRARY, told["document"].hex()).read_bytes()
    assert documents.examine(data)[0] is documents.Kind.READINGS


def test_sensor_in_a_pallet_has_the_limits_of_what_is_inside(terminal, goods, log, unit, lots_file):
    lots_file.write_text(lots_file.read_text() + '  - {lot: M-2, count: 5, limits: {low: "-1", high: 6}}\n')
    terminal.run(producer.register, str(lots_file))
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A001", "09506000134352/M-2/1")
    terminal.run(producer.aggregate, OTHER_SSCC, SSCC)

    terminal.run(carrier.sensor, OTHER_SSCC, log, "unit=C", "as=producer")

    (told,) = goods.reader.events("SensorReported", None, unit(OTHER_SSCC).lot)
    assert (told["low"], told["high"]) == (2000, 6000)


def test_sensor_is_not_repeated(terminal, log, web3):
    terminal.run(carrier.sensor, LOT, log, "unit=C", "as=producer", "low=0", "high=10")
    before = web3.eth.block_number
    output = terminal.run(carrier.sensor, LOT, log, "unit=C", "as=producer", "low=0", "high=10")
    assert "These readings are reported already." in output
    assert web3.eth.block_number == before


def test_sensor_refuses(terminal, log, tmp_path):
    assert terminal.refused(carrier.sensor, LOT, log, "unit=C", "low=1", "as=producer").startswith("Say both limits")
    assert "reports: not permitted" in terminal.refused(carrier.sensor, LOT, log, "unit=C")
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A001")
    terminal.run(producer.unpack, SSCC)
    assert terminal.refused(carrier.sensor, SSCC, log, "unit=C", "as=producer") == (
        f"No limits were promised for {SSCC}; say them with low= and high=."
    )
    bad = tmp_path / "bad.csv"
    bad.write_text("time,value,unit\n2026-01-03T06:00Z,cold,C\n")
    assert terminal.refused(carrier.sensor, LOT, str(bad), "as=producer").startswith("bad.csv, line 2: ")
