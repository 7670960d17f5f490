"""Lists of listings: the variants of a product stand as one, and what is looked for decides which of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from frontend.index import queries, store
from frontend.index.listing import OfferFilter, Sort
from frontend.index.rows import Offer
from frontend.index.schema import metadata, offers
from frontend.index.variants import Listing, variants
from frontend.index.writer import Batch
from frontend.trusted import FULL
from tests.fixtures.catalogue import COIN, DOLLAR, Ware, event, fill, made_up_wares

DOLLARS = OfferFilter(currency=DOLLAR)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A market of 400 offers, of which many are variants of the same products."""
    engine = store.open_engine(f"sqlite:///{tmp_path_factory.mktemp('listings') / 'index.sqlite3'}")
    metadata.create_all(engine)
    named = {ware.document["product"] for ware in made_up_wares()}
    products = sorted(product for product in named if not product.startswith("again"))[:90]
    fill(engine, [ware for ware in made_up_wares() if ware.document["product"] in products])
    with store.writing(engine) as db:
        for number, product in enumerate(products[:40]):
            db.execute(update(offers).where(offers.c.product == product).values(rated=number % 5 * FULL))
    with engine.connect() as db:
        yield db
    engine.dispose()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Connection]:
    """Three variants of one cup: red for 5, blue for 3, green for 4, published in this order; and a pot."""
    engine = store.open_engine(f"sqlite:///{tmp_path / 'index.sqlite3'}")
    metadata.create_all(engine)
    cup, pot = made_up_wares()[:2]
    cups = [_cup(cup, colour, price) for colour, price in (("red", 5), ("blue", 3), ("green", 4))]
    fill(engine, [*cups, replace(pot, document=pot.document | {"product": "pot"})])
    with store.writing(engine) as db:
        yield db
    engine.dispose()


def _cup(ware: Ware, colour: str, price: int) -> Ware:
    variant = [{"name": {"en": "Colour"}, "value": {"en": colour}}]
    text = {"product": "cup", "title": {"en": "Cup"}, "variant": variant, "ships_to": "any"}
    return replace(ware, document=ware.document | text, price=price, currency=DOLLAR)


def colour(offer: Offer) -> str:
    return offer.document["variant"][0]["value"]["en"]


def cup(db: Connection, wanted: OfferFilter = DOLLARS, sort: Sort = Sort.BEST) -> Listing:
    """The one listing of the cup."""
    found = [one for one in queries.listings(db, wanted, sort=sort).items if one.offer.document["product"] == "cup"]
    assert len(found) == 1
    return found[0]


def everything(db: Connection, wanted: OfferFilter, sort: Sort) -> list[Listing]:
    """All parts of a list."""
    found, after = [], ""
    while True:
        page = queries.listings(db, wanted, after, 7, sort)
        found += page.items
        after = page.next
        if not after:
            return found


def name(offer: Offer) -> tuple[str, str]:
    return offer.seller, offer.document["product"]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "wanted",
    [DOLLARS, OfferFilter(currency=DOLLAR, ships_to="CN"), OfferFilter(currency=COIN, price_to=10**8)],
    ids=["currency", "country", "price"],
)
def test_default_behavior(market: Connection, wanted: OfferFilter, sort: Sort) -> None:
    """Every listing once, in the order in which the best of its offers comes, whatever part it stands in."""
    expected: dict[tuple[str, str], Offer] = {}
    after = ""
    while True:
        page = queries.offers(market, wanted, after, 100, sort)
        for offer in page.items:
            expected.setdefault(name(offer), offer)
        after = page.next
        if not after:
            break
    found = everything(market, wanted, sort)
    assert len(found) > 20
    assert [name(one.offer) for one in found] == list(expected)
    if sort in (Sort.CHEAPEST, Sort.DEAREST) or wanted.has_prices or wanted.ships_to:
        assert [one.offer.id for one in found] == [offer.id for offer in expected.values()]


