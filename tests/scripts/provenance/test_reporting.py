"""producer and carrier: what happened, what loggers read, and the same as EPCIS in and out."""

import json

import pytest

from scripts import carrier, documents, merchant, parameters, producer, uploads
from scripts.provenance.identity import ALL, Item
from scripts.provenance.vocabulary import STEPS
from scripts.wallet import NodeWallet
from tests.fixtures import epcis
from tests.scripts.provenance.conftest import LOT, OTHER_SSCC, SSCC

pytestmark = pytest.mark.usefixtures("registered")

LINK = "https://id.gs1.org/01/09506000134352/10/M-1"
SHIPPED = {
    "type": "ObjectEvent",
    "eventTime": "2026-01-03T05:00:00.250Z",
    "eventTimeZoneOffset": "+01:00",
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "epcList": [f"{LINK}/21/A001", f"{LINK}/21/A002"],
    "readPoint": {"id": "https://id.gs1.org/414/9520001000331/254/dock-4"},
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:example:po:7"}],
}
ELSEWHERE = {
    **SHIPPED,
    "epcList": ["urn:epc:id:grai:0614141.12345.400", "https://id.gs1.org/01/09506000134352/10/X/21/1"],
}


@pytest.fixture
def capture(tmp_path):
    """`capture(*events)`: a file of EPCIS with them."""

    def write(*bodies):
        frame = {
            "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-01-03T06:00:00Z",
            "epcisBody": {"eventList": list(bodies)},
        }
        path = tmp_path / "events.jsonld"
        path.write_text(json.dumps(frame))
        return str(path)

    return write


@pytest.fixture
def reports(goods):
    """`reports(item)`: what was reported of it."""
    return lambda item: goods.reader.events("EventReported", None, item.lot, item.serial)


@pytest.fixture
def log(tmp_path):
    """A logger's file with one reading that is too warm."""
    path = tmp_path / "log.csv"
    path.write_text("time,value\n2026-01-03T06:00Z,3.5\n2026-01-03T06:10Z,9.25\n2026-01-03T06:20Z,4\n")
    return str(path)


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


# EPCIS in


def test_import(terminal, capture, reports, item, account):
    output = terminal.run(producer.import_epcis, capture(SHIPPED))

    (first,), (second,) = reports(item("A001")), reports(item("A002"))
    assert first["document"] == second["document"]
    assert first["time"] == 1767416400
    assert STEPS.word(first["step"]) == "shipping"
    assert first["read_point"].rstrip(b"\0") == b"9520001000331.dock-4"
    data = uploads.path_in(parameters.LIBRARY, first["document"].hex()).read_bytes()
    assert json.loads(data)["event"] == SHIPPED
    assert "✓ touch 2 items" in output
    assert output.count("✓ report shipping in_transit") == 2


def test_import_that_was_stopped_goes_on(terminal, capture, reports, item, goods, monkeypatch):
    file, send, told = capture(SHIPPED), NodeWallet.send, []
    report = goods.call("report", item("A001"), 0, 0, bytes(32), 0, bytes(32)).data[:4]

    def stop(wallet, call):
        if call.data[:4] == report:
            if told:
                raise KeyboardInterrupt
            told.append(call)
        return send(wallet, call)

    with monkeypatch.context() as patch:
        patch.setattr(NodeWallet, "send", stop)
        terminal.refused(producer.import_epcis, file)
    assert (len(reports(item("A001"))), len(reports(item("A002")))) == (1, 0)

    output = terminal.run(producer.import_epcis, file)

    assert (len(reports(item("A001"))), len(reports(item("A002")))) == (1, 1)
    assert "is reported already" in output
    assert "Nothing is to be reported." in terminal.run(producer.import_epcis, file)


def test_import_says_what_has_no_place_on_the_chain(terminal, capture, web3):
    before = web3.eth.block_number
    output = terminal.run(producer.import_epcis, capture(ELSEWHERE))
    assert "urn:epc:id:grai:0614141.12345.400: only in the document" in output
    assert "Nobody has registered a lot 09506000134352/X" in output
    assert web3.eth.block_number == before


def test_import_declares_errors(terminal, capture, reports, item, goods, account):
    id_ = "urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8"
    terminal.run(producer.import_epcis, capture({**SHIPPED, "eventID": id_}))
    declared = {"declarationTime": "2026-01-04T06:00:00Z", "reason": "did_not_occur"}
    wrong = capture({**SHIPPED, "eventID": id_, "errorDeclaration": declared})

    output = terminal.run(producer.import_epcis, wrong)

    (told,) = reports(item("A001"))
    (said,) = goods.reader.events("ErrorDeclared", told["event_id"])
    assert (said["by"], said["reason"]) == (account("producer"), 1)
    assert output.count("✓ declare did_not_occur") == 2
    assert "the error is declared already" in terminal.run(producer.import_epcis, wrong)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "events.jsonld: type: missing or no text; it must be "),
        ("<a/>", "events.jsonld: This is XML"),
        ("[", "events.jsonld: "),
    ],
)
def test_import_refuses(terminal, capture, text, sentence):
    path = capture(SHIPPED)
    with open(path, "w") as file:
        file.write(text)
    assert terminal.refused(producer.import_epcis, path).startswith(sentence)


