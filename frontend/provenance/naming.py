"""What somebody scanned or typed: the thing that it names, or what is wrong about it, in the reader's language.

What stands in a code is anybody's. Of a link only the thing that it names counts, never its host.
"""

import re
from urllib.parse import unquote

from frontend.provenance import labels
from frontend.provenance.labels import Typed
from frontend.wording.formats import listed
from frontend.wording.texts import gettext
from scripts.provenance import digital_link
from scripts.provenance.gs1 import (
    DOTS,
    GTIN_LENGTHS,
    SSCC_LENGTHS,
    TEXT_CHARACTERS,
    TEXT_LENGTH,
    Place,
    Product,
    Unit,
    check_digit,
)
from scripts.refusal import Refusal

LONGEST = digital_link.MAX_LENGTH  # characters of a code
SHOWN = 60  # of them in a sentence
ANY_HOST = "https://x"
LINK = re.compile(r"(?![0-9]{8})\S*?(?:^|/)(0[01]/[0-9]\S*)")  # its host missing, or all that a browser hides of it

Named = Product | Unit


class Unnamed(Exception):
    """Nothing is named. One sentence for whoever scanned or typed it; `field` is what it is about, or empty.

    `parts` is what was understood of a text.
    """

    def __init__(self, sentence: str, field: str = "", parts: Typed | None = None) -> None:
        super().__init__(sentence)
        self.field = field
        self.parts = parts or Typed()


def read(text: str) -> Named:
    """The thing that a code or a typed text names: a link, what is printed below it, or its values."""
    text = labels.plain(text)
    if not text or len(text) > LONGEST:
        raise Unnamed(gettext("Scan a code, or type what is printed below it."), "text")
    if "://" in text:
        return _of_link(text)
    if link := LINK.fullmatch(text):
        return _of_link(f"{ANY_HOST}/{link[1]}")
    typed = labels.apart(text)
    try:
        return _unit(typed.sscc) if typed.sscc else product(typed.gtin, typed.lot, typed.serial)
    except Unnamed as unnamed:
        raise Unnamed(str(unnamed), unnamed.field, typed) from None


def in_address(path: str) -> Named:
    """The thing that a path of this storefront names, percent-encoded as it was asked for."""
    return _of_link(ANY_HOST + path)


def product(gtin: str, lot: str, serial: str) -> Product:
    """Goods by what was typed into three fields; a lot may be missing, and with it the serial."""
    gtin, lot, serial = labels.digits(labels.plain(gtin)), labels.plain(lot), labels.plain(serial)
    if fault := _number_fault(gtin, "GTIN", GTIN_LENGTHS):
        raise Unnamed(fault, "gtin")
    if serial and not lot:
        raise Unnamed(gettext("The lot is missing: a serial number is one of a lot."), "lot")
    for field, value, name in (("lot", lot, gettext("The lot")), ("serial", serial, gettext("The serial number"))):
        if fault := _text_fault(value, name):
            raise Unnamed(fault, field)
    return Product(gtin, lot=lot, serial=serial)


def path_of(thing: Named) -> str:
    """Where this storefront tells of a thing: its Digital Link without a host."""
    return digital_link.write(thing, host="")


def _of_link(link: str) -> Named:
    try:
        thing = digital_link.read(link)
    except Refusal:
        raise _link_fault(link) from None
    if isinstance(thing, Place):
        raise Unnamed(gettext("This code names a place, not goods."), "text")
    return thing


def _unit(sscc: str) -> Unit:
    if fault := _number_fault(sscc, "SSCC", SSCC_LENGTHS):
        raise Unnamed(fault, "text")
    return Unit(sscc)


def _link_fault(link: str) -> Unnamed:
    """Why a link is not followed: something in it is mistyped, or it is none of GS1's."""
    found = {
        name: re.search(f"/{ai}/([^/?#]+)", link) for ai, name in (("01", "gtin"), ("10", "lot"), ("21", "serial"))
    }
    parts = Typed(**{name: unquote(match[1]) for name, match in found.items() if match})
    try:
        product(parts.gtin, parts.lot, parts.serial)
    except Unnamed as unnamed:
        if parts.gtin:
            return Unnamed(str(unnamed), unnamed.field, parts)
    return Unnamed(gettext("This code names no goods, so it is not followed: %(code)s", code=_short(link)), "text")


def _number_fault(text: str, name: str, lengths: tuple[int, ...]) -> str:
    """What is wrong with a GTIN or an SSCC; empty if it is right."""
    wanted = _either(lengths)
    figures = re.sub("[^0-9]", "", text)
    if len(figures) * 2 < max(len(text), 1):
        return gettext("The %(name)s is missing: the %(digits)s digits below the bar code.", name=name, digits=wanted)
    if figures != text:
        sign = re.sub("[0-9]", "", text)[0]
        return gettext("A %(name)s has only digits; here “%(sign)s” stands among them.", name=name, sign=sign)
    if len(text) not in lengths:
        return gettext(
            "A %(name)s has %(digits)s digits; this one has %(number)s.", name=name, digits=wanted, number=len(text)
        )
    if (right := check_digit(text[:-1])) != text[-1]:
        return gettext(
            "This %(name)s is mistyped: its last digit would be %(right)s, not %(typed)s, if the others are right.",
            name=name,
            right=right,
            typed=text[-1],
        )
    return ""


def _text_fault(text: str, name: str) -> str:
    """What is wrong with a lot or a serial number; empty if it is right, or missing."""
    if re.search(r"\s", text):
        return gettext("%(part)s has a blank in it: no lot and no serial number has one.", part=name)
    if sign := next((sign for sign in text if sign not in TEXT_CHARACTERS), ""):
        return gettext(
            "%(part)s has “%(sign)s” in it: only A to Z, a to z, digits and signs such as - and / are allowed.",
            part=name,
            sign=sign,
        )
    if len(text) > TEXT_LENGTH:
        return gettext("%(part)s has %(number)s characters; 20 are the most.", part=name, number=len(text))
    if text in DOTS:
        return gettext("%(part)s cannot be “%(typed)s”: no link can name it.", part=name, typed=text)
    return ""


def _either(numbers: tuple[int, ...]) -> str:
    """ "8, 12, 13 or 14"."""
    *others, last = map(str, numbers)
    return gettext("%(some)s or %(last)s", some=listed(others), last=last) if others else last


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
