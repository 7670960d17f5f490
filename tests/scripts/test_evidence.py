"""Evidence: the vectors that the browser's module must meet too, who opens what, and what is refused."""

import io
import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import ExifTags, Image

from scripts import documents, evidence, sealing
from scripts.refusal import Refusal
from tests.scripts.test_sealing import private_key

VECTORS = json.loads((Path(__file__).parent / "vectors" / "evidence.json").read_text())
CASES = pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
REFUSED, OPENED = (
    pytest.mark.parametrize("case", VECTORS[name], ids=lambda case: case["name"]) for name in ("refused", "opened")
)
PICTURES = pytest.mark.parametrize("case", VECTORS["pictures"], ids=lambda case: case["name"])
BETWEEN = tuple(VECTORS["between"][role] for role in ("buyer", "seller"))
PLANTED = b"Quiet Lane 1, second floor"


@pytest.fixture
def keys():
    """Those of buyer, seller and arbiter."""
    return [sealing.new_key() for _ in range(3)]


def points(keys):
    return [sealing.public_point(key) for key in keys]


def photograph() -> bytes:
    """With a place and a description in its metadata, as a telephone writes them."""
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = PLANTED.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


@CASES
def test_vector_is_written(case):
    wraps = [(private_key(wrap["ephemeral_private_key"]), sealing.decode(wrap["iv"])) for wrap in case["wraps"]]
    chance = evidence.Chance(sealing.decode(case["key"]), sealing.decode(case["iv"]), wraps)
    readers = [sealing.decode(reader["point"]) for reader in VECTORS["readers"][: case["readers"]]]

    sealed = evidence.seal_with(case["plain"], readers, BETWEEN, chance)

    assert sealed.decode() == case["sealed"]
    assert documents.sha256(sealed) == case["sha256"]
    assert documents.examine(sealed) == (documents.Kind.EVIDENCE, "application/json")


@CASES
def test_vector_is_read_by_each_reader(case):
    for reader in VECTORS["readers"][: case["readers"]]:
        key = evidence.content_key(case["sealed"].encode(), private_key(reader["private_key"]))
        assert sealing.encode(key) == case["key"]
        assert evidence.unseal(case["sealed"].encode(), key) == case["plain"]


@REFUSED
def test_what_browsers_refuse_is_refused(case):
    key, body = private_key(VECTORS["readers"][0]["private_key"]), case["sealed"].encode()

    assert evidence.read_all({documents.sha256(body): body}, key) == {}
    with pytest.raises(Refusal):
        evidence.unseal(body, evidence.content_key(body, key))


@OPENED
def test_what_browsers_open_is_opened(case):
    key, body = private_key(VECTORS["readers"][0]["private_key"]), case["sealed"].encode()

    if json.loads(case["sealed"])["type"] == sealing.TYPE:
        assert sealing.unseal(body, key) == case["plain"]
    else:
        assert evidence.unseal(body, evidence.content_key(body, key)) == case["plain"]


@PICTURES
def test_pictures_that_browsers_show_are_taken(case):
    plain = {**evidence.evidence(""), "pictures": [{"type": case["type"], "data": case["data"]}]}

    with nullcontext() if case["shown"] else pytest.raises(Refusal, match="1 to 1600 pixels a side"):
        evidence.check(plain)


def test_a_key_in_another_spelling_stops_nothing(keys):
    """Of a document whose writer chose it."""
    honest, _ = evidence.seal(evidence.evidence("It came."), points(keys[:1]), BETWEEN)
    name = documents.sha256(honest)
    hostile, _ = evidence.seal({**evidence.evidence(""), "keys": {name: "B" * 43}}, points(keys[:1]), BETWEEN)

    read = evidence.read_all({documents.sha256(hostile): hostile, name: honest}, keys[0])

    assert [plain["text"] for plain in read.values()] == ["It came."]


