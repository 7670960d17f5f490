"""Product exports as other shops write them: Shopify's is made from goods, so that a test knows what must come out."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

WOOCOMMERCE = Path(__file__).parent / "vectors" / "woocommerce.csv"
CDN = "https://cdn.example.com/s/files/1/0533/2089/files"

# fmt: off
SHOPIFY = [
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Option1 Name",
    "Option1 Value", "Option1 Linked To", "Option2 Name", "Option2 Value", "Option2 Linked To", "Option3 Name",
    "Option3 Value", "Option3 Linked To", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price",
    "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src",
    "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description", "Variant Image",
    "Variant Weight Unit", "Included / United States", "Price / United States", "Price / International",
    "Cost per item", "Status",
]
# fmt: on

TEMPLATE = {  # what newer files call the same columns
    "Handle": "URL handle",
    "Body (HTML)": "Description",
    "Product Category": "Product category",
    "Published": "Published on online store",
    "Option1 Name": "Option1 name",
    "Option1 Value": "Option1 value",
    "Option2 Name": "Option2 name",
    "Option2 Value": "Option2 value",
    "Variant SKU": "SKU",
    "Variant Inventory Tracker": "Inventory tracker",
    "Variant Inventory Qty": "Inventory quantity",
    "Variant Inventory Policy": "Continue selling when out of stock",
    "Variant Price": "Price",
    "Variant Compare At Price": "Compare-at price",
    "Variant Requires Shipping": "Requires shipping",
    "Image Src": "Product image URL",
    "Image Position": "Image position",
    "Image Alt Text": "Image alt text",
    "Gift Card": "Gift card",
    "Variant Image": "Variant image URL",
}


@dataclass
class Good:
    """A product of the other shop; variants are (values, price, quantity), `columns` its first row's others."""

    handle: str
    title: str
    html: str = "<p>Made by hand.</p>"
    options: tuple[str, ...] = ()
    variants: list[tuple[tuple[str, ...], str, str]] = field(default_factory=lambda: [((), "12.00", "5")])
    pictures: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


COLOURS = (("Green", "青"), ("White", "白"), ("Black", "黑"))
HTML = (
    '<meta charset="utf-8"><h2>Why we like it</h2><p><span style="font-weight:400">Thrown &amp; fired&nbsp;by hand.'
    "</span></p><ul><li>Holds {ml} ml</li><li><p>Dishwasher safe</p></li></ul><script>track()</script>"
)
TEXT = "Why we like it\n\nThrown & fired by hand.\n\n- Holds {ml} ml\n- Dishwasher safe"


def hundred_goods() -> list[Good]:
    """A hundred products as a shop has them: every third with variants, every fourth Chinese, some not for sale."""
    goods = []
    for number in range(100):
        chinese = number % 4 == 0
        good = Good(
            handle=f"第-{number}-款茶杯" if chinese else f"tea-cup-no-{number}",
            title=f"第 {number} 款茶杯" if chinese else f"Tea cup, No. {number} “Kiln”",
            html=HTML.format(ml=100 + number),
            variants=[((), f"{number + 1}.50", str(number % 7 + 1))],
            pictures=[f"{CDN}/cup-{number}-{picture}.png?v=17{number}" for picture in (1, 2)],
            columns={"Type": "Tea ware"},
        )
        if number % 3 == 0:
            good.options = ("釉色", "大小") if chinese else ("Glaze", "Size")
            good.variants = [
                ((pair[chinese], size), f"{number + 1 + extra}.90", str(place + extra + 1))
                for place, pair in enumerate(COLOURS)
                for extra, size in enumerate("SM")
            ]
        goods.append(good)
    for number, columns in NOT_SOLD.items():
        goods[number].columns |= columns
    return goods


NOT_SOLD = {
    7: {"Status": "draft"},
    17: {"Status": "draft"},
    29: {"Status": "archived"},
    41: {"Published": "false"},
    53: {"Gift Card": "true"},
    61: {"Variant Requires Shipping": "false"},
}


def shopify_csv(goods: list[Good], template: bool = False, delimiter: str = ",") -> str:
    """The export of these goods; `template` writes the newer names of the columns."""
    output = io.StringIO()
    names = [TEMPLATE.get(name, name) if template else name for name in SHOPIFY]
    writer = csv.writer(output, delimiter=delimiter)
    writer.writerow(names)
    for good in goods:
        for row in _rows(good):
            writer.writerow([row.get(name, "") for name in SHOPIFY])
    return output.getvalue()


def _rows(good: Good) -> list[dict[str, str]]:
    """A row a variant; a picture stands in any row, and rows of their own follow if there are more of them."""
    rows = [_variant_row(good, *variant) for variant in good.variants]
    for number, url in enumerate(good.pictures):
        if number >= len(rows):
            rows.append({"Handle": good.handle})
        words = {"Image Src": url, "Image Position": str(number + 1), "Image Alt Text": f"{good.title}, {number + 1}"}
        rows[number] |= words
    names = {f"Option{number} Name": name for number, name in enumerate(good.options or ("Title",), 1)}
    first = {"Title": good.title, "Body (HTML)": good.html, "Vendor": "Kiln", "Published": "true", "Status": "active"}
    rows[0] |= {**first, "Gift Card": "false", **names, **good.columns}
    return rows


def _variant_row(good: Good, values: tuple[str, ...], price: str, quantity: str) -> dict[str, str]:
    shown = values or ("Default Title",)
    return {
        "Handle": good.handle,
        **{f"Option{number} Value": value for number, value in enumerate(shown, 1)},
        "Variant SKU": f"SKU-{good.handle}",
        "Variant Grams": "350.0",
        "Variant Inventory Tracker": "shopify" if quantity else "",
        "Variant Inventory Qty": quantity,
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": price,
        "Variant Compare At Price": "99.00",
        "Variant Requires Shipping": "true",
        "Price / International": "999.00",
    }
