"""Other shops' exports: what becomes of their columns, and one sentence with the line for what cannot be read."""

import subprocess
import sys
from decimal import Decimal

import pytest
from PIL import Image

from scripts.address_book import Currency
from scripts.imports import plain_text, read
from scripts.imports.conversion import Terms, convert, slug
from scripts.imports.folder import Folder
from scripts.parameters import COIN, ROOT
from scripts.refusal import Refusal
from tests.scripts.other_shops import HTML, TEXT, WOOCOMMERCE, Good, hundred_goods, shopify_csv

USD = Currency("0x" + "01" * 20, "USD", 6, "Dollar")
ETH = Currency(COIN, "ETH", 18, "Ether")
TERMS = Terms(USD)


def shopify(*goods, **how):
    """The products of a Shopify export of these goods."""
    return read(shopify_csv(list(goods), **how).encode(), "products.csv")


def offers(*goods, terms=TERMS):
    """What the catalogue has of these goods."""
    return convert(shopify(*goods), terms).catalogue["offers"]


SIZES = Good("tee", "Tee", options=("Size",), variants=[(("S",), "10.00", "1"), (("M",), "11.00", "2")])


def test_rows_of_one_handle_are_one_product():
    good = Good("tee", "Tee", options=SIZES.options, variants=SIZES.variants, pictures=["https://x/1", "https://x/2"])
    (product,) = shopify(good)

    assert (product.key, product.title, product.options) == ("tee", "Tee", ("Size",))
    assert [(variant.values, variant.price, variant.stock) for variant in product.variants] == [
        (("S",), Decimal("10.00"), 1),
        (("M",), Decimal("11.00"), 2),
    ]
    assert [picture.url for picture in product.pictures] == ["https://x/1", "https://x/2"]


def test_the_only_variant_is_none():
    (product,) = shopify(Good("cup", "Cup"))

    assert (product.options, product.variants[0].values) == ((), ())


def test_pictures_stand_in_the_order_of_their_positions():
    text = shopify_csv([Good("cup", "Cup", pictures=["https://x/a", "https://x/b", "https://x/c"])])
    text = text.replace("https://x/a,1", "https://x/a,9")

    assert [picture.url[-1] for picture in read(text.encode(), "a")[0].pictures] == ["b", "c", "a"]


def test_newer_names_of_the_columns_mean_the_same():
    goods = hundred_goods()

    assert shopify(*goods, template=True) == shopify(*goods)


@pytest.mark.parametrize(
    ("change", "encoding"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), ""),
        (lambda text: text.replace("\r\n", "\n").encode(), ""),
        (lambda text: text.encode("windows-1252"), "windows-1252"),
        (lambda text: text.encode("utf-16"), "utf-16"),
    ],
)
def test_other_ways_to_save_the_file(change, encoding):
    goods = [Good("cafe", "Café “Crème”"), SIZES]

    assert read(change(shopify_csv(goods)), "a.csv", encoding) == shopify(*goods)


def test_excels_own_first_line_is_no_header():
    text = "sep=;\r\n" + shopify_csv([SIZES], delimiter=";")

    assert read(text.encode(), "products.csv") == shopify(SIZES)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators(delimiter):
    goods = hundred_goods()

    assert shopify(*goods, delimiter=delimiter) == shopify(*goods)


