"""The index in PostgreSQL is the same as in SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from frontend.index import history, queries, schema, standing, store
from frontend.index.deeds import Deed
from frontend.index.provenance import finding, gaps, having, trace, warnings
from frontend.index.provenance import tables as goods
from frontend.index.provenance.journey import journey
from tests.fixtures.postgresql import running_postgresql
from tests.frontend.devnet import Devnet
from tests.frontend.indexing import Dump, backfill, differences, dump, environment, follower, start
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
        ]


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
        second = start(environment(devnet, tmp_path, database=database), "--once")
        _, complaint = second.communicate(timeout=60)
    assert (second.returncode, complaint) == (
        1,
        "Another indexer already follows the chain into this database.\n",
    )
