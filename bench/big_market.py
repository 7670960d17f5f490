"""A market of 10,000 offers and 100,000 orders, made once by real transactions and kept: `python -m bench.big_market`.

What is kept is the node's state, with all blocks, receipts and logs, the texts of the offers, and an index of it. It
lies in `build/bench-market` under the hash of the contracts' code and of how is traded.
"""

import gzip
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from sqlalchemy import make_url

from bench import trade
from frontend import config, trusted
from frontend.chain import Chain
from frontend.index import documents, store
from frontend.index.follower import Follower
from frontend.vault import Vault
from scripts import artifacts, parameters
from tests.fixtures.node import Node, running_node
from tests.fixtures.shop import compile_contracts
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.indexing import environment

PLACE = parameters.ROOT / "build" / "bench-market"
FLAGS = (*NODE_FLAGS, "--prune-history", "--auto-impersonate")  # what the chain was like at old blocks takes gigabytes
INDEXED_BY = parameters.ROOT / "frontend" / "index"
PATIENCE = 600  # seconds until the node has put its state together

Settings = dict[str, str]


@contextmanager
def running() -> Iterator[Settings]:
    """The market on a node of its own, and what a storefront of it is configured with; its index is still empty.

    A market that is not there is made, which takes some minutes.
    """
    kept = _kept()
    with TemporaryDirectory(prefix="handover-market-") as folder:
        state = Path(folder) / "state.json"
        with gzip.open(kept / "state.json.gz") as packed, state.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        with running_node(*FLAGS, "--load-state", str(state)) as node:
            state.unlink()
            parameters.DEPLOYMENTS = kept / "deployments"
            places = {"HANDOVER_DEPLOYMENTS": str(kept / "deployments"), "HANDOVER_VAULT": str(kept / "vault")}
            trust = {"HANDOVER_TRUST": str(kept / "trust.yaml"), "HANDOVER_NODE": node.url}
            yield {**places, **trust, "DATABASE_URL": f"sqlite:///{folder}/index.sqlite3"}


@contextmanager
def indexed() -> Iterator[Settings]:
    """The same, with its index filled, in SQLite; it is a copy, and may be changed."""
    with running() as settings:
        index = _kept() / f"index-{_hash(*sorted(INDEXED_BY.rglob('*.py')))}.sqlite3"
        if not index.exists():
            _follow(settings, index)
        shutil.copyfile(index, make_url(settings["DATABASE_URL"]).database or "")
        yield settings


def _kept() -> Path:
    """The folder in which the market is kept, made where it is not."""
    compile_contracts()
    kept = PLACE / _key()
    if not (kept / "state.json.gz").exists():
        shutil.rmtree(PLACE, ignore_errors=True)
        kept.mkdir(parents=True)
        _make(kept)
    return kept


def _make(kept: Path) -> None:
    """Trades, and keeps what came of it."""
    began = time.monotonic()
    with running_node(*FLAGS) as node:
        devnet = Devnet(node, kept / "deployments")
        environment(devnet, kept)  # puts the operator's file there
        trade.run(devnet, Vault(kept / "vault"))
        state = _state(node)
    (kept / "state.json.gz").write_bytes(state)
    print(f"{trade.OFFERS:,} offers, {trade.ORDERS:,} orders: {time.monotonic() - began:.0f} s, {len(state):,} bytes")


def _state(node: Node) -> bytes:
    """All that the node knows, packed by itself."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": "anvil_dumpState", "params": []}
    return bytes.fromhex(requests.post(node.url, json=asked, timeout=PATIENCE).json()["result"][2:])


def _follow(settings: Settings, index: Path) -> None:
    """Fills an index in this place: whole, or not at all."""
    loaded = config.load(settings)
    book = config.load_book(loaded)
    growing = index.with_suffix(".growing")
    growing.unlink(missing_ok=True)
    engine = store.open_engine(f"sqlite:///{growing}")
    follower = Follower(Chain(loaded.node, book), engine, trusted.load(loaded.trust, book, loaded.account))
    follower.prepare()
    follower.catch_up()
    documents.Copier(engine, Vault(loaded.vault)).all()
    engine.dispose()  # the last connection puts all into the one file
    growing.rename(index)


def _key() -> str:
    """The hash of the contracts' code and of how is traded."""
    names = sorted(path.stem for path in (parameters.ROOT / "build" / "contracts").glob("*.json"))
    code = b"".join(artifacts.compiled(name).creation for name in names)
    return _hash(Path(trade.__file__), code=code)


def _hash(*paths: Path, code: bytes = b"") -> str:
    return sha256(code + b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


if __name__ == "__main__":
    print(f"kept in {_kept().relative_to(parameters.ROOT)}")
