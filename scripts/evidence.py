"""Evidence: what one side of an order says and shows, sealed for several readers, in Python as in the browser.

One content key for each document, wrapped for every reader as `sealing` does it. An arbiter who comes later gets the
content keys of earlier documents inside a later one, and so opens the originals whose hashes are on the chain. AES-GCM
alone would let a writer make bytes that say one thing under one key and another under a second; the document therefore
commits to its key, and all its readers see the same.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from struct import error, unpack_from
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scripts import documents, sealing
from scripts.refusal import Refusal

TYPE = "handover/sealed/2"
EVIDENCE_TYPE = "handover/evidence/1"
KEY_BYTES = 32
MAX_PICTURES = 4
MAX_PICTURE_BYTES = 1_500_000  # of all pictures of a document together
MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
ANIMATED = 2  # of a WebP's flags
JPEG_FRAMES = (0xC0, 0xC1, 0xC2)  # markers of the frames that browsers show
JPEG_BEFORE = (0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0))  # of the segments that may stand before one


@dataclass(frozen=True)
class Chance:
    """What is random in a sealed document; nothing of it may serve twice. `wraps` has a key and an iv a reader."""

    key: bytes
    iv: bytes
    wraps: Sequence[tuple[ec.EllipticCurvePrivateKey, bytes]]

    @classmethod
    def fresh(cls, readers: int) -> "Chance":
        """For a document with so many readers."""
        wraps = [(sealing.new_key(), secrets.token_bytes(sealing.IV_BYTES)) for _ in range(readers)]
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(sealing.IV_BYTES), wraps)


def evidence(text: str, pictures: Sequence[bytes] = (), keys: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """The plain document with a fresh secret salt; pictures are files, which are re-encoded without their metadata.

    `keys` are content keys of earlier documents of the order by their sha-256, for readers who have come since.
    """
    shown = [documents.encode_picture(picture) for picture in pictures]
    plain = {
        "type": EVIDENCE_TYPE,
        "salt": sealing.encode(secrets.token_bytes(sealing.SALT_BYTES)),
        "text": text,
        "pictures": [{"type": "image/webp", "data": sealing.encode(picture)} for picture in shown],
        "keys": {name: sealing.encode(key) for name, key in (keys or {}).items()},
    }
    check(plain)
    return plain


def check(plain: dict[str, Any]) -> None:
    """Refuse what no page would show: another form, too many bytes, a picture that is none."""
    documents.check(plain, "evidence")
    pictures = [(picture["type"], sealing.decode(picture["data"])) for picture in plain["pictures"]]
    if any(not data.startswith(MAGIC[kind]) for kind, data in pictures):
        raise Refusal("A picture of the evidence is not what it says it is.")
    if any(not 1 <= side <= documents.MAX_PICTURE_SIDE for picture in pictures for side in _sides(*picture)):
        raise Refusal(
            f"A picture of the evidence must have 1 to {documents.MAX_PICTURE_SIDE} pixels a side, and not move."
        )
    if sum(len(data) for _, data in pictures) > MAX_PICTURE_BYTES:
        raise Refusal(f"The pictures may have {MAX_PICTURE_BYTES // 1000} kB together.")


def seal(plain: dict[str, Any], readers: Sequence[bytes], between: tuple[str, str]) -> tuple[bytes, bytes]:
    """The sealed document's bytes and its content key; `readers` are their public points.

    It says in clear `between` which buyer and which seller (addresses) it is, and of its readers only how many.
    """
    chance = Chance.fresh(len(readers))
    return seal_with(plain, readers, between, chance), chance.key


def seal_with(plain: dict[str, Any], readers: Sequence[bytes], between: tuple[str, str], chance: Chance) -> bytes:
    """`seal` with a given chance, which is for test vectors."""
    text = sealing.padded(documents.canonical(plain))
    wraps = zip(readers, chance.wraps, strict=True)
    sealed: dict[str, Any] = {
        "type": TYPE,
        "between": dict(zip(("buyer", "seller"), between, strict=True)),
        "commitment": sealing.encode(_commitment(chance.key)),
        "iv": sealing.encode(chance.iv),
        "readers": [_wrapped(chance.key, reader, own, iv) for reader, (own, iv) in wraps],
        "text": sealing.encode(AESGCM(chance.key).encrypt(chance.iv, text, None)),
    }
    body = documents.canonical(sealed)
    documents.examine(body)
    return body


def content_key(sealed: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """The content key of a sealed document, unwrapped by one of its readers; refused for anybody else."""
    document = _parsed(sealed)
    for reader in document["readers"]:
        with suppress(Refusal, InvalidTag):
            found = _unwrapped(reader, key)
            if _commitment(found) == sealing.decode(document["commitment"]):
                return found
    raise Refusal("The sealed document was not written for this key.")


def unseal(sealed: bytes, key: bytes) -> dict[str, Any]:
    """What a sealed document says, by its content key; refused where that is another one, or it has no known form.

    Browsers keep the same rule (frontend/static/js/forms.js).
    """
    document = _parsed(sealed)
    if _commitment(key) != sealing.decode(document["commitment"]):
        raise Refusal("This is not the key of the sealed document.")
    try:
        text = AESGCM(key).decrypt(sealing.decode(document["iv"]), sealing.decode(document["text"]), None)
        plain = documents.parse(text.rstrip(b" "))
    except (InvalidTag, ValueError):
        raise Refusal("The sealed document was damaged.") from None
    if not isinstance(plain, dict):
        raise Refusal("The sealed document holds no mapping.")
    if plain.get("type") == sealing.PARCEL_TYPE:
        documents.check(plain, "parcel")
    else:
        check(plain)
    return plain


def read_all(sealed: Mapping[str, bytes], key: ec.EllipticCurvePrivateKey) -> dict[str, dict[str, Any]]:
    """Of an order's sealed documents by sha-256, what a key opens: by itself, or by the keys that others hold."""
    known = dict(_own_keys(sealed, key))
    read: dict[str, dict[str, Any]] = {}
    while waiting := [pair for pair in known.items() if pair[0] in sealed and pair[0] not in read]:
        for name, found in waiting:
            try:
                read[name] = unseal(sealed[name], found)
            except Refusal:
                del known[name]
                continue
            for other, given in _keys_in(read[name]).items():
                if other in sealed and _opens(sealed[other], given):
                    known.setdefault(other, given)
    return read


