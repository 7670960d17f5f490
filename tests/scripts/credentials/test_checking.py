"""Checking credentials: each fault is refused in words; an implementation that is not ours agrees on signatures."""

import copy
import json
from typing import Any

import pytest

from scripts import documents
from scripts.credentials import checking, form
from scripts.credentials.checking import Fault, Refused
from scripts.credentials.form import Credential, Place
from scripts.documents import Kind
from scripts.refusal import Refusal
from tests.fixtures.credentials import BUSINESS, DAY, NOW, PLACE, claim, faults, person, signed, witness

ISSUER, SUBJECT, STRANGER = person(11), person(12), person(13)
PROOF = {"proofPurpose": "assertionMethod"}
METHOD = {name: BUSINESS[name] for name in ("method", "checked")}
SAID: dict[str, dict[str, Any]] = {
    "business": BUSINESS,
    "brand": {"brands": ["Kiln & Cup", "窑与杯"], **METHOD},
    **{kind: {"name": BUSINESS["name"], **METHOD} for kind in ("producer", "carrier", "arbiter")},
    **dict.fromkeys(("person", "email", "phone", "document", "address"), METHOD),
}


@pytest.fixture(scope="module")
def credential() -> Credential:
    """That a shop is a registered business."""
    return signed(ISSUER, SUBJECT.address)


def refused(data: bytes, **other: Any) -> Refused:
    """With which fault a credential is refused, whose claim is on the chain as its bytes have it."""
    said = other.pop("said", None) or claim(form.read(data))
    with pytest.raises(Refused) as refusal:
        checking.verify(data, PLACE, witness(said, **other), SUBJECT.address)
    assert refusal.value.fault.value in str(refusal.value)
    return refusal.value


def changed(credential: Credential, *path: str, to: Any) -> bytes:
    """The same with one thing in it changed, written as it has to be."""
    document = copy.deepcopy(credential.document)
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return documents.canonical(document)


def test_default_behavior(credential):
    found = checking.verify(credential.data, PLACE, witness(claim(credential)), SUBJECT.address)

    assert (found.issuer, found.subject, found.kind) == (ISSUER.address, SUBJECT.address, "business")
    assert (found.issued, found.expires) == (NOW - DAY, NOW + 364 * DAY)
    assert found.said == BUSINESS
    assert documents.examine(credential.data)[0] is Kind.CREDENTIAL


@pytest.mark.parametrize("kind", SAID)
def test_every_kind(kind):
    made = signed(ISSUER, SUBJECT.address, kind, SAID[kind])
    assert checking.verify(made.data, PLACE, witness(claim(made))).said == SAID[kind]


def test_two_of_the_same_differ():
    """Whoever knows what a credential says cannot guess its hash."""
    assert len({signed(ISSUER, SUBJECT.address).sha256 for _ in range(5)}) == 5


def test_another_implementation_agrees(credential):
    """Of all kinds, and of each that was changed; expiry and revocation are not its job."""
    made = [signed(ISSUER, SUBJECT.address, kind, said) for kind, said in SAID.items()]
    wrong = [
        json.loads(changed(credential, "credentialSubject", "name", "en", to="Kiln & Cap Ltd")),
        json.loads(changed(credential, "expirationDate", to="2099-01-01T00:00:00Z")),
        json.loads(changed(credential, "proof", "eip712", "domain", "chainId", to=1)),
        signed(ISSUER, SUBJECT.address, signer=STRANGER).document,
    ]
    asked = [("credential", one, PROOF) for one in (*(one.document for one in made), *wrong)]

    said = faults(asked)

    assert said[: len(made)] == [[] for _ in made]
    assert all(said[len(made) :])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "name", "en"), "Kiln & Cap Ltd"),
        (("credentialSubject", "registration", "number"), "00987655"),
        (("credentialSubject", "kind"), "producer"),
        (("expirationDate",), "2099-01-01T00:00:00Z"),
        (("id",), "urn:uuid:00000000-0000-4000-8000-000000000000"),
        (("proof", "created"), "2026-01-01T00:00:00Z"),
        (("proof", "proofValue"), "0x" + "11" * 65),
    ],
)
def test_tampered(credential, path, value):
    assert refused(changed(credential, *path, to=value)).fault is Fault.SIGNATURE


def test_types_that_are_not_those_of_the_document(credential):
    types = {**credential.document["proof"]["eip712"]["types"], "More": []}
    assert refused(changed(credential, "proof", "eip712", "types", to=types)).fault is Fault.TYPES
    domain = {**PLACE.domain, "chainId": True}
    assert refused(changed(credential, "proof", "eip712", "domain", to=domain)).fault is Fault.ELSEWHERE