HEADER = "Handle,Title,Variant Price,Variant Inventory Qty\n"
FAULTS = {
    "latin": ((HEADER + "a,Caf\xe9,1.00,1\n").encode("latin-1"), "a.csv, line 2: this is not UTF-8 text; save it as"),
    "sign": (HEADER + 'a,A,1,1\nb,B,"12,00 €",1\n', "a.csv, line 3: the price '12,00 €' is not written like 1234.50"),
    "grouped": (HEADER + 'a,A,"1.234,50",1\n', "a.csv, line 2: the price '1.234,50' is not written like 1234.50"),
    "ambiguous": (HEADER + 'a,A,"1,234",1\n', "a.csv, line 2: the price '1,234' can be read in two ways"),
    "negative": (HEADER + "a,A,-1,1\n", "a.csv, line 2: the price '-1' is not written like"),
    "words": (HEADER + "a,A,free,1\n", "a.csv, line 2: the price 'free' is not written like"),
    "stock": (HEADER + "a,A,1.00,some\n", "a.csv, line 2: 'some' is not a whole number (Variant Inventory Qty)."),
    "short": (HEADER + "a,A\n", "a.csv, line 2: the row has 2 fields, the first line 4."),
    "several lines": (HEADER + 'a,"A\nB",1.00,1\nb,B,x,1\n', "a.csv, line 4: the price 'x'"),
    "quote": (HEADER + 'a,"A,1.00,1\nb,B,1,1\n', "a.csv, line 2: this is not valid CSV (a quote that does not end?)."),
    "column": ("Handle,Title\na,A\n", "a.csv, line 1: the column 'Variant Price' is missing."),
    "woo column": ("Type,SKU,Name\nsimple,a,A\n", "a.csv, line 1: the column 'Regular price' is missing."),
    "another file": ("Order,Total\n1,2\n", "a.csv, line 1: these are not the columns of a product export"),
    "html": ("<html>\n<body>", "a.csv, line 1: these are not the columns of a product export"),
    "only a header": (HEADER, "a.csv: the file has no products."),
    "nothing": ("", "a.csv: the file has no products."),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", "a.csv, line 1: this is not UTF-8 text"),
}


@pytest.mark.parametrize(("data", "sentence"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named(data, sentence):
    with pytest.raises(Refusal) as refusal:
        read(data if isinstance(data, bytes) else data.encode(), "a.csv")

    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("klingon", "There is no encoding 'klingon'"),
        ("base64", "There is no encoding 'base64'"),
        ("ascii", "a.csv, line 2: this is not ascii text; say another encoding=."),
        ("utf-16", "a.csv"),
    ],
)
def test_wrong_encodings_are_named(encoding, sentence):
    with pytest.raises(Refusal) as refusal:
        read((HEADER + "a,Café,1.00,12\n").encode(), "a.csv", encoding)

    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize(("text", "price"), [("12", "12"), ("12.5", "12.5"), ("12,50", "12.50"), ("1.250", "1.250")])
def test_prices_that_are_clear(text, price):
    assert read(f'{HEADER}a,A,"{text}",1\n'.encode(), "a.csv")[0].variants[0].price == Decimal(price)


@pytest.mark.parametrize(
    ("columns", "stock"),
    [
        ({}, 5),
        ({"Variant Inventory Qty": "0"}, 0),
        ({"Variant Inventory Qty": "-3"}, 0),
        ({"Variant Inventory Qty": "-3", "Variant Inventory Policy": "continue"}, None),
        ({"Variant Inventory Tracker": ""}, None),
        ({"Variant Inventory Qty": ""}, None),
    ],
)
def test_stock_of_shopify(columns, stock):
    assert shopify(Good("cup", "Cup", columns=columns))[0].variants[0].stock == stock


# Conversion


def test_what_is_not_counted_is_left_out_unless_units_are_given():
    goods = [Good("cup", "Cup", variants=[((), "1.00", "")]), SIZES]

    assert convert(shopify(*goods), TERMS).left_out == {"stock is not counted (units= would say how many)": ["cup"]}
    assert offers(*goods, terms=Terms(USD, units=3))[0]["units"] == "3"


@pytest.mark.parametrize(("currency", "rate", "price"), [(USD, "1.0855", "12.49"), (ETH, "0.00039", "0.004489")])
def test_a_rate(currency, rate, price):
    good = Good("cup", "Cup", variants=[((), "11.51", "1")])

    assert offers(good, terms=Terms(currency, Decimal(rate)))[0]["price"] == price


def test_what_a_rate_makes_nothing_of_is_left_out():
    goods = [Good("cup", "Cup", variants=[((), "0.01", "1")]), SIZES]

    assert convert(shopify(*goods), Terms(USD, Decimal("0.1"))).left_out == {"price of zero": ["cup"]}


def test_variants_are_left_out_one_by_one():
    variants = [(("S",), "1.00", "0"), (("M",), "0.00", "1"), (("L",), "", "1"), (("L",), "3.00", "1")]
    good = Good("tee", "Tee", options=("Size",), variants=[*variants, (("L",), "4.00", "1")])
    found = convert(shopify(good), TERMS)

    assert [variant["price"] for variant in found.catalogue["offers"][0]["variants"]] == ["3.00"]
    assert found.left_out == {
        "sold out": ["tee/S"],
        "price of zero": ["tee/M"],
        "no price": ["tee/L"],
        "twice in the file": ["tee/L"],
    }


