"""In PostgreSQL a search finds what it finds in SQLite; only the order may differ."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from frontend.index import queries, store
from frontend.index.listing import OfferFilter, Sort
from frontend.index.schema import metadata
from tests.fixtures.catalogue import DOLLAR, demo_wares, fill, made_up_wares
from tests.fixtures.postgresql import running_postgresql
from tests.frontend.index.test_search import AT_LEAST, TEXTS, WANTED, found, is_wanted


@pytest.fixture(scope="module")
def markets(many_offers: str) -> Iterator[list[Connection]]:
    """The same offers in both databases, PostgreSQL first."""
    with running_postgresql() as url:
        engines = [store.open_engine(database) for database in (url, many_offers)]
        metadata.create_all(engines[0])
        fill(engines[0], [*demo_wares(), *made_up_wares()])
        with engines[0].connect() as one, engines[1].connect() as other:
            yield [one, other]
        for engine in engines:
            engine.dispose()


def test_first_five(markets: list[Connection]) -> None:
    missed = [t for t, wanted in WANTED.items() if not any(is_wanted(offer, *wanted) for offer in found(markets[0], t))]
    assert len(WANTED) - len(missed) >= AT_LEAST, missed


@pytest.mark.parametrize("text", [*WANTED, *TEXTS])
def test_same_as_sqlite(markets: list[Connection], text: str) -> None:
    wanted = OfferFilter(text=text, currency=DOLLAR, price_to=300 * 10**6)
    one, other = [queries.offers(db, wanted, limit=100, sort=Sort.CHEAPEST).items for db in markets]
    assert [offer.id for offer in one] == [offer.id for offer in other]


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.CHEAPEST, Sort.DEAREST, Sort.MOST_SOLD])
@pytest.mark.parametrize("text", ["", "red", "青瓷"])
def test_same_listings(markets: list[Connection], sort: Sort, text: str) -> None:
    for ships_to, sold_out in (("CN", False), ("", True)):
        wanted = OfferFilter(text=text, currency=DOLLAR, ships_to=ships_to, sold_out=sold_out)
        one, other = [queries.listings(db, wanted, limit=100, sort=sort).items for db in markets]
        assert len(one) > 5
        assert one == other
