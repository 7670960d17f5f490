"""How the database answers what pages ask of claims and reviews: by an index, in its order, however many there are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from frontend.index import bulk, documents, store
from frontend.index.daily import daily
from frontend.index.reviews import listed, listings, ratings, scope, tables, waiting, weighing
from frontend.index.reviews.listed import ReviewFilter, Sort
from frontend.index.reviews.rows import Ending
from frontend.index.schema import metadata, offers, orders
from frontend.index.vouching import claims
from frontend.trusted import Trusted
from tests.frontend.index.conftest import Traded
from tests.frontend.plans import Explain, explaining, scans
from tests.frontend.reviews_made_up import ReviewsMadeUp, account

WHO = "0x" + "11" * 20
HASH = "0x" + "22" * 32


@pytest.fixture(scope="module")
def plans(traded: Traded) -> Iterator[Explain]:
    with explaining(traded.settings["DATABASE_URL"]) as explain:
        yield explain


@pytest.fixture
def told(db: Connection) -> Any:
    """Somebody's review that has follow-ups beside it: its ids."""
    query = select(offers.c.id.label("offer"), orders.c.id.label("order"), orders.c.seller, orders.c.buyer)
    query = query.join_from(tables.reviews, orders, orders.c.position == tables.reviews.c.order)
    return db.execute(query.join(offers, offers.c.position == orders.c.offer)).first()


CLAIMS: dict[str, Callable[[Connection], Any]] = {
    "about accounts": lambda db: claims.about(db, [WHO, "0x" + "12" * 20], [WHO, "0x" + "13" * 20]),
    "by others": lambda db: claims.by_others(db, WHO, ["0x" + "13" * 20], "1000"),
    "by an issuer": lambda db: claims.by(db, WHO, "1000"),
    "read on": lambda db: claims.changed(db, WHO, "1000"),
    "whether the last ones are there": lambda db: claims.are_there(db, [("1000", HASH), ("2000", HASH)]),
    "one claim": lambda db: claims.claim(db, WHO, "0x" + "12" * 20, "business"),
    "history": lambda db: claims.history(db, WHO, "0x" + "12" * 20, "business", "1000"),
    "expiring": lambda db: claims.expiring(db, WHO, 1, 10),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_are_answered_by_an_index(plans: Explain, name: str) -> None:
    steps = plans(CLAIMS[name])
    assert any(step.startswith("SEARCH") for step in steps)
    assert scans(steps) == []
    assert not any("TEMP B-TREE" in step for step in steps)


def lists(told: Any) -> dict[str, ReviewFilter]:
    return {
        "of a seller": ReviewFilter(seller=told.seller),
        "of a seller, unfulfilled": ReviewFilter(seller=told.seller, fulfilled=False),
        "of a seller, never arrived": ReviewFilter(seller=told.seller, ending=Ending.NEVER_ARRIVED),
        "of a seller, three stars": ReviewFilter(seller=told.seller, stars=3),
        "of a seller, with pictures": ReviewFilter(seller=told.seller, pictures=True),
        "of a listing": ReviewFilter(listing=told.offer),
    }


@pytest.mark.parametrize("sort", Sort)
def test_lists_are_read_in_the_order_of_an_index(plans: Explain, told: Any, sort: Sort) -> None:
    """Nothing is sorted but the part that is shown, whose documents are few; also behind the first part."""
    after = {Sort.NEWEST: "99999999999", Sort.CRITICAL: "3.99999999999", Sort.WEIGHTIEST: "500000.99999999999"}[sort]
    for wanted in lists(told).values():
        for cursor in ("", after):
            ask = lambda db, wanted=wanted, cursor=cursor: listed.reviews_listed(db, wanted, sort, cursor, 5)  # noqa: E731
            steps = plans(ask)
            assert any(step.startswith("SEARCH reviews USING INDEX reviews_") for step in steps)
            assert scans(steps) == []
            assert not any("TEMP B-TREE" in step for step in steps)


def test_other_questions_are_answered_by_an_index(plans: Explain, told: Any) -> None:
    questions: dict[str, Callable[[Connection], Any]] = {
        "of a buyer": lambda db: listed.reviews_listed(db, ReviewFilter(buyer=told.buyer)),
        "of an order": lambda db: listed.review_of(db, told.order),
        "ratings of sellers": lambda db: ratings.of_sellers(db, [WHO, told.seller]),
        "ratings of listings": lambda db: ratings.of_listings(db, [told.offer, HASH]),
        "to review": lambda db: waiting.to_review(db, told.buyer, "9999999999999"),
        "unanswered": lambda db: waiting.unanswered(db, told.seller, "9999999999999"),
    }
    for name, ask in questions.items():
        steps = plans(ask)
        assert any(step.startswith("SEARCH") for step in steps), name
        assert scans(steps) == [], name


def test_a_listings_worst_lines_are_read_in_the_order_of_an_index(tmp_path: Path) -> None:
    """However many variants it has, and however many of them were reviewed; what is written depends on these only."""
    url, made = f"sqlite:///{tmp_path / 'index.sqlite3'}", ReviewsMadeUp()
    offer = made.publish(product="tea")
    made.reviewed(offer, account(1), 1)
    with store.writing(store.open_engine(url)) as db:
        metadata.create_all(db)
        made.write(db)
        line = db.execute(select(offers.c.line)).scalar_one()
    with explaining(url) as explain:
        worst = explain(lambda db: scope.lines_of(db, offer))
        assert any("COVERING INDEX rated_lines_worst (seller=? AND product=?)" in step for step in worst)
        kept = explain(lambda db: listings.renew(db, [line]))
        for steps in (worst, kept, explain(lambda db: ratings.of_listing(db, offer))):
            assert scans(steps) == []
            assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps)


