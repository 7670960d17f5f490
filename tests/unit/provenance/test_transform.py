"""transform: parts of lots become a new lot, and no more than there is."""

import brownie
import pytest

from tests.fixtures.clock import DAY
from tests.fixtures.provenance import COMMISSIONING, GTIN, OTHER_GTIN, SHIPPING, Lot


@pytest.fixture
def milk(register, producer) -> Lot:
    """A hundred litres."""
    return register(Lot(producer.address, "MILK"), count=100)


@pytest.fixture
def salt(register, producer) -> Lot:
    """Ten bags."""
    return register(Lot(producer.address, "SALT", OTHER_GTIN), count=10)


@pytest.fixture
def cheese(producer) -> Lot:
    """What is made of both."""
    return Lot(producer.address, "CHEESE")


def test_default_behavior(provenance, milk, salt, cheese, producer, state, said, now):
    inputs = ((milk.id, 60), (salt.id, 3))
    tx = provenance.transform(inputs, *cheese.terms(), now - DAY, {"from": producer})

    gtin, batch, count, root, document = cheese.terms()
    registered = {"lot_id": cheese.id, "producer": producer.address, "gtin": gtin, "batch": batch, "count": count}
    transformed = {"lot_id": cheese.id, "by": producer.address, "inputs": inputs, "time": now - DAY}
    assert said(tx) == [
        ("LotRegistered", {**registered, "root": root, "document": document}),
        ("LotTransformed", transformed),
    ]
    assert state(milk) == (producer.address, 100, 60, 0)
    assert state(salt) == (producer.address, 10, 3, 0)
    assert state(cheese) == (producer.address, count, 0, 0)


def test_in_parts_up_to_all(provenance, milk, producer, state):
    for number, quantity in enumerate((60, 39, 1)):
        new = Lot(producer.address, f"CHEESE-{number}")
        provenance.transform([(milk.id, quantity)], *new.terms(), 0, {"from": producer})

    assert state(milk) == (producer.address, 100, 100, 0)


@pytest.mark.parametrize("inputs", [[101], [60, 41], [100, 1], [2**32 - 1], [2**256 - 1], [1, 2**256 - 1]])
def test_more_than_there_was(provenance, milk, cheese, producer, state, inputs):
    """Also where one lot is named twice, and where numbers could run over."""
    with brownie.reverts("lots: not so much left"):
        given = [(milk.id, quantity) for quantity in inputs]
        provenance.transform(given, *cheese.terms(), 0, {"from": producer})
    assert state(milk)[2] == 0


def test_items_that_are_individual_are_not_left(provenance, lot, item, cheese, producer):
    with brownie.reverts("lots: not so much left"):
        provenance.transform([(lot.id, 5)], *cheese.terms(), 0, {"from": producer})
    provenance.transform([(lot.id, 4)], *cheese.terms(), 0, {"from": producer})


def test_nothing_of_a_lot(provenance, milk, cheese, producer):
    with brownie.reverts("lots: nothing used"):
        provenance.transform([(milk.id, 0)], *cheese.terms(), 0, {"from": producer})


def test_no_inputs(provenance, cheese, producer):
    with brownie.reverts("lots: no inputs"):
        provenance.transform([], *cheese.terms(), 0, {"from": producer})


def test_of_itself(provenance, milk, cheese, producer):
    """A new lot is not there yet, and one that is there cannot be made again: nothing runs in circles."""
    with brownie.reverts("lots: not registered"):
        provenance.transform([(cheese.id, 1)], *cheese.terms(), 0, {"from": producer})
    with brownie.reverts("lots: registered already"):
        provenance.transform([(milk.id, 1)], *milk.terms(), 0, {"from": producer})


def test_of_a_unit(provenance, case, cheese, producer):
    with brownie.reverts("lots: not registered"):
        provenance.transform([(case.lot, 1)], *cheese.terms(), 0, {"from": producer})


def test_permitted_by_the_producer(provenance, milk, producer, stranger, state):
    provenance.permit(milk.id, stranger, 1 << COMMISSIONING, {"from": producer})
    theirs = Lot(stranger.address, "BUTTER")
    provenance.transform([(milk.id, 7)], *theirs.terms(), 0, {"from": stranger})

    assert state(milk)[2] == 7
    assert state(theirs)[0] == stranger


@pytest.mark.parametrize("steps", [0, 1 << SHIPPING, ~(1 << COMMISSIONING) & (2**42 - 1)])
def test_not_permitted(provenance, milk, producer, stranger, steps):
    """Neither without a word, nor with one about other steps."""
    provenance.permit(milk.id, stranger, steps, {"from": producer})
    with brownie.reverts("lots: not permitted"):
        provenance.transform([(milk.id, 1)], *Lot(stranger.address, "BUTTER").terms(), 0, {"from": stranger})


def test_permitted_for_another_lot(provenance, milk, salt, producer, stranger):
    provenance.permit(salt.id, stranger, 1 << COMMISSIONING, {"from": producer})
    with brownie.reverts("lots: not permitted"):
        provenance.transform([(milk.id, 1)], *Lot(stranger.address, "BUTTER").terms(), 0, {"from": stranger})


def test_revoked(provenance, milk, producer, stranger):
    provenance.permit(milk.id, stranger, 1 << COMMISSIONING, {"from": producer})
    provenance.permit(milk.id, stranger, 0, {"from": producer})
    with brownie.reverts("lots: not permitted"):
        provenance.transform([(milk.id, 1)], *Lot(stranger.address, "BUTTER").terms(), 0, {"from": stranger})


def test_in_the_future(provenance, milk, cheese, producer, now, at):
    at(now + 10)
    with brownie.reverts("lots: in the future"):
        provenance.transform([(milk.id, 1)], *cheese.terms(), now + 11, {"from": producer})
    at(now + 20)
    provenance.transform([(milk.id, 1)], *cheese.terms(), now + 20, {"from": producer})


def test_a_wrong_output_uses_nothing_up(provenance, milk, cheese, producer, state):
    terms = (GTIN + 1, *cheese.terms()[1:])
    with brownie.reverts("lots: no GTIN"):
        provenance.transform([(milk.id, 1)], *terms, 0, {"from": producer})
    assert state(milk)[2] == 0


def test_twenty_inputs(provenance, register, producer, state, cheese):
    lots = [register(Lot(producer.address, f"IN-{number}"), count=1) for number in range(20)]
    provenance.transform([(lot.id, 1) for lot in lots], *cheese.terms(), 0, {"from": producer})

    assert all(state(lot)[2] == 1 for lot in lots)
