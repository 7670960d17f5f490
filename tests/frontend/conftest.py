"""Fixtures of the storefront's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account

from frontend import config
from frontend.app import create_app
from frontend.relay import sending
from frontend.relay.sending import Sender
from frontend.vault import Vault
from frontend.web import limits
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.many_apps import compiled_once  # noqa: F401
from tests.fixtures.node import running_node
from tests.fixtures.shop import Shop as Market
from tests.fixtures.shop import closed_shop, compile_contracts
from tests.fixtures.signed_documents import Hand
from tests.frontend.counter import Counter
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.documents import BUYER_KEY, COPIER_KEY, Shop
from tests.frontend.indexing import environment, follower


@pytest.fixture
def devnet(tmp_path: Path) -> Iterator[Devnet]:
    """A node with the market's contracts and nothing traded."""
    compile_contracts()
    with running_node(*NODE_FLAGS) as node:
        yield Devnet(node, tmp_path / "deployments")


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


@pytest.fixture(scope="module")
def relay_market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Market, Goods]]:
    """A market in which two shoppers have Dollars and not one wei."""
    goods = Goods()
    with closed_shop(tmp_path_factory.mktemp("relay"), goods.furnish) as shop:
        for role in ("shopper2", "shopper3"):
            shop.send("deployer", shop.token("mint", shop.people[role], 1_000 * DOLLAR))
            shop.node.rpc("anvil_setBalance", shop.people[role], "0x0")
        shop.index_once()
        yield shop, goods


@pytest.fixture
def counter(relay_market: tuple[Market, Goods], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Counter]:
    """Each test finds the market as it was, and an empty ledger; nobody looks after transactions unless asked."""
    shop, goods = relay_market
    snapshot = shop.node.rpc("evm_snapshot")
    monkeypatch.setattr(shop, "vault", tmp_path / "vault")
    monkeypatch.setattr(sending, "PAUSE", 0)
    monkeypatch.setattr(Sender, "wake", lambda _: None)
    yield Counter(shop, goods, Hand(shop.market, shop.node.rpc))
    shop.node.rpc("evm_revert", snapshot)
