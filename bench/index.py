"""How fast the index follows a chain, beside only fetching the same logs, and what memory it takes.

Fetching is measured twice: as the index itself asks, which reads nothing but JSON, and with web3.py's `eth.get_logs`,
which anybody else would take. In the big market: the blocks up to the 10,000th event, to the 200,000th, and all. Each
index is filled in a process of its own, from empty; the fastest of a few runs.
"""

import gc
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from eth_typing import BlockNumber, ChecksumAddress
from eth_utils.address import to_checksum_address
from rich.console import Console
from rich.table import Table
from web3 import HTTPProvider, Web3
from web3.types import LogReceipt

from bench import big_market, report
from frontend import config, trusted
from frontend.chain import Chain, Header
from frontend.config import AddressBook
from frontend.index import store
from frontend.index.events import Decoder
from frontend.index.fetching import Span, header_of
from frontend.index.follower import Follower
from frontend.index.reader import InProcess
from scripts import parameters
from tests.fixtures.postgresql import running_postgresql

SIZES = {10_000: 5, 200_000: 2}  # events, and how often they are followed
RUNS = 1  # of all
FETCHES = {"fetch with web3.py": 0.5, "fetch": 0.15}  # of the speed of each, at least, the index fills SQLite
FLAT = 1.5  # times the memory of 10,000 events, at most
MICROSECONDS = 1_000_000
GC = 100_000  # as the index sets it
KIB = 1_024

Figures = dict[str, float]


class Beginning(Chain):
    """A chain as it was when a block was its latest."""

    def __init__(self, url: str, book: AddressBook, latest: int) -> None:
        super().__init__(url, book)
        self._latest = latest

    def head(self) -> Header:
        """That block."""
        return header_of(self, self._latest)


@dataclass(frozen=True)
class Part:
    """The blocks up to one, their events, and how often they are followed."""

    latest: int
    events: int
    runs: int


def main() -> list[str]:
    """Measures, prints and records; returns a sentence where the index is over a bound."""
    gc.set_threshold(GC)
    with big_market.running() as settings, TemporaryDirectory() as folder, ExitStack() as kept:
        databases = {"SQLite": f"sqlite:///{folder}/index.sqlite3"}
        databases |= kept.enter_context(_postgresql())
        loaded = config.load(settings)
        book = config.load_book(loaded)
        found = {part.events: _measured(settings, book, part, databases) for part in _parts(Chain(loaded.node, book))}
    Console().print(_table(found))
    report.record("index", {f"{events} events": figures for events, figures in found.items()})
    failures: list[str] = []
    for events, figures in found.items():
        for fetch, bound in FETCHES.items():
            reached = figures[fetch] / figures["all, SQLite"]
            if reached < bound:
                failures.append(f"index: {reached:.0%} of the speed of `{fetch}` of {events:,}, below {bound:.0%}")
    first, *_, last = (figures["MiB, SQLite"] for figures in found.values())
    if last > FLAT * first:
        failures.append(f"index: {last:.0f} MiB of memory in the end, {first:.0f} at the beginning")
    return failures


def _parts(chain: Chain) -> Iterator[Part]:
    """Each size, and the whole market."""
    head, counted, sizes = chain.head().number, 0, dict(SIZES)
    for number, logs in _logs(chain, head):
        counted += logs
        for size in [size for size in sizes if counted >= size]:
            yield Part(number, counted, sizes.pop(size))
    yield Part(head, counted, RUNS)


def _logs(chain: Chain, head: int) -> Iterator[tuple[int, int]]:
    """Blocks with logs, and how many."""
    for first in range(chain.book.start_block, head + 1, 100):
        numbers = [int(log["blockNumber"], 16) for log in chain.logs(first, min(first + 99, head))]
        for number in sorted(set(numbers)):
            yield number, numbers.count(number)


