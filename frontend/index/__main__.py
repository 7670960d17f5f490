"""`python -m frontend.index` follows the chain until it is told to stop; `--once` stops at the latest block."""

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import DatabaseError, OperationalError

from frontend import config, trusted
from frontend.chain import Chain, NodeDown, WrongChain
from frontend.index import documents, follower, store
from frontend.index.events import UnknownLog
from frontend.index.reader import InProcess
from frontend.index.writer import CursorMoved
from frontend.vault import Vault

POLL = 0.5  # seconds between two looks at the chain
PATIENCE = 5.0  # seconds between two tries while the node is down, or the database cannot be written

Report = follower.Progress | None


def main() -> int:
    """Exit code: 0 stopped as told, 1 refused (with a sentence)."""
    options = _options()
    gc.set_threshold(100_000)  # a batch is many small things that are all dropped together
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        settings = config.load()
        book = config.load_book(settings)
        with closing(InProcess(settings.node, book)) as reader:
            engine = store.open_engine(settings.database)
            believed = trusted.load(settings.trust, book, settings.account)
            follow = follower.Follower(Chain(settings.node, book), engine, believed, reader)
            copy = documents.Copier(engine, Vault(settings.vault))
            with store.only_indexer(engine):
                return _run(follow, copy, options, stop)
    except (config.ConfigError, store.Refused, WrongChain, NodeDown, UnknownLog, CursorMoved) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(_database_in_words(error), file=sys.stderr)
        return 1


def _run(follow: follower.Follower, copy: documents.Copier, options: argparse.Namespace, stop: threading.Event) -> int:
    follow.prepare(options.rebuild)

    def fill() -> None:
        with _progress(stop) as report:
            reached = follow.catch_up(report)
            copy.all()
        print(f"index: {follow.indexed} events up to block {reached.number}", flush=True)

    def go_on() -> None:
        follow.catch_up()
        copy.some()

    if options.once:
        fill()
        return 0
    problem, work = "", fill
    while True:
        problem = _tried(work, problem)
        work = work if problem else go_on
        if stop.wait(PATIENCE if problem else POLL):
            return 0


def _tried(work: Callable[[], None], before: str) -> str:
    """What is in the way of it, or ""; said where it is not what was in the way before."""
    try:
        work()
    except NodeDown as down:
        return _say(before, str(down))
    except OperationalError as error:  # locked, or no room: nothing of the batch is written, and it comes again
        if error.connection_invalidated:  # with it went PostgreSQL's lock of the only indexer
            raise
        return _say(before, _database_in_words(error))
    return _say(before, "")


def _database_in_words(error: DatabaseError) -> str:
    return f"The index's database cannot be used: {str(error.orig).splitlines()[0]}."


def _say(before: str, now: str) -> str:
    """Prints what is wrong when it begins, and that it is over when it ends."""
    if now != before:
        print(f"index: {now or 'it goes on again.'}", file=sys.stderr, flush=True)
    return now


@contextmanager
def _progress(stop: threading.Event) -> Iterator[follower.Progress]:
    """A bar where somebody watches; leaves by SystemExit between two batches once told to stop."""
    console = Console(stderr=True)
    columns = (TextColumn("index"), BarColumn(), MofNCompleteColumn(), TextColumn("blocks"), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True) if console.is_terminal else None
    task = bar.add_task("blocks") if bar else None

    def report(first: int, reached: int, latest: int) -> None:
        if stop.is_set():
            raise SystemExit(0)
        if bar is not None and task is not None:
            bar.update(task, completed=reached - first, total=latest - first)

    with bar or nullcontext():
        yield report


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m frontend.index", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop at the latest block")
    parser.add_argument("--rebuild", action="store_true", help="forget what was indexed, and begin anew")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
