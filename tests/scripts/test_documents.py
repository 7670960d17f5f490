"""Documents: one way to write them, known formats only, pictures without what their files say about people."""

import copy
from io import BytesIO

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from scripts import documents
from scripts.documents import Kind, canonical, encode_picture, examine
from scripts.refusal import Refusal

OFFER = {
    "type": "handover/offer/1",
    "title": {"en": "Teapot", "zh": "茶壶"},
    "description": {"en": "Round.\n\nGreen."},
    "pictures": [{"sha256": "ab" * 32, "alt": {"en": "A teapot"}}],
    "product": "teapot",
    "variant": [{"name": {"en": "Glaze"}, "value": {"en": "Green"}}],
    "category": "tableware",
    "ships_to": ["DE", "CN"],
    "return_policy": {"en": "14 days."},
}
PROFILE = {"type": "handover/profile/1", "name": {"en": "Kiln"}, "contact": "a@example.org", "logo": "cd" * 32}


def picture(size=(40, 30), mode="RGB", format_="PNG", **options) -> bytes:
    output = BytesIO()
    Image.new(mode, size, "#336699").save(output, format_, **options)
    return output.getvalue()


def changed(document, path, value):
    """The document with one place changed; None takes it out."""
    result = copy.deepcopy(document)
    place = result
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result


def test_canonical():
    assert (
        canonical({"b": 1, "a": {"d": "é\n", "c": [True, None]}}) == '{"a":{"c":[true,null],"d":"é\\n"},"b":1}'.encode()
    )


def test_fractions_are_not_accepted_where_whole_numbers_are_meant():
    assert canonical({"a": [1.0, 1.50]}) == b'{"a":[1,1.5]}'
    picture = {"sha256": "ab" * 32, "alt": {"en": "A teapot"}}
    with pytest.raises(Refusal, match="ships_to"):
        examine(canonical({**OFFER, "pictures": [picture], "ships_to": [0.5]}))


@pytest.mark.parametrize(
    "data",
    [b'{ "a":1}', b'{"b":1,"a":2}', b'{"a":1}\n', b'{"a":1,"a":1}', b'{"a":"\\u00e9"}', b'\xef\xbb\xbf{"a":1}', b"{"],
)
def test_other_spellings_are_refused(data):
    with pytest.raises(Refusal, match=r"canonical form|not JSON|stands twice"):
        documents.parse(data)


def test_deep_nesting_is_refused():
    with pytest.raises(Refusal, match="more than 60 times"):
        documents.parse(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    ("document", "kind"),
    [(OFFER, Kind.OFFER), (PROFILE, Kind.PROFILE), (changed(OFFER, ["ships_to"], "any"), Kind.OFFER)],
)
def test_known_documents(document, kind):
    assert examine(canonical(document)) == (kind, "application/json")


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_known_pictures(format_):
    assert examine(picture(format_=format_)) == (Kind.PICTURE, f"image/{format_.lower()}")


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_pictures_that_tell_where_they_were_taken(format_):
    """Whoever uploads them, and by whatever program: they are refused, not kept for all to read."""
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "at home"
    taken = picture(format_=format_, exif=exif)
    with pytest.raises(Refusal, match="save it without metadata"):
        examine(taken)
    assert examine(encode_picture(taken)) == (Kind.PICTURE, "image/webp")
    with pytest.raises(Refusal, match="save it without metadata"):
        examine(picture(format_="WEBP", xmp=b"<x:xmpmeta/>"))


FAULTS = {
    "title": (["title"], None, "offer, document: 'title' is missing."),
    "language": (["title", "fr"], "Théière", "offer, title: 'fr' is not a known field (known: en, zh)."),
    "no language": (["title"], {}, "offer, title: is empty."),
    "empty": (["title", "en"], "", "offer, title.en: is empty."),
    "long": (["title", "en"], "x" * 201, "offer, title.en: has more than 200 characters."),
    "number": (["title", "en"], 7, "offer, title.en: must be a text."),
    "control character": (
        ["title", "en"],
        "a\x1b[31m",
        "offer, title.en: has characters or a form that is not allowed.",
    ),
    "turned around": (["title", "en"], "a\u202eb", "offer, title.en: has characters or a form that is not allowed."),
    "only blanks": (["title", "en"], " \u3000\u00a0", "offer, title.en: has characters or a form that is not"),
    "nothing to see": (["title", "en"], "\u200b\u061c", "offer, title.en: has characters or a form that is not"),
    "two lines": (["title", "en"], "a\nb", "offer, title.en: has characters or a form that is not allowed."),
    "picture": (["pictures", 0, "sha256"], "../../etc", "offer, pictures[0].sha256: has characters or a form that is"),
    "pictures": (["pictures"], [OFFER["pictures"][0]] * 13, "offer, pictures: has more than 12 entries."),
    "country": (["ships_to"], ["Germany"], "offer, ships_to"),
    "type": (["type"], "handover/offer/2", "The document's type is none of"),
    "extra": (["script"], "x", "offer, document: 'script' is not a known field"),
}


