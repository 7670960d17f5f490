"""Shopify's product export: the rows of one handle are a product's variants and its further pictures.

Each column stands here by the names that it has had: those of the exports, then those of the template.
"""

from collections.abc import Sequence

from scripts.imports import plain_text
from scripts.imports.goods import Picture, Product, Variant, gathering
from scripts.imports.table import Row

HANDLE = ("Handle", "URL handle")
TITLE = ("Title",)
PRICE = ("Variant Price", "Price")
BODY = ("Body (HTML)", "Description")
CATEGORY = ("Type", "Custom Product Type", "Product Category", "Standardized Product Type")
PUBLISHED = ("Published", "Published on online store")
TRACKER = ("Variant Inventory Tracker", "Inventory tracker")
QUANTITY = ("Variant Inventory Qty", "Inventory quantity")
SELLS_ON = ("Variant Inventory Policy", "Continue selling when out of stock")
SHIPPED = ("Variant Requires Shipping", "Requires shipping")
PICTURE = ("Image Src", "Product image URL")
POSITION = ("Image Position",)
ALT = ("Image Alt Text",)
VARIANT_PICTURE = ("Variant Image", "Variant image URL")

MARKS = (HANDLE, TITLE)
NEEDED = (PRICE,)
NO_OPTION = (("Title", "Default Title"),)  # how a product without variants is written


def products(rows: Sequence[Row], faults: list[str] | None = None) -> list[Product]:
    """The products in the order in which they begin; those that cannot be read are told in `faults`, or refused."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get(*HANDLE) or row.get(*TITLE), []).append(row)
    found: list[Product] = []
    for key, group in groups.items():
        with gathering(faults):
            found.append(_product(key, group))
    return found


def _product(key: str, rows: list[Row]) -> Product:
    first = rows[0]
    sold = [row for row in rows if row.get(*PRICE) or row.get("Option1 Value")]
    numbers = [number for number in "123" if first.get(f"Option{number} Name")]
    options = tuple(first.get(f"Option{number} Name") for number in numbers)
    values = [tuple(row.get(f"Option{number} Value") for number in numbers) for row in sold]
    if len(sold) == 1 and tuple(zip(options, values[0], strict=True)) in (NO_OPTION, ()):
        options, values = (), [()]
    shown = sorted((row for row in rows if row.get(*PICTURE)), key=lambda row: row.count(*POSITION) or 0)
    return Product(
        key=key,
        title=first.get(*TITLE),
        description=plain_text.from_html(first.get(*BODY)),
        category=plain_text.leaf(first.get(*CATEGORY)),
        options=options,
        variants=tuple(_variant(row, named) for row, named in zip(sold, values, strict=True)),
        pictures=tuple(Picture(row.get(*PICTURE), row.get(*ALT)) for row in shown),
        left_out=_left_out(first),
    )


def _variant(row: Row, values: tuple[str, ...]) -> Variant:
    left_out = "" if all(values) else "without a value for each option"
    if row.get(*SHIPPED).lower() == "false":
        left_out = "nothing to ship"
    return Variant(values, row.price(*PRICE), _stock(row), row.get(*VARIANT_PICTURE), left_out)


def _stock(row: Row) -> int | None:
    quantity = row.count(*QUANTITY)
    untracked = row.has(*TRACKER) and not row.get(*TRACKER)
    if quantity is None or untracked:
        return None
    sells_on = row.get(*SELLS_ON).lower() in ("continue", "true")
    return None if quantity <= 0 and sells_on else max(quantity, 0)


def _left_out(row: Row) -> str:
    status = row.get("Status").lower()
    if status not in ("", "active"):
        return status
    if row.get(*PUBLISHED).lower() == "false":
        return "not published"
    return "gift card" if row.get("Gift Card").lower() == "true" else ""
