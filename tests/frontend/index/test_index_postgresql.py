"""The index in PostgreSQL is the same as in SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from frontend.index import history, queries, schema, standing, store
from frontend.index.deeds import Deed
from frontend.index.provenance import finding, gaps, having, trace, warnings
from frontend.index.provenance import tables as goods
from frontend.index.provenance.journey import journey
from frontend.index.reviews import listed, ratings, waiting
from frontend.index.reviews.listed import ReviewFilter, Sort
from frontend.index.vouching import claims
from tests.fixtures.postgresql import running_postgresql
from tests.frontend.devnet import Devnet
from tests.frontend.indexing import Dump, backfill, differences, dump, environment, follower, once
from tests.frontend.reviews_made_up import SELLER, ReviewsMadeUp, account
from tests.frontend.traffic import Traffic


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with running_postgresql() as url:
        yield url


def _plain(rows: Dump) -> Dump:
    """Without what the database numbers itself."""
    return {name: [tuple(map(repr, row)) for row in rows[name]] for name in rows}


def test_same_as_sqlite(devnet: Devnet, tmp_path: Path, database: str) -> None:
    """Row by row, also after blocks were replaced; and every question has the same answer."""
    settings = environment(devnet, tmp_path, database=database)
    traffic = Traffic(devnet, 21)
    traffic.run(60)
    follower(settings).catch_up()
    devnet.roll_back(5)
    traffic.run(10)
    follower(settings).catch_up()
    fresh = tmp_path / "fresh"
    assert differences(_plain(dump(settings)), _plain(backfill(devnet, fresh))) == []
    engines = [store.open_engine(url) for url in (database, environment(devnet, fresh)["DATABASE_URL"])]
    one, other = [_answers(engine, devnet) for engine in engines]
    assert one == other


def _answers(engine: store.Engine, devnet: Devnet) -> list[object]:
    """What an index says about everything."""
    with engine.connect() as db:
        orders = db.execute(select(schema.orders.c.id).order_by(schema.orders.c.id)).scalars().all()
        people = sorted(devnet.people.values())
        return [
            queries.turnover(db),
            queries.count_orders(db, queries.OrderFilter()),
            queries.offers(db, queries.OfferFilter(in_stock=False), limit=100),
            queries.offers(db, queries.OfferFilter(text="tea 100% _")),
            queries.sellers(db),
            queries.listings(db, queries.OfferFilter()),
            [standing.standing(db, account, devnet.people["referrer"]) for account in people],
            [standing.orders_with(db, devnet.people["seller"], deed, devnet.people["referrer"]) for deed in Deed],
            queries.categories(db),
            queries.accounts(db, people),
            [queries.credits(db, account) for account in people],
            [queries.orders(db, queries.OrderFilter(payer=account)) for account in people],
            [(queries.order(db, one), history.timeline(db, one), queries.ledger(db, one)) for one in orders],
            *_opinions(db, people),
        ]


def _opinions(db: Connection, people: list[str]) -> list[object]:
    """What is claimed, and said of orders."""
    offers = db.execute(select(schema.offers.c.id).order_by(schema.offers.c.id)).scalars().all()
    by_issuer = [claims.by(db, account) for account in people]
    told = [
        listed.reviews_listed(db, ReviewFilter(**scope, fulfilled=fulfilled), sort, limit=5)
        for scope in [{"seller": account} for account in people] + [{"listing": one} for one in offers]
        for fulfilled in (None, True)
        for sort in Sort
    ]
    assert any(page.items for page in by_issuer)
    assert any(page.next for page in told)
    return [
        by_issuer,
        told,
        claims.about(db, people, people),
        [claims.by_others(db, account, people[:2]) for account in people],
        [claims.history(db, one.issuer, one.subject, one.kind) for page in by_issuer for one in page.items],
        [claims.expiring(db, account, 1, 2**40) for account in people],
        ratings.of_sellers(db, people),
        ratings.of_listings(db, offers),
        queries.listings(db, queries.OfferFilter(), sort=queries.Sort.RATED),
        [(waiting.to_review(db, account), waiting.unanswered(db, account)) for account in people],
    ]


def test_words_of_reviews_find_the_same(tmp_path: Path, database: str) -> None:
    """Of a seller, of a listing, in both languages, by beginnings of words; whatever marks buyers write themselves."""
    said = [("The kettle leaks at its spout", "en"), ("水壶漏水，客服很好", "zh"), ("Kettles like this are rare", "en")]
    found = []
    for url in (database, f"sqlite:///{tmp_path / 'index.sqlite3'}"):
        made, engine = ReviewsMadeUp(), store.open_engine(url)
        offer, other = made.publish(), made.publish()
        for number, (text, language) in enumerate(said * 2):
            order = made.pay(offer if number < len(said) else other, account(number))
            made.confirm(order)
            made.review(order, number % 5 + 1, f"{text} l0 l1 l2 l3", language)
        schema.metadata.drop_all(engine)
        schema.metadata.create_all(engine)
        with store.writing(engine) as db:
            made.write(db)
            scopes = ({"seller": SELLER}, {"listing": offer}, {"buyer": account(1)}, {})
            wanted = [
                ReviewFilter(**scope, words=words) for scope in scopes for words in ("kettle", "kett", "漏水", "!")
            ]
            found.append([[one.stars for one in listed.reviews_listed(db, one).items] for one in wanted])
    assert found[0] == found[1]
    assert found[0][:8] == [[1, 4, 3, 1], [1, 4, 3, 1], [5, 2], [], [3, 1], [3, 1], [2], []]


def test_goods_have_the_same_answers(devnet: Devnet, tmp_path: Path, database: str) -> None:
    """What happened to each thing and lot, who has it, what is wrong with it, what it was made of."""
    settings = environment(devnet, tmp_path, database=database)
    Traffic(devnet, 14).run(80)
    follower(settings).catch_up()
    fresh = tmp_path / "fresh"
    backfill(devnet, fresh)
    engines = [store.open_engine(url) for url in (database, environment(devnet, fresh)["DATABASE_URL"])]
    one, other = [_goods(engine, devnet) for engine in engines]
    assert len(one) > 100
    assert one == other


def _goods(engine: store.Engine, devnet: Devnet) -> list[object]:
    """What an index says about all goods."""
    now = devnet.time()
    with engine.connect() as db:
        places = select(goods.things.c.position).order_by(goods.things.c.position)
        things = finding.things_at(db, db.execute(places).scalars().all())
        lots = finding.lots_at(db, db.execute(select(goods.lots.c.position)).scalars())
        told = [
            (one, journey(db, one), journey(db, one, "1.0", 3), warnings.recalls(db, one), warnings.breaches(db, one))
            for one in (*things, *(lots[place] for place in sorted(lots)))
        ]
        held = [(having.holding(db, one), having.bindings(db, one), gaps.gaps(db, one, now)) for one in things]
        traced = [
            [
                ask(db, lots[place])
                for ask in (trace.ingredients, trace.products, trace.items, trace.orders, trace.owners)
            ]
            + [trace.counts(db, lots[place])]
            for place in sorted(lots)
        ]
        people = [
            (having.owned(db, one), having.offered(db, one), having.affected(db, one), warnings.recalls_by(db, one))
            for one in devnet.people.values()
        ]
        return [*told, *held, *traced, *people]


def test_second_indexer_refuses(devnet: Devnet, tmp_path: Path, database: str) -> None:
    """PostgreSQL's own lock is held as long as the process lives."""
    with store.only_indexer(store.open_engine(database)):
        ended = once(environment(devnet, tmp_path, database=database))
    assert ended == (1, "Another indexer already follows the chain into this database.\n")
