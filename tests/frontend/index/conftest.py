"""A market in which a lot has happened, its index, and an index of many offers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend import config
from frontend.app import create_app
from frontend.chain import Chain
from frontend.index import schema, store
from frontend.index.provenance import finding
from frontend.index.provenance import tables as goods
from frontend.index.provenance.kinds import NAMES
from frontend.index.provenance.rows import Lot, Subject, Thing
from frontend.index.reading import event_of_row
from frontend.index.rows import Event
from frontend.web import limits
from scripts import parameters
from tests.fixtures.catalogue import demo_wares, fill, made_up_wares
from tests.fixtures.node import running_node
from tests.fixtures.shop import compile_contracts
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.indexing import environment, follower
from tests.frontend.traffic import Traffic

BLOCKS = 125
BLOCKS_AT_LAST = 25  # in which nothing becomes overdue


@dataclass(frozen=True)
class Traded:
    """A market in which a lot has happened, indexed with these settings."""

    devnet: Devnet
    chain: Chain
    settings: dict[str, str]


@pytest.fixture(scope="session")
def traded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traded]:
    """The market that most tests of the index look at; they must not trade in it."""
    folder = tmp_path_factory.mktemp("traded")
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        devnet = Devnet(node, folder / "deployments")
        traffic = Traffic(devnet, 14)
        traffic.run(BLOCKS)
        traffic.run(BLOCKS_AT_LAST, passing=[0])
        settings = environment(devnet, folder)
        follower(settings).catch_up()
        loaded = config.load(settings)
        yield Traded(devnet, Chain(loaded.node, config.load_book(loaded)), settings)


@pytest.fixture
def db(traded: Traded) -> Iterator[Connection]:
    """A connection to that market's index."""
    with store.open_engine(traded.settings["DATABASE_URL"]).connect() as connection:
        yield connection


@pytest.fixture
def app(traded: Traded) -> Flask:
    """A storefront of that market."""
    parameters.DEPLOYMENTS = traded.devnet.deployments
    return create_app(config.load(traded.settings))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who asks it, as if nobody had asked before."""
    limits.limiter.reset()
    return app.test_client()


@pytest.fixture
def things(db: Connection) -> list[Thing]:
    """Every item and every unit."""
    return finding.things_at(db, db.execute(select(goods.things.c.position)).scalars().all())


@pytest.fixture
def lots(db: Connection) -> list[Lot]:
    return list(finding.lots_at(db, db.execute(select(goods.lots.c.position)).scalars()).values())


@pytest.fixture
def logs(db: Connection) -> dict[int, Event]:
    """All that Provenance logged, by its place."""
    rows = db.execute(select(schema.events).where(schema.events.c.name.in_(NAMES))).mappings()
    return {row["position"]: event_of_row(row) for row in rows}


@pytest.fixture
def subjects(things: list[Thing], lots: list[Lot]) -> list[Subject]:
    return [*things, *lots]


@pytest.fixture(scope="session")
def many_offers(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an index of the demo's offers and 10,000 others; what a test changes there it has to take back."""
    url = f"sqlite:///{tmp_path_factory.mktemp('many') / 'index.sqlite3'}"
    engine = store.open_engine(url)
    schema.metadata.create_all(engine)
    fill(engine, [*demo_wares(), *made_up_wares()])
    engine.dispose()
    return url
