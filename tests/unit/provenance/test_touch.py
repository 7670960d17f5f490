"""touch: an item becomes individual, owned and kept by who made it."""

import brownie
import pytest
from eth_utils import keccak

from tests.fixtures.provenance import (
    COMMISSIONING,
    NONE,
    SHIPPING,
    Item,
    Lot,
    code_hash,
    code_of,
    levels,
    path_to,
    text,
    unit_of,
)
from tests.fixtures.terms import EMPTY


def test_default_behavior(provenance, lot, producer, holding, state, said):
    item = lot.items[0]
    tx = provenance.touch(*lot.proof(item), {"from": producer})

    assert said(tx) == [("ItemTouched", {"lot": item.lot, "serial": item.serial, "owner": producer.address})]
    assert holding(item) == {
        "owner": producer.address,
        "custodian": producer.address,
        "unit": NONE,
        "version": 0,
        "contents": 0,
        "claimed": False,
        "sold": False,
        "order_id": NONE,
        "round": 0,
    }
    assert state(lot) == (producer.address, len(lot.serials), 0, 1)


def test_nobody_has_what_was_never_touched(lot, holding):
    assert holding(lot.items[0])["owner"] == EMPTY


def test_every_item(provenance, lot, hands, producer):
    """An odd number of them: the last one's path is shorter."""
    assert {len(lot.path(item)) for item in lot.items} == {1, 3}
    for item in lot.items:
        provenance.touch(*lot.proof(item), {"from": producer})
        assert hands(item) == (producer, producer)


def test_a_lot_of_one(provenance, register, producer, hands):
    """Its root is its leaf."""
    lot = register(Lot(producer.address, "SINGLE", serials=("ONLY",)))
    provenance.touch(*lot.proof(lot.items[0]), {"from": producer})

    assert hands(lot.items[0])[0] == producer


def test_touched_already(provenance, lot, item, producer):
    with brownie.reverts("things: touched already"):
        provenance.touch(*lot.proof(item), {"from": producer})


def test_wrong_path(provenance, lot, producer):
    first, second = lot.items[:2]
    for wrong in (lot.path(second), [], lot.path(first)[:-1], lot.path(first)[::-1], [*lot.path(first), NONE]):
        with brownie.reverts("lots: not an item of this lot"):
            provenance.touch(first, code_hash(first), wrong, {"from": producer})


def test_wrong_code_or_serial(provenance, lot, producer):
    first, second = lot.items[:2]
    for item, code in ((first, code_of(second)), (second, code_of(first)), (Item(lot.id, text("A9")), code_of(first))):
        with brownie.reverts("lots: not an item of this lot"):
            provenance.touch(item, code_hash(item, code), lot.path(first), {"from": producer})


def test_node_passed_as_leaf(provenance, lot, producer):
    """Two children are as long as a serial and a code's hash, but begin with another byte."""
    one, other = sorted(lot.tree[0][:2])
    for item in (Item(lot.id, one), Item(lot.id, other)):
        with brownie.reverts("lots: not an item of this lot"):
            provenance.touch(item, other if item.serial == one else one, lot.path(lot.items[0])[1:], {"from": producer})


def test_item_of_another_lot(provenance, lot, register, producer):
    other = register(Lot(producer.address, "L-2", serials=("B001", "B002")))
    with brownie.reverts("lots: not an item of this lot"):
        provenance.touch(Item(other.id, lot.items[0].serial), *lot.proof(lot.items[0])[1:], {"from": producer})


def test_not_permitted(provenance, lot, producer, reporter, stranger):
    """What is individual cannot be used up: that is not for strangers to decide, nor for who reports other steps."""
    provenance.permit(lot.id, reporter, 1 << SHIPPING, {"from": producer})
    for who in (stranger, reporter):
        with brownie.reverts("lots: not permitted"):
            provenance.touch(*lot.proof(lot.items[0]), {"from": who})


