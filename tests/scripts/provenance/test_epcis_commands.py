"""producer: events of EPCIS 2.0 in, and all that was told out."""

import json

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts import carrier, documents, merchant, parameters, producer, uploads
from scripts.goods import lot_files
from scripts.goods.events import REPORT_TYPES
from scripts.provenance import identity
from scripts.provenance.codes import Codes
from scripts.provenance.epcis import exporting, subjects
from scripts.provenance.identity import ALL, Item
from scripts.provenance.items_file import ItemsFile
from scripts.provenance.sensors import Readings
from scripts.provenance.vocabulary import DISPOSITIONS, STEPS
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
OF_LOT = {name: value for name, value in SHIPPED.items() if name != "epcList"} | {"quantityList": [{"epcClass": LINK}]}
TOLD = (STEPS.number("shipping"), DISPOSITIONS.number("in_transit"))
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


@pytest.fixture
def exported(terminal, tmp_path):
    """`exported(thing)`: its events, which are right by the standard's schemas."""

    def export(thing=LOT):
        to = tmp_path / "out.jsonld"
        assert "Left out" not in terminal.run(producer.export_epcis, thing, f"to={to}")
        document = json.loads(to.read_text())
        to.unlink()
        assert epcis.faults([document]) == [[]]
        return document["epcisBody"]["eventList"]

    return export


def test_an_item_comes_with_what_happened_to_the_pallets_around_it(terminal, exported):
    """While it lay in them: not before, and not afterwards."""
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A003")
    terminal.run(producer.report, "picking", SSCC, "time=2026-01-01T00:00+00:00")
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A001")
    terminal.run(producer.report, "staging_outbound", SSCC)
    terminal.run(producer.aggregate, OTHER_SSCC, SSCC)
    terminal.run(producer.report, "shipping", OTHER_SSCC)
    terminal.run(producer.unpack, OTHER_SSCC)
    terminal.run(producer.report, "storing", OTHER_SSCC)
    terminal.run(producer.unpack, SSCC)
    terminal.run(producer.report, "loading", SSCC)

    steps = [event.get("bizStep") for event in exported(f"{LOT}/A001")]

    assert [step for step in steps if step != "commissioning"] == [
        *("packing", "staging_outbound", "packing", "shipping", "unpacking", "unpacking")
    ]
    assert "commissioning" in [event.get("bizStep") for event in exported(SSCC)]
    assert [event.get("bizStep") for event in exported(f"{LOT}/A002")] == ["commissioning"]


def test_a_claim_and_the_end_of_a_recall_come_out(terminal, exported, goods, item, wallet, account, node):
    codes = Codes(lot_files.codes_path(item("A001").lot), parameters.DEVNET_PASSPHRASE)
    proof, code = ItemsFile(lot_files.items_path(item("A001").lot)).proof("A001"), codes.find("A001").code
    shopper = wallet("shopper1")
    shopper.send(goods.call("commit", identity.commitment(item("A001"), code, shopper.address)))
    node.rpc("evm_mine")
    shopper.send(goods.call("claim", item("A001"), code, proof.path))
    terminal.run(producer.recall, LOT, "2", "text=Too warm.")
    (recall,) = goods.reader.events("Recalled")
    terminal.run(producer.close_recall, "0x" + recall["recall_id"].hex(), "text=It was another lot.")

    *_, claimed, recalled, closed = exported(f"{LOT}/A001")

    assert claimed["bizStep"] == "accepting"
    assert claimed["destinationList"][0]["destination"].endswith(account("shopper1"))
    assert recalled["chain:recall"] == closed["chain:recall"]
    assert closed["persistentDisposition"] == {"unset": ["recalled"]}


@pytest.fixture
def hang(terminal, goods, wallet, registered):
    """`hang(event)`: who may report only shipping of the lot does, with that event as the document; its hash."""
    terminal.run(producer.permit, LOT, "certifier", "shipping")

    def report(body):
        name = keep({"type": "handover/event/1", "context": [], "event": body})
        told = (*TOLD, subjects.read_point(SHIPPED["readPoint"]["id"]), 1767416400, name)
        wallet("certifier").send(goods.call("report", Item(registered, ALL), *told))
        return "0x" + name.hex()

    return report


def keep(document):
    """Put a document where scripts look for it; its hash."""
    data = documents.canonical(document)
    uploads.store(parameters.LIBRARY, {documents.sha256(data): data})
    return bytes.fromhex(documents.sha256(data))


def test_what_was_imported_comes_out_as_it_came(terminal, capture, exported, goods, web3):
    terminal.run(producer.import_epcis, capture(SHIPPED))

    (event,) = [event for event in exported(f"{LOT}/A001") if event.get("bizStep") == "shipping"]

    (told, *_) = goods.reader.logs("EventReported", [])
    assert event.pop("recordTime") == exporting.timestamp(web3.eth.get_block(told.block)["timestamp"])
    assert event == SHIPPED


