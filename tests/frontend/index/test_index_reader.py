"""A process of its own that fetches: it brings the same, and nothing stays behind of it."""

import os
import select
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from frontend import config, trusted
from frontend.chain import TIMEOUT, Chain, Header, NodeDown
from frontend.index import follower as following
from frontend.index import store
from frontend.index.fetching import Fetched, ReaderEnded, Reorganised, Source
from frontend.index.follower import Follower
from frontend.index.reader import InProcess
from tests.fixtures.node import Json, between
from tests.frontend.index.conftest import Traded
from tests.frontend.indexing import differences, dump, environment, start


@pytest.fixture
def reader(traded: Traded) -> Iterator[InProcess]:
    with closing(InProcess(traded.chain.url, traded.chain.book)) as made:
        yield made


@pytest.mark.parametrize("killed", [False, True], ids=["lives", "killed"])
def test_default_behavior(
    traded: Traded, reader: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    """An index that it fetched all for, or that had to go on without it, equals one made in one process."""
    monkeypatch.setattr(following, "FAR", 0)
    if killed:
        reader._process.kill()
        reader._process.join()
    settings = environment(traded.devnet, tmp_path)
    loaded = config.load(settings)
    believed = trusted.load(loaded.trust, traded.chain.book, loaded.account)
    follower = Follower(traded.chain, store.open_engine(loaded.database), believed, reader)
    follower.prepare()
    follower.catch_up()
    assert follower.indexed > 0
    assert differences(dump(settings), dump(traded.settings)) == []


def test_what_was_not_taken_is_forgotten(traded: Traded, reader: InProcess) -> None:
    head = traded.chain.head()
    first, later = traded.chain.headers([0, 50])
    assert first
    assert later
    reader.begin(first, head)
    reader.begin(later, head)
    assert reader.take().before == later


def test_reorganised(traded: Traded, reader: InProcess) -> None:
    """What the process finds out is raised here."""
    reader.begin(Header(1, "0x" + "11" * 32, "0x", 0), traded.chain.head())
    with pytest.raises(Reorganised):
        reader.take()


def test_node_down(traded: Traded) -> None:
    nowhere = "http://127.0.0.1:1"
    head = traded.chain.head()
    with closing(InProcess(nowhere, traded.chain.book)) as reader:
        reader.begin(head, head)
        with pytest.raises(NodeDown, match=f"No node answers at {nowhere}"):
            reader.take()
    assert Chain(traded.chain.url, traded.chain.book).head() == head


def test_ends_with_an_index_that_is_killed(traded: Traded, tmp_path: Path) -> None:
    """Also while it waits for a node that does not answer."""
    asked, over = threading.Event(), threading.Event()

    def silent(question: Json, answer: Json) -> Json:
        if question["method"] == "eth_getLogs":
            asked.set()
            over.wait()
        return answer

    with between(traded.devnet.node, silent) as url:
        index = start(environment(traded.devnet, tmp_path, node=url), "--once")
        try:
            assert asked.wait(60)
            (reader,) = Path(f"/proc/{index.pid}/task/{index.pid}/children").read_text().split()
            ended = os.pidfd_open(int(reader))
            index.kill()
            assert select.select([ended], [], [], TIMEOUT / 2)[0], "it goes on by itself"
            os.close(ended)
        finally:
            over.set()
            index.kill()
            index.communicate()


def test_says_what_it_died_of(
    traded: Traded, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever that was: only where nobody asks any more does it end without a word."""

    def fail(_source: Source, _before: Header, _head: Header) -> Fetched:
        raise OSError("no room left")

    monkeypatch.setattr(Source, "fetch", fail)
    head = traded.chain.head()
    with closing(InProcess(traded.chain.url, traded.chain.book)) as reader:
        reader.begin(head, head)
        with pytest.raises(ReaderEnded):
            reader.take()
        reader._process.join()
    assert "OSError: no room left" in capfd.readouterr().err