def test_products_whose_name_says_nothing_are_told_with_their_title():
    goods = [Good("茶杯", "青瓷茶杯", columns={"Status": "draft"}), SIZES]

    assert convert(shopify(*goods), TERMS).left_out == {"draft": ["56821e18 (青瓷茶杯)"]}


def test_a_file_with_nothing_to_sell_is_refused():
    goods = [Good("a", "A", columns={"Status": "draft"}), Good("b", "B", variants=[((), "1.00", "0")])]

    with pytest.raises(Refusal, match=r"^Nothing in the file can be sold here \(draft: 1, sold out: 1\)\.$"):
        convert(shopify(*goods), TERMS)


def test_texts_stand_under_the_language_that_they_are_written_in():
    chinese = [Good(f"杯{number}", f"茶杯 {number}") for number in range(3)]
    found = convert(shopify(*chinese, SIZES), Terms(USD, defaults={"return_policy": "Within 14 days."})).catalogue

    assert found["language"] == "zh"
    assert found["defaults"]["return_policy"] == {"en": "Within 14 days."}
    assert [entry["title"] for entry in found["offers"]] == ["茶杯 0", "茶杯 1", "茶杯 2", {"en": "Tee"}]


def test_long_texts_are_cut_and_that_is_told():
    found = convert(shopify(Good("a", "A" * 255, "<p>" + "word " * 2000), Good("b", "B", "")), TERMS)

    assert [len(entry["title"]) for entry in found.catalogue["offers"]] == [200, 1]
    assert len(found.catalogue["offers"][0]["description"]) <= 8000
    assert found.catalogue["offers"][1]["description"] == "B"
    assert found.notes["description is cut at 8,000 characters"] == ["a"]
    assert found.notes["no description"] == ["b"]


def test_a_variant_shows_its_own_picture_first(tmp_path):
    for number in (1, 2, 3):
        Image.new("RGB", (9, 9), (number, 0, 0)).save(tmp_path / f"{number}.png")
    urls = [f"https://x/{number}.png" for number in (1, 2)]
    good = Good("tee", "Tee", options=("Size",), variants=SIZES.variants, pictures=urls)
    good.columns["Variant Image"] = "https://x/2.png"
    (entry,) = offers(good, terms=Terms(USD, pictures=tmp_path, beside=tmp_path))

    assert [shown["file"] for shown in entry["pictures"]] == ["1.png", "2.png"]
    assert [shown["file"] for shown in entry["variants"][0]["pictures"]] == ["2.png", "1.png"]
    assert "pictures" not in entry["variants"][1]


def test_what_is_no_picture_is_left_out_and_named(tmp_path):
    (tmp_path / "1.png").write_text("<svg/>")
    found = convert(shopify(Good("cup", "Cup", pictures=["https://x/1.png"])), Terms(USD, pictures=tmp_path))

    assert found.notes == {
        "picture left out: The picture is not a readable JPEG, PNG or WebP.": ["1.png"],
        "published without a picture": ["cup"],
    }


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("tea-cup", "tea-cup"),
        ("SKU_12/B", "sku-12-b"),
        ("茶杯", "56821e18"),
        ("café mug", "caf-mug-"),
        ("x" * 80, "x" * 55 + "-"),
    ],
)
def test_names_of_products(key, name):
    made = slug(key)

    assert made.startswith(name)
    assert len(made) <= 64
    assert slug(key) == made != slug(key + "!", taken=True)


def test_names_that_would_be_the_same_are_kept_apart():
    found = offers(Good("a b", "One"), Good("a-b", "Two"))

    assert found[0]["product"] == "a-b"
    assert found[1]["product"].startswith("a-b-")


# WooCommerce


def test_woocommerce_texts():
    bowl = read(WOOCOMMERCE.read_bytes(), "woocommerce.csv")[0]

    assert bowl.title == "Oak bowl, large"
    assert bowl.description == ("Turned from one piece of oak.\nOiled twice.\n\n- 30 cm\n- Written on it: C:\\new")
    assert bowl.category == "Bowls, oak"
    assert (bowl.variants[0].price, bowl.variants[0].stock) == (Decimal("34.50"), 12)
    assert [picture.url.rpartition("/")[2] for picture in bowl.pictures] == ["bowl.jpg", "bowl.jpg"]


