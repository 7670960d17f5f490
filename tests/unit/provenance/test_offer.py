"""offer: whoever owns or keeps a thing offers just that, and nothing has changed yet."""

import brownie
import pytest

from tests.fixtures.provenance import BOTH, CUSTODY, OWNERSHIP
from tests.fixtures.terms import EMPTY

ROLES = (OWNERSHIP, CUSTODY, BOTH)


@pytest.mark.parametrize("role", ROLES)
def test_default_behavior(provenance, item, producer, seller, hands, said, role):
    tx = provenance.offer(item, seller, role, {"from": producer})

    offered = {"lot": item.lot, "serial": item.serial, "by": producer.address, "to": seller.address, "role": role}
    assert said(tx) == [("HandoverOffered", {**offered, "version": 0})]
    assert provenance.offered(item, role) == seller
    assert hands(item) == (producer, producer)


def test_of_a_unit(provenance, case, producer, seller):
    provenance.offer(case, seller, BOTH, {"from": producer})
    assert provenance.offered(case, BOTH) == seller


def test_each_role_has_its_own(provenance, item, producer, seller, carrier):
    provenance.offer(item, seller, OWNERSHIP, {"from": producer})
    provenance.offer(item, carrier, CUSTODY, {"from": producer})

    assert [provenance.offered(item, role) for role in ROLES] == [seller, carrier, EMPTY]


def test_last_one_counts(provenance, item, producer, seller, carrier):
    for receiver in (seller, carrier):
        provenance.offer(item, receiver, BOTH, {"from": producer})

    assert provenance.offered(item, BOTH) == carrier


def test_taken_back(provenance, item, producer, seller):
    provenance.offer(item, seller, BOTH, {"from": producer})
    provenance.offer(item, EMPTY, BOTH, {"from": producer})

    assert provenance.offered(item, BOTH) == EMPTY
    with brownie.reverts("handovers: not offered to you"):
        provenance.accept(item, BOTH, 0, {"from": seller})


def test_owner_and_custodian_each_offer_their_own(provenance, in_consignment, producer, seller, carrier):
    item = in_consignment
    provenance.offer(item, carrier, OWNERSHIP, {"from": producer})
    provenance.offer(item, carrier, CUSTODY, {"from": seller})
    for by, role in ((seller, OWNERSHIP), (producer, CUSTODY), (producer, BOTH), (seller, BOTH)):
        with brownie.reverts("handovers: not yours to offer"):
            provenance.offer(item, carrier, role, {"from": by})


@pytest.mark.parametrize("role", ROLES)
def test_not_yours_to_offer(provenance, item, hand, producer, seller, stranger, role):
    """A stranger's, or what one no longer has."""
    hand(item, seller)
    for by in (producer, stranger):
        with brownie.reverts("handovers: not yours to offer"):
            provenance.offer(item, by, role, {"from": by})


@pytest.mark.parametrize("role", [0, 4, 2**256 - 1])
def test_unknown_role(provenance, item, producer, seller, role):
    with brownie.reverts("handovers: unknown role"):
        provenance.offer(item, seller, role, {"from": producer})


def test_never_touched(provenance, lot, producer, seller):
    with brownie.reverts("things: never touched"):
        provenance.offer(lot.items[0], seller, BOTH, {"from": producer})


def test_put_into_a_unit_since(provenance, item, case, producer, seller):
    """Nobody can accept it there, nor when it comes out again."""
    provenance.offer(item, seller, BOTH, {"from": producer})
    provenance.aggregate(case, [item], {"from": producer})
    assert provenance.offered(item, BOTH) == EMPTY
    provenance.disaggregate(case, [item], {"from": producer})
    assert provenance.offered(item, BOTH) == EMPTY


def test_in_a_unit(provenance, item, case, producer, seller):
    provenance.aggregate(case, [item], {"from": producer})
    with brownie.reverts("things: in a unit"):
        provenance.offer(item, seller, BOTH, {"from": producer})