def test_permitted(provenance, lot, producer, reporter, hands):
    provenance.permit(lot.id, reporter, 1 << COMMISSIONING, {"from": producer})
    provenance.touch(*lot.proof(lot.items[0]), {"from": reporter})

    assert hands(lot.items[0]) == (producer, producer)


def test_not_registered(provenance, producer):
    lot = Lot(producer.address, "NEVER")
    with brownie.reverts("lots: not registered"):
        provenance.touch(*lot.proof(lot.items[0]), {"from": producer})


def test_makers_address_is_no_lot_of_items(provenance, producer, lot, case):
    """Where units stand, nothing can be touched, and so nothing be claimed."""
    with brownie.reverts("lots: not registered"):
        provenance.touch(
            Item(unit_of(producer, "X").lot, lot.items[0].serial), *lot.proof(lot.items[0])[1:], {"from": producer}
        )


def test_serial_with_garbage(provenance, producer):
    """Under a root of its own producer there may be anything; what reads like another serial is refused."""
    wrong = [
        NONE,
        b"A001\x00x".ljust(32, b"\x00"),
        b"A 001".ljust(32, b"\x00"),
        b"A001\x7f".ljust(32, b"\x00"),
        "Ä001".encode().ljust(32, b"\x00"),
        b"\x00A001".ljust(32, b"\x00"),
        b"A" * 21 + b"\x00" * 11,
        b"A001".rjust(32, b"\x00"),
    ]
    code = b"\x0c" * 16
    lot = Lot(producer.address, "BAD")
    hashed = code_hash(lot.items[0], code)
    tree = levels([keccak(b"\x00" + serial + hashed) for serial in wrong])
    provenance.register(9506000134352, text("BAD"), len(wrong), tree[-1][0], NONE, {"from": producer})
    for place, serial in enumerate(wrong):
        with brownie.reverts("lots: no serial"):
            provenance.touch(Item(lot.id, serial), hashed, path_to(tree, place), {"from": producer})


@pytest.mark.parametrize("serial", ["A", "!", "~", "A" * 20])
def test_longest_and_shortest(provenance, register, producer, hands, serial):
    lot = register(Lot(producer.address, "EDGE", serials=(serial,)))
    provenance.touch(*lot.proof(lot.items[0]), {"from": producer})

    assert hands(lot.items[0])[0] == producer


def test_more_than_there_are(provenance, register, producer):
    """A tree may have more leaves than its lot has items."""
    lot = register(Lot(producer.address, "FEW"), count=2)
    for item in lot.items[:2]:
        provenance.touch(*lot.proof(item), {"from": producer})
    with brownie.reverts("lots: nothing left"):
        provenance.touch(*lot.proof(lot.items[2]), {"from": producer})


def test_what_was_used_up(provenance, register, producer):
    lot = register(Lot(producer.address, "MILK"))
    new = Lot(producer.address, "CHEESE")
    provenance.transform([(lot.id, 4)], *new.terms(), 0, {"from": producer})
    provenance.touch(*lot.proof(lot.items[0]), {"from": producer})
    with brownie.reverts("lots: nothing left"):
        provenance.touch(*lot.proof(lot.items[1]), {"from": producer})


def test_longest_path(provenance, register, producer):
    """A comb of 33 leaves: as long as a path can be; one more cannot even be read."""
    item = Item(Lot(producer.address, "DEEP").id, text("A001"))
    path = [keccak(bytes([place])) for place in range(33)]
    top = keccak(b"\x00" + item.serial + code_hash(item))
    roots = [top]
    for other in path:
        low, high = sorted((top, other))
        top = keccak(b"\x01" + low + high)
        roots.append(top)
    provenance.register(9506000134352, text("DEEP"), 1, roots[32], NONE, {"from": producer})
    with brownie.reverts():
        provenance.touch(item, code_hash(item), path, {"from": producer})
    provenance.touch(item, code_hash(item), path[:32], {"from": producer})
