"""Sealed documents: the vectors that the browser's module must meet too, and what is refused."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from scripts import documents, sealing
from scripts.refusal import Refusal

VECTORS = json.loads((Path(__file__).parent / "vectors" / "sealing.json").read_text())
CASES = pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])


def private_key(jwk: dict[str, str]) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(sealing.decode(jwk["d"]), "big"), ec.SECP256R1())


@pytest.fixture
def merchant_key() -> ec.EllipticCurvePrivateKey:
    return sealing.new_key()


@CASES
def test_vector_is_written(case):
    recipient = sealing.decode(VECTORS["recipient"])
    ephemeral = private_key(case["ephemeral_private_key"])

    sealed = sealing.seal_with(case["plain"], recipient, ephemeral, sealing.decode(case["iv"]))

    assert sealed.decode() == case["sealed"]
    assert documents.sha256(sealed) == case["sha256"]


@CASES
def test_vector_is_read(case):
    key = private_key(VECTORS["recipient_private_key"])

    assert sealing.encode(sealing.public_point(key)) == VECTORS["recipient"]
    assert sealing.unseal(case["sealed"].encode(), key) == case["plain"]


@CASES
def test_length_tells_only_the_number_of_blocks(case):
    tag = 16
    text = sealing.decode(json.loads(case["sealed"])["text"])

    assert len(text) - tag == case["padded_bytes"]
    assert case["padded_bytes"] % sealing.PADDING == 0


def test_same_details_are_never_sealed_alike(merchant_key):
    details = sealing.delivery("", "A. Buyer", {"city": "Hull"})
    point = sealing.public_point(merchant_key)

    assert sealing.seal(details, point) != sealing.seal(details, point)
    assert sealing.delivery("", "A. Buyer", {})["salt"] != sealing.delivery("", "A. Buyer", {})["salt"]


def test_document_is_of_a_known_kind(merchant_key):
    sealed = sealing.seal(sealing.return_address("A. Seller", {"city": "Leith"}), sealing.public_point(merchant_key))

    assert documents.examine(sealed) == (documents.Kind.SEALED, "application/json")


def test_other_key_reads_nothing(merchant_key):
    sealed = sealing.seal(sealing.delivery("", "A. Buyer", {}), sealing.public_point(merchant_key))

    with pytest.raises(Refusal, match="was not written for this key"):
        sealing.unseal(sealed, sealing.new_key())


@pytest.mark.parametrize("field", ["epk", "iv", "text"])
def test_changed_document_is_refused(merchant_key, field):
    sealed = sealing.seal(sealing.delivery("", "A. Buyer", {}), sealing.public_point(merchant_key))
    document = json.loads(sealed)
    raw = bytearray(sealing.decode(document[field]))
    raw[-1] ^= 1
    document[field] = sealing.encode(bytes(raw))

    with pytest.raises(Refusal, match=r"was not written for this key|is not a point of P-256"):
        sealing.unseal(documents.canonical(document), merchant_key)


def test_key_that_is_no_point_is_refused(merchant_key):
    with pytest.raises(Refusal, match="not a point of P-256"):
        sealing.seal({}, b"\x04" + bytes(64))


@pytest.mark.parametrize("text", ["a", "ab==", "a+b/", "ab\n", "AB"])
def test_base64url_has_one_spelling(text):
    with pytest.raises(Refusal, match="base64url"):
        sealing.decode(text)
