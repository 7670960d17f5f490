"""producer register: one transaction a lot; codes that were made are never made anew."""

import json

import pytest

from scripts import documents, parameters, producer, uploads
from scripts.goods import lot_files
from scripts.provenance import codes, identity
from scripts.provenance.codes import Codes
from scripts.provenance.items_file import ItemsFile
from scripts.wallet import NodeWallet
from tests.scripts.provenance.conftest import GTIN, LOT, LOTS

pytestmark = pytest.mark.usefixtures("isolation")

MILK = """
  - {lot: F-1, count: 900, first_serial: F001}
  - {lot: M-1, count: 60, first_serial: A001, inputs: [{lot: 09506000134352/F-1, quantity: "500"}]}
"""


def codes_of(lot_id):
    return list(Codes(lot_files.codes_path(lot_id), parameters.DEVNET_PASSPHRASE).entries())


def test_default_behavior(terminal, lots_file, goods, account):
    output = terminal.run(producer.register, str(lots_file))

    (lot,) = goods.lots_of(account("producer"))
    assert (lot.product.gtin, lot.product.lot, lot.count) == (GTIN, "M-1", 60)
    with ItemsFile(lot_files.items_path(lot.id)) as file:
        assert file.root == lot.root
    assert goods.promised([lot.id]) == {lot.id: (2000, 8000)}
    assert "2 °C to 8 °C" in output
    assert f"✓ register {LOT}, 60 items" in output
    assert "lots.yaml is registered: 1 lot." in output


def test_document_is_kept_with_blocks_of_items(terminal, lots_file, goods, account):
    terminal.run(producer.register, str(lots_file))

    (lot,) = goods.lots_of(account("producer"))
    document = json.loads(uploads.path_in(parameters.LIBRARY, lot.document.hex()).read_bytes())
    assert document["name"]["zh"] == "全脂牛奶"
    (block,) = document["items"]
    assert block["root"] == lot.root.hex()
    data = uploads.path_in(parameters.LIBRARY, block["sha256"]).read_bytes()
    assert documents.examine(data)[0] is documents.Kind.ITEMS


def test_what_stands_is_skipped(terminal, lots_file, goods, account, web3):
    terminal.run(producer.register, str(lots_file))
    before, (lot,) = web3.eth.block_number, goods.lots_of(account("producer"))
    made = codes_of(lot.id)

    output = terminal.run(producer.register, str(lots_file))

    assert web3.eth.block_number == before
    assert "stands" in output
    assert codes_of(lot.id) == made


def test_what_differs_is_said_and_stays(terminal, lots_file, goods, account):
    terminal.run(producer.register, str(lots_file))
    lots_file.write_text(LOTS.replace("count: 60", "count: 61"))
    assert "stands with 60 items, and stays so" in terminal.run(producer.register, str(lots_file))
    lots_file.write_text(LOTS.replace("Whole", "Skimmed"))
    assert "stands with another document, and stays so" in terminal.run(producer.register, str(lots_file))


def test_stopped_before_the_transaction_goes_on_with_the_same_codes(terminal, lots_file, goods, account, monkeypatch):
    lot_id = identity.lot_id(account("producer"), GTIN, "M-1")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(NodeWallet, "send", stop)
        assert "Stopped" in terminal.refused(producer.register, str(lots_file))
    assert goods.lots([lot_id]) == [None]
    made = codes_of(lot_id)

    terminal.run(producer.register, str(lots_file))

    assert codes_of(lot_id) == made
    with ItemsFile(lot_files.items_path(lot_id)) as file:
        assert goods.lot(lot_id).root == file.root


@pytest.mark.parametrize("after", [0, 30])
def test_stopped_while_codes_are_written_leaves_none(terminal, lots_file, goods, account, monkeypatch, after):
    """And stopped while the tree is made, the codes are there."""
    lot_id, written = identity.lot_id(account("producer"), GTIN, "M-1"), codes.write

    def stop(path, lot, serials, *rest):
        def part():
            for number, serial in enumerate(serials):
                if number == after:
                    raise KeyboardInterrupt
                yield serial

        written(path, lot, part(), *rest)

    with monkeypatch.context() as patch:
        patch.setattr(codes, "write", stop)
        terminal.refused(producer.register, str(lots_file))
    assert not list(parameters.LOTS.glob("*"))

    terminal.run(producer.register, str(lots_file))
    assert goods.lot(lot_id).count == 60


