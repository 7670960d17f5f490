"""touch_many: items of one delivery in one transaction, whatever of them was touched before."""

import brownie
import pytest

from tests.fixtures.provenance import Lot
from tests.fixtures.refusals import no_reason

MOST = 50


def test_default_behavior(provenance, lot, producer, hands, state, said):
    tx = provenance.touch_many([lot.proof(item) for item in lot.items], {"from": producer})

    touched = [("ItemTouched", {"lot": lot.id, "serial": item.serial, "owner": producer.address}) for item in lot.items]
    assert said(tx) == touched
    assert all(hands(item) == (producer, producer) for item in lot.items)
    assert state(lot) == (producer.address, 5, 0, 5)


def test_skips_what_is_touched(provenance, lot, item, hand, seller, producer, hands, state, said):
    """What has changed hands since stays where it is; a thing twice in the list is touched once."""
    hand(item, seller)
    proofs = [lot.proof(one) for one in (item, lot.items[1], lot.items[1])]
    tx = provenance.touch_many(proofs, {"from": producer})

    assert [fields["serial"] for _, fields in said(tx)] == [lot.items[1].serial]
    assert hands(item) == (seller, seller)
    assert state(lot)[3] == 2


def test_one_wrong_path(provenance, lot, producer, state):
    item, code_hash, path = lot.proof(lot.items[1])
    with brownie.reverts("lots: not an item of this lot"):
        provenance.touch_many([lot.proof(lot.items[0]), (item, code_hash, path[:-1])], {"from": producer})
    assert state(lot)[3] == 0


def test_not_permitted(provenance, lot, register, producer, stranger, state):
    """Not even beside an item of one's own."""
    theirs = register(Lot(stranger.address, "THEIRS"))
    with brownie.reverts("lots: not permitted"):
        provenance.touch_many([theirs.proof(theirs.items[0]), lot.proof(lot.items[0])], {"from": stranger})
    assert state(theirs)[3] == state(lot)[3] == 0


def test_none(provenance, producer, said):
    assert said(provenance.touch_many([], {"from": producer})) == []


@pytest.fixture
def large(register, producer) -> Lot:
    """More than one call takes."""
    return register(Lot(producer.address, "LARGE", serials=tuple(f"S{number:03}" for number in range(MOST + 1))))


def test_fifty(provenance, large, producer, state):
    provenance.touch_many([large.proof(item) for item in large.items[:MOST]], {"from": producer})
    assert state(large)[3] == MOST


def test_more_than_fifty(provenance, large, producer):
    with no_reason():
        provenance.touch_many([large.proof(item) for item in large.items], {"from": producer})