def keys_of(sealed: Mapping[str, bytes], key: ec.EllipticCurvePrivateKey) -> dict[str, bytes]:
    """Content keys of the sealed documents (by sha-256) that a key opens by itself, for readers who come later."""
    return dict(_own_keys(sealed, key))


def _sides(kind: str, data: bytes) -> tuple[int, int]:
    """The pixels a side that a picture's header states; none where it has no such header, or is an animation.

    Few bytes may be many pixels. Nothing is decoded, so that browsers can have the same rule.
    """
    try:
        return _sides_of_webp(data) if kind == "image/webp" else _sides_of_jpeg(data)
    except (IndexError, error):
        return 0, 0  # it ends before its header does


def _sides_of_webp(data: bytes) -> tuple[int, int]:
    kind = data[8:16]
    if kind == b"WEBPVP8 ":
        wide, high = unpack_from("<HH", data, 26)
        return wide & 0x3FFF, high & 0x3FFF
    if kind == b"WEBPVP8L":
        (bits,) = unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"WEBPVP8X" and not data[20] & ANIMATED:
        (wide,), (high,) = unpack_from("<I", data, 24), unpack_from("<I", data, 26)
        return (wide & 0xFFFFFF) + 1, (high >> 8) + 1
    return 0, 0


def _sides_of_jpeg(data: bytes) -> tuple[int, int]:
    place = 2
    while data[place] == 0xFF and data[place + 1] in JPEG_BEFORE:
        place += 2 + int(unpack_from(">H", data, place + 2)[0])
    if data[place] != 0xFF or data[place + 1] not in JPEG_FRAMES:
        return 0, 0
    high, wide = unpack_from(">HH", data, place + 5)
    return wide, high


def _keys_in(plain: dict[str, Any]) -> dict[str, bytes]:
    """Content keys of other documents; only evidence carries any."""
    keys = plain["keys"] if plain.get("type") == EVIDENCE_TYPE else {}
    return {name: sealing.decode(key) for name, key in keys.items()}


def _own_keys(sealed: Mapping[str, bytes], key: ec.EllipticCurvePrivateKey) -> Iterator[tuple[str, bytes]]:
    for name, body in sealed.items():
        with suppress(Refusal):
            yield name, content_key(body, key)


def _opens(sealed: bytes, key: bytes) -> bool:
    with suppress(Refusal):
        return _commitment(key) == sealing.decode(_parsed(sealed)["commitment"])
    return False


def _parsed(sealed: bytes) -> dict[str, Any]:
    document: dict[str, Any] = documents.parse(sealed)
    documents.check(document, "sealed_evidence")
    return document


def _commitment(key: bytes) -> bytes:
    return sha256(TYPE.encode() + key).digest()


def _wrapped(key: bytes, reader: bytes, own: ec.EllipticCurvePrivateKey, iv: bytes) -> dict[str, str]:
    shared = sealing.shared_key(own, sealing.point(reader), reader, TYPE)
    wrap = {"epk": sealing.public_point(own), "iv": iv, "key": AESGCM(shared).encrypt(iv, key, None)}
    return {name: sealing.encode(value) for name, value in wrap.items()}


def _unwrapped(reader: dict[str, str], key: ec.EllipticCurvePrivateKey) -> bytes:
    """A content key; raises InvalidTag or Refusal where it is wrapped for somebody else."""
    shared = sealing.shared_key(key, sealing.point(sealing.decode(reader["epk"])), sealing.public_point(key), TYPE)
    return AESGCM(shared).decrypt(sealing.decode(reader["iv"]), sealing.decode(reader["key"]), None)
