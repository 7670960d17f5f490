"""revoke: an issuer takes his claim back."""

import brownie

from tests.unit.identity.conftest import CREDENTIAL, KIND, NOTHING

WHY = b"\x77" * 32


def test_default_behavior(identity, issued, issuer, seller, expires, claim, holds, told):
    tx = identity.revoke(seller, KIND, WHY, {"from": issuer})

    fields = {"issuer": issuer.address, "subject": seller.address, "kind": KIND}
    assert told(tx, "ClaimRevoked") == {**fields, "document": WHY}
    said = {"issued": True, "revoked": True, "expires": expires, "document": CREDENTIAL[:26]}
    assert claim() == {**NOTHING, **said}
    assert not holds()


def test_without_a_word(identity, issued, issuer, seller, holds):
    identity.revoke(seller, KIND, bytes(32), {"from": issuer})

    assert not holds()


def test_after_it_expired(identity, issued, issuer, seller, expires, claim, holds):
    """That it was wrong is worth saying."""
    assert not holds(expires)
    identity.revoke(seller, KIND, WHY, {"from": issuer})

    assert claim()["revoked"]


def test_never_issued(identity, issuer, seller):
    with brownie.reverts("Identity: not issued, or revoked"):
        identity.revoke(seller, KIND, WHY, {"from": issuer})


def test_twice(identity, issued, issuer, seller):
    identity.revoke(seller, KIND, WHY, {"from": issuer})

    with brownie.reverts("Identity: not issued, or revoked"):
        identity.revoke(seller, KIND, WHY, {"from": issuer})


def test_by_another(identity, issued, stranger, seller, holds):
    with brownie.reverts("Identity: not issued, or revoked"):
        identity.revoke(seller, KIND, WHY, {"from": stranger})
    assert holds()


def test_by_its_subject(identity, issued, seller):
    with brownie.reverts("Identity: not issued, or revoked"):
        identity.revoke(seller, KIND, WHY, {"from": seller})
