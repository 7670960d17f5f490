"""A merchant's or an arbiter's profile: the document that is published, and the encrypted file with what is not.

The file holds the key that others seal for, and a merchant's address that returns go to. Without it no order and no
evidence can be read: it is for its owner to back up.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scripts import catalogue, catalogue_file, documents, parameters, sealing
from scripts.provenance.gs1 import read_gln
from scripts.refusal import Refusal

FILE_TYPE = "handover/key-file/1"


@dataclass(frozen=True)
class Secrets:
    """What only the merchant knows; `return_address` is empty where the profile file names none."""

    key: ec.EllipticCurvePrivateKey
    return_address: dict[str, Any]


def path_of(chain_id: int, account: str) -> Path:
    """Where the encrypted file of an account is kept."""
    return parameters.PROFILES / f"{chain_id}-{account}.json"


def read_shop(path: Path, folder: Path | None = None) -> tuple[dict[str, Any], dict[str, Any], dict[str, bytes]]:
    """A profile file: the document but for its key, the return address, and the logo by its sha-256.

    `folder` is where the logo is looked for, if not beside the file.
    """
    raw = catalogue_file.read_yaml(path)
    documents.check(raw, "shop")
    document: dict[str, Any] = {name: raw[name] for name in ("name", "about", "contact", "places") if name in raw}
    pictures: dict[str, bytes] = {}
    if "logo" in raw:
        logo = catalogue.picture(folder or path.parent, raw["logo"])
        document["logo"] = documents.sha256(logo)
        pictures[document["logo"]] = logo
    document["type"] = "handover/profile/1"
    documents.check(document, "profile")
    for place in document.get("places", []):
        read_gln(place["gln"])
    return document, raw.get("return_address", {}), pictures


def with_key(document: dict[str, Any], key: ec.EllipticCurvePrivateKey) -> bytes:
    """The profile document's bytes, with the key that delivery details are to be sealed for."""
    return documents.canonical({**document, "encryption_key": sealing.encode(sealing.public_point(key))})


def write_secrets(path: Path, secret: Secrets, passphrase: str) -> None:
    """Write the encrypted file so that only its owner reads it, and never a part of it."""
    plain = {
        "key": sealing.encode(_scalar(secret.key)),
        "point": sealing.encode(sealing.public_point(secret.key)),  # browsers take no key without its point
        "return_address": secret.return_address,
    }
    salt, iv = secrets.token_bytes(16), secrets.token_bytes(sealing.IV_BYTES)
    text = AESGCM(sealing.stretch(passphrase, salt)).encrypt(iv, documents.canonical(plain), None)
    fields = {"type": FILE_TYPE, "salt": salt, "iv": iv, "text": text}
    encoded = {name: sealing.encode(value) if isinstance(value, bytes) else value for name, value in fields.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(documents.canonical(encoded))
        file.flush()
        os.fsync(file.fileno())  # there is no second copy of the key
    part.replace(path)


def read_secrets(path: Path, passphrase: str) -> Secrets:
    """Read the encrypted file; refused when it is not there, damaged, or the passphrase is another."""
    try:
        raw = json.loads(path.read_text())
        key = sealing.stretch(passphrase, sealing.decode(raw["salt"]))
        plain = json.loads(AESGCM(key).decrypt(sealing.decode(raw["iv"]), sealing.decode(raw["text"]), None))
    except FileNotFoundError:
        raise Refusal(f"There is no key file {path}; `init` makes one.") from None
    except InvalidTag:
        raise Refusal(f"The passphrase does not open {path}.") from None
    except (ValueError, KeyError, TypeError):
        raise Refusal(f"The key file {path} is damaged.") from None
    scalar = int.from_bytes(sealing.decode(plain["key"]), "big")
    return Secrets(ec.derive_private_key(scalar, ec.SECP256R1()), plain["return_address"])


def _scalar(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_numbers().private_value.to_bytes(32, "big")
