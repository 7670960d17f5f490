"""The catalogue: from YAML or CSV to offers, and one sentence with the place for whatever is wrong in it."""

import json

import pytest
from PIL import Image

from scripts import catalogue, documents, roles
from scripts.catalogue import Context
from scripts.parameters import COIN, DAY, NOBODY
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of

YAML = """\
defaults:
  currency: USD
  shipping: "4.90"
  arbiter: arbiter
  commission: 1.5%
  return_policy: {en: Within 14 days., zh: 14 天内。}
offers:
  - product: tea-cup
    title: {en: Tea cup, zh: 茶杯}
    description: A cup.
    options: [{en: Glaze, zh: 釉色}]
    variants:
      - values: [{en: Green, zh: 青}]
        price: "12.50"
        units: "3"
        pictures: [{file: cup.png, alt: {en: A green cup}}]
      - values: [{en: White, zh: 白}]
        price: "11"
        units: "4"
  - product: lamp
    title: Lamp
    description: A lamp.
    currency: ETH
    price: "0.05"
    units: "2"
    ship_within: 12 hours
    carrier: carrier
    ships_to: [DE, NO]
    arbiter: none
"""

CSV = """\
product,title.en,title.zh,description,price,currency,shipping,units,option,value,arbiter,return_policy,ships_to,pictures
tea-cup,Tea cup,茶杯,A cup,12.50,USD,4.90,3,Glaze,Green,arbiter,Within 14 days.,any,cup.png
tea-cup,Tea cup,茶杯,A cup,11,USD,4.90,4,Glaze,White,arbiter,Within 14 days.,DE; NO,
lamp,Lamp,,"A lamp, bright",0.05,ETH,,2,,,none,None.,,
"""


@pytest.fixture
def context(web3, account, book) -> Context:
    return Context(account("merchant1"), book, lambda name: roles.account(web3, name))


