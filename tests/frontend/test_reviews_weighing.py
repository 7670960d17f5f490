"""What reviews weigh: nothing that costs only gas, and nothing by whom nobody knows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from frontend.index import store
from frontend.index.reviews import listed, ratings, weighing
from frontend.index.reviews.listed import ReviewFilter
from frontend.index.reviews.rows import Ending, Rating, Why
from frontend.index.reviews.tables import day_ratings, line_ratings, review_search, reviews, seller_ratings, texts
from frontend.index.rewind import rewind
from frontend.index.schema import metadata
from frontend.index.vouching.tables import vouchings
from frontend.trusted import FULL, Trusted
from scripts.parameters import NOBODY
from tests.frontend.reviews_made_up import (
    BPS,
    CHAMBER,
    DAY,
    NOTARY,
    PRICE,
    SELLER,
    STOREFRONT,
    ReviewsMadeUp,
    account,
    trusting,
)

BUYER, OTHER, REFERRER, CARRIER = (account(number) for number in range(1, 5))
TRUSTED = trusting(chamber=("business", "person"), notary=("person",))
GUIDED = trusting(REFERRER, chamber=("business", "person"), notary=("person",))
TABLES = (vouchings, reviews, texts, review_search, seller_ratings, line_ratings, day_ratings)

Opened = Callable[[], Connection]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """`opened()`: another empty index."""
    open_ones: list[Any] = []

    def opening() -> Connection:
        engine = store.open_engine(f"sqlite:///{tmp_path / f'{len(open_ones)}.sqlite3'}")
        metadata.create_all(engine)
        writing = store.writing(engine)
        open_ones.append(writing)
        return writing.__enter__()

    yield opening
    for one in open_ones:
        one.__exit__(None, None, None)


@pytest.fixture
def db(opened: Opened) -> Connection:
    return opened()


@pytest.fixture
def made() -> ReviewsMadeUp:
    return ReviewsMadeUp()


def rows(db: Connection) -> dict[str, list[Any]]:
    """All that the index has of claims and reviews."""
    return {
        table.name: [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key))] for table in TABLES
    }


def weight(db: Connection, order: str) -> tuple[int, Why]:
    found = listed.review_of(db, order)
    assert found
    return found.weight, found.why


def rating(db: Connection) -> Rating:
    return ratings.of_seller(db, SELLER)


def test_a_ring_of_sock_puppets_moves_nothing(db: Connection, made: ReviewsMadeUp) -> None:
    """Fifty accounts buy for one unit each and praise, through whomever they like; the mean stays what it was."""
    offer, cheap = made.publish(), made.publish(price=1, bps=5_000)
    made.issue(CHAMBER, REFERRER, "business")
    for number, stars in enumerate((1, 2, 2, 3)):
        made.reviewed(offer, account(100 + number), stars, STOREFRONT)
    made.write(db, TRUSTED)
    before = rating(db)
    for number in range(50):
        referrer = (NOBODY, STOREFRONT, REFERRER, account(999))[number % 4]
        made.reviewed(cheap, account(200 + number), 5, referrer, total=1)
    made.write(db, TRUSTED)
    after = rating(db)
    assert (before.mean, before.weight) == (2.0, 4 * FULL)
    assert (after.mean, after.weight, after.weighted) == (before.mean, before.weight, before.weighted)
    assert after.count == before.count + 50
    assert after.plain_mean is not None
    assert after.plain_mean > 4


def test_puppets_who_pay_commission_to_their_own_verified_business_move_nothing(
    db: Connection, made: ReviewsMadeUp
) -> None:
    """It comes back to whoever paid it: a claim makes nobody a referrer who counts, whatever his orders cost."""
    made.issue(CHAMBER, REFERRER, "business")
    offer = made.publish(bps=5_000)
    for number in range(20):
        made.reviewed(offer, account(100 + number), 1, STOREFRONT)
    for number in range(50):
        made.reviewed(offer, account(200 + number), 5, REFERRER)
    made.write(db, TRUSTED)
    after = rating(db)
    assert after.mean is not None
    assert abs(after.mean - 1.0) < 0.1
    assert (after.weight, after.count) == (20 * FULL, 70)
    assert after.plain_mean is not None
    assert after.plain_mean > 3.8


def test_what_it_costs_to_move_a_mean(db: Connection, made: ReviewsMadeUp) -> None:
    """As SECURITY.md has it: 50 reviews in full lift 20 of one star to 3.86. Each costs a full commission, which nobody
    gets back, or a person, who does not count twice."""
    offer, full = made.publish(), PRICE * BPS // 10_000
    for number in range(20):
        made.reviewed(offer, account(100 + number), 1, STOREFRONT)
    orders = [made.reviewed(offer, account(200 + number), 5, STOREFRONT) for number in range(25)]
    for number in range(25):
        made.issue(NOTARY, account(300 + number), "person")
        orders.append(made.reviewed(offer, account(300 + number), 5))
        made.reviewed(offer, account(300 + number), 5)  # his second
    made.write(db, TRUSTED)
    assert rating(db).mean == pytest.approx(3.857, abs=0.001)
    told = [listed.review_of(db, order) for order in orders]
    assert [one.commission if one and one.why is Why.REFERRER else 0 for one in told] == [full] * 25 + [0] * 25
    assert rating(db).weight == 70 * FULL


def test_a_referrer_whom_the_operator_names_counts(db: Connection, made: ReviewsMadeUp) -> None:
    """Without any claim, and whatever is taken back of him; nobody else does."""
    offer = made.publish()
    made.issue(CHAMBER, REFERRER, "business")
    made.issue(CHAMBER, OTHER, "business")
    made.revoke(CHAMBER, REFERRER, "business")
    told = [made.reviewed(offer, account(10 + n), 4, whom) for n, whom in enumerate((REFERRER, OTHER, STOREFRONT))]
    made.write(db, GUIDED)
    assert [weight(db, one) for one in told] == [(FULL, Why.REFERRER), (0, Why.NONE), (FULL, Why.REFERRER)]


def test_puppets_with_a_token_of_their_own_move_nothing(db: Connection, made: ReviewsMadeUp) -> None:
    """Commission in a currency that the address book does not have costs nobody anything."""
    offer = made.publish(currency=account(77), price=10**30)
    order = made.reviewed(offer, BUYER, 5, STOREFRONT, total=10**30)
    made.write(db, TRUSTED)
    assert weight(db, order) == (0, Why.NONE)


def test_puppets_vouched_for_by_strangers_move_nothing(db: Connection, made: ReviewsMadeUp) -> None:
    """An issuer whom nobody knows, a claim of another kind."""
    offer = made.publish()
    made.issue(account(55), BUYER, "person")
    made.issue(CHAMBER, BUYER, "email")
    order = made.reviewed(offer, BUYER, 5, REFERRER)
    made.write(db, TRUSTED)
    assert weight(db, order) == (0, Why.NONE)
    assert rating(db).mean is None


def test_commission_weighs_by_its_share_of_the_full_one(db: Connection, made: ReviewsMadeUp) -> None:
    offer = made.publish()
    half = made.publish(price=PRICE // 2)
    little = made.publish(price=300)
    told = [
        made.reviewed(offer, account(10), 5, STOREFRONT),
        made.reviewed(half, account(11), 4, STOREFRONT, total=PRICE // 2),
        made.reviewed(little, account(12), 1, STOREFRONT, total=300),
        made.reviewed(offer, account(13), 1),
    ]
    made.write(db, TRUSTED)
    assert [weight(db, order)[0] for order in told] == [FULL, FULL // 2, 3 * FULL // 1_000, 0]
    assert rating(db).mean == pytest.approx((5 + 2 + 0.003) / 1.503)


def test_what_never_came_is_told_apart(db: Connection, made: ReviewsMadeUp) -> None:
    """Its stars count in no mean, though it came through the storefront and its buyer is known."""
    offer = made.publish()
    made.issue(CHAMBER, BUYER, "person")
    order = made.pay(offer, BUYER, STOREFRONT)
    made.concede(order)
    made.review(order, 1)
    made.write(db, TRUSTED)
    assert weight(db, order) == (0, Why.NONE)
    assert rating(db) == Rating(never_arrived=1)
    again = made.reviewed(offer, BUYER, 5)  # his first one of a fulfilled order
    made.write(db, TRUSTED)
    assert weight(db, again) == (FULL, Why.PERSON)


PARCELS = {
    ("never sent", CARRIER): ((), Ending.NEVER_ARRIVED),
    ("lost", CARRIER): (("OrderShipped",), Ending.NEVER_ARRIVED),
    ("kept", CARRIER): (("OrderShipped", "DeliveryAttested"), Ending.REFUNDED),
    ("sent back", CARRIER): (("OrderShipped", "DeliveryAttested", "ReturnSent"), Ending.SENT_BACK),
    ("exchanged", CARRIER): (("OrderShipped", "DeliveryAttested", "ReturnSent", "OrderReplaced"), Ending.REFUNDED),
    ("never sent", NOBODY): ((), Ending.NEVER_ARRIVED),
    ("nobody attests it", NOBODY): (("OrderShipped",), Ending.REFUNDED),
    ("sent back", NOBODY): (("OrderShipped", "ReturnSent"), Ending.SENT_BACK),
}


@pytest.mark.parametrize(("parcel", "carrier"), PARCELS)
def test_refunded_orders_are_told_apart_by_their_parcels(
    db: Connection, made: ReviewsMadeUp, parcel: str, carrier: str
) -> None:
    """No seller is said not to have delivered what came back, nor what nobody was to attest."""
    steps, ending = PARCELS[parcel, carrier]
    order = made.pay(made.publish(carrier=carrier), BUYER)
    made.tell(order, *steps)
    made.concede(order)
    made.review(order, 2)
    made.write(db, TRUSTED)
    found = listed.review_of(db, order)
    assert found
    assert (found.ending, found.fulfilled, found.weight) == (ending, False, 0)
    assert rating(db) == Rating(**{ending.name.lower(): 1})
    assert [one.order for one in listed.reviews_listed(db, ReviewFilter(seller=SELLER, ending=ending)).items] == [order]


def test_claims_count_as_of_the_moment_of_writing(db: Connection, made: ReviewsMadeUp) -> None:
    """Not before they were issued nor after they expired; what expires later, or is renewed, changes nothing."""
    offers_of = [made.publish(account(500 + number)) for number in range(4)]  # of a seller each

    def reviewed(number: int) -> str:
        return made.reviewed(offers_of[number], BUYER, 3)

    early = reviewed(0)
    made.issue(CHAMBER, BUYER, "person", days=10)
    held = reviewed(1)
    made.passed += 10 * DAY + 60
    late = reviewed(2)
    made.renew(CHAMBER, BUYER, "person", days=10)
    renewed = reviewed(3)
    made.passed += 20 * DAY
    made.write(db, TRUSTED)
    assert [weight(db, one) for one in (early, held, late, renewed)] == [
        (0, Why.NONE),
        (FULL, Why.PERSON),
        (0, Why.NONE),
        (FULL, Why.PERSON),
    ]


@pytest.mark.parametrize("declined", [True, False])
def test_what_is_taken_back_counts_no_more(db: Connection, made: ReviewsMadeUp, declined: bool) -> None:
    """Nor after it was issued anew; but what is written then does."""
    first, second = made.publish(), made.publish(account(500))
    made.issue(CHAMBER, BUYER, "person")
    before = made.reviewed(first, BUYER, 3)
    made.write(db, TRUSTED)
    assert weight(db, before) == (FULL, Why.PERSON)
    if declined:
        made.decline(CHAMBER, BUYER, "person")
    else:
        made.revoke(CHAMBER, BUYER, "person")
    made.write(db, TRUSTED)
    assert weight(db, before) == (0, Why.NONE)
    assert rating(db).weight == 0
    if declined:
        made.decline(CHAMBER, BUYER, "person", declined=False)
    else:
        made.issue(CHAMBER, BUYER, "person")
    after = made.reviewed(second, BUYER, 3)
    made.write(db, TRUSTED)
    assert [weight(db, one) for one in (before, after)] == [(0, Why.NONE), (FULL, Why.PERSON)]


def test_another_issuers_word_still_counts(db: Connection, made: ReviewsMadeUp) -> None:
    offer = made.publish()
    made.issue(CHAMBER, BUYER, "person")
    made.issue(NOTARY, BUYER, "person")
    order = made.reviewed(offer, BUYER, 4)
    made.revoke(CHAMBER, BUYER, "person")
    made.write(db, TRUSTED)
    assert weight(db, order) == (FULL, Why.PERSON)


def test_a_persons_second_review_of_a_seller_weighs_by_commission_only(db: Connection, made: ReviewsMadeUp) -> None:
    offer, elsewhere = made.publish(), made.publish(OTHER)
    made.issue(CHAMBER, BUYER, "person")
    told = [made.reviewed(offer, BUYER, 5), made.reviewed(offer, BUYER, 5), made.reviewed(elsewhere, BUYER, 5)]
    told.append(made.reviewed(offer, BUYER, 5, STOREFRONT))
    made.write(db, TRUSTED)
    assert [weight(db, one) for one in told] == [
        (FULL, Why.PERSON),
        (0, Why.NONE),
        (FULL, Why.PERSON),
        (FULL, Why.REFERRER),
    ]


def busy(made: ReviewsMadeUp) -> None:
    """Some of everything."""
    offer = made.publish(product="tea")
    made.issue(CHAMBER, account(11), "person")
    for number in range(12):
        buyer = account(10 + number % 7)
        if number % 3 == 0:
            made.issue(NOTARY, buyer, "person")
        order = made.pay(offer, buyer, (NOBODY, REFERRER, STOREFRONT)[number % 3])
        made.concede(order) if number % 5 == 4 else made.confirm(order)
        made.review(order, number % 5 + 1, f"Number {number}" if number % 2 else "", "zh" if number % 4 == 1 else "en")
        if number % 4 == 0:
            made.follow_up(order, "Still good")
            made.reply(order, "Thank you")
        if number == 6:
            made.revoke(CHAMBER, account(11), "person")
            offer = made.revise(offer, product="tea")
        if number == 8:
            made.decline(NOTARY, account(10), "person")


@pytest.mark.parametrize("blocks", [1, 3])
def test_batches_make_no_difference(opened: Opened, monkeypatch: pytest.MonkeyPatch, blocks: int) -> None:
    monkeypatch.setattr("tests.frontend.reviews_made_up.PER_BLOCK", 5)
    whole, parts = opened(), opened()
    made, again = ReviewsMadeUp(), ReviewsMadeUp()
    busy(made)
    made.write(whole, TRUSTED)
    busy(again)
    monkeypatch.setattr("tests.frontend.reviews_made_up.AT_ONCE", 5 * blocks)
    again.write(parts, TRUSTED)
    assert rows(parts) == rows(whole)
    assert len(rows(whole)["reviews"]) == 12


def test_documents_may_come_before_their_reviews(opened: Opened) -> None:
    """As after a re-organisation, or where somebody else's review names the same."""
    late, early = opened(), opened()
    made, again = ReviewsMadeUp(), ReviewsMadeUp()
    busy(made)
    made.write(late, TRUSTED)
    busy(again)
    events, again.events = again.events, []
    again.write(early, TRUSTED)
    again.events = events
    again.write(early, TRUSTED)
    assert rows(early) == rows(late)
    assert len(rows(late)["review_search"]) > 5


