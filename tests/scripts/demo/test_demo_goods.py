"""The demo's goods and their history, by the word of the chain and of what was uploaded."""

import json

import pytest

from scripts import documents, parameters, uploads
from scripts.demo_market import goods_story as told
from scripts.demo_market import story
from scripts.provenance import identity, items_documents, sensors, tree
from scripts.provenance.codes import Codes
from scripts.provenance.epcis import event, subjects
from scripts.provenance.identity import Item
from scripts.terms import Status


@pytest.fixture(scope="module")
def provenance(built):
    return built.book.contract(built.web3, "Provenance")


@pytest.fixture(scope="module")
def thing(people):
    """`thing(name)`: a lot, an item or a unit by its short name in the story."""

    def find(name):
        if name in told.UNITS:
            maker, sscc = told.UNITS[name]
            return identity.unit(people[maker], sscc)
        lot, _, serial = name.partition("/")
        made = next(made for made in told.MADE if made.lot == lot)
        lot_id = identity.lot_id(people[made.maker], made.gtin, lot)
        return Item(lot_id, identity.word(serial, "serial") if serial else identity.ALL)

    return find


@pytest.fixture(scope="module")
def holding(provenance, people, thing):
    """`holding(name)`: the roles of its owner and custodian, and what else the contract says of it."""

    def read(name):
        owner, custodian, *rest = provenance.functions.holding(thing(name)).call()
        role_of = {address: role for role, address in people.items()}
        return role_of[owner], role_of[custodian], *rest

    return read


def logged(provenance, name):
    """What an event told, in its order."""
    return [entry["args"] for entry in provenance.events[name].get_logs(from_block=0)]


def test_lots_are_as_they_are_told(provenance, people, thing):
    for made in told.MADE:
        producer, count, _, _ = provenance.functions.lot(thing(made.lot).lot).call()
        assert (producer, count) == (people[made.maker], made.count)
    used = {made.lot: provenance.functions.lot(thing(made.lot).lot).call()[2] for made in told.MADE}
    assert used == {"R-1": 26, "R-2": 27, "R-3": 26, "M-1": 0, "M-2": 30, "M-3": 0, "Y-1": 0, "W-3": 0}


def test_what_was_sold_is_with_whom_it_was_sold_to(built, sales, holding, thing):
    sold = {purchase.items: purchase for purchase in story.TRACED}
    states = {items: holding(items[0]) for items in sold}

    assert states["M-2/001", "M-2/002"][:2] == holding("M-2/002")[:2] == ("shopper1", "shopper1")
    assert states["Y-1/001",][:2] == states["M-3/001",][:2] == ("merchant3", "merchant3")
    assert holding("W-3/01")[:2] == ("shopper2", "shopper2"), "it was sold, claimed and resold"
    by_id = {sale.id: sale.record.status for sale in sales}
    bound = {name: by_id[holding(name)[7]] for name in ("Y-1/001", "M-3/001", "W-3/02")}
    awaited = Status.AWAITING_CONFIRMATION
    assert bound == {"Y-1/001": Status.CLOSED, "M-3/001": awaited, "W-3/02": awaited}


def test_one_item_was_claimed(provenance, people, thing, holding):
    (claim,) = logged(provenance, "ItemClaimed")

    assert (claim["lot"], claim["serial"], claim["by"]) == (*thing("W-3/01"), people["shopper1"])
    assert holding("W-3/01")[5]
    assert not holding("W-3/02")[5]


def test_codes_on_labels_are_those_of_the_chain(provenance, thing):
    """Whoever scratches a label of the demo can claim: the file of codes and the documents prove the item."""
    for made in told.MADE:
        lot = thing(made.lot).lot
        root = provenance.functions.roots(lot).call()
        (registered,) = [log for log in logged(provenance, "LotRegistered") if log["lot_id"] == lot]
        document = read_document(registered["document"])
        entry = Codes(parameters.LOTS / f"{lot.hex()}.codes", parameters.DEVNET_PASSPHRASE).find(
            f"{1:0{len(str(made.count))}}"
        )
        block = uploads.path_in(parameters.VAULT, items_documents.block_of(document, entry.serial)).read_bytes()
        proof = items_documents.proof(lot, root, document, block, entry.serial)
        assert proof.code_hash == tree.hash_of_code(lot, entry.code)


def read_document(digest):
    return json.loads(uploads.path_in(parameters.VAULT, digest.hex()).read_bytes())


def test_a_lorry_was_too_warm_once(provenance, thing):
    sensed = {(log["lot"], log["serial"]): log for log in logged(provenance, "SensorReported")}
    (breach,) = logged(provenance, "LimitsBreached")

    assert (breach["lot"], breach["serial"]) == thing("P-2")
    assert set(sensed) == {thing("P-2"), thing("P-3")}
    for log in sensed.values():
        readings = sensors.from_document(uploads.path_in(parameters.VAULT, log["document"].hex()).read_bytes())
        assert (readings.root, readings.count) == (log["root"], log["count"])
        bounds = readings.minimum, readings.maximum, readings.first, readings.last
        assert bounds == tuple(log[name] for name in ("minimum", "maximum", "first", "last"))


def test_one_recall_is_open_and_one_is_closed(provenance, thing):
    recalls = {log["lot"]: log for log in logged(provenance, "Recalled")}
    closed = {lot: provenance.functions.recall_closed(log["recall_id"]).call() for lot, log in recalls.items()}

    assert closed == {thing("M-1").lot: True, thing("M-2").lot: False}
    for log in (*recalls.values(), *logged(provenance, "RecallClosed")):
        assert set(read_document(log["document"])["text"]) == {"en", "zh"}


def test_every_document_of_goods_is_there(provenance):
    named = [
        log["document"]
        for name in ("LotRegistered", "EventReported", "SensorReported", "Recalled", "RecallClosed")
        for log in logged(provenance, name)
    ]
    assert len(named) > 30
    for digest in named:
        data = uploads.path_in(parameters.VAULT, digest.hex()).read_bytes()
        assert documents.sha256(data) == digest.hex()
        assert documents.examine(data)


def test_events_say_in_their_documents_what_the_chain_says(provenance):
    for log in logged(provenance, "EventReported"):
        said = event.read_document(uploads.path_in(parameters.VAULT, log["document"].hex()).read_bytes())
        assert (said.step, said.disposition, said.time) == (log["step"], log["disposition"], log["time"])
        assert subjects.read_point(said.place) == log["read_point"]
        (subject,) = said.subjects
        assert subject.fault == ""


def test_every_place_is_in_its_reporters_profile(built, provenance):
    """So that pages can draw where things were."""
    identity_ = built.book.contract(built.web3, "Identity")
    for log in (*logged(provenance, "EventReported"), *logged(provenance, "SensorReported")):
        profile = read_document(identity_.functions.profiles(log["by"]).call())
        assert log["read_point"].rstrip(b"\0").decode() in {place["gln"] for place in profile["places"]}
