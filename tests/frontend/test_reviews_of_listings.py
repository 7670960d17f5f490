"""What listings come to, through variants without end, and where that puts them among others."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from frontend.index import queries, store
from frontend.index.listing import OfferFilter, Sort
from frontend.index.reviews import listed, listings, ratings, scope, tables
from frontend.index.reviews.listed import ReviewFilter
from frontend.index.reviews.rows import MOST_LINES
from frontend.index.rewind import rewind
from frontend.index.schema import metadata, offers
from frontend.trusted import FULL
from tests.frontend.reviews_made_up import SELLER, STOREFRONT, ReviewsMadeUp, account, trusting

OTHER = account(2)
TRUSTED = trusting(chamber=("person",))


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[list[Connection]]:
    """Two empty indexes."""
    engines = [store.open_engine(f"sqlite:///{tmp_path / f'{number}.sqlite3'}") for number in range(2)]
    for engine in engines:
        metadata.create_all(engine)
    with store.writing(engines[0]) as one, store.writing(engines[1]) as other:
        yield [one, other]


@pytest.fixture
def db(databases: list[Connection]) -> Connection:
    return databases[0]


@pytest.fixture
def made() -> ReviewsMadeUp:
    return ReviewsMadeUp()


def test_new_variants_wash_nothing_off(db: Connection, made: ReviewsMadeUp) -> None:
    """More of them than are looked through, before and after the review, in stock."""
    early = made.publish(product="mug")
    for _ in range(60):
        made.publish(product="mug")
    bad = made.reviewed(early, account(20), 1, STOREFRONT)
    for _ in range(60):
        newest = made.publish(product="mug")
    made.write(db, TRUSTED)
    for offer in (early, newest):
        rating = ratings.of_listing(db, offer)
        assert (rating.count, rating.mean, rating.left_out) == (1, 1.0, 0)
        found = listed.reviews_listed(db, ReviewFilter(listing=offer))
        assert [one.order for one in found.items] == [bad]


def test_the_worst_stay_where_too_many_were_reviewed(db: Connection, made: ReviewsMadeUp) -> None:
    """A seller praises 120 variants by puppets: all count, some are left out of the list and told, none of them bad."""
    weighty, weightless, never = (made.publish(product="mug") for _ in range(3))
    bad = [made.reviewed(weighty, account(20), 1, STOREFRONT), made.reviewed(weightless, account(21), 2)]
    bad.append(made.pay(never, account(22)))
    made.concede(bad[-1])
    made.review(bad[-1], 1)
    for number in range(120):
        made.reviewed(made.publish(product="mug"), account(100 + number), 5, (STOREFRONT, account(9))[number % 2])
    made.write(db, TRUSTED)
    rating = ratings.of_listing(db, weighty)
    assert (rating.lines, rating.left_out, rating.count, rating.unfulfilled) == (123, 123 - MOST_LINES, 122, 1)
    assert rating.weight == 61 * FULL
    assert len(scope.lines_of(db, weighty)) == MOST_LINES
    found = listed.reviews_listed(db, ReviewFilter(listing=weighty), listed.Sort.CRITICAL, limit=100)
    assert {one.order for one in found.items if one.stars < 5} == set(bad)
    assert len(found.items) == MOST_LINES


def test_one_offer_revised_into_many_products_is_in_one_listing(db: Connection, made: ReviewsMadeUp) -> None:
    """So what has to be written does not grow with their number, and nothing goes along."""
    first = made.publish(product="tea")
    made.reviewed(first, account(20), 5, STOREFRONT)
    last = first
    for number in range(30):
        last = made.revise(last, product=f"watch-{number}")
    made.write(db, TRUSTED)
    assert [row.product for row in db.execute(select(tables.rated_lines))] == ["tea"]
    assert (ratings.of_listing(db, first).count, ratings.of_listing(db, last).count) == (1, 0)
    back = made.revise(last, product="tea")
    with pytest.MonkeyPatch.context() as patch:
        taken, take_in = [], listings.take_in
        patch.setattr(listings, "take_in", lambda db, new: taken.append(len(new)) or take_in(db, new))
        made.write(db, TRUSTED)
    assert taken == [1, 0]  # the new offer, and nothing by its text, which was there before
    assert ratings.of_listing(db, back) == ratings.of_listing(db, first)
    check(db)


def test_what_weighs_is_lost_before_what_does_not() -> None:
    """One review in full of four stars is worse than a thousand weightless ones of one star."""
    nothing = dict.fromkeys(tables.SUMS, 0)
    one = listings.lost(nothing | {"four": 1, "weight": FULL, "weighted": 4 * FULL})
    assert one > listings.lost(nothing | {"one": 1_000})
    assert listings.lost(nothing | {"never_arrived": 1}) > listings.lost(nothing | {"one": 1})
    assert listings.lost(nothing | {"five": 9, "weight": FULL, "weighted": 5 * FULL}) == 0


def test_ranks_go_by_weight(db: Connection, made: ReviewsMadeUp) -> None:
    """Many good reviews before a single perfect one; a bad mean before none; plain means rank nobody."""
    many, one, poor = (made.publish(product=name) for name in ("many", "one", "poor"))
    light, none = made.publish(product="light"), made.publish(product="none")
    for number in range(20):
        made.reviewed(many, account(20 + number), 5 if number % 4 else 4, STOREFRONT)
        made.reviewed(light, account(20 + number), 5)
    made.reviewed(one, account(60), 5, STOREFRONT)
    for number in range(3):
        made.reviewed(poor, account(70 + number), 2, STOREFRONT)
    made.write(db, TRUSTED)
    newer = made.publish(product="many")  # a variant stands where its listing does
    late = made.publish(product="later")
    made.write(db, TRUSTED)
    expected = [newer, many, one, poor, late, none, light]
    for limit in (100, 2):
        assert [offer.id for offer in walk(db, limit)] == expected
    found = queries.listings(db, OfferFilter(seller=SELLER), sort=Sort.RATED).items
    assert [one.offer.document["product"] for one in found] == ["many", "one", "poor", "later", "none", "light"]


def walk(db: Connection, limit: int) -> list[Any]:
    found, after = [], ""
    while True:
        page = queries.offers(db, OfferFilter(seller=SELLER), after, limit, Sort.RATED)
        found += page.items
        after = page.next
        if not after:
            return found


def busy(made: ReviewsMadeUp) -> None:
    """Variants, revisions into other products and back, goods without a text; some are reviewed again and again."""
    made.issue(account(10**9 + 1), account(11), "person")
    mugs = [made.publish(product="mug") for _ in range(4)]
    alone, other = made.publish(), made.publish(OTHER, product="mug")
    for number in range(24):
        sold = (*mugs, alone, other)[number % 6]
        order = made.pay(sold, account(10 + number % 7), STOREFRONT if number % 3 else account(9))
        made.concede(order) if number % 5 == 4 else made.confirm(order)
        made.review(order, number % 5 + 1)
        if number in (7, 13, 19):
            mugs[number % 4] = made.revise(mugs[number % 4], product=("cup", "mug", "plate")[number % 3])
        if number == 15:
            alone = made.revise(alone, product="mug")
            made.revoke(account(10**9 + 1), account(11), "person")
        if number == 20:
            mugs.append(made.publish(product="cup"))


def check(db: Connection) -> None:
    """What is kept is what follows from offers and from lines' ratings alone."""
    rated = {row.line: row._asdict() for row in db.execute(select(tables.line_ratings))}
    every = db.execute(select(offers)).all()
    lines: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for offer in every:
        if offer.product and offer.line in rated:
            lines[offer.seller, offer.product].add(offer.line)
    sums = {
        key: {name: sum(rated[line][name] for line in its) for name in tables.SUMS} | {"lines": len(its)}
        for key, its in lines.items()
    }
    kept = {(row.seller, row.product): row._asdict() for row in db.execute(select(tables.listing_ratings))}
    assert kept == {key: {"seller": key[0], "product": key[1], **its} for key, its in sums.items()}
    pairs = {(row.seller, row.product, row.line, row.lost) for row in db.execute(select(tables.rated_lines))}
    assert pairs == {(*key, line, listings.lost(rated[line])) for key, its in lines.items() for line in its}
    for offer in every:
        mine = sums.get((offer.seller, offer.product)) if offer.product else rated.get(offer.line)
        assert offer.rated == listings.rank(mine), offer


