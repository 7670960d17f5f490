"""What somebody typed off a label, told apart as far as it can be: GTIN, lot and serial number, or an SSCC.

It may be what is printed below a code, "GTIN …, lot …, serial …", or the values alone, with blanks, commas or slashes
between them; also as a Chinese keyboard writes it. Whether the values are right is not looked at here.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from scripts.provenance.gs1 import GTIN_LENGTHS, SSCC_LENGTHS, check_digit

LENGTHS = (*GTIN_LENGTHS, *SSCC_LENGTHS)
PARTS = ("gtin", "lot", "serial")  # in the order in which they are typed

# GS1 has one hyphen and no invisible signs; keyboards and pages that are copied from have others
HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
PLAIN = HYPHENS | INVISIBLE | {ord("、"): ",", ord("。"): "."}

ELEMENT = re.compile(r"\(([0-9]{2,4})\)")  # as it is printed below a code: (01)09506000134352(10)L-1(21)7
ELEMENTS = {"01": "gtin", "10": "lot", "21": "serial", "00": "sscc"}
AFTER = r"(?:\s*(?:no\.?|number|code)(?![a-z0-9-]))?(?:\s*[:#=]+|(?![a-z0-9-]))\s*"
WORDS = re.compile(
    rf"(?<![a-z0-9])(?:(?P<gtin>(?:gtin|ean|upc)(?:-?(?:8|12|13|14)(?![0-9]))?)[:#=\s]*"
    rf"|(?:(?P<lot>lot|batch)|(?P<serial>serial|s/?n)|(?P<sscc>sscc)){AFTER})"
    r"|(?:(?P<gtin_zh>商品条码|条形码|条码)|(?P<lot_zh>(?:生产|产品)?批(?:次号|号|次))|(?P<serial_zh>序列号|序号|编号))"
    r"[:#=\s]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """The values, each empty where it was not found."""

    gtin: str = ""
    lot: str = ""
    serial: str = ""
    sscc: str = ""


def plain(text: str) -> str:
    """A text with the signs that GS1 knows, where another keyboard has wrote others for them."""
    return unicodedata.normalize("NFKC", text).translate(PLAIN).strip()


def apart(text: str) -> Typed:
    """The values in a plain text."""
    if re.search(r"\((?:00|01)\)", text):
        return _elements(text)
    typed = _worded(text)
    is_sscc = len(typed.gtin) in SSCC_LENGTHS and typed == Typed(typed.gtin)
    return Typed(sscc=typed.gtin) if is_sscc else typed


def digits(text: str) -> str:
    """A number without the blanks and hyphens that group its digits."""
    return re.sub(r"[\s-]", "", text)


def _elements(text: str) -> Typed:
    _, *found = ELEMENT.split(text)
    values = {ELEMENTS[ai]: value for ai, value in zip(found[::2], found[1::2], strict=True) if ai in ELEMENTS}
    return Typed(**{name: "".join(value.split()).rstrip(",;") for name, value in values.items()})


def _worded(text: str) -> Typed:
    """Values behind the words that name them; where there are none, or several behind one, in their usual order."""
    said = _said(text)
    named, values = {name for name, _ in said}, dict.fromkeys(ELEMENTS.values(), "")
    for name, words in said:
        rest = words
        if name in ("gtin", "sscc"):
            values[name], rest = _number(words)
        free = [name, *PARTS[PARTS.index(name) + 1 :]] if name in PARTS else []
        free = [part for part in free if not values[part] and (part == name or part not in named)]
        values |= dict(zip(free, _split(rest, len(free)), strict=False))
    return Typed(**values)


def _said(text: str) -> list[tuple[str, str]]:
    """What is said of which part; what stands before all words begins with a GTIN."""
    words = [(str(word.lastgroup).removesuffix("_zh"), word) for word in WORDS.finditer(text)]
    ends = [*(word.start() for _, word in words), len(text)]
    said = [
        ("gtin", text[: ends[0]]),
        *((name, text[word.end() : ends[at]]) for at, (name, word) in enumerate(words, 1)),
    ]
    return [(name, part) for name, one in said if (part := one.strip(" ,;"))]


def _number(said: str) -> tuple[str, str]:
    """The number that a text begins with, its digits in groups perhaps, and what follows it."""
    end = len(re.split(r"[\s,;/]", said, maxsplit=1)[0])
    if said[:end].isdigit() and end not in LENGTHS:
        groups = re.match("[0-9]+(?: [0-9]+)*(?![^ ,;/])", said)
        ends = [one.end() for one in re.finditer("[0-9]+", groups[0])] if groups else []
        whole = [one for one in ends if len(digits(said[:one])) in LENGTHS]
        right = [one for one in whole if check_digit(digits(said[: one - 1])) == said[one - 1]]
        end = (right[-1:] or whole[-1:] or [end])[0]
    return digits(said[:end]), said[end:].strip(" ,;")


def _split(said: str, most: int) -> list[str]:
    """So many values at most; what is too much stays with the last."""
    if said.startswith("/"):
        return [unquote(one.strip()) for one in said[1:].split("/", most - 1)]
    between = r"\s*[,;]?\s+" if re.search(r"\s", said) else "[,;]"
    return [one for one in re.split(between, said, maxsplit=max(most - 1, 0)) if one]
