"""Fixtures of the storefront's tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from eth_account import Account
from sqlalchemy import Connection

from frontend import config
from frontend.app import create_app
from frontend.chain import Chain
from frontend.index import store
from frontend.vault import Vault
from frontend.web import limits
from tests.fixtures.node import running_node
from tests.fixtures.shop import compile_contracts
from tests.frontend.documents import BUYER_KEY, COPIER_KEY, Shop
from tests.frontend.indexing import environment, follower
from tests.frontend.traffic import NODE_FLAGS, Devnet, Traffic

BLOCKS = 150


@dataclass(frozen=True)
class Traded:
    """A market in which a lot has happened, indexed with these settings."""

    devnet: Devnet
    chain: Chain
    settings: dict[str, str]


@pytest.fixture
def devnet(tmp_path: Path) -> Iterator[Devnet]:
    """A node with the market's contracts and nothing traded."""
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        yield Devnet(node, tmp_path / "deployments")


@pytest.fixture(scope="session")
def traded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traded]:
    """The market that most tests of the index look at; they must not trade in it."""
    folder = tmp_path_factory.mktemp("traded")
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        devnet = Devnet(node, folder / "deployments")
        Traffic(devnet, 11).run(BLOCKS)
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
def shop(devnet: Devnet, tmp_path: Path) -> Shop:
    """A market in which nothing was published, and its storefront."""
    settings = environment(devnet, tmp_path)
    people = [Account.from_key(key).address for key in (BUYER_KEY, COPIER_KEY)]
    for account in people:
        devnet.node.rpc("anvil_setBalance", account, hex(10**20))
        devnet.node.rpc("anvil_impersonateAccount", account)
    follow = follower(settings)
    follow.catch_up()
    loaded = config.load(settings)
    app = create_app(loaded)
    limits.limiter.reset()
    return Shop(devnet, settings, app.test_client(), follow, Vault(loaded.vault), *people)
