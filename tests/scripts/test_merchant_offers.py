"""merchant: init, publish, revise, restock, delist."""

import json

import pytest

from scripts import documents, merchant, parameters, profiles, sealing
from scripts.terms import Stock, offer_id

pytestmark = pytest.mark.usefixtures("isolation")

SHOP = """\
name: {en: Kiln}
contact: kiln@example.org
return_address: {name: A. Seller, address: {street: 4 Yard, city: Stoke, country: GB}}
"""
CATALOGUE = """\
defaults: {currency: USD, arbiter: arbiter, return_policy: Within 14 days.}
offers:
  - {product: teapot, title: Teapot, description: Round., price: "48", units: "5"}
  - {product: cup, title: Cup, description: Small., price: "6.50", units: "40"}
"""


@pytest.fixture
def shop_file(tmp_path):
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return path


@pytest.fixture
def catalogue_file(tmp_path):
    path = tmp_path / "catalogue.yaml"
    path.write_text(CATALOGUE)
    return path


@pytest.fixture
def described(market, web3, account):
    """`described(role)`: the hash of a role's profile document on the chain."""
    identity = market.book.contract(web3, "Identity")
    return lambda role: identity.functions.profiles(account(role)).call()


@pytest.fixture
def ids(market):
    """`ids()`: the published offers' ids as they are typed, by price."""
    return lambda: {entry.offer.price: "0x" + entry.id.hex() for entry in market.offers().values()}


def test_init(terminal, shop_file, account, described):
    output = terminal.run(merchant.init, str(shop_file))
    secret = profiles.read_secrets(profiles.path_of(31337, account("merchant1")), parameters.DEVNET_PASSPHRASE)
    document, _, _ = profiles.read_shop(shop_file)

    assert described("merchant1").hex() == documents.sha256(profiles.with_key(document, secret.key))
    assert secret.return_address["name"] == "A. Seller"
    assert "✓ describe" in output
    assert "No storefront answers" in output


def test_init_again_keeps_the_key(terminal, shop_file, account, described):
    terminal.run(merchant.init, str(shop_file))
    path = profiles.path_of(31337, account("merchant1"))
    before = profiles.read_secrets(path, parameters.DEVNET_PASSPHRASE)

    assert "published already" in terminal.run(merchant.init, str(shop_file))
    shop_file.write_text(SHOP.replace("Kiln", "New kiln"))
    old = described("merchant1")
    terminal.run(merchant.init, str(shop_file))

    after = profiles.read_secrets(path, parameters.DEVNET_PASSPHRASE)
    assert sealing.public_point(after.key) == sealing.public_point(before.key)
    assert described("merchant1") != old


def test_init_of_another_merchant(terminal, shop_file, described):
    terminal.run(merchant.init, str(shop_file), "as=merchant2")

    assert described("merchant2") != bytes(32)
    assert described("merchant1") == bytes(32)


def test_init_refuses_a_bad_file(terminal, shop_file, account, web3):
    shop_file.write_text("name: {en: Kiln}\n")
    before = web3.eth.block_number

    assert terminal.refused(merchant.init, str(shop_file)) == "shop, document: 'contact' is missing."
    assert web3.eth.block_number == before


def test_publish(terminal, catalogue_file, market, account, book):
    output = terminal.run(merchant.publish, str(catalogue_file))
    offers = [entry.offer for entry in market.offers(account("merchant1")).values()]

    assert [(offer.price, offer.currency) for offer in offers] == [
        (48_000_000, book.currency("USD").address),
        (6_500_000, book.currency("USD").address),
    ]
    assert market.stocks([offer_id(offer) for offer in offers]) == [Stock(True, 5, 0), Stock(True, 40, 0)]
    assert "catalogue.yaml is published: 2 offers." in output
    assert all("0x" + offer_id(offer).hex() in output for offer in offers)
    assert "2 documents not uploaded. Repeat the command" in output


def test_publish_again_sends_nothing(terminal, catalogue_file, web3):
    terminal.run(merchant.publish, str(catalogue_file))
    before = web3.eth.block_number

    terminal.run(merchant.publish, str(catalogue_file))

    assert web3.eth.block_number == before


def test_publish_adds_what_is_new(terminal, catalogue_file, market):
    terminal.run(merchant.publish, str(catalogue_file))
    catalogue_file.write_text(CATALOGUE + "  - {product: a, title: A, description: B, price: '1', units: '1'}\n")

    assert "1 offer of merchant1; 2 others stand already." in terminal.run(merchant.publish, str(catalogue_file))
    assert len(market.offers()) == 3


