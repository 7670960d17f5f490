"""recall: by who made a lot, all of it or a range; by who owns an item, that item."""

import brownie
import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.fixtures.provenance import CUSTODY, NONE, OWNERSHIP, Lot, text

DOCUMENT = b"\xd4" * 32


def id_of(by, lot: bytes, first: bytes, last: bytes, class_: int, document: bytes = DOCUMENT) -> bytes:
    """A recall's id."""
    types = ["address", "bytes32", "bytes32", "bytes32", "uint256", "bytes32"]
    return keccak(encode(types, [by.address, lot, first, last, class_, document]))


@pytest.mark.parametrize("range_", [("", ""), ("A002", "A004"), ("A003", "A003"), ("A", "a")])
@pytest.mark.parametrize("class_", [1, 2, 3])
def test_default_behavior(provenance, lot, producer, said, range_, class_):
    """Nothing of it has to be touched."""
    first, last = (text(serial) for serial in range_)
    tx = provenance.recall(lot.id, first, last, class_, DOCUMENT, {"from": producer})

    recall_id = id_of(producer, lot.id, first, last, class_)
    recalled = {"recall_id": recall_id, "lot": lot.id, "by": producer.address, "first": first, "last": last}
    assert said(tx) == [("Recalled", {**recalled, "class_": class_, "document": DOCUMENT})]
    assert provenance.recalled_by(recall_id) == producer
    assert not provenance.recall_closed(recall_id)


def test_by_an_items_owner(provenance, item, hand, seller):
    hand(item, seller, OWNERSHIP)
    provenance.recall(item.lot, item.serial, item.serial, 2, DOCUMENT, {"from": seller})

    assert provenance.recalled_by(id_of(seller, item.lot, item.serial, item.serial, 2)) == seller


def test_by_a_units_owner(provenance, item, case, hand, producer, seller):
    """A pallet, or what lies in it; what he cannot recall is the lot."""
    provenance.aggregate(case, [item], {"from": producer})
    hand(case, seller)
    for thing in (case, item):
        provenance.recall(thing.lot, thing.serial, thing.serial, 1, DOCUMENT, {"from": seller})
    with brownie.reverts("recalls: not yours to recall"):
        provenance.recall(item.lot, NONE, NONE, 1, DOCUMENT, {"from": seller})


@pytest.mark.parametrize("range_", [("", ""), ("A001", "A002"), ("A001", "A001"), ("A002", "A002")])
def test_strangers_recall(provenance, lot, item, stranger, range_):
    """Of a lot, of a range, of an item, of what was never touched."""
    first, last = (text(serial) for serial in range_)
    with brownie.reverts("recalls: not yours to recall"):
        provenance.recall(lot.id, first, last, 1, DOCUMENT, {"from": stranger})


@pytest.mark.parametrize("range_", [("", ""), ("A001", "A002"), ("", "A001"), ("A002", "A002")])
def test_owner_recalls_only_that_item(provenance, lot, item, hand, seller, range_):
    hand(item, seller)
    first, last = (text(serial) for serial in range_)
    with brownie.reverts("recalls: not yours to recall"):
        provenance.recall(lot.id, first, last, 1, DOCUMENT, {"from": seller})


def test_not_the_custodian(provenance, item, hand, carrier):
    hand(item, carrier, CUSTODY)
    with brownie.reverts("recalls: not yours to recall"):
        provenance.recall(item.lot, item.serial, item.serial, 1, DOCUMENT, {"from": carrier})


def test_lot_that_is_not_there(provenance, producer):
    with brownie.reverts("recalls: not yours to recall"):
        provenance.recall(Lot(producer.address, "NEVER").id, NONE, NONE, 1, DOCUMENT, {"from": producer})


def test_all_units_of_a_maker(provenance, case, producer):
    """They are no lot of his: some are somebody else's by now."""
    with brownie.reverts("recalls: not yours to recall"):
        provenance.recall(case.lot, NONE, NONE, 1, DOCUMENT, {"from": producer})


@pytest.mark.parametrize("class_", [0, 4])
def test_unknown_class(provenance, lot, producer, class_):
    with brownie.reverts("recalls: unknown class"):
        provenance.recall(lot.id, NONE, NONE, class_, DOCUMENT, {"from": producer})


def test_first_after_last(provenance, lot, producer):
    """In the order of bytes: digits stand before letters, and 10 before 9."""
    for first, last in (("A005", "A004"), ("9", "10"), ("A", "9")):
        with brownie.reverts("recalls: first after last"):
            provenance.recall(lot.id, text(first), text(last), 1, DOCUMENT, {"from": producer})


@pytest.mark.parametrize(
    "range_", [(NONE, text("A")), (text("A"), NONE), (text("A B"), text("B")), (NONE, b"\xff" * 32)]
)
def test_no_serial(provenance, lot, producer, range_):
    with brownie.reverts("recalls: no serial"):
        provenance.recall(lot.id, *range_, 1, DOCUMENT, {"from": producer})


def test_recalled_already(provenance, lot, producer):
    """Word for word; also after it was closed, when it needs another document."""
    provenance.recall(lot.id, NONE, NONE, 1, DOCUMENT, {"from": producer})
    with brownie.reverts("recalls: recalled already"):
        provenance.recall(lot.id, NONE, NONE, 1, DOCUMENT, {"from": producer})
    provenance.close_recall(id_of(producer, lot.id, NONE, NONE, 1), NONE, {"from": producer})
    with brownie.reverts("recalls: recalled already"):
        provenance.recall(lot.id, NONE, NONE, 1, DOCUMENT, {"from": producer})
    provenance.recall(lot.id, NONE, NONE, 1, DOCUMENT[::-1][:-1] + b"\x01", {"from": producer})
