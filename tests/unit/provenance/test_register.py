"""register: a lot, whatever its size, is one root."""

import brownie
import pytest

from tests.fixtures.provenance import GTIN, NONE, OTHER_GTIN, Lot, text

MOST = 2**32 - 1
ROOT = b"\x0e" * 32


@pytest.fixture
def terms(producer) -> dict:
    """What is registered, by name."""
    lot = Lot(producer.address, "NEW")
    return dict(zip(("gtin", "batch", "count", "root", "document"), lot.terms(), strict=True))


def test_default_behavior(provenance, terms, producer, state, said):
    lot = Lot(producer.address, "NEW")
    tx = provenance.register(*terms.values(), {"from": producer})

    assert said(tx) == [("LotRegistered", {"lot_id": lot.id, "producer": producer.address, **terms})]
    assert state(lot) == (producer.address, terms["count"], 0, 0)
    assert provenance.roots(lot.id) == "0x" + lot.root.hex()


@pytest.mark.parametrize("change", [{"gtin": OTHER_GTIN}, {"batch": text("NEW2")}])
def test_another_lot_beside_it(provenance, terms, producer, change):
    provenance.register(*terms.values(), {"from": producer})
    provenance.register(*(terms | change).values(), {"from": producer})


def test_same_words_of_another_producer(provenance, terms, producer, stranger, state):
    """Nobody can take a name away from somebody: an id has its producer's address in it."""
    provenance.register(*terms.values(), {"from": stranger})
    provenance.register(*terms.values(), {"from": producer})

    assert state(Lot(producer.address, "NEW"))[0] == producer
    assert state(Lot(stranger.address, "NEW"))[0] == stranger


def test_without_document(provenance, terms, producer):
    provenance.register(*(terms | {"document": NONE}).values(), {"from": producer})


def test_registered_already(provenance, terms, producer):
    """Not even with another root: a label's tree is what it was."""
    provenance.register(*terms.values(), {"from": producer})
    with brownie.reverts("lots: registered already"):
        provenance.register(*(terms | {"root": ROOT, "count": 7}).values(), {"from": producer})


@pytest.mark.parametrize("count", [1, MOST])
def test_any_count(provenance, terms, producer, state, count):
    provenance.register(*(terms | {"count": count}).values(), {"from": producer})

    assert state(Lot(producer.address, "NEW")) == (producer.address, count, 0, 0)


@pytest.mark.parametrize("count", [0, MOST + 1, 2**256 - 1])
def test_wrong_count(provenance, terms, producer, count):
    with brownie.reverts("lots: wrong count"):
        provenance.register(*(terms | {"count": count}).values(), {"from": producer})


def test_empty_root(provenance, terms, producer):
    with brownie.reverts("lots: empty root"):
        provenance.register(*(terms | {"root": NONE}).values(), {"from": producer})


@pytest.mark.parametrize(
    "gtin",
    [96385074, 614141000036, 9506000134352, 10614141000415, 99999999999997],
    ids=["8", "12", "13", "14", "largest"],
)
def test_gtin_of_any_length(provenance, terms, producer, gtin):
    provenance.register(*(terms | {"gtin": gtin}).values(), {"from": producer})


@pytest.mark.parametrize("gtin", [0, *(GTIN + wrong for wrong in range(1, 9)), 10**14 + GTIN, 2**256 - 1])
def test_no_gtin(provenance, terms, producer, gtin):
    """Each other last digit than the right one; nothing; more than 14 digits."""
    with brownie.reverts("lots: no GTIN"):
        provenance.register(*(terms | {"gtin": gtin}).values(), {"from": producer})


@pytest.mark.parametrize(
    "batch",
    [NONE, text(" "), text("A B"), b"\x00A".ljust(32, b"\x00"), b"A\x00B".ljust(32, b"\x00"), b"A" * 21, b"A" * 32],
    ids=["empty", "space", "inner space", "zero before", "zero between", "21", "32"],
)
def test_no_batch(provenance, terms, producer, batch):
    with brownie.reverts("lots: no batch"):
        provenance.register(*(terms | {"batch": batch.ljust(32, b"\x00")}).values(), {"from": producer})
