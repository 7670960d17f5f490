"""What somebody scanned or typed: the thing that it names, or what is wrong about it, in the reader's language.

What stands in a code is anybody's. Of a link only the thing that it names counts, never its host.
"""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import unquote

from frontend.wording.texts import gettext
from scripts.provenance import digital_link
from scripts.provenance.gs1 import GTIN_LENGTHS, Place, Product, Unit, check_digit, check_text, read_gtin, read_sscc
from scripts.refusal import Refusal

LONGEST = digital_link.MAX_LENGTH  # characters of a code
SHOWN = 60  # of them in a sentence
ELEMENT = re.compile(r"\(([0-9]{2,3})\)([^(]+)")  # as it is printed below a code: (01)09506000134352(10)L-1(21)7
SSCC_DIGITS = 18
ANY_HOST = "https://x"

Named = Product | Unit


class Unnamed(Exception):
    """Nothing is named. One sentence for whoever scanned or typed it; `field` is what it is about, or empty."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def read(text: str) -> Named:
    """The thing that a code or a typed text names: a link, what is printed below it, or its parts with slashes."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Unnamed(gettext("Scan a code, or type what is printed below it."), "text")
    if "://" in text:
        return _of_link(text)
    if text.startswith("("):
        found = dict(ELEMENT.findall(text.replace(" ", "")))
        if "00" in found:
            return _unit(found["00"])
        return product(found.get("01", ""), found.get("10", ""), found.get("21", ""))
    if re.fullmatch(f"[0-9]{{{SSCC_DIGITS}}}", text):
        return _unit(text)
    gtin, lot, serial = (*map(unquote, text.split("/", 2)), "", "")[:3]
    return product(gtin, lot, serial)


def in_address(path: str) -> Named:
    """The thing that a path of this storefront names, percent-encoded as it was asked for."""
    return _of_link(ANY_HOST + path)


def product(gtin: str, lot: str, serial: str) -> Product:
    """Goods by what was typed into three fields; a lot may be missing, and with it the serial."""
    gtin, lot, serial = (part.strip() for part in (gtin, lot, serial))
    _check("gtin", partial(read_gtin, gtin), _gtin_fault(gtin))
    if serial and not lot:
        raise Unnamed(gettext("The lot is missing: a serial number is one of a lot."), "lot")
    fault = gettext("A lot and a serial number have up to 20 letters, digits and signs such as - and /.")
    for field, value in (("lot", lot), ("serial", serial)):
        if value:
            _check(field, partial(check_text, value, field), fault)
    return Product(gtin, lot=lot, serial=serial)


def path_of(thing: Named) -> str:
    """Where this storefront tells of a thing: its Digital Link without a host."""
    return digital_link.write(thing, host="")


def _of_link(link: str) -> Named:
    try:
        thing = digital_link.read(link)
    except Refusal:
        raise Unnamed(_link_fault(link), "text") from None
    if isinstance(thing, Place):
        raise Unnamed(gettext("This code names a place, not goods."), "text")
    return thing


def _unit(sscc: str) -> Unit:
    _check(
        "text", partial(read_sscc, sscc), gettext("This SSCC is mistyped: it has 18 digits, the last of which checks.")
    )
    return Unit(sscc)


def _check(field: str, reading: Callable[[], str], fault: str) -> None:
    try:
        reading()
    except Refusal:
        raise Unnamed(fault, field) from None


def _link_fault(link: str) -> str:
    """Why a link is not followed: a mistyped GTIN in it, or else that it is none of GS1's."""
    gtin = re.search(r"/01/([0-9]+)(?:[/?#]|$)", link)
    if gtin:
        try:
            read_gtin(gtin[1])
        except Refusal:
            return _gtin_fault(gtin[1])
    shown = link if len(link) <= SHOWN else f"{link[:SHOWN]}…"
    return gettext("This code names no goods, so it is not followed: %(code)s", code=shown)


def _gtin_fault(text: str) -> str:
    if not re.fullmatch("[0-9]+", text) or len(text) not in GTIN_LENGTHS:
        return gettext("A GTIN has 8, 12, 13 or 14 digits; it stands below the bar code.")
    return gettext("This GTIN is mistyped: its last digit would be %(digit)s.", digit=check_digit(text[:-1]))