@pytest.mark.parametrize("sort", Sort)
def test_found_by_words(market: Connection, sort: Sort) -> None:
    """The same for what a text finds."""
    wanted = replace(DOLLARS, text="red")
    best: dict[tuple[str, str], str] = {}
    for offer in queries.offers(market, wanted, limit=100, sort=sort).items:
        best.setdefault(name(offer), offer.id)
    assert len(best) > 10
    found = everything(market, wanted, sort)
    assert [one.offer.id for one in found[: len(best)]] == list(best.values())[: len(found)]
    assert len({name(one.offer) for one in found}) == len(found)


def test_a_listing_is_shown_by_its_cheapest(shelf: Connection) -> None:
    listing = cup(shelf)
    assert (colour(listing.offer), listing.variants, listing.least, listing.greatest) == ("blue", 3, 3, 5)


@pytest.mark.parametrize(
    ("wanted", "sort", "expected"),
    [
        (replace(DOLLARS, text="red"), Sort.BEST, "red"),
        (replace(DOLLARS, text="green cup"), Sort.BEST, "green"),
        (replace(DOLLARS, price_from=4), Sort.CHEAPEST, "green"),
        (replace(DOLLARS, price_from=4), Sort.BEST, "green"),
        (DOLLARS, Sort.DEAREST, "red"),
        (DOLLARS, Sort.CHEAPEST, "blue"),
    ],
)
def test_what_is_asked_for_decides(shelf: Connection, wanted: OfferFilter, sort: Sort, expected: str) -> None:
    """A variant's own words and its price lead to it."""
    assert colour(cup(shelf, wanted, sort).offer) == expected


def test_sold_out_variants_are_not_chosen(shelf: Connection) -> None:
    blue = cup(shelf).offer
    shelf.execute(update(offers).where(offers.c.id == blue.id).values(in_stock=False, sold=100))
    listing = cup(shelf)
    assert (colour(listing.offer), listing.variants, listing.least) == ("green", 2, 4)
    with_all = replace(DOLLARS, seller=blue.seller, sold_out=True)
    assert colour(cup(shelf, with_all).offer) == "green"
    assert {colour(one) for one in variants(shelf, blue)} == {"red", "blue", "green"}


def test_sold_out_listings_are_shown_on_request(shelf: Connection) -> None:
    seller = cup(shelf).offer.seller
    of_cup = offers.c.product == "cup"
    shelf.execute(update(offers).where(of_cup).values(in_stock=False, sold=100))
    wanted = replace(DOLLARS, seller=seller)
    assert [one for one in queries.listings(shelf, wanted).items if one.offer.document["product"] == "cup"] == []
    assert cup(shelf, replace(wanted, sold_out=True)).offer.left == 0
    shelf.execute(update(offers).where(of_cup).values(cap=0))
    gone = queries.listings(shelf, replace(wanted, sold_out=True)).items
    assert [one for one in gone if one.offer.document["product"] == "cup"] == []


def test_an_offer_without_a_text_stands_for_itself(shelf: Connection) -> None:
    """Nothing says that two of them are the same goods."""
    terms = {
        "seller": "0x" + "77" * 20,
        "currency": DOLLAR,
        "price": 9,
        "shipping": 0,
        "carrier": COIN,
        "arbiter": COIN,
    }
    terms |= {"ship_within": 1, "deliver_within": 1, "inspect_within": 1, "commission_bps": 0, "loyalty": COIN}
    published = [
        event(900 + number, "OfferPublished", {"offer_id": "0x" + f"{number:064x}", "cap": 1, "offer": terms | unknown})
        for number, unknown in enumerate([{"points_bps": 0, "details": "0x" + "78" * 32}] * 2)
    ]
    Batch(shelf, published).write()
    found = queries.listings(shelf, OfferFilter(seller=terms["seller"])).items
    assert [(one.variants, one.least) for one in found] == [(1, 9), (1, 9)]
