"""A lot's items as documents: every item is proved by its lot's document and one block, and by nothing else."""

import json

import pytest

from scripts import documents
from scripts.provenance import codes, items_documents, items_file, tree
from scripts.provenance.codes import Codes
from scripts.provenance.gs1 import Product
from scripts.provenance.items_documents import BLOCK
from scripts.provenance.items_file import ItemsFile
from scripts.refusal import Refusal

LOT = Product("09506000134352", lot="L-1")
PRODUCER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
PLAIN = documents.canonical({"type": "handover/lot/1", "gtin": LOT.gtin, "lot": "L-1", "name": {"en": "Milk"}})


def ignore(_):
    """No progress to show."""


def made(folder, count):
    """The file of a lot with so many items, and the document and blocks that it gives."""
    serials = (f"{number:06}" for number in range(1, count + 1))
    codes.write(folder / "a.codes", LOT, serials, count, "passphrase", ignore)
    items_file.write(folder / "a.items", PRODUCER, Codes(folder / "a.codes", "passphrase"), ignore)
    file = ItemsFile(folder / "a.items")
    entries, blocks = zip(*items_documents.blocks(file), strict=True)
    document = items_documents.with_items(PLAIN, list(entries))
    return file, json.loads(document), {documents.sha256(block): block for block in blocks}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Two blocks and a little more."""
    return made(tmp_path_factory.mktemp("items"), 2 * BLOCK + 3)


@pytest.mark.parametrize("count", [1, 2, 3, BLOCK, BLOCK + 1])
def test_lots_of_every_size_are_proved(tmp_path, count):
    file, document, blocks = made(tmp_path, count)
    for serial in {"000001", f"{count:06}", f"{(count + 1) // 2:06}"}:
        block = blocks[items_documents.block_of(document, serial)]
        assert items_documents.proof(file.lot_id, file.root, document, block, serial) == file.proof(serial)


def test_every_part_of_a_large_lot_is_proved(large):
    file, document, blocks = large
    assert len(blocks) == 3
    for number in (1, 77, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1, 2 * BLOCK + 3):
        serial = f"{number:06}"
        found = items_documents.proof(
            file.lot_id, file.root, document, blocks[items_documents.block_of(document, serial)], serial
        )
        assert found == file.proof(serial)
        assert tree.root_of(tree.item_leaf(found.item.serial, found.code_hash), found.path) == file.root


def test_documents_are_of_known_formats(large):
    _, document, blocks = large

    assert documents.examine(documents.canonical(document))[0] is documents.Kind.LOT
    assert {documents.examine(block)[0] for block in blocks.values()} == {documents.Kind.ITEMS}


def test_the_longest_serials_and_most_blocks_have_room():
    items = [[f"{number:020}", "ab" * 32] for number in range(BLOCK)]
    entry = {"first": "9" * 20, "root": "ab" * 32, "sha256": "cd" * 32}

    assert documents.examine(documents.canonical({"type": items_documents.TYPE, "items": items}))
    assert items_documents.with_items(PLAIN, [entry] * items_documents.MAX_BLOCKS)


def test_what_is_not_there(large):
    file, document, blocks = large
    first, second, _ = blocks.values()

    assert items_documents.block_of(document, "000000") == ""
    assert items_documents.block_of({}, "000001") == ""
    with pytest.raises(Refusal, match=r"^The lot L-1 has no item '000001'\.$"):
        items_documents.proof(file.lot_id, file.root, document, second, "000001")
    with pytest.raises(Refusal, match=r"^This is no block of the lot's items\.$"):
        items_documents.proof(file.lot_id, file.root, {**document, "items": []}, first, "000001")
    with pytest.raises(Refusal, match=r"^This is no block of the lot's items\.$"):
        items_documents.proof(file.lot_id, file.root, document, first[:-1], "000001")


@pytest.mark.parametrize(
    "block", [b"", b"[]", b"{}", b'{"items":[7]}', b'{"items":[[7,"00"]]}', b'{"items":[["a",7]]}', b"[" * 100_000]
)
def test_malformed_blocks_that_a_producer_names(large, block):
    file, document, _ = large
    named = {**document, "items": [{**document["items"][0], "sha256": documents.sha256(block)}]}

    with pytest.raises(Refusal, match=r"^The block of the lot's items is malformed\.$"):
        items_documents.proof(file.lot_id, file.root, named, block, "000001")


def test_what_does_not_lead_to_the_root(large):
    file, document, blocks = large
    first = next(iter(blocks.values()))
    false = [{**entry, "root": "00" * 32} if place else entry for place, entry in enumerate(document["items"])]

    for root, said in ((bytes(32), document), (file.root, {**document, "items": false})):
        with pytest.raises(Refusal, match=r"^The documents of the lot L-1 do not lead to its root on the chain\.$"):
            items_documents.proof(file.lot_id, root, said, first, "000001")


def test_a_lot_without_blocks_keeps_its_document():
    assert items_documents.with_items(PLAIN, []) == PLAIN
