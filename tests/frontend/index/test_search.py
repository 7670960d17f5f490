"""Finding goods among 10,000 and those of the demo: what a shopper types, and what he hopes to see first."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete, func, select

from frontend.index import documents, queries, store
from frontend.index.bulk import put
from frontend.index.listing import OfferFilter, Sort
from frontend.index.rows import Offer
from frontend.index.schema import offers, profiles
from frontend.index.search_tables import search, trigrams, vocabulary
from frontend.index.words import without_suffix
from tests.fixtures.catalogue import COIN, DOLLAR, seller

FIRST = 5
AT_LEAST = 18  # of 20
RUNS = 5
SECONDS = 0.05

# What is typed: the product hoped for, and a value of its variant
WANTED = {
    "celadon teapot": ("celadon-teapot", ""),
    "leather bound notebooks": ("leather-bound-notebook", ""),
    "walnut cuting bord large": ("walnut-cutting-board", "large"),
    "mecanical keybord black": ("mechanical-keyboard", "black"),
    "dotted noteb": ("dotted-notebook", ""),
    "ergonom mouse": ("ergonomic-mouse", ""),
    "cloisonne bracelets": ("cloisonn--bracelet", ""),
    "coffee from Yunnan 500g": ("yunnan-coffee-beans", "500 g"),
    "smal carbon steel woks": ("carbon-steel-wok", "small"),
    "freshwater pearl earring": ("freshwater-pearl-earrings", ""),
    "upcycled bakcpack, moss green": ("upcycled-backpack", "moss green"),
    "Northwind pencils": ("colour-pencils", ""),
    "Kiln & Cup vase": ("moon-vase", ""),
    "青瓷茶壶": ("celadon-teapot", ""),
    "白色的降噪耳机": ("noise-cancelling-headphones", "white"),
    "防水 登山": ("waterproof-hiking-boots", ""),
    "蓝牙音响": ("bluetooth-speaker", ""),
    "羊绒毛衣 红色 XL": ("cashmere-sweater", "XL"),
    "自吸水花盆大号": ("self-watering-flower-pot", "large"),
    "北风纸品 墨水 松绿": ("bottled-ink", "Pine green"),
}

# What else may be typed
TEXTS = [
    *("", " ", "\n\t", '"', '""', "'", "* OR NOT (", 'teapot" OR "', "title:teapot", "NEAR(a b)"),
    *("^tea*", "a AND", "-tea", "%", "_", "\\", "\x00", "\ud800", "\u202e", "🍵", "🍵 teapot", "茶", "的"),
    *("the", "a", "x" * 10_000, "茶" * 10_000, "tea " * 2_500, "'; DROP TABLE offers; --"),
    *("{title} : tea", "tea + pot", "ﷺ" * 200, "1" * 500, "&|!():*<->"),
]


@pytest.fixture(scope="module")
def market(many_offers: str) -> Iterator[Connection]:
    """A connection to the index of all those offers."""
    engine = store.open_engine(many_offers)
    with engine.connect() as db:
        yield db
    engine.dispose()


@pytest.fixture
def changing(market: Connection) -> Iterator[Connection]:
    """The same, what is changed being taken back."""
    market.rollback()
    with market.begin() as transaction:
        yield market
        transaction.rollback()


def found(db: Connection, text: str, limit: int = FIRST) -> list[Offer]:
    """As the catalogue shows it: of each listing the variant that fits best."""
    return [one.offer for one in queries.listings(db, OfferFilter(text=text), limit=limit).items]


def is_wanted(offer: Offer, product: str, value: str) -> bool:
    values = [part["value"]["en"] for part in offer.document["variant"]]
    return offer.document["product"] == product and (not value or value in values)


def test_first_five(market: Connection) -> None:
    """Both languages, typos, parts of words, plurals, colours and sizes, names of shops."""
    missed = [
        text for text, wanted in WANTED.items() if not any(is_wanted(offer, *wanted) for offer in found(market, text))
    ]
    assert len(WANTED) - len(missed) >= AT_LEAST, missed


@pytest.mark.parametrize("text", WANTED)
def test_fast(market: Connection, text: str) -> None:
    """By the time of this process, in which the database runs, and the best of a few: others may use this machine."""
    taken = []
    for _ in range(RUNS):
        began = time.process_time()
        found(market, text, limit=queries.PAGE_SIZE)
        taken.append(time.process_time() - began)
    assert min(taken) < SECONDS


def test_name_of_a_shop(market: Connection) -> None:
    for text in ("Kiln & Cup", "窑与杯", "kiln cup"):
        assert {offer.seller.lower() for offer in found(market, text)} == {seller("merchant1")}


def test_name_of_a_shop_that_changes(changing: Connection) -> None:
    """What it was called before finds nothing any more, without any offer being written again."""
    was = "Kiln & Cup"
    body = b'{"contact":"shop@example.org","name":{"en":"Zyzzyva Pottery"},"type":"handover/profile/1"}'
    name = "0x" + "77" * 32
    put(changing, profiles, [{"position": 2**50, "account": seller("merchant1"), "document": name}])
    assert seller("merchant1") not in {offer.seller.lower() for offer in found(changing, was)}
    documents.learn(changing, name, body)
    assert {offer.seller.lower() for offer in found(changing, "zyzzyva")} == {seller("merchant1")}
    assert {offer.seller.lower() for offer in found(changing, "zyzyva")} == {seller("merchant1")}


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_harmless(market: Connection, text: str) -> None:
    page = queries.offers(market, OfferFilter(text=text))
    assert len(page.items) <= queries.PAGE_SIZE


def test_text_without_words_finds_nothing(market: Connection) -> None:
    assert found(market, "🍵 !?") == []
    assert len(found(market, "  ")) == FIRST


def test_one_word_too_many(market: Connection) -> None:
    """Where nothing has all the words, what has all but one is better than nothing."""
    assert found(market, "celadon teapot unobtainium")[0].document["product"] == "celadon-teapot"
    assert found(market, "unobtainium xyzzyx") == []


def test_what_only_comes_near_is_said_to(market: Connection) -> None:
    """Nothing has a word of the first; mistakes in writing are forgiven."""
    nearly = {
        text: queries.listings(market, OfferFilter(text=text)).nearly
        for text in ("celadon teapot unobtainium", "celadon teapot", "mecanical keybord black", "青瓷茶壶", "")
    }
    assert [text for text, flag in nearly.items() if flag] == ["celadon teapot unobtainium"]


@pytest.mark.parametrize(("text", "character"), [("杯子", "杯"), ("盘子", "盘"), ("帽子", "帽"), ("茶色 杯子", "杯")])
def test_a_suffix_adds_nothing(market: Connection, text: str, character: str) -> None:
    """A cup is found though its title has no 子."""
    titles = [offer.document["title"]["zh"] for offer in found(market, text, limit=100)]
    assert any(character in title and "子" not in title for title in titles)


def test_not_every_such_character_is_a_suffix(market: Connection) -> None:
    """电子 is not 电."""
    assert {without_suffix(text) for text in ("电子", "种子", "子")} == {"电子", "种子", "子"}
    assert without_suffix("蓝色杯子") == "蓝色杯"


def test_filters(market: Connection) -> None:
    """Alone and beside a text: shop, category, currency, price, country, stock."""
    shop = seller("Windmill")
    every = OfferFilter(seller=shop, category="clothing", currency=DOLLAR, price_from=50 * 10**6, price_to=200 * 10**6)
    for text in ("", "shirt", "衬衫"):
        wanted = OfferFilter(**vars(every) | {"text": text})
        for offer in queries.offers(market, wanted).items:
            assert (offer.seller.lower(), offer.document["category"], offer.currency.lower()) == (
                shop,
                "clothing",
                DOLLAR,
            )
            assert 50 * 10**6 <= offer.price <= 200 * 10**6
    assert queries.offers(market, every).items
    for text in ("", "notebook"):
        shipped = queries.offers(market, OfferFilter(text=text, ships_to="DE"), limit=100).items
        places = [offer.document["ships_to"] for offer in shipped]
        assert all(place == "any" or "DE" in place for place in places)
        assert any(place != "any" for place in places)


def test_sold_out(changing: Connection) -> None:
    """Found only where asked for."""
    changing.execute(offers.update().where(offers.c.seller == seller("merchant1")).values(in_stock=False))
    assert found(changing, "pour-over dripper") == [] or all(offer.left for offer in found(changing, "moon vase"))
    everything = queries.offers(changing, OfferFilter(text="pour-over dripper", in_stock=False))
    assert everything.items[0].document["product"] == "pour-over-dripper"


@pytest.mark.parametrize("text", ["", "notebook", "笔记本"])
@pytest.mark.parametrize("sort", Sort)
def test_parts_of_a_list(changing: Connection, sort: Sort, text: str) -> None:
    """In order, nothing twice; the same when asked again."""
    for sold in (1, 2, 3, 300):
        changing.execute(offers.update().where(offers.c.position % 7 == sold % 5).values(sold=sold, rated=1_000 - sold))
    wanted = OfferFilter(text=text, category="stationery", currency=DOLLAR)
    pages, after = [], ""
    while not pages or after:
        pages.append(queries.offers(changing, wanted, after, 10, sort))
        assert queries.offers(changing, wanted, after, 10, sort) == pages[-1]
        after = pages[-1].next
    listed = [offer for page in pages for offer in page.items]
    assert len({offer.id for offer in listed}) == len(listed) > 30
    keys = {
        Sort.NEWEST: [-offer.published_block for offer in listed],
        Sort.CHEAPEST: [offer.price for offer in listed],
        Sort.DEAREST: [-offer.price for offer in listed],
        Sort.MOST_SOLD: [-offer.sold for offer in listed],
        Sort.RATED: [offer.sold or 1_000 for offer in listed],  # what is not sold is not rated
    }
    assert keys.get(sort, []) == sorted(keys.get(sort, []))


def test_prices_need_a_currency(market: Connection) -> None:
    for wanted, sort in ((OfferFilter(), Sort.CHEAPEST), (OfferFilter(price_to=1), Sort.BEST)):
        with pytest.raises(ValueError, match=r"^Prices are compared in one currency: name it\.$"):
            queries.offers(market, wanted, sort=sort)
    with pytest.raises(ValueError, match=r"^That is no place in this list"):
        queries.offers(market, OfferFilter(currency=COIN), "999999", sort=Sort.CHEAPEST)


def test_forgotten_words(changing: Connection) -> None:
    """Nothing is left of documents that are forgotten."""
    named = changing.execute(select(offers.c.details).distinct()).scalars().all()
    changing.execute(delete(search))
    documents.forget(changing, list(named))
    left = set(changing.execute(select(vocabulary.c.kind)).scalars())
    assert left == {"profile"}
    orphans = select(func.count()).where(trigrams.c.word.not_in(select(vocabulary.c.word)))
    assert changing.execute(orphans).scalar_one() == 0
    assert found(changing, "celadon teapot") == []