@pytest.fixture
def write(tmp_path):
    """`write(text, name)`: a catalogue file beside its picture."""
    Image.new("RGB", (30, 30), "#8fb5a0").save(tmp_path / "cup.png")

    def into(text, name="catalogue.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return into


def test_yaml(write, context, account, book):
    green, white, lamp = catalogue.load(write(YAML), context)

    assert [listing.label for listing in (green, white, lamp)] == ["tea-cup/Green", "tea-cup/White", "lamp"]
    assert green.offer.seller == account("merchant1")
    assert green.offer.currency == book.currency("USD").address
    assert (green.offer.price, green.offer.shipping, green.cap) == (12_500_000, 4_900_000, 3)
    assert (green.offer.arbiter, green.offer.carrier) == (account("arbiter"), NOBODY)
    assert green.offer.commission_bps == 150
    assert green.offer.ship_within == 3 * DAY
    assert (lamp.offer.currency, lamp.offer.price) == (COIN, 5 * 10**16)
    assert (lamp.offer.arbiter, lamp.offer.carrier) == (NOBODY, account("carrier"))
    assert lamp.offer.ship_within == DAY // 2


def test_documents(write, context):
    green, _, lamp = catalogue.load(write(YAML), context)
    document = json.loads(green.document)

    assert green.offer.details.hex() == documents.sha256(green.document)
    assert document["title"] == {"en": "Tea cup", "zh": "茶杯"}
    assert document["variant"] == [{"name": {"en": "Glaze", "zh": "釉色"}, "value": {"en": "Green", "zh": "青"}}]
    assert document["pictures"] == [{"sha256": next(iter(green.pictures)), "alt": {"en": "A green cup"}}]
    for name, picture in green.pictures.items():
        assert documents.examine(picture)[0] is documents.Kind.PICTURE
        assert documents.sha256(picture) == name
    assert json.loads(lamp.document)["ships_to"] == ["DE", "NO"]
    assert json.loads(lamp.document)["description"] == {"en": "A lamp."}


def test_csv(write, context):
    green, white, lamp = catalogue.load(write(CSV, "catalogue.csv"), context)

    assert [listing.label for listing in (green, white, lamp)] == ["tea-cup/Green", "tea-cup/White", "lamp"]
    assert (white.offer.price, white.cap) == (11_000_000, 4)
    assert json.loads(white.document)["ships_to"] == ["DE", "NO"]
    assert json.loads(green.document)["title"] == {"en": "Tea cup", "zh": "茶杯"}
    assert json.loads(lamp.document)["description"] == {"en": "A lamp, bright"}
    assert list(green.pictures)
    assert lamp.offer.arbiter == NOBODY


def test_csv_of_several_options_and_pictures(write, context, tmp_path):
    Image.new("RGB", (30, 30), "#a08fb5").save(tmp_path / "side.png")
    header = "product,title,description,price,units,arbiter,return_policy"
    path = write(
        f"{header},option,value,option2.en,value2.en,value2.zh,pictures,alt2.zh\n"
        'cup,Cup,A cup.,1,2,none,None.,Glaze,Green,Size,"1, small",小,cup.png; side.png,侧面\n',
        "catalogue.csv",
    )
    (listing,) = catalogue.load(path, context)
    document = json.loads(listing.document)

    assert listing.label == "cup/Green/1, small"
    assert document["variant"] == [
        {"name": {"en": "Glaze"}, "value": {"en": "Green"}},
        {"name": {"en": "Size"}, "value": {"en": "1, small", "zh": "小"}},
    ]
    assert [shown["alt"] for shown in document["pictures"]] == [{"en": "Cup"}, {"zh": "侧面"}]


def test_a_picture_that_is_named_by_its_hash_stays_as_it_is(write, context, tmp_path):
    write("")
    data = documents.encode_picture((tmp_path / "cup.png").read_bytes())
    name = documents.sha256(data)
    (tmp_path / f"{name}.webp").write_bytes(data)
    (tmp_path / "other.webp").write_bytes(data)

    green = catalogue.load(write(CSV.replace("cup.png", f"{name}.webp"), "catalogue.csv"), context)[0]
    other = catalogue.load(write(CSV.replace("cup.png", "other.webp"), "catalogue.csv"), context)[0]

    assert green.pictures == {name: data}
    assert name not in other.pictures


def test_same_file_gives_the_same_offers(write, context):
    path = write(YAML)

    assert [one.id for one in catalogue.load(path, context)] == [one.id for one in catalogue.load(path, context)]


def test_byte_order_mark_is_no_part_of_the_first_column(write, context):
    assert catalogue.load(write("\ufeff" + CSV, "catalogue.csv"), context)


def test_whose_goods_they_are(write, context, account):
    """In YAML and in CSV alike; a GTIN has 14 digits then."""
    yaml = YAML.replace(
        '    price: "0.05"',
        '    price: "0.05"\n    provenance: {gtin: "9506000200026", producer: dairy, lots: [M-1, M-2]}',
    )
    csv = CSV.replace("pictures\n", "provenance.gtin,provenance.producer,provenance.lots\n").replace(
        "None.,,\n", "None.,,9506000200026,dairy,M-1; M-2\n"
    )
    csv = csv.replace("any,cup.png\n", "any,,,\n").replace("DE; NO,\n", "DE; NO,,,\n")
    for path in (write(yaml), write(csv, "catalogue.csv")):
        lamp = json.loads(catalogue.load(path, context)[-1].document)
        assert lamp["provenance"] == {"gtin": "09506000200026", "producer": account("dairy"), "lots": ["M-1", "M-2"]}


# each list is ten of the one before
LAUGHTER = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))

