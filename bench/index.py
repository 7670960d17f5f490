"""How fast the index follows a chain, beside only fetching the same logs.

Trade on Anvil, quickly: orders 20 to a payment, most of them shipped, half confirmed; the fastest of a few runs.
"""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench import report
from frontend import config
from frontend.chain import Chain
from frontend.index import store
from frontend.index.events import Decoder
from frontend.index.follower import Follower, Span
from tests.fixtures.node import running_node
from tests.frontend.devnet import NODE_FLAGS, Devnet
from tests.frontend.indexing import environment
from tests.frontend.traffic import Traffic

OFFERS = 400
ORDERS = 6_000
RUNS = 5
AT_LEAST = 0.15  # of the speed of fetching
MICROSECONDS = 1_000_000

Seconds = dict[str, float]


def main() -> list[str]:
    """Measures, prints and records; returns a sentence where the index is slower than its bound."""
    gc.set_threshold(100_000)  # as the index sets it
    with TemporaryDirectory() as folder, running_node(*NODE_FLAGS) as node:
        devnet = Devnet(node, Path(folder) / "deployments")
        Traffic(devnet, 1).bulk(OFFERS, ORDERS)
        settings = config.load(environment(devnet, Path(folder)))
        chain = Chain(settings.node, config.load_book(settings))
        runs = [_run(chain, f"sqlite:///{folder}/{number}.sqlite3") for number in range(RUNS)]
        events = len(chain.logs(0, chain.head().number))
    fastest = {name: min(run[name] for run in runs) for name in runs[0]}
    Console().print(_table(events, fastest))
    report.record("index", {"events": events, "microseconds": {n: _each(s, events) for n, s in fastest.items()}})
    reached = fastest["fetch"] / fastest["fetch, decode and write"]
    slow = f"index: {reached:.0%} of the speed of only fetching, below {AT_LEAST:.0%}"
    return [slow] if reached < AT_LEAST else []


def _run(chain: Chain, database: str) -> Seconds:
    """Seconds that each thing takes, each doing more than the one before."""
    decoder = Decoder((contract.abi for contract in chain.book.followed), chain.book.loyalties)
    follower = Follower(chain, store.open_engine(database))
    follower.prepare()
    return {
        "fetch": _timed(lambda: _fetch(chain)),
        "fetch and decode": _timed(lambda: _fetch(chain, decoder)),
        "fetch, decode and write": _timed(follower.catch_up),
    }


def _fetch(chain: Chain, decoder: Decoder | None = None) -> None:
    """Asks for all logs, in the ranges in which the index does."""
    span, first, head = Span(), chain.book.start_block, chain.head().number
    while first <= head:
        last = min(first + span.blocks - 1, head)
        logs = chain.logs(first, last)
        if decoder:
            for log in logs:
                decoder.decode(log)
        span.adapt(len(logs))
        first = last + 1


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _each(seconds: float, events: int) -> float:
    return round(seconds * MICROSECONDS / events, 1)


def _table(events: int, fastest: Seconds) -> Table:
    table = Table(title=f"Index, {events:,} events")
    for heading in ("", "events/s", "µs each"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name, seconds in fastest.items():
        table.add_row(name, f"{events / seconds:,.0f}", f"{_each(seconds, events)}")
    return table
