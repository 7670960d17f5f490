"""close_recall: another event, by who recalled."""

import brownie
import pytest

from tests.fixtures.provenance import NONE

DOCUMENT = b"\xd5" * 32


@pytest.fixture
def recall_id(provenance, lot, producer, said) -> bytes:
    """All of the lot is recalled."""
    tx = provenance.recall(lot.id, NONE, NONE, 1, NONE, {"from": producer})
    return said(tx)[0][1]["recall_id"]


def test_default_behavior(provenance, recall_id, producer, said):
    tx = provenance.close_recall(recall_id, DOCUMENT, {"from": producer})

    assert said(tx) == [("RecallClosed", {"recall_id": recall_id, "document": DOCUMENT})]
    assert provenance.recall_closed(recall_id)
    assert provenance.recalled_by(recall_id) == producer


def test_not_yours_to_close(provenance, recall_id, stranger):
    with brownie.reverts("recalls: not yours to close"):
        provenance.close_recall(recall_id, DOCUMENT, {"from": stranger})


def test_never_made(provenance, producer):
    with brownie.reverts("recalls: not yours to close"):
        provenance.close_recall(b"\x01" * 32, DOCUMENT, {"from": producer})


def test_closed_already(provenance, recall_id, producer):
    provenance.close_recall(recall_id, DOCUMENT, {"from": producer})
    with brownie.reverts("recalls: closed already"):
        provenance.close_recall(recall_id, DOCUMENT, {"from": producer})


def test_by_an_owner_who_is_it_no_more(provenance, item, hand, seller, buyer, said):
    """It was his recall; the next owner may make his own."""
    hand(item, seller)
    tx = provenance.recall(item.lot, item.serial, item.serial, 3, NONE, {"from": seller})
    hand(item, buyer)
    recall_id = said(tx)[0][1]["recall_id"]
    with brownie.reverts("recalls: not yours to close"):
        provenance.close_recall(recall_id, NONE, {"from": buyer})
    provenance.close_recall(recall_id, NONE, {"from": seller})
