"""Documents: canonical bytes, their sha-256, and what is accepted as an offer, a profile, a sealed text, sealed
evidence, a ruling, a lot, its items, a logger's readings, a notice, a review, a reply, a credential or a picture.

The storefront and the scripts share this file, so it knows neither Brownie nor a node. Everything is addressed by its
content: the same document must give the same bytes everywhere, so there is one way to write it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.exceptions import best_match
from PIL import Image, ImageOps, UnidentifiedImageError

from scripts import canonical_json
from scripts.refusal import Refusal

SCHEMAS = Path(__file__).parent / "schemas"

MAX_DOCUMENT_BYTES = 64 * 1024
MAX_PICTURE_BYTES = 512 * 1024
MAX_EVIDENCE_BYTES = 2_740_000  # sealed, with its pictures
MAX_LIST_BYTES = 512 * 1024  # of items or readings
MAX_PICTURE_SIDE = 1600  # pixels, after re-encoding
MAX_SOURCE_PIXELS = 50_000_000  # more is refused before it is decoded

PICTURE_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
METADATA = ("exif", "xmp")  # as Pillow calls what cameras write into pictures
JSON_TYPE = "application/json"


class Kind(Enum):
    """What a document is; the value is its schema's name, but for pictures."""

    OFFER = "offer"
    PROFILE = "profile"
    SEALED = "sealed"
    EVIDENCE = "sealed_evidence"
    RULING = "ruling"
    LOT = "lot"
    EVENT = "event"
    ITEMS = "items"
    READINGS = "readings"
    NOTICE = "notice"
    REVIEW = "review"
    REPLY = "reply"
    CREDENTIAL = "credential"
    PICTURE = "picture"


TYPES = {
    "handover/offer/1": Kind.OFFER,
    "handover/profile/1": Kind.PROFILE,
    "handover/sealed/1": Kind.SEALED,
    "handover/sealed/2": Kind.EVIDENCE,
    "handover/ruling/1": Kind.RULING,
    "handover/lot/1": Kind.LOT,
    "handover/event/1": Kind.EVENT,
    "handover/items/1": Kind.ITEMS,
    "handover/readings/1": Kind.READINGS,
    "handover/notice/1": Kind.NOTICE,
    "handover/review/1": Kind.REVIEW,
    "handover/reply/1": Kind.REPLY,
}
CREDENTIAL_TYPE = ["VerifiableCredential"]  # a standard's own
CREDENTIAL_STARTS = b'{"@context":["https://www.w3.org/2018/credentials/v1"'  # in its canonical form

LIMITS = {Kind.EVIDENCE: MAX_EVIDENCE_BYTES, Kind.ITEMS: MAX_LIST_BYTES, Kind.READINGS: MAX_LIST_BYTES}  # bytes


def sha256(data: bytes) -> str:
    """The name of a document: the sha-256 of its bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:
    """The one way to write a value as JSON: sorted keys, no blanks, UTF-8 unescaped (RFC 8785)."""
    return canonical_json.write(value)


def parse(data: bytes) -> Any:
    """Read canonical JSON; anything else, however equal in meaning, is refused."""
    value = canonical_json.read(data, len(data))
    if canonical(value) != data:
        raise Refusal("The JSON is not in canonical form: sorted keys, no blanks, UTF-8.")
    return value


def check(value: Any, schema: str) -> None:
    """Refuse what does not match scripts/schemas/<schema>.json, naming the place and the fault."""
    try:
        error = best_match(_validator(schema).iter_errors(value))
    except RecursionError:
        raise Refusal(f"{schema}: one thing in another, too deep.") from None
    if error is not None:
        place = error.json_path.removeprefix("$").removeprefix(".") or "document"
        raise Refusal(f"{schema}, {place}: {_fault(error)}.")


def examine(data: bytes) -> tuple[Kind, str]:
    """The kind and the media type of a document of a known format; everything else is refused.

    JSON must be canonical and match its schema, a picture must decode; sizes are limited.
    """
    if data[:1] == b"{":
        return _examine_json(data), JSON_TYPE
    if len(data) > MAX_PICTURE_BYTES:
        raise Refusal(f"A picture may have {MAX_PICTURE_BYTES // 1024} KiB; this one has {len(data) // 1024} KiB.")
    picture = _open_picture(data, MAX_PICTURE_SIDE)
    if any(name in picture.info for name in METADATA):
        raise Refusal("The picture tells more than it shows, such as where it was taken; save it without metadata.")
    return Kind.PICTURE, PICTURE_TYPES[picture.format or ""]


def read(data: bytes, kind: Kind) -> dict[str, Any]:
    """What a document of a kind says; empty where it is of another one, or of none."""
    try:
        return dict(parse(data)) if examine(data)[0] is kind else {}
    except Refusal:
        return {}


def pictures_of(document: dict[str, Any]) -> list[str]:
    """The names (sha-256) of the pictures that an offer's, a profile's or a review's document shows."""
    names = [picture["sha256"] for picture in document.get("pictures", [])]
    return [*names, document["logo"]] if "logo" in document else names


