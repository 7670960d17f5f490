"""merchant: import and export, from another shop's file to offers on the chain and back to a file."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import Image

from scripts import documents, merchant, parameters, uploads
from tests.scripts.other_shops import NOT_SOLD, TEXT, WOOCOMMERCE, Good, hundred_goods, shopify_csv

pytestmark = pytest.mark.usefixtures("isolation")

USUAL = ("currency=USD", "arbiter=arbiter", "return_policy=Within 14 days.")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Commands are typed in a folder of their own, and find what an earlier test published nowhere."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def on_chain(market, account):
    """`on_chain()`: the documents of all that merchant1 sells, each with price and units, as their ids say."""

    def read():
        offers = market.offers(account("merchant1"))
        stocks = market.stocks(list(offers))
        found = []
        for entry, stock in zip(offers.values(), stocks, strict=True):
            data = uploads.find(parameters.ORIGIN, entry.offer.details.hex())
            found.append((json.loads(data), entry.offer, stock.left))
        return found

    return read


def first(words):
    return next(iter(words.values()))


def test_a_hundred_products_of_shopify(terminal, on_chain, folder, book, account):
    goods = hundred_goods()
    (folder / "products_export.csv").write_text(shopify_csv(goods), encoding="utf-8")
    for number in range(100):
        if number != 11:
            color = (2 * number, 90, 120)
            Image.new("RGB", (20, 20), color).save(folder / f"cup-{number}-1.png")
            Image.new("RGB", (20, 20), (*color[:2], 121)).save(folder / f"cup-{number}-2.png")

    output = terminal.run(merchant.import_, "products_export.csv", *USUAL, "pictures=.", "shipping=4.90")
    terminal.run(merchant.publish, "catalogue.yaml")

    sold = [good for number, good in enumerate(goods) if number not in NOT_SOLD]
    expected = sorted(
        (good.title, values, int(price.replace(".", "")) * 10**4, int(quantity))
        for good in sold
        for values, price, quantity in good.variants
    )
    published = on_chain()
    assert len(sold) == 94
    assert len(expected) == 94 + 34 * 5
    assert expected == sorted(
        (first(doc["title"]), tuple(first(part["value"]) for part in doc["variant"]), offer.price, left)
        for doc, offer, left in published
    )
    assert {(offer.currency, offer.shipping, offer.arbiter) for _, offer, _ in published} == {
        (book.currency("USD").address, 4_900_000, account("arbiter"))
    }
    texts = {first(doc["title"]): doc["description"] for doc, _, _ in published}
    assert texts["第 88 款茶杯"] == {"en": TEXT.format(ml=188)}
    assert {next(iter(doc["title"])) for doc, _, _ in published if "款" in first(doc["title"])} == {"zh"}
    assert {len(doc["pictures"]) for doc, _, _ in published if "No. 11 " not in first(doc["title"])} == {2}
    assert {len(doc["pictures"]) for doc, _, _ in published if "No. 11 " in first(doc["title"])} == {0}
    for line in ("94 products, 264 offers", "draft", "archived", "not published", "gift card", "nothing to ship"):
        assert line in output
    assert "tea-cup-no-7, tea-cup-no-17" in output
    assert "2 pictures not found" in output
    assert "cup-11-1.png  from https://cdn.example.com/" in output


def test_woocommerce(terminal, on_chain, account):
    output = terminal.run(merchant.import_, str(WOOCOMMERCE), *USUAL, "carrier=carrier", "ship_within=2 days")
    terminal.run(merchant.publish, "catalogue.yaml")

    found = {
        (first(doc["title"]), *(first(part["value"]) for part in doc["variant"])): (offer.price, left)
        for doc, offer, left in on_chain()
    }
    assert found == {
        ("Oak bowl, large",): (34_500_000, 12),
        ("Linen apron", "Blue", "S/M"): (39_000_000, 4),
        ("Linen apron", "Blue", "L, XL"): (42_000_000, 2),
    }
    assert {offer.carrier for _, offer, _ in on_chain()} == {account("carrier")}
    assert {offer.ship_within for _, offer, _ in on_chain()} == {2 * parameters.DAY}
    for reason in ("draft", "private", "sold out", "grouped product", "external product", "nothing to ship"):
        assert f"left out: {reason}" in output
    assert "stock is not counted" in output


def test_the_file_is_to_be_read_and_edited(terminal, folder):
    (folder / "a.csv").write_text(shopify_csv([Good("cup", "Cup", "<p>One</p><p>Two</p>")]))

    terminal.run(merchant.import_, "a.csv", *USUAL, "to=shop.yaml")

    assert (folder / "shop.yaml").read_text().splitlines()[-7:] == [
        "  title: Cup",
        "  description: |-",
        "    One",
        "",
        "    Two",
        "  price: '12.00'",
        "  units: '5'",
    ]
    assert yaml.safe_load((folder / "shop.yaml").read_text())["defaults"] == {
        "currency": "USD",
        "arbiter": "arbiter",
        "return_policy": "Within 14 days.",
    }


def test_terms_of_another_catalogue(terminal, folder):
    (folder / "old.yaml").write_text(
        "defaults: {currency: ETH, arbiter: none, return_policy: {zh: 7 天内。}, commission: 2%, category: tea}\n"
    )
    (folder / "a.csv").write_text(shopify_csv([Good("cup", "Cup", columns={"Type": "Other"})]))

    terminal.run(merchant.import_, "a.csv", "defaults=old.yaml", "arbiter=arbiter", "rate=0.00045")

    raw = yaml.safe_load((folder / "catalogue.yaml").read_text())
    assert raw["defaults"] == {
        "currency": "ETH",
        "arbiter": "arbiter",
        "return_policy": {"zh": "7 天内。"},
        "commission": "2%",
        "category": "tea",
    }
    assert raw["offers"][0]["price"] == "0.005400"
    assert "category" not in raw["offers"][0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["a.csv"], "Say what the prices shall be in, currency=; who rules on disputes, arbiter= (`none` if"),
        (["a.csv", *USUAL[1:], "currency=EUR"], "The currency 'EUR' is not in the address book"),
        (["a.csv", *USUAL, "rate=0"], "'0' is no rate; write it like 1.08."),
        (["a.csv", *USUAL, "rate=nan"], "'nan' is no rate"),
        (["a.csv", *USUAL, "units=many"], "'many' is not a whole number."),
        (["a.csv", *USUAL, "pictures=nowhere"], "There is no folder nowhere."),
        (["a.csv", *USUAL, "ship_within=soon"], "catalogue, defaults.ship_within: has characters or a form"),
        (["a.csv", *USUAL, "carrier=nobody"], "catalogue.yaml, cup: There is no role 'nobody'"),
        (["a.csv", *USUAL, "to=there.yaml"], "there.yaml is there already; name another file with to=."),
        (["a.csv", *USUAL, "to=nowhere/there.yaml"], "There is no folder"),
        (["none.csv", *USUAL], "The file none.csv cannot be read (FileNotFoundError)."),
        ([], "Usage: import FILE [currency=CURRENCY]"),
    ],
)
def test_import_refuses(terminal, folder, words, sentence):
    (folder / "a.csv").write_text(shopify_csv([Good("cup", "Cup")]))
    (folder / "there.yaml").write_text("mine")

    assert terminal.refused(merchant.import_, *words).startswith(sentence)
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "there.yaml"]
    assert (folder / "there.yaml").read_text() == "mine"


@pytest.mark.parametrize(
    ("price", "told", "code"), [("12.00", "1 product, 1 offer", 0), ("12 €", "a.csv, line 2: the", 1)]
)
def test_as_a_brownie_user_types_it(node, book, folder, price, told, code):
    (folder / "a.csv").write_text(shopify_csv([Good("cup", "Cup", variants=[((), price, "5")])]))
    environment = {
        **os.environ,
        "HANDOVER_PORT": str(node.port),
        "HANDOVER_DEPLOYMENTS": str(parameters.DEPLOYMENTS),
    }
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "brownie"),
            *("run", "merchant", "import", str(folder / "a.csv"), *USUAL, f"to={folder / 'c.yaml'}"),
            *("--network", "anvil"),
        ],
        cwd=parameters.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == code
    assert (folder / "c.yaml").exists() == (code == 0)


# Export

CATALOGUE = """\
defaults: {currency: USD, arbiter: arbiter, return_policy: {en: Within 14 days., zh: 14 天内。}}
offers:
  - product: pot
    title: {en: "Pot, \\"round\\"", zh: 茶壶}
    description: {en: "First.\\n\\nSecond; third.", zh: "一。\\n\\n- 二"}
    ships_to: [DE, "NO"]
    commission: 1.5%
    carrier: carrier
    ship_within: 36 hours
    options: [{en: Glaze, zh: 釉色}, Size]
    pictures: [{file: a.png, alt: {en: From above, zh: 俯视}}, {file: b.png}]
    variants:
      - {values: [{en: Green, zh: 青}, "1; 2"], price: "48.125", units: "5"}
      - {values: [{en: White, zh: 白}, "1; 2"], price: "50", units: "6", pictures: [{file: b.png, alt: {zh: 侧面}}]}
  - {product: cup, title: {zh: 杯}, description: Small., price: "0.0000123", units: "40", currency: ETH, arbiter: none}
