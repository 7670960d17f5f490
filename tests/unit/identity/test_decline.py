"""decline: a subject wants no claim of this kind from this issuer."""

import brownie
import pytest

from tests.unit.identity.conftest import CREDENTIAL, KIND, NOTHING


def test_default_behavior(identity, issued, issuer, seller, expires, claim, holds, told):
    tx = identity.decline(issuer, KIND, True, {"from": seller})

    fields = {"issuer": issuer.address, "subject": seller.address, "kind": KIND}
    assert told(tx, "ClaimDeclined") == {**fields, "declined": True}
    said = {"issued": True, "declined": True, "expires": expires, "document": CREDENTIAL[:26]}
    assert claim() == {**NOTHING, **said}
    assert not holds()


def test_taken_back(identity, issued, issuer, seller, holds, told):
    identity.decline(issuer, KIND, True, {"from": seller})
    tx = identity.decline(issuer, KIND, False, {"from": seller})

    assert not told(tx, "ClaimDeclined")["declined"]
    assert holds()


def test_before_there_is_one(identity, issuer, seller, expires, claim, holds):
    identity.decline(issuer, KIND, True, {"from": seller})
    assert claim() == {**NOTHING, "declined": True}
    identity.decline(issuer, KIND, False, {"from": seller})
    assert claim() == NOTHING
    identity.issue(seller, KIND, expires, CREDENTIAL, {"from": issuer})

    assert holds()


def test_what_was_revoked_stays_revoked(identity, issued, issuer, seller, holds):
    identity.decline(issuer, KIND, True, {"from": seller})
    identity.revoke(seller, KIND, bytes(32), {"from": issuer})
    identity.decline(issuer, KIND, False, {"from": seller})

    assert not holds()


def test_of_another_subject(identity, issued, issuer, stranger, holds):
    """Whoever declines speaks of himself."""
    identity.decline(issuer, KIND, True, {"from": stranger})

    assert holds()


@pytest.mark.parametrize("declined", [True, False])
def test_unchanged(identity, issued, issuer, seller, declined):
    if declined:
        identity.decline(issuer, KIND, True, {"from": seller})

    with brownie.reverts("Identity: nothing changed"):
        identity.decline(issuer, KIND, declined, {"from": seller})