def test_publish_refuses_other_terms_for_the_same(terminal, catalogue_file, web3, ids):
    terminal.run(merchant.publish, str(catalogue_file))
    before = web3.eth.block_number
    catalogue_file.write_text(CATALOGUE.replace('"48"', '"45"'))

    sentence = terminal.refused(merchant.publish, str(catalogue_file))

    assert sentence.startswith(f"teapot is for sale on other terms as {ids()[48_000_000]}; `merchant revise`")
    assert web3.eth.block_number == before


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('price: "6.50"', 'price: "0"', "cup: Refused by the contract: offers: zero price."),
        (
            "currency: USD",
            "inspect_within: 2 days, currency: USD",
            "teapot: Refused by the contract: offers: inspection",
        ),
        ("arbiter: arbiter", "arbiter: merchant1", "teapot: Refused by the contract: offers: arbiter is the seller."),
        ("arbiter: arbiter, ", "", "catalogue.yaml, teapot: it names no arbiter; write `arbiter: none`"),
        ('price: "6.50"', 'price: "six"', "catalogue, offers[1].price"),
    ],
)
def test_publish_sends_nothing_of_a_catalogue_with_a_fault(terminal, catalogue_file, web3, old, new, sentence):
    before = web3.eth.block_number
    catalogue_file.write_text(CATALOGUE.replace(old, new))

    assert terminal.refused(merchant.publish, str(catalogue_file)).startswith(sentence)
    assert web3.eth.block_number == before


def test_publish_without_an_arbiter_when_told_so(terminal, catalogue_file, market):
    catalogue_file.write_text(CATALOGUE.replace("arbiter: arbiter", "arbiter: none"))

    terminal.run(merchant.publish, str(catalogue_file))

    assert {entry.offer.arbiter for entry in market.offers().values()} == {parameters.NOBODY}


def test_documents_match_the_offers(terminal, catalogue_file, market):
    terminal.run(merchant.publish, str(catalogue_file))
    texts = {
        documents.sha256(documents.canonical(document))
        for document in [
            {
                "type": "handover/offer/1",
                "title": {"en": title},
                "description": {"en": words},
                "pictures": [],
                "product": product,
                "variant": [],
                "category": "other",
                "ships_to": "any",
                "return_policy": {"en": "Within 14 days."},
            }
            for product, title, words in (("teapot", "Teapot", "Round."), ("cup", "Cup", "Small."))
        ]
    }

    assert {entry.offer.details.hex() for entry in market.offers().values()} == texts


def test_revise_the_price(terminal, catalogue_file, market, ids):
    terminal.run(merchant.publish, str(catalogue_file))
    old = ids()[48_000_000]

    output = terminal.run(merchant.revise, old, "price=45.50", "shipping=1")

    new = ids()[45_500_000]
    assert f"{new}: 5 units for sale, 0 sold." in output
    assert market.stocks([bytes.fromhex(old[2:])])[0].cap == 0
    (event,) = market.events("OfferRevised", [bytes.fromhex(old[2:])])
    assert "0x" + event["new_id"].hex() == new


def test_revise_the_document(terminal, catalogue_file, market, ids):
    terminal.run(merchant.publish, str(catalogue_file))
    catalogue_file.write_text(CATALOGUE.replace("Small.", "Very small."))

    terminal.run(merchant.revise, ids()[6_500_000], f"file={catalogue_file}", "label=cup")

    assert [stock.left for stock in market.stocks(list(market.offers()))] == [5, 0, 40]
    assert json.dumps(len(market.offers())) == "3"


def test_revise_refuses(terminal, catalogue_file, ids):
    terminal.run(merchant.publish, str(catalogue_file))
    cup = ids()[6_500_000]

    assert terminal.refused(merchant.revise, cup) == "Refused by the contract: offers: nothing revised."
    assert terminal.refused(merchant.revise, cup, "price=0") == "Refused by the contract: offers: zero price."
    assert "has no entry 'saucer'; label= is one of teapot, cup." in terminal.refused(
        merchant.revise, cup, f"file={catalogue_file}", "label=saucer"
    )
    assert (
        terminal.refused(merchant.revise, cup, "price=5", "as=merchant2") == "The seller is merchant1, not merchant2."
    )
    assert terminal.refused(merchant.revise, "0x" + "01" * 32, "price=5").startswith("No offer 0x0101")


def test_restock_and_delist(terminal, market, published, paid):
    paid(quantity=4)
    id_ = "0x" + offer_id(published).hex()

    assert "20 units for sale, 4 sold." in terminal.run(merchant.restock, id_, "20")
    assert market.stocks([offer_id(published)]) == [Stock(True, 24, 4)]

    terminal.run(merchant.delist, id_)
    assert market.stocks([offer_id(published)]) == [Stock(True, 0, 4)]


def test_restock_refuses(terminal, published):
    id_ = "0x" + offer_id(published).hex()

    assert terminal.refused(merchant.restock, id_, "-1") == "'-1' is not a whole number."
    assert terminal.refused(merchant.restock, id_, str(2**96)) == "Refused by the contract: offers: cap too large."
    assert terminal.refused(merchant.restock, id_).startswith("Usage: restock OFFER COUNT [as=NAME]")
