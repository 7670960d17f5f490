"""A process of its own that fetches: it brings the same, and nothing stays behind of it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from frontend import config, trusted
from frontend.chain import Chain, Header, NodeDown
from frontend.index import follower as following
from frontend.index import store
from frontend.index.fetching import Reorganised
from frontend.index.follower import Follower
from frontend.index.reader import InProcess
from tests.frontend.index.conftest import Traded
from tests.frontend.indexing import differences, dump, environment


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
