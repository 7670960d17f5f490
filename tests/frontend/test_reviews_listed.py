"""Lists of reviews: what belongs to a listing, filters, words in both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from frontend.index import store
from frontend.index.reviews import listed, ratings
from frontend.index.reviews.rows import Rating
from frontend.index.schema import metadata, offers
from frontend.trusted import FULL
from tests.frontend.reviews_made_up import SELLER, STOREFRONT, ReviewsMadeUp, account, trusting

OTHER = account(2)
TRUSTED = trusting(chamber=("business", "person"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    engine = store.open_engine(f"sqlite:///{tmp_path / 'index.sqlite3'}")
    metadata.create_all(engine)
    with store.writing(engine) as connection:
        yield connection


@pytest.fixture
def made() -> ReviewsMadeUp:
    return ReviewsMadeUp()


def test_reviews_follow_a_listing_through_revisions_and_variants(db: Connection, made: ReviewsMadeUp) -> None:
    """Not to another product, nor to another seller's of the same name; also where no text was ever uploaded."""
    red, blue = made.publish(product="mug"), made.publish(product="mug")
    plate, elsewhere, silent = made.publish(product="plate"), made.publish(OTHER, product="mug"), made.publish()
    for number, offer in enumerate((red, blue, plate, elsewhere, silent)):
        made.reviewed(offer, account(20 + number), number + 1, STOREFRONT)
    dearer, renamed, silent_too = made.revise(red, product="mug"), made.revise(blue, product="cup"), made.revise(silent)
    made.reviewed(dearer, account(30), 5, STOREFRONT)
    made.reviewed(renamed, account(31), 4, STOREFRONT)
    made.write(db, TRUSTED)
    found = ratings.of_listings(db, [red, blue, dearer, renamed, plate, elsewhere, silent, silent_too])
    assert found[red] == found[blue] == found[dearer] == Rating((1, 1, 0, 0, 1), 3, 3 * FULL, 8 * FULL, lines=2)
    assert found[renamed] == Rating((0, 0, 0, 1, 0), 1, FULL, 4 * FULL, lines=1)
    assert (found[plate].stars, found[elsewhere].stars) == ((0, 0, 1, 0, 0), (0, 0, 0, 1, 0))
    assert found[silent] == found[silent_too]
    assert found[silent].stars == (0, 0, 0, 0, 1)
    listing = listed.ReviewFilter(listing=dearer)
    assert [one.stars for one in listed.reviews_listed(db, listing, listed.Sort.CRITICAL).items] == [1, 2, 5]
    assert db.execute(select(offers.c.line).where(offers.c.id == silent_too)).scalar_one() > 0


def test_filters_and_words(db: Connection, made: ReviewsMadeUp) -> None:
    """In both languages, of follow-ups too; of one seller only; part after part."""
    offer, other = made.publish(), made.publish(OTHER)
    said = [
        ("The kettle leaks at its spout", "en", 0),
        ("水壶漏水，客服很好", "zh", 2),
        ("Kettles like this one are rare", "en", 1),
        ("", "en", 1),
    ]
    orders = []
    for number, (text, language, pictures) in enumerate(said):
        for sold in (offer, other):
            order = made.pay(sold, account(40 + number))
            made.confirm(order)
            made.review(order, number + 1, text, language, pictures)
            orders += [order] if sold == offer else []
    made.follow_up(orders[3], "After a year the kettle is still fine")
    made.reply(orders[0], "We are sorry about the kettle, and sent another spout")
    made.write(db, TRUSTED)

    def stars(**wanted: Any) -> list[int]:
        found, after = [], ""
        while True:
            filter_ = listed.ReviewFilter(**({"seller": SELLER} | wanted))
            page = listed.reviews_listed(db, filter_, after=after, limit=1)
            found += [one.stars for one in page.items]
            after = page.next
            if not after:
                return found

    assert stars() == [4, 3, 2, 1]
    assert stars(language="zh") == [2]
    assert stars(pictures=True) == [4, 3, 2]
    assert stars(words="kettle") == [4, 3, 1]
    assert stars(words="kett") == [4, 3, 1]
    assert stars(words="kettle spout") == [1]
    assert stars(words="漏水") == [2]
    assert stars(words="sorry") == []
    assert stars(words="kettle", pictures=True) == [4, 3]
    assert stars(words="... !") == []
    assert stars(words='" OR marks:"') == []
    assert stars(seller="", listing=offer, words="kettle") == [4, 3, 1]
    assert stars(seller="", buyer=account(42), words="kettle") == [3, 3]
    found = listed.review_of(db, orders[0])
    assert found
    assert found.reply
    assert found.reply.body["text"].startswith("We are sorry")