"""


@pytest.fixture
def unpublished(node, isolation):
    """The node as it was before `published_catalogue`."""
    return node.rpc("evm_snapshot")


@pytest.fixture
def published_catalogue(terminal, folder, unpublished):
    """Three offers of merchant1, with pictures."""
    for name, color in (("a.png", "#8fb5a0"), ("b.png", "#a08fb5")):
        Image.new("RGB", (40, 30), color).save(folder / name)
    (folder / "mine.yaml").write_text(CATALOGUE, encoding="utf-8")
    terminal.run(merchant.publish, "mine.yaml")


@pytest.mark.usefixtures("published_catalogue")
def test_export_gives_the_same_offers_again(terminal, folder, market, web3):
    before = market.offers()
    assert "my.csv is written: 3 offers." in terminal.run(merchant.export, "to=my.csv")
    block = web3.eth.block_number

    output = terminal.run(merchant.publish, "my.csv")

    assert "my.csv is published: 3 offers." in output
    assert web3.eth.block_number == block
    assert len(list((folder / "pictures").iterdir())) == 2
    assert market.offers() == before


@pytest.mark.usefixtures("published_catalogue")
def test_export_is_enough_to_publish_anew(terminal, folder, market, node, unpublished, monkeypatch):
    """On a chain where nothing is published, on a machine that never saw the pictures."""
    before = market.offers()
    kept = {path.name: path.read_bytes() for path in parameters.LIBRARY.rglob("*") if path.is_file()}
    terminal.run(merchant.export, "to=my.csv")
    node.rpc("evm_revert", unpublished)
    assert market.offers() == {}
    monkeypatch.setattr(parameters, "PICTURES", folder / "no-cache")
    monkeypatch.setattr(parameters, "LIBRARY", folder / "new-library")

    terminal.run(merchant.publish, "my.csv")

    assert {id_: entry.offer for id_, entry in market.offers().items()} == {
        id_: entry.offer for id_, entry in before.items()
    }
    again = {path.name: path.read_bytes() for path in parameters.LIBRARY.rglob("*") if path.is_file()}
    assert len(again) == 5
    assert again.items() <= kept.items()
    assert all(documents.sha256(data) == name for name, data in again.items())


@pytest.mark.usefixtures("published_catalogue")
def test_export_tells_what_it_leaves_out(terminal, market, folder):
    ids = ["0x" + id_.hex() for id_ in market.offers()]
    terminal.run(merchant.delist, ids[0])
    (parameters.LIBRARY / ids[2][2:4]).mkdir(exist_ok=True)
    details = market.offers()[bytes.fromhex(ids[2][2:])].offer.details.hex()
    uploads.path_in(parameters.LIBRARY, details).rename(folder / "away")

    output = terminal.run(merchant.export)

    assert f"Left out, taken down: {ids[0]}" in output
    assert f"Left out, its document is neither here nor at the storefront: {ids[2]}" in output
    with (folder / "catalogue.csv").open(encoding="utf-8-sig") as file:
        assert [row["value.zh"] for row in csv.DictReader(file)] == ["白"]
    assert terminal.refused(merchant.export) == "catalogue.csv is there already; name another file with to=."
    assert terminal.refused(merchant.export, "as=merchant2", "to=x.csv") == "merchant2 has published nothing."


def test_export_of_two_offers_with_one_label_has_the_later(terminal, folder, market):
    for currency in ("USD", "ETH"):
        (folder / f"{currency}.yaml").write_text(
            f"defaults: {{currency: {currency}, arbiter: none, return_policy: None.}}\n"
            f"offers: [{{product: cup, title: Cup, description: In {currency}., price: '1', units: '1'}}]\n"
        )
        terminal.run(merchant.publish, f"{currency}.yaml")
    dollars, ether = ("0x" + id_.hex() for id_ in market.offers())

    output = terminal.run(merchant.export)

    assert f"Left out, a later offer has the same product and values: {dollars}" in output
    assert ether not in output
    assert "catalogue.csv is published: 1 offer." in terminal.run(merchant.publish, "catalogue.csv")


@pytest.mark.usefixtures("published_catalogue")
def test_export_leaves_out_what_a_row_cannot_say(terminal, market, wallet, folder):
    cup = list(market.offers().values())[2].offer
    odd = cup._replace(ship_within=cup.ship_within + 1)
    document = json.loads(uploads.find(parameters.ORIGIN, cup.details.hex()))
    spaced = documents.canonical({**document, "product": "cup-2", "title": {"zh": " 杯 "}})
    uploads.store(parameters.LIBRARY, {documents.sha256(spaced): spaced})
    padded = cup._replace(details=bytes.fromhex(documents.sha256(spaced)))
    for offer in (odd, padded):
        wallet("merchant1").send(market.call("publish", offer, 1))
    ids = ["0x" + id_.hex() for id_ in market.offers()]

    output = terminal.run(merchant.export)

    assert "3 offers." in output
    assert f"Left out, 259,201 seconds are not whole hours: {ids[3]}" in output
    assert f"Left out, a row of text cannot say it exactly: {ids[4]}" in output
