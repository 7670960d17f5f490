"""Product exports of Shopify and of WooCommerce, turned into a catalogue of ours.

`read` gives the products as both shops have them, `conversion.convert` makes a catalogue of them. Nothing here knows
Brownie, a node or a terminal, and nothing is fetched: the pictures' addresses are only read for the names of files.
"""

from scripts.imports import shopify, table, woocommerce
from scripts.imports.goods import Product
from scripts.refusal import Refusal

SHOPS = (shopify, woocommerce)


def read(data: bytes, name: str, encoding: str = "", faults: list[str] | None = None) -> list[Product]:
    """All products of an export; `name` is the file's, for sentences. Refused with the line of what is wrong.

    With a list of `faults`, products that cannot be read are left out, and the sentences are added to it. The text is
    UTF-8 unless `encoding` names another; commas, semicolons and tabs may separate.
    """
    rows = table.read(data, name, encoding)
    for shop in SHOPS:
        if all(rows[0].has(*names) for names in shop.MARKS):
            for names in shop.NEEDED:
                if not rows[0].has(*names):
                    raise Refusal(f"{name}, line 1: the column {names[0]!r} is missing.")
            products: list[Product] = shop.products(rows, faults)
            return products
    raise Refusal(
        f"{name}, line 1: these are not the columns of a product export; Shopify's has Handle and Title, WooCommerce's"
        " has Type and SKU (export it with the site in English)."
    )