def test_arbiter_opens_what_came_before_him(keys):
    plain = evidence.evidence("It is broken.", [photograph()])
    first, first_key = evidence.seal(plain, points(keys[:2]), BETWEEN)
    other, _ = evidence.seal(evidence.evidence("Of no concern to him."), points(keys[:2]), BETWEEN)
    names = [documents.sha256(sealed) for sealed in (first, other)]
    told = evidence.evidence("Please decide.", keys={names[0]: first_key, "ab" * 32: first_key})
    later, _ = evidence.seal(told, points(keys), BETWEEN)
    record = {**dict(zip(names, (first, other), strict=True)), documents.sha256(later): later}

    assert evidence.read_all({names[0]: first}, keys[2]) == {}
    assert evidence.read_all(record, keys[2]) == {names[0]: plain, documents.sha256(later): told}
    assert len(evidence.read_all(record, keys[0])) == 3


def test_pictures_lose_what_the_camera_wrote():
    assert PLANTED in photograph()

    picture = evidence.evidence("", [photograph()])["pictures"][0]

    data = sealing.decode(picture["data"])
    assert PLANTED not in data
    assert not Image.open(io.BytesIO(data)).getexif()


def test_nothing_in_clear_but_between_whom(keys):
    sealed, _ = evidence.seal(evidence.evidence("Quiet Lane", [photograph()]), points(keys), BETWEEN)
    document = json.loads(sealed)

    assert b"Quiet" not in sealed
    assert sorted(document) == ["between", "commitment", "iv", "readers", "text", "type"]
    assert all(point not in sealed for point in map(sealing.encode, points(keys)) for point in [point.encode()])


def test_two_readers_cannot_be_told_two_things(keys):
    """A second content key for one of them is refused, whatever it opens."""
    sealed, _ = evidence.seal(evidence.evidence("It came."), points(keys[:2]), BETWEEN)
    document, second = json.loads(sealed), bytes(32)
    iv, own = bytes(12), sealing.new_key()
    shared = sealing.shared_key(own, sealing.point(points(keys)[1]), points(keys)[1], evidence.TYPE)
    wrap = {"epk": sealing.public_point(own), "iv": iv, "key": AESGCM(shared).encrypt(iv, second, None)}
    document["readers"][1] = {name: sealing.encode(value) for name, value in wrap.items()}
    forged = documents.canonical(document)

    assert evidence.unseal(forged, evidence.content_key(forged, keys[0]))["text"] == "It came."
    with pytest.raises(Refusal, match="was not written for this key"):
        evidence.content_key(forged, keys[1])
    with pytest.raises(Refusal, match="not the key of the sealed document"):
        evidence.unseal(forged, second)


def test_damaged_text_is_refused(keys):
    sealed, key = evidence.seal(evidence.evidence("It came."), points(keys[:1]), BETWEEN)
    document = json.loads(sealed)
    raw = bytearray(sealing.decode(document["text"]))
    raw[0] ^= 1

    with pytest.raises(Refusal, match="was damaged"):
        evidence.unseal(documents.canonical({**document, "text": sealing.encode(bytes(raw))}), key)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"text": "x" * 4001}, "evidence, text: has more than 4000 characters"),
        ({"pictures": [{"type": "image/svg+xml", "data": "AAAA"}]}, "must be one of image/jpeg, image/webp"),
        ({"pictures": [{"type": "image/webp", "data": "AAAA"}]}, "not what it says it is"),
        (
            {"pictures": [{"type": "image/jpeg", "data": sealing.encode(photograph() + bytes(760_000))}] * 2},
            "1500 kB",
        ),
        ({"keys": {"AB" * 32: "A" * 43}}, "evidence, keys"),
    ],
)
def test_what_no_page_would_show_is_refused(keys, fault, sentence):
    plain = {**evidence.evidence(""), **fault}
    with pytest.raises(Refusal, match=sentence):
        evidence.check(plain)

    sealed, key = evidence.seal(plain, points(keys[:1]), BETWEEN)
    assert evidence.read_all({documents.sha256(sealed): sealed}, keys[0]) == {}
    with pytest.raises(Refusal):
        evidence.unseal(sealed, key)


def test_size_is_limited(keys):
    with pytest.raises(Refusal, match="A document may have 2675 KiB"):
        evidence.seal({"text": "x" * 2_100_000}, points(keys[:1]), BETWEEN)
