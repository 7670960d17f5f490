"""renew: another credential and another end in place of the last ones."""

import brownie
import pytest

from tests.unit.identity.conftest import CREDENTIAL, KIND, NOTHING, YEAR

NEWER = CREDENTIAL[::-1]


def test_default_behavior(identity, issued, issuer, seller, expires, claim, holds, told):
    tx = identity.renew(seller, KIND, expires + YEAR, NEWER, {"from": issuer})

    fields = {"issuer": issuer.address, "subject": seller.address, "kind": KIND}
    assert told(tx, "ClaimRenewed") == {**fields, "expires": expires + YEAR, "document": NEWER}
    assert claim() == {**NOTHING, "issued": True, "expires": expires + YEAR, "document": NEWER[:26]}
    assert holds(expires)


def test_to_an_earlier_end(identity, issued, issuer, seller, expires, holds):
    identity.renew(seller, KIND, expires - 100, NEWER, {"from": issuer})

    assert not holds(expires - 100)


def test_after_it_expired(identity, issued, issuer, seller, expires, holds):
    assert not holds(expires)
    identity.renew(seller, KIND, expires + YEAR, NEWER, {"from": issuer})

    assert holds()


def test_never_issued(identity, issuer, seller, expires):
    with brownie.reverts("Identity: not issued, or revoked"):
        identity.renew(seller, KIND, expires, NEWER, {"from": issuer})


def test_by_another(identity, issued, stranger, seller, expires):
    with brownie.reverts("Identity: not issued, or revoked"):
        identity.renew(seller, KIND, expires, NEWER, {"from": stranger})


def test_by_its_subject(identity, issued, seller, expires):
    with brownie.reverts("Identity: not issued, or revoked"):
        identity.renew(seller, KIND, expires, NEWER, {"from": seller})


def test_revoked(identity, issued, issuer, seller, expires):
    identity.revoke(seller, KIND, bytes(32), {"from": issuer})

    with brownie.reverts("Identity: not issued, or revoked"):
        identity.renew(seller, KIND, expires, NEWER, {"from": issuer})


def test_declined(identity, issued, issuer, seller, expires):
    identity.decline(issuer, KIND, True, {"from": seller})

    with brownie.reverts("Identity: declined"):
        identity.renew(seller, KIND, expires, NEWER, {"from": issuer})


@pytest.mark.parametrize("later", [0, -1])
def test_wrong_expiry(identity, issued, issuer, seller, now, at, later):
    at(now + 1000)

    with brownie.reverts("Identity: wrong expiry"):
        identity.renew(seller, KIND, now + 1000 + later, NEWER, {"from": issuer})


def test_no_document(identity, issued, issuer, seller, expires):
    with brownie.reverts("Identity: no document"):
        identity.renew(seller, KIND, expires, bytes(32), {"from": issuer})