def test_items_file_of_other_codes_is_made_anew(terminal, lots_file, goods, account, node, web3):
    """The file of items is made of the codes; a registered lot's is never touched."""
    lot_id = identity.lot_id(account("producer"), GTIN, "M-1")
    snapshot = node.rpc("evm_snapshot")
    terminal.run(producer.register, str(lots_file))
    node.rpc("evm_revert", snapshot)
    lot_files.codes_path(lot_id).unlink()

    terminal.run(producer.register, str(lots_file))

    with ItemsFile(lot_files.items_path(lot_id)) as file:
        assert file.root == goods.lot(lot_id).root
        first = codes_of(lot_id)[0]
        file.proof(first.serial)


def test_codes_of_other_items_are_refused(terminal, lots_file, node):
    snapshot = node.rpc("evm_snapshot")
    terminal.run(producer.register, str(lots_file))
    node.rpc("evm_revert", snapshot)
    lots_file.write_text(LOTS.replace("A001", "B001"))

    sentence = terminal.refused(producer.register, str(lots_file))

    assert "has codes of 60 other items; move it away if no label bears them" in sentence
    assert sentence.startswith("lots.yaml, line 4: ")


def test_lot_made_of_one_before_it(terminal, lots_file, goods, account):
    lots_file.write_text(LOTS.split("  - ")[0].rstrip("\n") + MILK)

    output = terminal.run(producer.register, str(lots_file))

    farm, milk = goods.lots_of(account("producer"))
    assert (farm.used, farm.left) == (500, 400)
    (made,) = goods.reader.events("LotTransformed", milk.id)
    assert made["inputs"] == ((farm.id, 500),)
    assert "500 of 09506000134352/F-1" in output
    assert "✓ transform 09506000134352/M-1, 60 items" in output


def test_nothing_is_sent_if_the_contract_would_refuse_one(terminal, lots_file, goods, account, web3):
    lots_file.write_text(LOTS.split("  - ")[0].rstrip("\n") + MILK)
    terminal.run(producer.register, str(lots_file))
    before = web3.eth.block_number
    lots_file.write_text(LOTS + '  - {lot: M-2, count: 5, inputs: [{lot: 09506000134352/F-1, quantity: "401"}]}\n')

    sentence = terminal.refused(producer.register, str(lots_file))

    assert sentence == "lots.yaml, line 5: Refused by the contract: lots: not so much left."
    assert web3.eth.block_number == before


def test_input_that_nobody_registered(terminal, lots_file):
    lots_file.write_text(LOTS + '  - {lot: M-2, count: 5, inputs: [{lot: farm/09506000134352/F-9, quantity: "4"}]}\n')

    sentence = terminal.refused(producer.register, str(lots_file))

    assert sentence == "lots.yaml, line 5: farm has registered no lot 09506000134352/F-9 to make it of."


def test_limits_that_a_stop_left_out_are_promised(terminal, lots_file, goods, account, monkeypatch):
    send, sent = NodeWallet.send, []

    def stop(wallet, call):
        if sent:
            raise KeyboardInterrupt
        sent.append(call)
        return send(wallet, call)

    with monkeypatch.context() as patch:
        patch.setattr(NodeWallet, "send", stop)
        terminal.refused(producer.register, str(lots_file))
    (lot,) = goods.lots_of(account("producer"))
    assert goods.promised([lot.id]) == {}

    terminal.run(producer.register, str(lots_file))

    assert goods.promised([lot.id]) == {lot.id: (2000, 8000)}


def test_fault_in_the_file_is_named_by_its_line(terminal, lots_file):
    lots_file.write_text(LOTS.replace("A001", "A01x"))

    assert terminal.refused(producer.register, str(lots_file)).startswith("lots.yaml, line 4: ")
