"""WooCommerce's product export: a row a product; the variations of one name it by its SKU, or by its id as `id:7`."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from scripts.imports import plain_text
from scripts.imports.goods import Picture, Product, Variant, gathering
from scripts.imports.table import Row

REGULAR = ("Regular price",)
SALE = ("Sale price",)
SALE_DATES = ("Date sale price starts", "Date sale price ends")

MARKS = (("Type",), ("SKU",))
NEEDED = (("Name",), REGULAR, ("ID",))
SHELVES = {"1": "", "0": "private", "-1": "draft"}
SOLD_HERE = {"simple", "variable"}
UNSHIPPED = {"virtual", "downloadable"}


def products(rows: Sequence[Row], faults: list[str] | None = None) -> list[Product]:
    """The products in their order; a variation whose product is not in the file stands for itself, left out.

    Those that cannot be read are told in `faults`, or refused.
    """
    unescaped = [row.map(_unescape) for row in rows]
    heads = [row for row in unescaped if "variation" not in _list(row.get("Type"))]
    variations: dict[str, list[Row]] = {}
    for row in unescaped:
        if "variation" in _list(row.get("Type")):
            variations.setdefault(row.get("Parent"), []).append(row)
    found: list[Product] = []
    for head in heads:
        names = {f"id:{head.get('ID')}", head.get("SKU")} - {""}
        own = [row for name in sorted(names) for row in variations.pop(name, [])]
        with gathering(faults):
            found.append(_product(head, own))
    return found + [_orphan(row) for group in variations.values() for row in group]


def _product(head: Row, variations: list[Row]) -> Product:
    attributes = [dict(_attributes(row)) for row in variations]
    options = tuple(dict.fromkeys(name for own in attributes for name, value in own.items() if value))
    variants = [
        _variant(row, tuple(own.get(name, "") for name in options))
        for row, own in zip(variations, attributes, strict=True)
    ]
    text = head.get("Description", "Short description")
    return Product(
        key=_key(head),
        title=head.get("Name"),
        description=plain_text.from_html(_paragraphs(text)),
        category=plain_text.leaf(next(iter(_list(head.get("Categories"))), "")),
        options=options,
        variants=tuple(variants) if "variable" in _list(head.get("Type")) else (_variant(head, ()),),
        pictures=tuple(Picture(url) for url in _list(head.get("Images"))),
        left_out=_left_out(head),
    )


def _orphan(row: Row) -> Product:
    return Product(_key(row), row.get("Name"), "", "", (), (), (), "variation without its product")


def _key(row: Row) -> str:
    return row.get("SKU") or f"{row.get('Name')} {row.get('ID')}"


def _variant(row: Row, values: tuple[str, ...]) -> Variant:
    left_out = _shelf(row) if all(values) else "stands for any value of an option"
    if UNSHIPPED & {*_list(row.get("Type"))}:
        left_out = "nothing to ship"
    picture = next(iter(_list(row.get("Images"))), "") if values else ""
    return Variant(values, _price(row), _stock(row), picture, left_out)


def _price(row: Row) -> Decimal | None:
    """A sale that ends is no price to publish: an offer stays until it is revised."""
    sale = None if any(row.get(date) for date in SALE_DATES) else row.price(*SALE)
    return row.price(*REGULAR) if sale is None else sale


def _stock(row: Row) -> int | None:
    """Not counted too where the variations share their product's stock: each of them would be sold that often."""
    state = row.get("In stock?")
    if state == "0":
        return 0
    quantity = None if row.get("Stock") == "parent" else row.count("Stock")
    if quantity is None or (quantity <= 0 and state == "backorder"):
        return None
    return max(quantity, 0)


def _left_out(head: Row) -> str:
    kinds = {*_list(head.get("Type"))} - UNSHIPPED
    other = next(iter(sorted(kinds - SOLD_HERE)), "")
    return f"{other} product" if other else _shelf(head)


def _shelf(row: Row) -> str:
    return SHELVES.get(row.get("Published"), "")


def _attributes(row: Row) -> Iterator[tuple[str, str]]:
    number = 1
    while row.has(f"Attribute {number} name"):
        if name := row.get(f"Attribute {number} name"):
            yield name, ", ".join(_list(row.get(f"Attribute {number} value(s)")))
        number += 1


def _list(text: str) -> list[str]:
    """The entries between commas; a comma inside of one is written with a backslash."""
    entries = re.split(r"(?<!\\),", text)
    return [entry.replace("\\,", ",").strip() for entry in entries if entry.strip()]


def _unescape(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from reading a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _paragraphs(text: str) -> str:
    """Line ends are written as backslash and n; like WordPress, an empty line makes a paragraph."""
    lines = re.sub(r"(?<!\\)\\n", "\n", text.replace("\r\n", "\n")).replace("\\\\n", "\\n")
    return re.sub(r"(?<![>\n])\n(?![<\n])", "<br>", re.sub(r"\n\s*\n", "<p>", lines))