@pytest.mark.parametrize(("path", "value", "sentence"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named(path, value, sentence):
    with pytest.raises(Refusal) as refusal:
        examine(canonical(changed(OFFER, path, value)))

    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", picture()[:60]]
)
def test_other_formats_are_refused(data):
    with pytest.raises(Refusal, match="not a readable JPEG, PNG or WebP"):
        examine(data)


def test_sizes_are_limited():
    long = changed(OFFER, ["description", "en"], "x")
    long["description"]["en"] = "x" * documents.MAX_DOCUMENT_BYTES
    with pytest.raises(Refusal, match="64 KiB"):
        examine(canonical(long))
    with pytest.raises(Refusal, match="512 KiB"):
        examine(picture() + b"\x00" * documents.MAX_PICTURE_BYTES)
    with pytest.raises(Refusal, match="1600 pixels a side"):
        examine(picture(size=(1601, 2)))


def test_bomb_is_refused_before_it_is_decoded():
    bomb = picture(size=(9000, 9000), mode="1")

    with pytest.raises(Refusal, match="50 million pixels"):
        encode_picture(bomb)


def test_metadata_does_not_survive():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "A. Photographer")
    exif = Image.Exif()
    exif[0x013B] = "A. Photographer"
    exif[0x0112] = 6  # turned by a quarter
    secret = b"A. Photographer"
    for source in (
        picture(pnginfo=notes),
        picture(format_="JPEG", exif=exif, comment=secret),
        picture(format_="WEBP", exif=exif, xmp=secret),
    ):
        assert secret in source

        encoded = encode_picture(source)

        assert secret not in encoded
        found = Image.open(BytesIO(encoded))
        assert not found.getexif()
        assert "xmp" not in found.info
        assert "icc_profile" not in found.info


def test_turned_pictures_are_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    encoded = encode_picture(picture(size=(40, 30), format_="JPEG", exif=exif))

    assert Image.open(BytesIO(encoded)).size == (30, 40)


def test_large_pictures_become_small():
    encoded = encode_picture(picture(size=(3000, 2000)))

    assert examine(encoded) == (Kind.PICTURE, "image/webp")
    assert Image.open(BytesIO(encoded)).size == (1600, 1067)


def test_what_hardly_compresses_becomes_smaller_still():
    noise = BytesIO()
    Image.effect_noise((2000, 2000), 120).save(noise, "PNG")

    encoded = encode_picture(noise.getvalue())

    assert examine(encoded) == (Kind.PICTURE, "image/webp")
    assert Image.open(BytesIO(encoded)).size == (800, 800)


def test_transparency_is_kept():
    source = BytesIO()
    Image.new("RGBA", (9, 9), (200, 0, 0, 100)).save(source, "PNG")

    encoded = encode_picture(source.getvalue())

    assert Image.open(BytesIO(encoded)).mode == "RGBA"


def test_same_source_gives_the_same_name():
    assert encode_picture(picture()) == encode_picture(picture())


def test_pictures_of():
    assert documents.pictures_of(OFFER) == ["ab" * 32]
    assert documents.pictures_of(PROFILE) == ["cd" * 32]


def test_too_many_pixels_are_refused_by_the_header(monkeypatch):
    """87 KB of WebP would take half a gigabyte of memory to decode, only to be refused for its size."""
    large = picture((4_000, 4_000), format_="WEBP")
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was decoded"))
    with pytest.raises(Refusal, match="may have 1600 pixels a side; this one has 4000"):
        examine(large)


def test_damaged_metadata_do_not_stop_a_picture():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    broken = picture(format_="JPEG", exif=exif).replace(b"MM\x00*", b"MM\x00\x00")
    assert examine(encode_picture(broken)) == (Kind.PICTURE, "image/webp")


@pytest.mark.parametrize("path", [("product",), ("category",), ("title", "en"), ("pictures", 0, "sha256")])
def test_no_line_break_hides_at_an_end(path):
    value = OFFER
    for key in path:
        value = value[key]
    with pytest.raises(Refusal, match="has characters or a form that is not allowed"):
        examine(canonical(changed(OFFER, path, value + "\n")))