def _measured(settings: dict[str, str], book: AddressBook, part: Part, databases: dict[str, str]) -> Figures:
    """Microseconds an event of each thing, and memory in MiB."""
    chain = Beginning(settings["HANDOVER_NODE"], book, part.latest)
    decoder = Decoder((contract.abi for contract in book.followed), book.loyalties, book.vaults)
    found: Figures = {"fetch with web3.py": _each(_fetched_with_web3(chain, settings["HANDOVER_NODE"]), part)}
    for name, decoding in (("fetch", None), ("fetch and decode", decoder)):
        found[name] = _each(min(_fetched(chain, decoding) for _ in range(part.runs)), part)
    for name, database in databases.items():
        runs = [_in_new_process(settings, part.latest, database) for _ in range(part.runs)]
        found[f"all, {name}"] = _each(min(seconds for seconds, _ in runs), part)
        found[f"MiB, {name}"] = round(max(memory for _, memory in runs) / KIB)
    return found


def _fetched(chain: Chain, decoder: Decoder | None) -> float:
    """Seconds that asking for all logs takes, in the ranges in which the index does."""
    began = time.perf_counter()
    for logs in _by_spans(chain, chain.logs):
        if decoder:
            for log in logs:
                decoder.decode(log)
    return time.perf_counter() - began


def _fetched_with_web3(chain: Chain, url: str) -> float:
    """The same with web3.py; it decodes nothing, but makes numbers and bytes of what the node writes as text."""
    web3, addresses = Web3(HTTPProvider(url)), [to_checksum_address(one.address) for one in chain.book.followed]
    began = time.perf_counter()
    for _ in _by_spans(chain, lambda first, last: _with_web3(web3, addresses, first, last)):
        pass
    return time.perf_counter() - began


def _with_web3(web3: Web3, addresses: list[ChecksumAddress], first: int, last: int) -> list[LogReceipt]:
    """The logs of these blocks."""
    return web3.eth.get_logs({"address": addresses, "fromBlock": BlockNumber(first), "toBlock": BlockNumber(last)})


def _by_spans(chain: Chain, logs_of: Callable[[int, int], list[Any]]) -> Iterator[list[Any]]:
    """All logs, in the ranges in which the index asks for them."""
    span, first, head = Span(), chain.book.start_block, chain.head().number
    while first <= head:
        last = min(first + span.blocks - 1, head)
        logs = logs_of(first, last)
        yield logs
        span.adapt(len(logs))
        first = last + 1


def _in_new_process(settings: dict[str, str], latest: int, database: str) -> tuple[float, float]:
    """Seconds that filling an index takes, and KiB at most of it and of the process that fetches for it."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_fill, args=(settings | {"DATABASE_URL": database}, latest, there))
    process.start()
    there.close()
    answer: tuple[float, float] = here.recv()
    process.join()
    return answer


def _fill(settings: dict[str, str], latest: int, answer: Connection) -> None:
    gc.set_threshold(GC)
    parameters.DEPLOYMENTS = Path(settings["HANDOVER_DEPLOYMENTS"])
    loaded = config.load(settings)
    book = config.load_book(loaded)
    began = time.perf_counter()
    with closing(InProcess(loaded.node, book)) as reader:
        splitting = time.perf_counter() - began
        believed = trusted.load(loaded.trust, book, loaded.account)
        engine = store.open_engine(loaded.database)
        follower = Follower(Beginning(loaded.node, book, latest), engine, believed, reader)
        follower.prepare(rebuild=True)
        began = time.perf_counter()
        follower.catch_up()
        seconds = splitting + time.perf_counter() - began
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answer.send((seconds, memory))


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    """The name and URL of a database there, if this machine can have one."""
    with ExitStack() as stack:
        try:
            found = {"PostgreSQL": stack.enter_context(running_postgresql())}
        except pytest.skip.Exception as missing:
            print(f"index: no figures of PostgreSQL: {missing}.")
            found = {}
        yield found


def _each(seconds: float, part: Part) -> float:
    return round(seconds * MICROSECONDS / part.events, 1)


def _table(found: dict[int, Figures]) -> Table:
    table = Table(title="Index: µs an event, its speed beside fetching (with web3.py; as the index does), memory")
    for heading in ("", *(f"{events:,} events" for events in found)):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name in next(iter(found.values())):
        table.add_row(name, *(_shown(name, figures) for figures in found.values()))
    return table


def _shown(name: str, figures: Figures) -> str:
    if name.startswith("MiB"):
        return f"{figures[name]:.0f}"
    shares = "".join(f"  {figures[fetch] / figures[name]:4.0%}" for fetch in FETCHES)
    return f"{figures[name]:.1f}{shares}"