def test_woocommerce_variations():
    apron = read(WOOCOMMERCE.read_bytes(), "woocommerce.csv")[1]
    by_values = {variant.values: variant for variant in apron.variants}

    assert apron.options == ("Color", "Size")
    assert by_values["Blue", "L, XL"].price == Decimal("42.00"), "a sale that ends is no price"
    assert by_values["Sand", "S/M"].stock == 0
    assert by_values["Sand", "L, XL"].stock is None, "counted together with the others"
    assert by_values["Sand", ""].left_out == "stands for any value of an option"
    assert by_values["Blue", "S/M"].picture.endswith("apron-blue.jpg")


def test_woocommerce_formulas_and_orphans():
    products = {product.title: product for product in read(WOOCOMMERCE.read_bytes(), "woocommerce.csv")}

    assert products["=Spoon"].left_out == ""
    assert products["A draft"].left_out == "draft"
    assert products["Lost - One"].left_out == "variation without its product"


# Pictures


@pytest.fixture
def pictures(tmp_path):
    """A folder with files, and one beside it that is not to be found."""
    for name in ("in/a.png", "in/2024/03/b.png", "in/茶 杯.png", "secret.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("https://cdn.example.com/files/a.png?v=1", "a.png"),
        ("https://x/wp-content/uploads/2024/03/b.png", "2024/03/b.png"),
        ("https://x/%E8%8C%B6%20%E6%9D%AF.png", "茶 杯.png"),
        ("https://x/b.png", None),
        ("https://x/../secret.png", None),
        ("https://x/%2e%2e%2fsecret.png", None),
        ("https://x/..\\secret.png", None),
        ("https://x/a.png%00.jpg", None),
        ("https://[x/a.png", None),
        ("https://x/" + "a" * 300, None),
        ("https://x/", None),
        ("", None),
    ],
)
def test_pictures_are_found_below_the_folder_only(pictures, address, file):
    assert Folder(pictures, [address]).find(address) == (pictures / file if file else None)
    assert Folder(None, [address]).find(address) is None


def test_a_link_does_not_lead_out_of_the_folder(pictures):
    (pictures / "link.png").symlink_to(pictures.parent / "secret.png")

    assert Folder(pictures, []).find("https://x/link.png") is None


def test_a_name_that_two_pictures_have_is_no_name(pictures):
    two = ["https://x/2023/a.png", "https://x/2024/a.png"]
    folder = Folder(pictures, two)

    assert folder.find(two[0]) is None
    assert folder.name(two[0]) == "2023/a.png"
    (pictures / "2023").mkdir()
    (pictures / "2023" / "a.png").touch()
    assert folder.find(two[0]) == pictures / "2023" / "a.png"
    assert folder.find(two[1]) is None


# Plain text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (HTML.format(ml=1), TEXT.format(ml=1)),
        ("plain & simple, 3 < 4", "plain & simple, 3 < 4"),
        ("<p>One<br>two</p><p></p><div><div>three</div></div>", "One\ntwo\n\nthree"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>end", "1. a\n  - b\n2. c\n\nend"),
        ("<ul>\n<li></li>\n<li><p>a</p><p>b</p></li>\n</ul>", "- a\nb"),
        ("<table><tr><th>Size</th><td>5</td></tr><tr><th>Weight</th><td>9</td></tr></table>", "Size | 5\nWeight | 9"),
        ("<style>p{}</style><!-- note --><p onclick='x()'>a<img src=x alt=b></p><iframe src=x></iframe>", "a"),
        ("<p>a&nbsp;&nbsp;b\u202e\u0007</p>", "a b"),
        ("<li>loose<li>ends", "- loose\n- ends"),
        ("&lt;b&gt;shown&lt;/b&gt;", "<b>shown</b>"),
        ("", ""),
        ("<p> </p>", ""),
        ("<p>word" * 10_000, "\n\n".join(["word"] * 3_334)),
    ],
)
def test_html_becomes_plain_text(html, text):
    assert plain_text.from_html(html) == text


def test_a_storefront_can_import_and_export_without_brownie():
    code = "import sys, scripts.imports.conversion, scripts.exporting; print('brownie' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout == b"False\n"