FAULTS = {
    "no price": ('        price: "11"\n', "", "catalogue.yaml, tea-cup/White: it has no price."),
    "no units": ('        units: "4"\n', "", "catalogue.yaml, tea-cup/White: it has no units."),
    "no arbiter": (
        "  arbiter: arbiter\n",
        "",
        "catalogue.yaml, tea-cup/Green: it names no arbiter; write `arbiter: none`",
    ),
    "no policy": (
        "  return_policy: {en: Within 14 days., zh: 14 天内。}\n",
        "",
        "tea-cup/Green: it has no return policy.",
    ),
    "decimals": ('"12.50"', '"12.5000001"', "12.5000001 USD has more than the 6 decimals of USD."),
    "currency": ("currency: USD", "currency: EUR", "'EUR' is not in the address book"),
    "who": ("arbiter: arbiter", "arbiter: nobody-known", "nobody-known"),
    "typing": ("    price: ", "    prise: ", "catalogue, offers[1]: 'prise' is not a known field"),
    "duration": ("12 hours", "soon", "catalogue, offers[1].ship_within"),
    "share": ("1.5%", "1.5", "catalogue, defaults.commission"),
    "picture": ("cup.png", "nowhere.png", "nowhere.png cannot be read."),
    "twice": ("{en: White, zh: 白}", "{en: Green, zh: 青}", "tea-cup/Green: it has the label of another entry"),
    "values": ("values: [{en: White, zh: 白}]", "values: [A, B]", "it has 1 options but 2 values."),
    "syntax": ("offers:", "offers: [", "this is not valid YAML."),
    "control character": ("A lamp.", '"A \\u202elamp."', "offer, description.en: has characters or a form that"),
    "field twice": (
        '    price: "0.05"',
        '    price: "0.05"\n    price: "5"',
        "catalogue.yaml, line 25: price is there twice.",
    ),
    "too deep": ("offers:", "more: " + "[" * 5_000 + "]" * 5_000 + "\noffers:", "it is nested too deeply."),
    "too much": ("offers:", LAUGHTER + "offers:", "references (&, *) stand for more than 1,000,000 values."),
    "product": ("product: lamp", "product: Lamp One", "offer, product"),
    "GTIN": (
        "product: lamp",
        'product: lamp\n    provenance: {gtin: "9506000200027", producer: dairy}',
        "lamp: The GTIN 9506000200027 is mistyped: its last digit would be 6.",
    ),
    "producer": ("product: lamp", 'product: lamp\n    provenance: {gtin: "9506000200026"}', "offers[1].provenance"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS.values(), ids=FAULTS)
def test_faults_are_named(write, context, old, new, sentence):
    assert old in YAML
    said = refusal_of(lambda: catalogue.load(write(YAML.replace(old, new)), context))
    assert sentence in said
    assert "\n" not in said


CSV_FAULTS = {
    "short row": ("lamp,Lamp,,", "lamp,", "catalogue.csv, line 4: the row does not have as many fields"),
    "quotes": ('"A lamp, bright"', '"A lamp, bright', "line 4: this is not valid CSV."),
    "alt": ("pictures\n", "alt3\n", "catalogue.csv, line 2: alt3 is of a picture that the offer does not have."),
    "header": ("title.en", "heading", "'heading' is not a known field"),
    "price": ("12.50,USD", "a lot,USD", "catalogue, offers[0].price"),
    "column twice": ("shipping,", "price,", "catalogue.csv: the column price is there twice."),
    "languages": ("title.zh", "title", "catalogue.csv, line 2: title is there without a language and with one."),
    "pictures": ("pictures\n", "pictures.en\n", "catalogue.csv, line 2: pictures is in no language."),
}


@pytest.mark.parametrize(("old", "new", "sentence"), CSV_FAULTS.values(), ids=CSV_FAULTS)
def test_faults_in_csv_are_named(write, context, old, new, sentence):
    assert sentence in refusal_of(lambda: catalogue.load(write(CSV.replace(old, new), "catalogue.csv"), context))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("catalogue.txt", b"", "is neither a .yaml nor a .csv file."),
        ("catalogue.yaml", b"\xff\xfe\x00", "cannot be read as UTF-8 text"),
        ("catalogue.yaml", b"", "the file must be a mapping."),
        ("catalogue.yaml", b"offers: []", "catalogue, offers: is empty."),
        ("catalogue.csv", b"", "catalogue, offers: is empty."),
        ("catalogue.csv", b"a\x00b\n", "catalogue"),
        ("catalogue.csv", b"title;price\nlamp;1\n", "semicolons or tabs stand between its fields; save it as"),
        ("catalogue.csv", b"title\tprice\nlamp\t1\n", "semicolons or tabs stand between its fields; save it as"),
    ],
)
def test_other_files_are_refused(tmp_path, context, name, data, sentence):
    (tmp_path / name).write_bytes(data)

    assert sentence in refusal_of(lambda: catalogue.load(tmp_path / name, context))


def test_empty_rows_of_spreadsheets_are_no_offers(write, context):
    empty = "," * CSV.splitlines()[0].count(",") + "\n"
    rows = catalogue.load(write(CSV + empty * 3, "catalogue.csv"), context)
    assert rows == catalogue.load(write(CSV, "catalogue.csv"), context)


def test_missing_file_is_named(tmp_path, context):
    with pytest.raises(Refusal, match="There is no file"):
        catalogue.load(tmp_path / "none.yaml", context)


def test_no_file_is_reached_by_a_directory(tmp_path, context):
    (tmp_path / "folder.yaml").mkdir()

    with pytest.raises(Refusal, match="cannot be read"):
        catalogue.load(tmp_path / "folder.yaml", context)
