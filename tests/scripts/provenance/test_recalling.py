"""producer: recalls, what they reach, and their ends."""

import json

import pytest

from scripts import documents, merchant, parameters, producer, uploads
from tests.scripts.provenance.conftest import LOT, SSCC

pytestmark = pytest.mark.usefixtures("registered")


@pytest.fixture
def recalls(goods):
    """`recalls()`: all of them."""
    return lambda: goods.reader.events("Recalled")


def test_default_behavior(terminal, recalls, registered, account):
    output = terminal.run(producer.recall, LOT, "1", "text=Splinters of glass.", "text_zh=有玻璃碎片。")

    (told,) = recalls()
    assert (told["lot"], told["by"], told["class_"]) == (registered, account("producer"), 1)
    assert told["first"] == told["last"] == bytes(32)
    data = uploads.path_in(parameters.LIBRARY, told["document"].hex()).read_bytes()
    assert documents.examine(data)[0] is documents.Kind.NOTICE
    assert json.loads(data)["text"] == {"en": "Splinters of glass.", "zh": "有玻璃碎片。"}
    assert f"The recall is 0x{told['recall_id'].hex()}; `close_recall` ends it." in output
    assert "1: serious harm is likely" in output


def test_a_range_of_serials(terminal, recalls):
    output = terminal.run(producer.recall, LOT, "2", "first=A003", "last=A007")
    (told,) = recalls()
    assert (told["first"].rstrip(b"\0"), told["last"].rstrip(b"\0")) == (b"A003", b"A007")
    assert f"✓ recall {LOT} from A003 to A007, class 2" in output


def test_it_is_made_once(terminal, web3):
    terminal.run(producer.recall, LOT, "1", "text=Glass.")
    before = web3.eth.block_number
    assert "This is recalled already, as 0x" in terminal.run(producer.recall, LOT, "1", "text=Glass.")
    assert web3.eth.block_number == before


def test_owner_recalls_his_item(terminal, recalls, account):
    terminal.run(producer.offer, "merchant1", f"{LOT}/A001")
    terminal.run(merchant.receive, f"{LOT}/A001")
    assert "recalls: not yours to recall" in terminal.refused(producer.recall, f"{LOT}/A001", "1", "as=stranger")

    terminal.run(producer.recall, f"{LOT}/A001", "1", "as=merchant1")

    (told,) = recalls()
    assert told["by"] == account("merchant1")
    assert told["first"] == told["last"] == b"A001".ljust(32, b"\0")


def test_what_was_made_of_it_is_named(terminal, lots_file):
    lots_file.write_text(
        lots_file.read_text()
        + f'  - {{lot: C-1, count: 5, inputs: [{{lot: {LOT}, quantity: "20"}}]}}\n'
        + '  - {lot: C-2, count: 5, inputs: [{lot: 09506000134352/C-1, quantity: "2"}]}\n'
    )
    terminal.run(producer.register, str(lots_file))

    output = terminal.run(producer.recall, LOT, "1")

    assert "09506000134352/C-1 of producer was made of it, and is not recalled by it." in output
    assert "09506000134352/C-2 of producer was made of it" in output


def test_a_name_that_gs1_does_not_allow_stops_no_recall(terminal, goods, registered, wallet, recalls):
    """The contract takes more signs; whoever is permitted to use the lot up may choose them."""
    terminal.run(producer.permit, LOT, "dairy", "commissioning")
    odd = (int(LOT.split("/")[0]), b"#1".ljust(32, b"\0"), 5, b"\x01" * 32, bytes(32), 0)
    wallet("dairy").send(goods.call("transform", [(registered, 3)], *odd))

    output = terminal.run(producer.recall, LOT, "1")

    assert " was made of it, and is not recalled by it." in output
    assert len(recalls()) == 1


def test_recalls_and_their_ends(terminal, goods, recalls):
    assert "producer has no open recall of a lot." in terminal.run(producer.recalls)
    terminal.run(producer.recall, LOT, "3", "first=A001", "last=A002")
    (told,) = recalls()
    id_ = "0x" + told["recall_id"].hex()
    assert f"{id_}  {LOT} from A001 to A002, class 3" in terminal.run(producer.recalls)

    assert f"✓ close the recall {id_}" in terminal.run(producer.close_recall, id_, "text=All came back.")

    assert goods.reader.read("recall_closed", [(told["recall_id"],)]) == [(True,)]
    assert "has no open recall" in terminal.run(producer.recalls)
    assert "is closed already" in terminal.run(producer.close_recall, id_)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((LOT, "4"), "A recall is of class 1 (serious harm is likely), 2 (harm is possible), 3 (harm is unlikely)."),
        ((LOT, "x"), "'x' is not a whole number."),
        (
            (LOT, "1", "first=A001"),
            "Say the first and the last serial, first= and last=, or neither for all of the lot.",
        ),
        ((f"{LOT}/A001", "1", "first=A001", "last=A001"), "first= and last= are serials of a lot; this is one item."),
        ((LOT, "1", "first=A009", "last=A001"), "Refused by the contract: recalls: first after last."),
        ((LOT, "1", "as=stranger"), "The producer is producer, not stranger."),
        ((f"{LOT}/A001", "1", "as=stranger"), "Refused by the contract: recalls: not yours to recall."),
    ],
)
def test_refuses(terminal, web3, words, sentence):
    before = web3.eth.block_number
    assert terminal.refused(producer.recall, *words) == sentence
    assert web3.eth.block_number == before


def test_a_unit_is_not_recalled(terminal):
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A001")
    assert terminal.refused(producer.recall, SSCC, "1") == "A unit is not recalled, but what lies in it."


def test_closing_refuses(terminal, recalls):
    terminal.run(producer.recall, LOT, "1")
    id_ = "0x" + recalls()[0]["recall_id"].hex()
    assert terminal.refused(producer.close_recall, "0x" + "12" * 32) == f"There is no recall 0x{'12' * 32}."
    assert terminal.refused(producer.close_recall, id_, "as=stranger") == (
        "The one who recalled is producer, not stranger."
    )


def test_limits(terminal, goods, registered, web3):
    terminal.run(producer.promise_limits, LOT, "1.5", "6")
    assert goods.promised([registered]) == {registered: (1500, 6000)}
    before = web3.eth.block_number
    assert "is promised already" in terminal.run(producer.promise_limits, LOT, "1.5", "6")
    assert web3.eth.block_number == before
    assert "readings: " in terminal.refused(producer.promise_limits, LOT, "7", "6")
    assert terminal.refused(producer.promise_limits, LOT, "warm", "6") == "'warm' is not a number."
    assert terminal.refused(producer.promise_limits, LOT, "1", "6", "as=stranger") == (
        "The producer is producer, not stranger."
    )
