"""The demo market, built once for all that is looked at."""

import time

import pytest
from web3 import Web3

from scripts import parameters
from scripts.demo_market.build import build
from scripts.market import Market
from tests.fixtures.node import running_node
from tests.fixtures.terminal import own_folders
from tests.scripts.conftest import NODE_FLAGS
from tools.demo import PAST


@pytest.fixture(scope="package", autouse=True)
def folders(tmp_path_factory):
    """Nothing is read from or written into the project."""
    folder = tmp_path_factory.mktemp("demo")
    with own_folders(folder):
        yield folder


@pytest.fixture(scope="package")
def built(folders, tmp_path_factory):
    """The demo market on a devnet that began long enough ago; the pictures are painted for it."""
    with (
        pytest.MonkeyPatch.context() as patch,
        running_node(*NODE_FLAGS, "--timestamp", str(int(time.time()) - PAST)) as started,
    ):
        patch.setattr(parameters, "PAINTINGS", tmp_path_factory.getbasetemp() / "paintings")
        web3 = Web3(started.provider)
        yield Market(web3, build(web3))


@pytest.fixture(scope="package")
def offers(built):
    return built.offers()


@pytest.fixture(scope="package")
def sales(built, offers):
    return built.sales(offers)


@pytest.fixture(scope="package")
def people(built):
    return dict(zip(parameters.ROLES, built.web3.eth.accounts, strict=False))