def test_ranks_are_set_by_an_index(db: Connection) -> None:
    by_listing = update(offers).where(offers.c.seller == WHO, offers.c.product == "tea").values(rated=1)
    by_line = update(offers).where(offers.c.line == 1, offers.c.product.is_(None)).values(rated=1)
    for statement, index in ((by_listing, "offers_listing"), (by_line, "offers_line")):
        text = statement.compile(dialect=db.dialect)
        values = tuple(text.params[name] for name in text.positiontup or ())
        (step,) = [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
        assert f"USING INDEX {index}" in step


def test_words_are_looked_for_in_the_full_text(plans: Explain, told: Any) -> None:
    wanted = ReviewFilter(seller=told.seller, words="kettle")
    steps = plans(lambda db: listed.reviews_listed(db, wanted))
    assert steps[0].startswith("SCAN review_search_words VIRTUAL TABLE INDEX")
    assert not any("TEMP B-TREE" in step for step in steps)
    assert scans(steps) == []


def test_sums_are_looked_up_by_their_keys(plans: Explain) -> None:
    """However many keys there are: SQLite reads through a table for rows IN values."""
    keys = [(WHO, day) for day in range(3)]
    steps = plans(lambda db: bulk.load_keys(db, daily, ("currency", "day"), keys))
    assert "SEARCH daily USING PRIMARY KEY (currency=? AND day=?)" in steps
    assert scans(steps) == []


def test_texts_that_are_there_are_not_looked_for_again(plans: Explain) -> None:
    """Every half second; only of what is missing."""
    steps = plans(lambda db: db.execute(documents._missing("")))
    assert "SEARCH review_texts USING COVERING INDEX review_texts_missing (learnt=? AND document>?)" in steps


def test_weighing_looks_up_only_whom_it_is_about(plans: Explain) -> None:
    """Whatever was taken back of whom, the other reviews are not read."""
    steps = plans(lambda db: weighing.weigh_less(db, Trusted(), {WHO, "0x" + "12" * 20}))
    assert any("reviews_buyer" in step for step in steps)
    assert scans(steps) == []
