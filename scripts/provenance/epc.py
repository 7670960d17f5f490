"""EPC URNs, which older systems write for what Digital Links say: sgtin, lgtin, sscc, sgln; idpat for a kind of goods.

They divide a key after the producer's company prefix, whose length (6 to 12 digits) no key tells: to write one it has
to be given, to read one it is not needed.
"""

import re

from scripts.provenance.gs1 import Place, Product, Thing, Unit, check_digit, quoted
from scripts.refusal import Refusal

PREFIX_LENGTHS = range(6, 13)
WHOLE = "0"  # as a place's extension: none
ANY = "*"  # as a serial: a kind of goods, no item
ESCAPED = '"%&/<>?'  # written as % and two digits

URN = re.compile(r"urn:epc:(id:sgtin|idpat:sgtin|class:lgtin|id:sscc|id:sgln):([0-9]{6,12})\.([0-9]*)(?:\.(.+))?")
DIGITS = {"id:sscc": 17, "id:sgln": 12}  # of prefix and reference together; of the others 13
PARTS = {"id:sscc": 2}  # of the others 3


def write(thing: Thing, prefix: int) -> str:
    """The URN of a thing whose company prefix has so many digits; refused for what URNs cannot say (a variant)."""
    if prefix not in PREFIX_LENGTHS:
        raise Refusal(f"A company prefix has 6 to 12 digits, not {prefix}.")
    match thing:
        case Product():
            head, tail = _class_of(thing)
            digits = thing.gtin
            divided = f"{digits[1 : 1 + prefix]}.{digits[0]}{digits[1 + prefix : 13]}"
            return f"urn:epc:{head}:{divided}.{tail}"
        case Unit():
            digits = thing.sscc
            return f"urn:epc:id:sscc:{digits[1 : 1 + prefix]}.{digits[0]}{digits[1 + prefix : 17]}"
        case Place():
            digits = thing.gln
            if thing.extension == WHOLE:
                raise Refusal(f"An EPC URN cannot name a place's extension {WHOLE}: there it means none.")
            tail = _escape(thing.extension) or WHOLE
            return f"urn:epc:id:sgln:{digits[:prefix]}.{digits[prefix:12]}.{tail}"


def read(urn: str) -> Thing:
    """What a URN names; refused with what is wrong about it."""
    match = URN.fullmatch(urn)
    if match is None:
        raise Refusal(f"{quoted(urn)} is not an EPC URN of goods, a unit or a place.")
    scheme, prefix, reference, tail = match.groups()
    wanted = DIGITS.get(scheme, 13)
    if len(prefix) + len(reference) != wanted:
        raise Refusal(f"{quoted(urn)} has {len(prefix) + len(reference)} digits; {scheme} has {wanted}.")
    if (PARTS.get(scheme, 3) == 3) != (tail is not None):
        raise Refusal(f"{quoted(urn)} does not have the parts of {scheme}.")
    if scheme == "id:sgln":
        gln = prefix + reference
        return Place(gln + check_digit(gln), "" if tail == WHOLE else _unescape(tail))
    key = f"{reference[0]}{prefix}{reference[1:]}"
    key += check_digit(key)
    match scheme:
        case "id:sscc":
            return Unit(key)
        case "class:lgtin":
            return Product(key, lot=_unescape(tail))
        case "id:sgtin":
            return Product(key, serial=_unescape(tail))
    if tail != ANY:
        raise Refusal(f"{quoted(urn)} is a pattern of serials; only .{ANY}, any of them, is read.")
    return Product(key)


def _class_of(product: Product) -> tuple[str, str]:
    """Which URN says what is known of goods, and its last part. With a serial the lot is left out, as URNs do."""
    if product.variant:
        raise Refusal("An EPC URN cannot name a variant.")
    if product.serial:
        return "id:sgtin", _escape(product.serial)
    return ("class:lgtin", _escape(product.lot)) if product.lot else ("idpat:sgtin", ANY)


def _escape(text: str) -> str:
    return "".join(f"%{ord(character):02X}" if character in ESCAPED else character for character in text)


def _unescape(text: str) -> str:
    if re.search("%(?![0-9A-Fa-f]{2})", text):
        raise Refusal(f"{quoted(text)} has a % without two hexadecimal digits behind it.")
    return re.sub("%(..)", lambda match: chr(int(match[1], 16)), text)
