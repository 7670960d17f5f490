"""Sealing: documents that only the holder of one key can read, written and read alike by browsers and by Python.

ECDH on P-256 with a fresh key for each document, HKDF-SHA256, AES-256-GCM: what WebCrypto has everywhere. The text is
padded, so that the length of the cipher-text tells nothing about an address, and carries 32 random bytes, so that the
hash on the chain cannot be guessed from a known address. No key or text of a failed opening is ever shown.
"""

import base64
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scripts import documents
from scripts.refusal import Refusal

TYPE = "handover/sealed/1"
DELIVERY_TYPE = "handover/delivery/1"
RETURN_TYPE = "handover/return/1"
PARCEL_TYPE = "handover/parcel/1"
PADDING = 256  # bytes; the text's length is a multiple of it
IV_BYTES = 12
POINT_BYTES = 65  # of a public key, uncompressed
SALT_BYTES = 32
SCRYPT_COST = 2**15  # with blocks of 8: 32 MiB and about a tenth of a second for each guess


class NotForThisKey(Refusal):
    """What is sealed was written for somebody else."""


def new_key() -> ec.EllipticCurvePrivateKey:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as its uncompressed point, 65 bytes, as WebCrypto exports it raw."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encode(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url without padding; anything but its one spelling is refused."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, TypeError):
        raise Refusal("This is not base64url.") from None
    if encode(data) != text:
        raise Refusal("This is not base64url in its one spelling.")
    return data


def delivery(shopper_key: str, name: str, address: dict[str, str], phone: str = "", note: str = "") -> dict[str, Any]:
    """Delivery details with a fresh secret salt; `shopper_key` is the base64url of the shopper's public point."""
    return {
        "type": DELIVERY_TYPE,
        "salt": encode(secrets.token_bytes(SALT_BYTES)),
        "name": name,
        "address": address,
        "phone": phone,
        "note": note,
        "shopper_key": shopper_key,
    }


def return_address(name: str, address: dict[str, str], note: str = "") -> dict[str, Any]:
    """Where a parcel goes back to, with a fresh secret salt."""
    salt = encode(secrets.token_bytes(SALT_BYTES))
    return {"type": RETURN_TYPE, "salt": salt, "name": name, "address": address, "note": note}


def parcel(carrier: str, number: str, link: str) -> dict[str, Any]:
    """Who carries a parcel, its tracking number and where to look it up (may be empty), with a fresh secret salt."""
    salt = encode(secrets.token_bytes(SALT_BYTES))
    return {"type": PARCEL_TYPE, "salt": salt, "carrier": carrier, "number": number, "link": link}


def seal(plain: dict[str, Any], recipient: bytes, between: tuple[str, str] | None = None) -> bytes:
    """The sealed document's bytes: `plain` for the holder of the key to the point `recipient`.

    Delivery details say in clear `between` which buyer and which seller (addresses) they are. So whoever copies their
    hash into an order of his own gets no say in when a storefront erases them.
    """
    return seal_with(plain, recipient, new_key(), secrets.token_bytes(IV_BYTES), between)


def seal_with(
    plain: dict[str, Any],
    recipient: bytes,
    ephemeral: ec.EllipticCurvePrivateKey,
    iv: bytes,
    between: tuple[str, str] | None = None,
) -> bytes:
    """`seal` with a given ephemeral key and iv; never use either twice."""
    key = shared_key(ephemeral, point(recipient), recipient, TYPE)
    sealed: dict[str, Any] = {
        "type": TYPE,
        "epk": encode(public_point(ephemeral)),
        "iv": encode(iv),
        "text": encode(AESGCM(key).encrypt(iv, padded(documents.canonical(plain)), None)),
    }
    if between:
        sealed["between"] = dict(zip(("buyer", "seller"), between, strict=True))
    return documents.canonical(sealed)


def unseal(sealed: bytes, key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """What a sealed document says; refused when it is not well formed or not for this key."""
    document = documents.parse(sealed)
    documents.check(document, "sealed")
    ephemeral = point(decode(document["epk"]))
    shared = shared_key(key, ephemeral, public_point(key), TYPE)
    try:
        text = AESGCM(shared).decrypt(decode(document["iv"]), decode(document["text"]), None)
        plain = json.loads(text)
    except InvalidTag:
        raise NotForThisKey("The sealed document was not written for this key.") from None
    except (ValueError, RecursionError):
        raise Refusal("The sealed document holds no JSON.") from None
    if not isinstance(plain, dict):
        raise Refusal("The sealed document holds no mapping.")
    return plain


def padded(text: bytes) -> bytes:
    """JSON with blanks after it, so that its length tells only the number of blocks."""
    return text + b" " * (-len(text) % PADDING)


def point(raw: bytes) -> ec.EllipticCurvePublicKey:
    """A public key from its uncompressed point."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        raise Refusal("The public key is not a point of P-256.") from None


def usable(text: object) -> bytes:
    """The public point that somebody wrote down as his; empty where there is none that can be sealed for."""
    try:
        raw = decode(str(text))
        point(raw)
    except Refusal:
        return b""
    return raw if len(raw) == POINT_BYTES else b""


def is_between(beginning: bytes, buyer: str, seller: str) -> bool:
    """Whether a sealed document, by its first 200 bytes, says that it is between these two, or not between whom."""
    if not beginning.startswith(b'{"between":'):
        return True
    return beginning.lower().startswith(f'{{"between":{{"buyer":"{buyer}","seller":"{seller}"}}'.lower().encode())


def stretch(passphrase: str, salt: bytes) -> bytes:
    """The AES key that a passphrase gives."""
    return Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=8, p=1).derive(passphrase.encode())


def shared_key(
    own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, recipient: bytes, purpose: str
) -> bytes:
    """The AES key that two key pairs share; `recipient` is the reader's public point, `purpose` the document's type."""
    secret = own.exchange(ec.ECDH(), other)
    return HKDF(SHA256(), length=32, salt=b"", info=purpose.encode() + recipient).derive(secret)