def test_errors_that_were_imported_come_out_as_they_came(terminal, capture, exported):
    named = {**SHIPPED, "eventID": "urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8"}
    wrong = {**named, "errorDeclaration": {"declarationTime": "2026-01-04T06:00:00Z", "reason": "did_not_occur"}}
    terminal.run(producer.import_epcis, capture(named))
    terminal.run(producer.import_epcis, capture(wrong))

    found = [event for event in exported(f"{LOT}/A001") if event.get("bizStep") == "shipping"]

    assert [{name: value for name, value in event.items() if name != "recordTime"} for event in found] == [named, wrong]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"bizStep": "commissioning", "action": "ADD", "eventTime": "2020-01-01T00:00:00Z"},
        {"disposition": "recalled"},
        {"eventTime": "2026-01-03T05:00:01Z"},
        {"readPoint": {"id": "https://id.gs1.org/414/9520001000331"}},
        {"quantityList": [{"epcClass": "https://id.gs1.org/01/09506000134352/10/M-2"}]},
        {"chain:by": "did:pkh:eip155:31337:0x" + "1" * 40},
    ],
    ids=["agrees", "another event", "disposition", "time", "place", "thing", "reporter"],
)
def test_what_disagrees_with_its_report_does_not_come_out(hang, exported, account, changed):
    """Who is permitted one step hangs something else on his report: the chain's own words go out."""
    name = hang({**OF_LOT, "own:mood": "good", **changed})

    _, event = exported()

    assert ("own:mood" in event) is not changed
    assert (event["bizStep"], event["disposition"]) == ("shipping", "in_transit")
    assert event["quantityList"] == [{"epcClass": LINK}]
    if changed:
        assert (event["chain:document"], event["eventTime"]) == (name, "2026-01-03T05:00:00.000Z")
        assert event["chain:by"].endswith(account("certifier"))


@pytest.mark.parametrize("changed", [{"bizStep": "receiving"}, {"eventID": "urn:uuid:1"}], ids=["step", "id"])
def test_an_error_comes_out_of_what_it_was_declared_of(hang, exported, goods, reports, wallet, registered, changed):
    hang(OF_LOT)
    (told,) = reports(Item(registered, ALL))
    declared = {"declarationTime": "2026-01-04T06:00:00Z", "reason": "did_not_occur"}
    body = {**OF_LOT, "own:mood": "good", "errorDeclaration": declared, **changed}
    name = keep({"type": "handover/event/1", "context": [], "event": body})
    wallet("stranger").send(goods.call("declare_error", told["event_id"], 1, name))
    wallet("certifier").send(goods.call("declare_error", told["event_id"], 1, name))

    _, event, wrong = exported()

    assert wrong.pop("errorDeclaration")["reason"] == "did_not_occur"
    assert wrong.pop("eventID").startswith("ni:///sha-256;")
    assert wrong == event


def test_an_error_declared_beforehand_stops_nothing(hang, exported, goods, wallet, registered, account):
    """What an event will be called can be known; a stranger takes it back before it was told."""
    name = keep({"type": "handover/event/1", "context": [], "event": OF_LOT})
    told = (*TOLD, subjects.read_point(SHIPPED["readPoint"]["id"]), 1767416400, name)
    event_id = keccak(encode(REPORT_TYPES, [Item(registered, ALL), account("certifier"), *told]))
    wallet("stranger").send(goods.call("declare_error", event_id, 1, bytes(32)))
    hang(OF_LOT)
    assert len(exported()) == 2
    wallet("certifier").send(goods.call("declare_error", event_id, 2, bytes(32)))
    assert exported()[-1]["errorDeclaration"]["reason"] == "incorrect_data"


def test_readings_that_were_declared_wrong(terminal, exported, goods, log):
    terminal.run(carrier.sensor, LOT, log, "unit=C", "low=2", "high=8", "as=producer")
    (told,) = goods.reader.events("SensorReported")
    terminal.run(producer.declare_error, "0x" + told["event_id"].hex(), "incorrect_data")

    _, read, wrong = exported()

    assert wrong.pop("errorDeclaration")["reason"] == "incorrect_data"
    assert wrong == read
    assert read["bizStep"] == "sensor_reporting"


@pytest.mark.parametrize(("is_fitting", "unit"), [(True, "FAH"), (False, "CEL")])
def test_a_loggers_document_names_the_unit_of_its_own_readings(exported, goods, wallet, registered, is_fitting, unit):
    found = Readings("FAH", ((1767416400, 3_500), (1767416460, 9_250)))
    bounds = (2, 3_500, 9_250 if is_fitting else 9_000, found.first, found.last, 2_000, 8_000)
    uploads.store(parameters.LIBRARY, {documents.sha256(found.document): found.document})
    terms = (found.root, *bounds, bytes(32), bytes.fromhex(documents.sha256(found.document)))
    wallet("producer").send(goods.call("report_sensor", Item(registered, ALL), *terms))

    _, event = exported()

    (element,) = event["sensorElementList"]
    assert [report.get("uom") for report in element["sensorReport"]] == [unit, None, None]


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
