"""Presentations: one subject, one storefront, one question; an implementation that is not ours agrees."""

import json
from typing import Any

import pytest

from scripts.credentials import presentations
from scripts.credentials.checking import Fault, Refused
from scripts.credentials.form import Credential
from tests.fixtures.credentials import NOW, PLACE, claim, faults, person, presented, signed, witness

ISSUER, SUBJECT, STRANGER = person(11), person(12), person(13)
SHOP, CHALLENGE = "https://shop.example", "9f" * 16
EXPECTED = {"proofPurpose": "authentication", "domain": SHOP, "challenge": CHALLENGE}


@pytest.fixture(scope="module")
def credential() -> Credential:
    """That a shop is a registered business."""
    return signed(ISSUER, SUBJECT.address)


def verify(document: dict[str, Any], credential: Credential, domain: str = SHOP, now: int = NOW) -> Credential:
    """As a storefront does that has asked so."""
    read = presentations.read(json.dumps(document, indent=1).encode())
    return presentations.verify(read, PLACE, witness(claim(credential), now), domain)


def fault(document: dict[str, Any], credential: Credential, **other: Any) -> Fault:
    """Why one is refused."""
    with pytest.raises(Refused) as refusal:
        verify(document, credential, **other)
    return refusal.value.fault


def test_default_behavior(credential):
    document = presented(credential, SUBJECT, SHOP, CHALLENGE)

    assert verify(document, credential).data == credential.data
    assert presentations.read(json.dumps(document).encode()).challenge == CHALLENGE


def test_another_implementation_agrees(credential):
    right = presented(credential, SUBJECT, SHOP, CHALLENGE)
    said = json.loads(json.dumps(right).replace("Kiln & Cup Ltd", "Kiln & Cap Ltd"))
    copied = presented(credential, STRANGER, SHOP, CHALLENGE)
    asked = [
        (right, EXPECTED),
        (right, EXPECTED | {"challenge": "0"}),
        (right, EXPECTED | {"domain": "https://b.example"}),
    ]
    asked += [(said, EXPECTED), (copied, EXPECTED)]

    first, *others = faults([("presentation", *one) for one in asked])

    assert first == []
    assert all(others)


def test_somebody_elses_credential(credential):
    """Who has found it cannot publish it, neither in his own name nor in its subject's."""
    assert fault(presented(credential, STRANGER, SHOP, CHALLENGE), credential) is Fault.HOLDER
    other = presented(signed(ISSUER, STRANGER.address), STRANGER, SHOP, CHALLENGE)
    other["verifiableCredential"] = credential.document
    assert fault(other, credential) is Fault.SUBJECT


def test_for_another_storefront(credential):
    document = presented(credential, SUBJECT, "https://other.example", CHALLENGE)
    assert fault(document, credential) is Fault.AUDIENCE
    document["proof"]["domain"] = SHOP
    assert fault(document, credential) is Fault.HOLDER


def test_other_challenge(credential):
    document = presented(credential, SUBJECT, SHOP, CHALLENGE)
    document["proof"]["challenge"] = "7a" * 16
    assert fault(document, credential) is Fault.HOLDER


def test_changed(credential):
    document = presented(credential, SUBJECT, SHOP, CHALLENGE)
    document = json.loads(json.dumps(document).replace("Kiln & Cup Ltd", "Kiln & Cap Ltd"))
    assert fault(document, credential) is Fault.SIGNATURE


def test_expired(credential):
    assert fault(presented(credential, SUBJECT, SHOP, CHALLENGE), credential, now=credential.expires) is Fault.EXPIRED


def test_other_types(credential):
    document = presented(credential, SUBJECT, SHOP, CHALLENGE)
    document["proof"]["eip712"]["types"]["More"] = []
    assert fault(document, credential) is Fault.TYPES


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"[" * 70_000, b'{"verifiableCredential":1e999}', b"\xff"],
    ids=["empty", "bare", "list", "deep", "infinite", "no UTF-8"],
)
def test_no_presentation(data):
    with pytest.raises(Refused) as refusal:
        presentations.read(data)
    assert refusal.value.fault is Fault.FORM