def encode_picture(data: bytes) -> bytes:
    """A picture as WebP of bounded size, upright, without any metadata of the file it came from.

    The same file gives the same bytes again, so that an interrupted upload finds its names.
    """
    picture = _upright(_open_picture(data))
    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.info.clear()
    for side in (MAX_PICTURE_SIDE, MAX_PICTURE_SIDE // 2, MAX_PICTURE_SIDE // 4):
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in (84, 70, 50):
            output = BytesIO()
            picture.save(output, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"")
            if output.tell() <= MAX_PICTURE_BYTES:
                return output.getvalue()
    raise Refusal(f"The picture stays above {MAX_PICTURE_BYTES // 1024} KiB however it is compressed.")


def _examine_json(data: bytes) -> Kind:
    if len(data) > MAX_EVIDENCE_BYTES:
        _refuse_size(data, MAX_EVIDENCE_BYTES)
    value = parse(data)
    said = value.get("type")
    kind = Kind.CREDENTIAL if said == CREDENTIAL_TYPE else TYPES.get(said) if isinstance(said, str) else None
    if kind is None:
        raise Refusal(f"The document's type is none of {', '.join(TYPES)}.")
    if len(data) > (limit := LIMITS.get(kind, MAX_DOCUMENT_BYTES)):
        _refuse_size(data, limit)
    check(value, kind.value)
    return kind


def _refuse_size(data: bytes, limit: int) -> None:
    raise Refusal(f"A document may have {limit // 1024} KiB; this one has {len(data) // 1024} KiB.")


def _open_picture(data: bytes, max_side: int = MAX_SOURCE_PIXELS) -> Image.Image:
    """A decoded picture; one that is too large is refused by what its header says, which costs no memory."""
    try:
        picture = Image.open(BytesIO(data), formats=list(PICTURE_TYPES))
        if picture.width * picture.height > MAX_SOURCE_PIXELS:
            raise Refusal(f"A picture may have {MAX_SOURCE_PIXELS // 10**6} million pixels at most.")
        if max(picture.size) > max_side:
            raise Refusal(f"A picture may have {max_side} pixels a side; this one has {max(picture.size)}.")
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal("The picture is not a readable JPEG, PNG or WebP.") from None
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its metadata wants it; as it lies where these are damaged."""
    try:
        return ImageOps.exif_transpose(picture)
    except (SyntaxError, ValueError, OSError):
        return picture


@cache
def _validator(schema: str) -> Draft202012Validator:
    strict: type[Draft202012Validator] = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _pattern}
    )
    return strict(json.loads((SCHEMAS / f"{schema}.json").read_text()))


def _pattern(_: Any, pattern: str, text: Any, __: Any) -> Iterator[ValidationError]:
    """Our patterns are of whole texts; Python's `$` alone would let a line break stand at the end."""
    if isinstance(text, str) and not re.fullmatch(pattern, text):
        yield ValidationError("does not match")


def _fault(error: ValidationError) -> str:
    """What is wrong, without repeating a value that may be long or hostile."""
    limit: Any = error.validator_value
    word = FAULTS.get(str(error.validator), "does not have an accepted form")
    return word(limit, error) if callable(word) else word


def _missing(required: list[str], error: ValidationError) -> str:
    instance: Any = error.instance
    return "'" + next(name for name in required if name not in instance) + "' is missing"


def _unknown(_: Any, error: ValidationError) -> str:
    schema: Any = error.schema
    instance: Any = error.instance
    known = schema.get("properties", {})
    unknown = next(name for name in instance if name not in known)
    return f"'{unknown[:40]}' is not a known field (known: {', '.join(known)})"


def _article(kinds: str | list[str]) -> str:
    words = {"object": "a mapping", "array": "a list", "string": "a text", "integer": "a whole number"}
    words |= {"number": "a number", "boolean": "true or false"}
    names = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(words.get(name, name) for name in names)


FAULTS: dict[str, str | Callable[[Any, ValidationError], str]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": lambda kinds, _: f"must be {_article(kinds)}",
    "const": lambda value, _: f"must be '{value}'",
    "enum": lambda values, _: f"must be one of {', '.join(map(str, values))}",
    "maxLength": lambda limit, _: f"has more than {limit} characters",
    "maxItems": lambda limit, _: f"has more than {limit} entries",
    "minimum": lambda limit, _: f"is below {limit}",
    "maximum": lambda limit, _: f"is above {limit}",
    "minLength": "is empty",
    "minItems": "is empty",
    "minProperties": "is empty",
    "pattern": "has characters or a form that is not allowed",
    "uniqueItems": "names something twice",
}
