"""Identifiers as event hash ids have them: every GS1 key, whatever its spelling, as one Digital Link of id.gs1.org.

So that the URN of an older system and the link on a label give the same event id. Only the finest level stays: with a
serial no lot, never a variant, nothing behind a question mark. What is no GS1 key stays as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from scripts.provenance.digital_link import CANONICAL
from scripts.provenance.gs1 import check_digit

URN = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(\d{6,12})\.(.*)", re.DOTALL)
ANY = "*"
RESERVED = {character: f"%{ord(character):02X}" for character in "!()*+,:"}  # URNs leave these as they are

# What stands in a link, by its number or by the name that older links have
NUMBERS = {
    "sscc": "00",
    "gtin": "01",
    "lot": "10",
    "ser": "21",
    "cpv": "22",
    "gdti": "253",
    "gcn": "255",
    "ginc": "401",
    "gsin": "402",
    "party": "417",
    "grai": "8003",
    "giai": "8004",
    "itip": "8006",
    "cpid": "8010",
    "gsrnp": "8017",
    "gsrn": "8018",
}
TEXT = r"(?:[!\"'()*+,\-.:;<=>?_A-Za-z0-9]|%[0-9A-Fa-f]{2})"
PART = r"(?:[\-A-Z0-9#]|%[0-9A-Fa-f]{2})"  # of a component
KEYS = {
    "00": r"\d{18}",
    "01": r"\d{8}|\d{12,14}",
    "253": rf"\d{{13}}{TEXT}{{0,17}}",
    "255": r"\d{13}\d{0,12}",
    "401": rf"{TEXT}{{1,30}}",
    "402": r"\d{17}",
    "414": r"\d{13}",
    "417": r"\d{13}",
    "8003": rf"\d{{14}}{TEXT}{{0,16}}",
    "8004": rf"{TEXT}{{1,30}}",
    "8006": r"\d{18}",
    "8010": rf"{PART}{{1,30}}",
    "8017": r"\d{18}",
    "8018": r"\d{18}",
}
# behind a key, the finest first; only one of them stays, and 22 never
QUALIFIERS = {"01": ("21", "235", "10", "22"), "8006": ("21", "10", "22"), "414": ("254",), "8010": ("8011",)}
QUALIFIER = re.compile(rf"{TEXT}{{1,28}}")


@dataclass(frozen=True)
class Scheme:
    """How a URN becomes a link: `digits` of prefix and reference together, and what is made of them and the rest."""

    digits: int
    link: Callable[[str, str], str]


def canonical(text: str) -> str:
    """The one link of a GS1 key; any other text as it is."""
    if text.startswith("urn:epc:"):
        return _of_urn(text) or text
    if text.startswith(("https://", "http://")):
        return _of_link(text) or text
    return text


def _of_urn(urn: str) -> str:
    match = URN.fullmatch(urn)
    scheme = match and SCHEMES.get(f"{match[1]}:{match[2]}".replace("class:", "id:").replace("idpat:", "id:"))
    if match is None or scheme is None:
        return ""
    prefix, rest = match[3], match[4]
    if not scheme.digits:
        return _address(scheme.link(prefix, rest))
    reference, *tail = rest.split(".", 1)
    if not re.fullmatch(r"\d*", reference) or len(prefix) + len(reference) != scheme.digits:
        return ""
    joined = prefix + reference
    if scheme.digits in (13, 17) and reference and match[2] in FIRST_DIGIT:  # an indicator or extension digit
        joined = reference[0] + prefix + reference[1:]
    return _address(scheme.link(joined, tail[0] if tail else ""))


def _of_link(link: str) -> str:
    try:
        path = urlsplit(link).path
    except ValueError:
        return ""
    segments = [NUMBERS.get(part, part) if place % 2 else part for place, part in _from_end(path)]
    for start in range(len(segments) - 2, -1, -2):
        key, value = segments[start : start + 2]
        if key in KEYS and re.fullmatch(KEYS[key], value):
            return _finest(key, value, dict(zip(segments[start + 2 :: 2], segments[start + 3 :: 2], strict=True)))
    return ""


def _from_end(path: str) -> list[tuple[int, str]]:
    """The parts of a path, each with how many stand behind it: odd is the place of a key or qualifier."""
    parts = path.strip("/").split("/")
    return [(len(parts) - 1 - place, part) for place, part in enumerate(parts)]


def _finest(key: str, value: str, qualifiers: dict[str, str]) -> str:
    known = QUALIFIERS.get(key, ())
    if any(name not in known or not QUALIFIER.fullmatch(text) for name, text in qualifiers.items()):
        return ""
    value = value.rjust(14, "0") if key == "01" else value
    stays = next((name for name in known if name in qualifiers and name != "22"), "")
    return f"{CANONICAL}/{key}/{value}" + (f"/{stays}/{qualifiers[stays]}" if stays else "")


def _address(path: str) -> str:
    """A link of what a scheme made, without what a pattern leaves open."""
    return f"{CANONICAL}{re.sub('[!()*+,:]', lambda found: RESERVED[found[0]], path)}" if path else ""


def _checked(digits: str) -> str:
    return digits + check_digit(digits)


def _behind(key: str, qualifier: str, none: str = ANY) -> Callable[[str, str], str]:
    """A key with a check digit, and what is behind the point as a qualifier."""
    return lambda digits, tail: f"/{key}/{_checked(digits)}" + ("" if tail == none else f"/{qualifier}/{tail}")


def _joined(key: str, first: str = "") -> Callable[[str, str], str]:
    """A key with a check digit, and what is behind the point as a part of the key."""
    return lambda digits, tail: f"/{key}/{_checked(first + digits)}" + ("" if tail == ANY else tail)


def _plain(key: str) -> Callable[[str, str], str]:
    """A key of prefix and reference without a check digit."""
    return lambda prefix, rest: f"/{key}/{prefix}{rest}"


def _component(prefix: str, rest: str) -> str:
    reference, _, serial = rest.rpartition(".")
    return f"/8010/{prefix}{reference}" + ("" if serial == ANY else f"/8011/{serial}")


def _piece(digits: str, tail: str) -> str:
    piece, total, serial = [*tail.split(".", 2), "", ""][:3]
    return f"/8006/{_checked(digits)}{piece}{total}" + ("" if serial == ANY else f"/21/{serial}")


FIRST_DIGIT = ("sgtin", "lgtin", "itip", "upui", "sscc")
SCHEMES = {
    "id:sgtin": Scheme(13, _behind("01", "21")),
    "id:lgtin": Scheme(13, _behind("01", "10")),
    "id:upui": Scheme(13, _behind("01", "235")),
    "id:itip": Scheme(13, _piece),
    "id:sscc": Scheme(17, _joined("00")),
    "id:sgln": Scheme(12, _behind("414", "254", none="0")),
    "id:pgln": Scheme(12, _joined("417")),
    "id:grai": Scheme(12, _joined("8003", "0")),
    "id:gdti": Scheme(12, _joined("253")),
    "id:sgcn": Scheme(12, _joined("255")),
    "id:gsin": Scheme(16, _joined("402")),
    "id:gsrn": Scheme(17, _joined("8018")),
    "id:gsrnp": Scheme(17, _joined("8017")),
    "id:giai": Scheme(0, _plain("8004")),
    "id:ginc": Scheme(0, _plain("401")),
    "id:cpi": Scheme(0, _component),
}