@pytest.mark.parametrize("other", [Trusted(), GUIDED, trusting(notary=("business",))])
def test_a_changed_operators_file_weighs_all_anew(opened: Opened, other: Trusted) -> None:
    changed, fresh = opened(), opened()
    made, again = ReviewsMadeUp(), ReviewsMadeUp()
    busy(made)
    made.write(changed, TRUSTED)
    before = rows(changed)
    weighing.renew(changed, other)
    busy(again)
    again.write(fresh, other)
    assert rows(changed) == rows(fresh) != before
    weighing.renew(changed, TRUSTED)
    assert rows(changed) == before


def test_a_rewound_index_is_a_fresh_one(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every place: what was taken back later counts again."""
    monkeypatch.setattr("tests.frontend.reviews_made_up.PER_BLOCK", 5)
    whole = ReviewsMadeUp()
    busy(whole)
    blocks = sorted({event.block for event in whole.events})
    assert len(blocks) > 8
    for block in blocks[1:-1:2]:
        rewound, fresh = opened(), opened()
        made, again = ReviewsMadeUp(), ReviewsMadeUp()
        busy(made)
        made.write(rewound, TRUSTED)
        rewind(rewound, block, TRUSTED)
        busy(again)
        again.events = [event for event in again.events if event.block <= block]
        again.write(fresh, TRUSTED)
        assert rows(rewound) == rows(fresh)
