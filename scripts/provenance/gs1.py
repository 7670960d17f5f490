"""GS1's keys and texts: which goods (GTIN), lot and serial, which logistic unit (SSCC), which place (GLN).

Whatever is read here comes from labels and other systems: every fault is one sentence, and what passes is normalised, a
GTIN to 14 digits.
"""

import re
import string
from dataclasses import dataclass

from scripts.refusal import Refusal

TEXT_LENGTH = 20  # characters of a lot (AI 10), a serial (21), a variant (22) and a place's extension (254), at most
TEXT_CHARACTERS = frozenset("!\"%&'()*+,-./:;<=>?_" + string.ascii_letters + string.digits)  # GS1's set 82
GTIN_LENGTHS = (8, 12, 13, 14)
GLN_LENGTHS = (13,)
SSCC_LENGTHS = (18,)
DOTS = (".", "..")  # which browsers take out of a path, also percent-encoded: no link can lead to them
SHOWN = 40  # characters of a foreign text in a sentence


@dataclass(frozen=True)
class Product:
    """A kind of goods; with a lot those of one production, with a serial one item. `gtin` has 14 digits."""

    gtin: str
    variant: str = ""
    lot: str = ""
    serial: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "gtin", read_gtin(self.gtin))
        for name in ("variant", "lot", "serial"):
            if value := getattr(self, name):
                check_text(value, name)


@dataclass(frozen=True)
class Unit:
    """A logistic unit: a case or a pallet. `sscc` has 18 digits."""

    sscc: str

    def __post_init__(self) -> None:
        read_sscc(self.sscc)


@dataclass(frozen=True)
class Place:
    """A place, or with an extension a part of it. `gln` has 13 digits."""

    gln: str
    extension: str = ""

    def __post_init__(self) -> None:
        read_gln(self.gln)
        if self.extension:
            check_text(self.extension, "extension")


Thing = Product | Unit | Place


def check_digit(digits: str) -> str:
    """The digit that belongs behind these: weights 3 and 1 by turns, 3 at the end, up to a multiple of ten."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def read_gtin(text: str) -> str:
    """A GTIN of 8, 12, 13 or 14 digits as its 14 digits; refused where length or check digit is wrong."""
    return _read_key(text, "GTIN", GTIN_LENGTHS).rjust(14, "0")


def read_gln(text: str) -> str:
    """A GLN, 13 digits."""
    return _read_key(text, "GLN", GLN_LENGTHS)


def read_sscc(text: str) -> str:
    """An SSCC, 18 digits."""
    return _read_key(text, "SSCC", SSCC_LENGTHS)


def check_text(text: str, name: str) -> str:
    """A lot, a serial, a variant or an extension as it is; refused where GS1 or links do not allow it."""
    if not text:
        raise Refusal(f"The {name} is empty.")
    if text in DOTS:
        raise Refusal(f"The {name} {quoted(text)} cannot stand in a link: browsers take it out of the path.")
    if len(text) > TEXT_LENGTH:
        raise Refusal(f"The {name} {quoted(text)} has {len(text)} characters; GS1 allows {TEXT_LENGTH}.")
    for character in text:
        if character not in TEXT_CHARACTERS:
            raise Refusal(f"The {name} {quoted(text)} has {character!r} in it, which GS1 does not allow.")
    return text


def quoted(text: str) -> str:
    """A foreign text as it stands in a sentence: not long, nothing in it unprintable."""
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _read_key(text: str, name: str, lengths: tuple[int, ...]) -> str:
    if not re.fullmatch("[0-9]+", text) or len(text) not in lengths:
        *others, last = map(str, lengths)
        wanted = f"{', '.join(others)} or {last}" if others else last
        raise Refusal(f"{quoted(text)} is no {name}: it must have {wanted} digits.")
    if (right := check_digit(text[:-1])) != text[-1]:
        raise Refusal(f"The {name} {text} is mistyped: its last digit would be {right}.")
    return text