def test_import_names_the_event_and_the_field(terminal, capture):
    path = capture(SHIPPED, {**SHIPPED, "bizStep": "flying"})
    assert terminal.refused(producer.import_epcis, path).startswith("events.jsonld: event 2, bizStep: ")


def test_declare_error(terminal, reports, goods, registered, account):
    terminal.run(producer.report, "shipping", LOT)
    (told,) = reports(Item(registered, ALL))
    id_ = "0x" + told["event_id"].hex()

    terminal.run(producer.declare_error, id_, "incorrect_data", "text=It was received.")

    (said,) = goods.reader.events("ErrorDeclared", told["event_id"])
    assert said["reason"] == 2
    assert "declared already" in terminal.run(producer.declare_error, id_, "incorrect_data", "text=It was received.")
    assert "Readers believe it only of" in terminal.run(producer.declare_error, id_, "did_not_occur", "as=stranger")
    assert terminal.refused(producer.declare_error, id_, "boredom") == (
        "'boredom' is no reason; use did_not_occur or incorrect_data."
    )
    assert "No event 0x" in terminal.refused(producer.declare_error, "0x" + "12" * 32, "did_not_occur")


# EPCIS out


def test_export_is_right_by_the_standards_schemas(terminal, tmp_path, log, lots_file, paid, name, move):
    lots_file.write_text(
        lots_file.read_text() + '  - {lot: C-1, count: 5, inputs: [{lot: 09506000134352/M-1, quantity: "20"}]}\n'
    )
    terminal.run(producer.register, str(lots_file))
    terminal.run(producer.aggregate, SSCC, "09506000134352/C-1/1..3")
    terminal.run(carrier.sensor, SSCC, log, "unit=C", "low=2", "high=8", "as=producer")
    terminal.run(producer.report, "shipping", SSCC, "09506000134352/C-1", "place=9520001000331")
    terminal.run(producer.unpack, SSCC)
    terminal.run(producer.offer, "merchant1", "09506000134352/C-1/1", "09506000134352/C-1/2")
    terminal.run(merchant.receive, "09506000134352/C-1/1", "09506000134352/C-1/2")
    order = paid()
    terminal.run(merchant.ship, name(order), "items=09506000134352/C-1/1")
    terminal.run(producer.recall, "09506000134352/C-1", "2", "first=1", "last=2", "text=Too warm.")
    to = tmp_path / "all.jsonld"

    output = terminal.run(producer.export_epcis, "09506000134352/C-1", SSCC, f"to={to}")

    document = json.loads(to.read_text())
    assert epcis.faults([document]) == [[]]
    kinds = [event["type"] for event in document["epcisBody"]["eventList"]]
    assert kinds.count("TransformationEvent") == 1
    assert kinds.count("AggregationEvent") == 2
    steps = [event.get("bizStep") for event in document["epcisBody"]["eventList"]]
    assert steps.count("shipping") == 1  # of two things, by one document
    assert {"sensor_reporting", "receiving"} <= set(steps)
    assert "Left out" not in output


def test_what_was_imported_comes_out_as_it_came(terminal, capture, tmp_path):
    terminal.run(producer.import_epcis, capture(SHIPPED))
    to = tmp_path / "out.jsonld"

    terminal.run(producer.export_epcis, f"{LOT}/A001", f"to={to}")

    found = json.loads(to.read_text())["epcisBody"]["eventList"]
    assert [event for event in found if event.get("bizStep") == "shipping"] == [SHIPPED]


def test_export_tells_errors_of_those_who_are_believed(terminal, tmp_path, reports, registered):
    terminal.run(producer.report, "shipping", LOT)
    (told,) = reports(Item(registered, ALL))
    id_ = "0x" + told["event_id"].hex()
    terminal.run(producer.declare_error, id_, "incorrect_data", "as=stranger")
    terminal.run(producer.declare_error, id_, "did_not_occur")
    to = tmp_path / "out.jsonld"

    terminal.run(producer.export_epcis, LOT, f"to={to}")

    found = json.loads(to.read_text())["epcisBody"]["eventList"]
    (wrong,) = [event["errorDeclaration"]["reason"] for event in found if "errorDeclaration" in event]
    assert wrong == "did_not_occur"
    assert epcis.faults([json.loads(to.read_text())]) == [[]]
