"""A shop for browser tests: a node of its own, the contracts, the index and the storefront as in production."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from web3 import Web3

from frontend import config, create_app
from scripts import parameters
from scripts.address_book import AddressBook
from scripts.deploy import deploy
from scripts.market import Market
from scripts.wallet import Call, NodeWallet
from tests.fixtures.node import Node, running_node

ROOT = parameters.ROOT
PATIENCE = 60.0  # seconds
NODE_FLAGS = ("--accounts", "20", "--hardfork", "prague")


class Shop:
    """Everything that runs, and where; `people` are the devnet's roles."""

    def __init__(self, node: Node, folder: Path) -> None:
        self.node = node
        self.folder = folder
        self.web3 = Web3(Web3.HTTPProvider(node.url))
        self.people = dict(zip(parameters.ROLES, self.web3.eth.accounts, strict=False))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "storefront.log"
        self.vault = folder / "vault"
        self.database = folder / "index.sqlite3"
        self.book: AddressBook = deploy(self.wallet("deployer"), self.web3, parameters.network(parameters.DEVNET))
        self.market = Market(self.web3, self.book)

    def wallet(self, role: str) -> NodeWallet:
        """A role's account, which the node signs for."""
        return NodeWallet(self.web3, self.people[role])

    def send(self, role: str, call: Call) -> int:
        """Send as a role; the block it was mined in."""
        return int(self.wallet(role).send(call)["blockNumber"])

    def token(self, function: str, *arguments: Any) -> Call:
        """A call of the Dollar."""
        dollar = self.book.contract(self.web3, "Dollar")
        return Call(dollar.address, bytes.fromhex(dollar.encode_abi(function, args=list(arguments))[2:]))

    def environment(self) -> dict[str, str]:
        """What the index and the storefront are configured with."""
        settings = {
            "HANDOVER_NODE": self.node.url,
            "HANDOVER_PORT": str(self.node.port),
            "HANDOVER_ORIGIN": self.url,
            "HANDOVER_DEPLOYMENTS": str(self.folder / "deployments"),
            "HANDOVER_VAULT": str(self.vault),
            "HANDOVER_PROFILES": str(self.folder / "profiles"),
            "HANDOVER_SECRET_KEY": "browser tests",
            "DATABASE_URL": f"sqlite:///{self.database}",
        }
        return os.environ | settings

    def app(self) -> Flask:
        """The storefront as an application of this process, over the same stores."""
        return create_app(config.load(self.environment()))

    def wait_for_index(self, block: int | None = None) -> None:
        """Until the index has followed the chain to a block, the latest if none is given."""
        wanted = self.web3.eth.block_number if block is None else block
        until(lambda: indexed(self.url) >= wanted)


def indexed(url: str) -> int:
    """The block that a storefront's index has come to; -1 while it does not answer."""
    try:
        health = requests.get(f"{url}/api/v1/health", timeout=5).json()
    except (requests.RequestException, ValueError):
        return -1
    return int((health.get("index") or {}).get("block", -1))


def until(is_so: Any) -> None:
    """Ask again until something is so; AssertionError after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "the storefront did not get there in time"
        time.sleep(0.05)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process for as long as the block runs, its output in a file."""
    with log.open("ab") as output:
        started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield started
        finally:
            started.terminate()
            started.wait()


@contextmanager
def running_shop(folder: Path, furnish: Any) -> Iterator[Shop]:
    """A shop that `furnish(shop)` has put offers into, for as long as the block runs."""
    compile_contracts()
    parameters.DEPLOYMENTS = folder / "deployments"
    with ExitStack() as running:
        shop = Shop(running.enter_context(running_node(*NODE_FLAGS)), folder)
        furnish(shop)
        environment = shop.environment()
        index = [sys.executable, "-m", "frontend.index"]
        running.enter_context(process(index, environment, folder / "index.log"))
        storefront = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{shop.port}", "--threads", "8"]
        storefront += ["--access-logfile", "-", "frontend:create_app()"]
        running.enter_context(process(storefront, environment, shop.log))
        shop.wait_for_index()
        yield shop


def compile_contracts() -> None:
    """Bring build/contracts up to the sources, unless it is."""
    made = ROOT / "build" / "contracts" / "Escrow.json"
    sources = [*(ROOT / "contracts").rglob("*.vy"), *(ROOT / "contracts").rglob("*.vyi")]
    if made.exists() and made.stat().st_mtime > max(source.stat().st_mtime for source in sources):
        return
    brownie = str(Path(sys.executable).parent / "brownie")
    subprocess.run([brownie, "compile"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
