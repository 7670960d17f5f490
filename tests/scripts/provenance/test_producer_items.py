"""producer: labels, proofs, and items that become individual."""

import json

import pytest

from scripts import parameters, producer
from scripts.goods import lot_files
from scripts.provenance import codes, digital_link
from scripts.provenance.codes import Codes
from scripts.provenance.gs1 import Product
from tests.scripts.provenance.conftest import GTIN, LOT

pytestmark = pytest.mark.usefixtures("registered")


def test_sheet(terminal, tmp_path, registered):
    to = tmp_path / "labels.svg"

    output = terminal.run(producer.sheet, LOT, f"to={to}", "start=3", "count=2", "host=https://shop.example")

    drawn = to.read_text()
    first, second = Codes(lot_files.codes_path(registered), parameters.DEVNET_PASSPHRASE).entries(2, 4)
    assert f"(21){first.serial}" in drawn
    assert f"(21){second.serial}" in drawn
    assert "(21)A005" not in drawn
    assert all(group in drawn for group in codes.printed(first.code).split("-"))
    assert "2 labels of 09506000134352/M-1, with links to https://shop.example." in output
    assert to.stat().st_mode & 0o077 == 0


def test_sheet_is_a_pdf_of_all_labels_unless_said_otherwise(terminal, tmp_path):
    to = tmp_path / "labels.pdf"
    assert "60 labels" in terminal.run(producer.sheet, LOT, f"to={to}")
    assert to.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("start=61", "The lot has 60 items; start= is one of these places."),
        ("start=0", "The lot has 60 items; start= is one of these places."),
        ("grid=0x9", "'0x9' is no grid; write columns and rows like 3x8."),
        ("page=B9", "'B9' is no page; write A4, A5, Letter or its millimetres, like 100x150."),
    ],
)
def test_sheet_refuses(terminal, tmp_path, option, sentence):
    to = tmp_path / "labels.pdf"
    assert terminal.refused(producer.sheet, LOT, f"to={to}", option) == sentence
    assert not to.exists()


def test_sheet_writes_over_nothing(terminal, tmp_path):
    to = tmp_path / "labels.pdf"
    to.write_text("mine")
    assert "is there already" in terminal.refused(producer.sheet, LOT, f"to={to}")
    assert to.read_text() == "mine"


def test_sheet_needs_the_codes(terminal, tmp_path, registered):
    lot_files.codes_path(registered).unlink()
    sentence = terminal.refused(producer.sheet, LOT, f"to={tmp_path / 'l.pdf'}")
    assert sentence.startswith("The hidden codes of 09506000134352/M-1 are not on this machine: ")


def test_touch(terminal, holding, item, account):
    output = terminal.run(producer.touch, f"{LOT}/A001", digital_link.write(Product(GTIN, lot="M-1", serial="A003")))

    assert holding(item("A001")).owner == holding(item("A003")).custodian == account("producer")
    assert not holding(item("A002")).is_known
    assert "2 items made individual; 0 of those named were already." in output


def test_touch_again_sends_nothing(terminal, web3):
    terminal.run(producer.touch, f"{LOT}/A001")
    before = web3.eth.block_number

    assert "0 items made individual; 1 of those named were already." in terminal.run(producer.touch, f"{LOT}/A001")
    assert web3.eth.block_number == before


def test_touch_a_range_in_batches(terminal, goods, registered):
    output = terminal.run(producer.touch, f"{LOT}/A001..A060")

    assert goods.lot(registered).touched == 60
    assert output.count("✓ touch") == 2


def test_touch_what_a_file_names(terminal, goods, registered, tmp_path):
    path = tmp_path / "items.txt"
    path.write_text(f"{LOT}/A001\n\n{LOT}/A002\n")
    terminal.run(producer.touch, str(path))
    assert goods.lot(registered).touched == 2


def test_fault_in_a_file_is_named_by_its_line(terminal, tmp_path):
    path = tmp_path / "items.txt"
    path.write_text(f"{LOT}/A001\n123/456/789\n")
    assert terminal.refused(producer.touch, str(path)).startswith("items.txt, line 2: ")


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (LOT, f"{LOT} is a whole lot; write an item like {LOT}/SERIAL."),
        (f"{LOT}/Z999", "The lot M-1 has no item 'Z999'."),
        (f"{GTIN}/M-9/A001", "Nobody has registered a lot 09506000134352/M-9."),
        (f"stranger/{LOT}/A001", "stranger has not registered a lot 09506000134352/M-1."),
        (f"{LOT}/A005..A002", "The serial 'A002' comes before 'A005'."),
        ("106141412345678908", "Nobody has made a unit 106141412345678908."),
    ],
)
def test_touch_refuses(terminal, word, sentence, web3):
    before = web3.eth.block_number
    assert terminal.refused(producer.touch, word) == sentence
    assert web3.eth.block_number == before


def test_only_the_producer_and_whom_he_permitted_touch(terminal, goods, registered):
    assert "lots: not permitted" in terminal.refused(producer.touch, f"{LOT}/A001", "as=dairy")
    terminal.run(producer.permit, LOT, "dairy", "commissioning")
    terminal.run(producer.touch, f"{LOT}/A001", "as=dairy")
    assert goods.lot(registered).touched == 1


def test_two_producers_of_one_name(terminal, lots_file, goods, registered):
    """Each means his own; anybody else is asked."""
    terminal.run(producer.register, str(lots_file), "as=dairy")
    terminal.run(producer.touch, f"{LOT}/A001", "as=dairy")
    assert goods.lot(registered).touched == 0

    sentence = terminal.refused(producer.touch, f"{LOT}/A001", "as=stranger")

    assert sentence == (
        "2 accounts have registered a lot 09506000134352/M-1; say whose:"
        " producer/09506000134352/M-1, dairy/09506000134352/M-1."
    )


def test_proof_makes_an_item_individual_without_the_lots_files(terminal, tmp_path, registered, goods):
    to = tmp_path / "proof.json"
    output = terminal.run(producer.proof, f"{LOT}/A001", f"{LOT}/A002", f"to={to}")
    assert "proves 2 items of 09506000134352/M-1; it holds no secret." in output
    assert len(json.loads(to.read_text())["items"][0]["path"]) == 6
    for path in (lot_files.codes_path(registered), lot_files.items_path(registered)):
        path.unlink()
    for path in parameters.LIBRARY.glob("??/*"):
        path.unlink()

    assert "What proves the items of" in terminal.refused(producer.touch, f"{LOT}/A001")
    terminal.run(producer.touch, str(to))

    assert goods.lot(registered).touched == 2


def test_documents_of_items_prove_them_too(terminal, registered, goods):
    """They are at a storefront, or in this machine's library."""
    lot_files.items_path(registered).unlink()
    terminal.run(producer.touch, f"{LOT}/A001", f"{LOT}/A060")
    assert goods.lot(registered).touched == 2


def test_proof_that_was_changed(terminal, tmp_path):
    to = tmp_path / "proof.json"
    terminal.run(producer.proof, f"{LOT}/A001", f"to={to}")
    said = json.loads(to.read_text())
    said["items"][0]["code_hash"] = "11" * 32
    to.write_text(json.dumps(said, sort_keys=True, separators=(",", ":")))
    assert "is of another tree than the chain's" in terminal.refused(producer.touch, str(to))
    to.write_text("{}")
    assert "is no file of proofs" in terminal.refused(producer.touch, str(to))