def test_somebody_else_signed():
    assert refused(signed(ISSUER, SUBJECT.address, signer=STRANGER).data).fault is Fault.SIGNATURE


def test_another_issuers_name(credential):
    """Whose name is put in has to have signed."""
    named = json.loads(credential.data.replace(ISSUER.address.encode(), STRANGER.address.encode()))
    assert refused(documents.canonical(named)).fault is Fault.SIGNATURE


def test_wrong_subject():
    assert refused(signed(ISSUER, STRANGER.address).data).fault is Fault.SUBJECT


def test_of_another_market():
    other = Place(31337, "0x" + "22" * 20)
    assert refused(signed(ISSUER, SUBJECT.address, place=other).data).fault is Fault.ELSEWHERE
    other = Place(1, PLACE.identity)
    assert refused(signed(ISSUER, SUBJECT.address, place=other).data).fault is Fault.ELSEWHERE


@pytest.mark.parametrize(
    ("moment", "fault"),
    [(NOW - DAY - 1, Fault.EARLY), (NOW - DAY, None), (NOW + 364 * DAY - 1, None), (NOW + 364 * DAY, Fault.EXPIRED)],
)
def test_dates(credential, moment, fault):
    if fault:
        assert refused(credential.data, now=moment).fault is fault
    else:
        checking.verify(credential.data, PLACE, witness(claim(credential), now=moment))


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"issued": False}, Fault.NOT_ISSUED),
        ({"revoked": True}, Fault.REVOKED),
        ({"declined": True}, Fault.DECLINED),
        ({"document": bytes(26)}, Fault.REPLACED),
        ({"expires": NOW + 1}, Fault.OTHER_END),
    ],
)
def test_the_chain_says_otherwise(credential, other, fault):
    assert refused(credential.data, said=claim(credential, **other)).fault is fault


def test_superseded(credential):
    """Renewed since: another document, and another end."""
    later = signed(ISSUER, SUBJECT.address, lasts=700)
    assert refused(credential.data, said=claim(later)).fault is Fault.REPLACED


def test_a_contract_may_be_an_issuer():
    """It has no key; it says itself what it signed."""
    made = signed(ISSUER, SUBJECT.address, signer=STRANGER)
    checking.verify(made.data, PLACE, witness(claim(made), accepting=ISSUER.address))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not JSON"),
        (b"{}", "is missing"),
        (b"[" * 5000, "more than"),
        (b"\xff", "not UTF-8"),
        (b"{" + b" " * 70_000 + b"}", "64 KiB"),
    ],
    ids=["empty", "bare", "deep", "no UTF-8", "large"],
)
def test_no_credential(data, words):
    with pytest.raises(Refused, match=words) as refusal:
        checking.verify(data, PLACE, witness(claim(signed(ISSUER, SUBJECT.address))))
    assert refusal.value.fault is Fault.FORM


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("credentialSubject", "id"), PLACE.did(ISSUER.address), "another account"),
        (("credentialSubject", "id"), PLACE.did(SUBJECT.address.lower()), "checksum"),
        (("credentialSubject", "kind"), "friend", "must be one of"),
        (("credentialSubject", "kind"), "email", "does not say name or registration"),
        (("credentialSubject", "kind"), "brand", "needs brands"),
        (("credentialSubject", "telephone"), "+44 1632 960001", "not a known field"),
        (("credentialSubject", "checked"), "2026-02-30", "in no calendar"),
        (("credentialSubject", "name"), {"en": "a\u202eb"}, "name.en"),
        (("expirationDate",), "2026-11-31T00:00:00Z", "in no calendar"),
        (("proof", "verificationMethod"), PLACE.did(STRANGER.address) + "#blockchainAccountId", "its issuer's"),
    ],
)
def test_form(credential, path, value, words):
    with pytest.raises(Refused, match=words):
        checking.readable(changed(credential, *path, to=value))


def test_not_canonical(credential):
    with pytest.raises(Refused, match="canonical"):
        checking.readable(json.dumps(credential.document).encode())


@pytest.mark.parametrize("kind", SAID)
def test_factors_and_persons_carry_no_value(kind):
    """What could tell who somebody is has no place in them."""
    if kind in ("person", "email", "phone", "document", "address"):
        with pytest.raises(Refusal, match="does not say name"):
            signed(ISSUER, SUBJECT.address, kind, {**METHOD, "name": {"en": "Zebulon"}})
    else:
        assert {"name", "brands"} & set(signed(ISSUER, SUBJECT.address, kind, SAID[kind]).said)
