"""Lots, items and units as people type them.

A Digital Link, or its values with slashes between them: `GTIN/LOT`, `GTIN/LOT/SERIAL`, an SSCC. `PRODUCER/` may stand
before them (an account; by default whoever acts). Signs that a link percent-encodes are percent-encoded here too.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from scripts.provenance import digital_link
from scripts.provenance.gs1 import Place, Product, Unit, check_text, quoted, read_gtin
from scripts.refusal import Refusal

SSCC_DIGITS = 18


@dataclass(frozen=True)
class Typed:
    """What was typed; `producer` is an account's name or address, or empty."""

    thing: Product | Unit
    producer: str = ""


def read(text: str) -> Typed:
    """A lot, an item or a unit; refused where it is none of them."""
    if "://" in text:
        return Typed(_no_place(text))
    producer, rest = _producer(text.split("/"))
    if len(rest) == 1 and rest[0].isdigit() and len(rest[0]) == SSCC_DIGITS:
        return Typed(Unit(rest[0]), producer)
    if len(rest) not in (2, 3):
        raise Refusal(f"{quoted(text)} is no lot (GTIN/LOT), no item (GTIN/LOT/SERIAL), no SSCC and no Digital Link.")
    gtin, *names = rest
    lot, *serial = [check_text(unquote(name), what) for name, what in zip(names, ("lot", "serial"), strict=False)]
    return Typed(Product(read_gtin(gtin), lot=lot, serial=serial[0] if serial else ""), producer)


def read_lot(text: str) -> Typed:
    """A lot."""
    typed = read(text)
    if not isinstance(typed.thing, Product) or not typed.thing.lot or typed.thing.serial:
        raise Refusal(f"{quoted(text)} is not a lot; write it like 09506000134352/L-1.")
    return typed


def write(thing: Product | Unit) -> str:
    """A thing as it is typed, without its producer."""
    match thing:
        case Unit(sscc):
            return sscc
        case Product(gtin, _, lot, serial):
            return "/".join([gtin, *(quote(name, safe="") for name in (lot, serial) if name)])


def _producer(parts: list[str]) -> tuple[str, list[str]]:
    """What stands before the first number, if anything does."""
    return ("", parts) if parts[0].isdigit() else (parts[0], parts[1:])


def _no_place(link: str) -> Product | Unit:
    thing = digital_link.read(link)
    if isinstance(thing, Place) or (isinstance(thing, Product) and not thing.lot):
        raise Refusal(f"{quoted(link)} names no lot, no item and no unit.")
    return thing
