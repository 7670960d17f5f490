"""issue: somebody claims something of another, until a time."""

import brownie
import pytest

from tests.fixtures.terms import EMPTY
from tests.unit.identity.conftest import CREDENTIAL, KIND, NOTHING

LATEST = 2**40 - 1


def test_default_behavior(issued, issuer, seller, expires, claim, holds, told):
    fields = {"issuer": issuer.address, "subject": seller.address, "kind": KIND}
    assert told(issued, "ClaimIssued") == {**fields, "expires": expires, "document": CREDENTIAL}
    assert claim() == {**NOTHING, "issued": True, "expires": expires, "document": CREDENTIAL[:26]}
    assert holds()


def test_of_one_issuer_subject_and_kind(identity, issued, issuer, seller, buyer, stranger):
    assert not identity.holds(stranger, seller, KIND)
    assert not identity.holds(issuer, buyer, KIND)
    assert not identity.holds(issuer, seller, b"person".ljust(32, b"\0"))


def test_holds_until_the_second_before_it_expires(issued, expires, holds):
    assert holds(expires - 1)
    assert not holds(expires)


def test_anybody_may(identity, stranger, seller, expires):
    """What it is worth is for readers."""
    identity.issue(seller, KIND, expires, CREDENTIAL, {"from": stranger})

    assert identity.holds(stranger, seller, KIND)


@pytest.mark.parametrize("edge", ["first", "last"])
def test_expiry_at_its_edges(identity, issuer, seller, at, now, claim, holds, edge):
    at(now + 100)
    expires = now + 101 if edge == "first" else LATEST
    identity.issue(seller, KIND, expires, b"\xff" * 32, {"from": issuer})

    assert claim() == {**NOTHING, "issued": True, "expires": expires, "document": b"\xff" * 26}
    assert holds()


@pytest.mark.parametrize("edge", ["now", "too late", "far too late"])
def test_wrong_expiry(identity, issuer, seller, at, now, edge):
    at(now + 100)
    expires = {"now": now + 100, "too late": LATEST + 1, "far too late": 2**256 - 1}[edge]

    with brownie.reverts("Identity: wrong expiry"):
        identity.issue(seller, KIND, expires, CREDENTIAL, {"from": issuer})


def test_about_oneself(identity, issuer, expires):
    with brownie.reverts("Identity: not about another"):
        identity.issue(issuer, KIND, expires, CREDENTIAL, {"from": issuer})


def test_about_nobody(identity, issuer, expires):
    with brownie.reverts("Identity: not about another"):
        identity.issue(EMPTY, KIND, expires, CREDENTIAL, {"from": issuer})


def test_no_kind(identity, issuer, seller, expires):
    with brownie.reverts("Identity: no kind"):
        identity.issue(seller, bytes(32), expires, CREDENTIAL, {"from": issuer})


def test_no_document(identity, issuer, seller, expires):
    with brownie.reverts("Identity: no document"):
        identity.issue(seller, KIND, expires, bytes(32), {"from": issuer})


def test_twice(identity, issued, issuer, seller, expires):
    with brownie.reverts("Identity: issued already"):
        identity.issue(seller, KIND, expires + 1, CREDENTIAL, {"from": issuer})


def test_twice_after_it_expired(identity, issued, issuer, seller, expires, holds):
    """What expired is renewed: its history goes on."""
    assert not holds(expires)

    with brownie.reverts("Identity: issued already"):
        identity.issue(seller, KIND, expires + 100, CREDENTIAL, {"from": issuer})


def test_anew_after_a_revocation(identity, issued, issuer, seller, expires, claim, holds):
    identity.revoke(seller, KIND, bytes(32), {"from": issuer})
    identity.issue(seller, KIND, expires + 1, CREDENTIAL[::-1], {"from": issuer})

    assert claim() == {**NOTHING, "issued": True, "expires": expires + 1, "document": CREDENTIAL[::-1][:26]}
    assert holds()


def test_declined_before(identity, issuer, seller, expires, holds):
    identity.decline(issuer, KIND, True, {"from": seller})

    with brownie.reverts("Identity: declined"):
        identity.issue(seller, KIND, expires, CREDENTIAL, {"from": issuer})
    assert not holds()


def test_declined_and_revoked(identity, issued, issuer, seller, expires):
    """A revocation does not make an issuer welcome."""
    identity.decline(issuer, KIND, True, {"from": seller})
    identity.revoke(seller, KIND, bytes(32), {"from": issuer})

    with brownie.reverts("Identity: declined"):
        identity.issue(seller, KIND, expires, CREDENTIAL, {"from": issuer})
