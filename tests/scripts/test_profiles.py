"""Profiles: a document to publish, and an encrypted file with what is not."""

import json
import stat

import pytest
from PIL import Image

from scripts import documents, profiles, sealing
from scripts.profiles import Secrets
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of

SHOP = """\
name: {en: Kiln & Cup, zh: 窑与杯}
contact: hello@example.org
logo: logo.png
return_address:
  name: A. Seller
  address: {street: 4 Potters' Yard, city: Stoke, postcode: ST1 3EX, country: GB}
"""
PASSPHRASE = "correct horse battery"


@pytest.fixture
def shop_file(tmp_path):
    Image.new("RGB", (20, 20), "#2f5d50").save(tmp_path / "logo.png")
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, encoding="utf-8")
    return path


@pytest.fixture
def secret() -> Secrets:
    return Secrets(sealing.new_key(), {"name": "A. Seller", "address": {"city": "Stoke"}})


def test_document(shop_file):
    document, return_address, pictures = profiles.read_shop(shop_file)
    key = sealing.new_key()
    data = profiles.with_key(document, key)

    assert documents.examine(data) == (documents.Kind.PROFILE, "application/json")
    assert sealing.decode(json.loads(data)["encryption_key"]) == sealing.public_point(key)
    assert list(pictures) == [json.loads(data)["logo"]]
    assert return_address["address"]["postcode"] == "ST1 3EX"
    assert b"Potters" not in data


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("contact: hello@example.org\n", "", "shop, document: 'contact' is missing."),
        ("{en: Kiln & Cup, zh: 窑与杯}", "{fr: Four}", "profile, name: 'fr' is not a known field"),
        ("logo.png", "nowhere.png", "cannot be read."),
        ("country: GB", "country: Britain", "shop, return_address.address.country"),
        (
            "contact:",
            "places: [{name: {en: A}, gln: '9506000134368', latitude: '1', longitude: '2'}]\ncontact:",
            "The GLN 9506000134368 is mistyped",
        ),
        ("contact: ", "contact: [", "shop.yaml, line 3: this is not valid YAML."),
    ],
)
def test_faults_are_named(shop_file, old, new, sentence):
    shop_file.write_text(SHOP.replace(old, new), encoding="utf-8")

    assert sentence in refusal_of(lambda: profiles.read_shop(shop_file))


def test_file_holds_the_key(tmp_path, secret):
    path = tmp_path / "keys" / "file.json"

    profiles.write_secrets(path, secret, PASSPHRASE)
    found = profiles.read_secrets(path, PASSPHRASE)

    assert sealing.public_point(found.key) == sealing.public_point(secret.key)
    assert found.return_address == secret.return_address


def test_file_tells_nothing(tmp_path, secret):
    path = tmp_path / "file.json"

    profiles.write_secrets(path, secret, PASSPHRASE)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"Seller" not in path.read_bytes()
    assert set(json.loads(path.read_bytes())) == {"type", "salt", "iv", "text"}
    assert [other.name for other in tmp_path.iterdir()] == ["file.json"]


def test_other_passphrase(tmp_path, secret):
    path = tmp_path / "file.json"
    profiles.write_secrets(path, secret, PASSPHRASE)

    with pytest.raises(Refusal, match="The passphrase does not open"):
        profiles.read_secrets(path, PASSPHRASE + "!")


@pytest.mark.parametrize("damage", ["", "{}", '{"salt": "AA", "iv": 7, "text": ""}'])
def test_damaged_file(tmp_path, damage):
    path = tmp_path / "file.json"
    path.write_text(damage)

    with pytest.raises(Refusal, match="is damaged"):
        profiles.read_secrets(path, PASSPHRASE)


def test_missing_file(tmp_path):
    with pytest.raises(Refusal, match="`init` makes one"):
        profiles.read_secrets(tmp_path / "none.json", PASSPHRASE)
