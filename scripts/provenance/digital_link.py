"""GS1 Digital Link: what a thing is, as a web address. Uncompressed, on any host, as the standard's version 1.2 has it.

`/01/<GTIN>/22/<variant>/10/<lot>/21/<serial>`, `/00/<SSCC>`, `/414/<GLN>/254/<extension>`.
"""

import re
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from scripts.provenance.gs1 import Place, Product, Thing, Unit, check_text, quoted, read_gln, read_gtin, read_sscc
from scripts.refusal import Refusal

CANONICAL = "https://id.gs1.org"
MAX_LENGTH = 2_000  # characters; no QR code that a telephone reads has more

GTIN, VARIANT, LOT, SERIAL = "01", "22", "10", "21"
SSCC, GLN, EXTENSION = "00", "414", "254"
QUALIFIERS = {GTIN: (VARIANT, LOT, SERIAL), SSCC: (), GLN: (EXTENSION,)}  # in the order in which they have to stand
NAMES = {VARIANT: "variant", LOT: "lot", SERIAL: "serial", EXTENSION: "extension"}

Pairs = list[tuple[str, str]]


def write(thing: Thing, host: str = CANONICAL) -> str:
    """The link of a thing; `host` is what stands before its path: https://, a name, perhaps a path of its own."""
    match thing:
        case Product():
            pairs = [(GTIN, thing.gtin), (VARIANT, thing.variant), (LOT, thing.lot), (SERIAL, thing.serial)]
        case Unit():
            pairs = [(SSCC, thing.sscc)]
        case Place():
            pairs = [(GLN, thing.gln), (EXTENSION, thing.extension)]
    return "".join([host.rstrip("/"), *(f"/{ai}/{quote(value, safe='')}" for ai, value in pairs if value)])


def read(link: str) -> Thing:
    """What a link names, whatever its host; attributes in its query (such as 17, the best-before date) are passed over.

    Refused with what is wrong about it, if it is no Digital Link.
    """
    pairs = _pairs(link)
    key, value = pairs[0]
    fields = _fields(key, pairs[1:])
    match key:
        case "01":
            return Product(read_gtin(value), **fields)
        case "00":
            return Unit(read_sscc(value))
        case _:
            return Place(read_gln(value), **fields)


def _pairs(link: str) -> Pairs:
    """Key and qualifiers of a link with their values, the key first."""
    if len(link) > MAX_LENGTH:
        raise Refusal(f"The link has more than {MAX_LENGTH:,} characters.")
    try:
        parts = urlsplit(link)
        has_host = bool(parts.hostname)
    except ValueError:
        has_host = False
    if not has_host or parts.scheme not in ("https", "http") or re.search(r"[\s\x00-\x1f\x7f]", link):
        raise Refusal(f"{quoted(link)} is not a web address.")
    segments = parts.path.split("/")[1:]
    if segments[-1:] == [""]:
        raise Refusal(f"The link {quoted(link)} ends without a value.")
    pairs: Pairs = []
    while len(segments) > 1 and (not pairs or pairs[0][0] not in QUALIFIERS):
        *segments, ai, value = segments
        pairs.insert(0, (ai, value))
    if not pairs or pairs[0][0] not in QUALIFIERS:
        raise Refusal(f"{quoted(link)} names nothing of GS1: /01/, /00/ or /414/ is missing.")
    _refuse_in_query(parts.query, pairs[0][0])
    return [(ai, _decoded(value)) for ai, value in pairs]


def _fields(key: str, pairs: Pairs) -> dict[str, str]:
    """The qualifiers of a key by name; refused where one is unknown, twice, or in another's place."""
    order = QUALIFIERS[key]
    found: dict[str, str] = {}
    for ai, value in pairs:
        if ai not in order:
            raise Refusal(f"/{ai[:10]}/ does not belong behind /{key}/ in a link.")
        name = NAMES[ai]
        if name in found:
            raise Refusal(f"The link has two {name}s.")
        if any(order.index(ai) < order.index(other) for other in order if NAMES[other] in found):
            raise Refusal(f"The {name} (/{ai}/) stands too late in the link; the order is /{'/, /'.join(order)}/.")
        found[name] = check_text(value, name)
    return found


def _refuse_in_query(query: str, key: str) -> None:
    """Qualifiers behind the question mark would be another thing than the path alone says."""
    for ai, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=None):
        if ai in (*QUALIFIERS, *QUALIFIERS[key]):
            raise Refusal(f"The link has {ai}= behind its question mark; it belongs into the path.")


def _decoded(value: str) -> str:
    if re.search("%(?![0-9A-Fa-f]{2})", value):
        raise Refusal(f"{quoted(value)} has a % without two hexadecimal digits behind it.")
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise Refusal(f"{quoted(value)} is not percent-encoded UTF-8.") from None