@pytest.mark.parametrize("at_once", [5, 8_000])
def test_sums_are_those_of_the_lines(db: Connection, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """Also where texts come late, batch by batch, and where the chain goes back to any place and on again."""
    monkeypatch.setattr("tests.frontend.reviews_made_up.PER_BLOCK", 5)
    monkeypatch.setattr("tests.frontend.reviews_made_up.AT_ONCE", at_once)
    made = ReviewsMadeUp()
    busy(made)
    made.write(db, TRUSTED)
    check(db)
    assert db.execute(select(tables.listing_ratings)).all()
    assert db.execute(select(offers).where(offers.c.rated > 0, offers.c.product.is_(None))).all()
    for block in sorted({event.block for event in made.events})[:-1][::-1]:
        rewind(db, block, TRUSTED)
        check(db)
    assert not db.execute(select(tables.listing_ratings)).all()


def test_texts_may_come_first(databases: list[Connection]) -> None:
    """Then all is as where they come last."""
    late, early = databases
    made, again = ReviewsMadeUp(), ReviewsMadeUp()
    busy(made)
    made.write(late, TRUSTED)
    busy(again)
    events, again.events = again.events, []
    again.write(early, TRUSTED)
    again.events = events
    again.write(early, TRUSTED)
    for table in (tables.listing_ratings, tables.rated_lines, offers):
        rows = [db.execute(select(table).order_by(*table.primary_key)).all() for db in databases]
        assert rows[0] == rows[1]
    check(early)
