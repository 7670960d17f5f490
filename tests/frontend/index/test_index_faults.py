"""While the index follows, its database cannot be written for a while: it says so, loses nothing, and goes on."""

import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.fixtures.shop import until
from tests.frontend.devnet import Devnet
from tests.frontend.indexing import backfill, differences, dump, environment, reached, start
from tests.frontend.traffic import Traffic


@contextmanager
def _locked(database: Path, _index: "subprocess.Popen[str]") -> Iterator[None]:
    """Another process writes, and does not end."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def _without_room(_database: Path, index: "subprocess.Popen[str]") -> Iterator[None]:
    """The system lets the index write into no file."""
    _, hard = resource.prlimit(index.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(index.pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(index.pid, resource.RLIMIT_FSIZE, (hard, hard))


@pytest.mark.parametrize(
    ("fault", "reason"), [(_locked, "database is locked"), (_without_room, "disk I/O error")], ids=["locked", "no room"]
)
def test_database_that_cannot_be_written(devnet: Devnet, tmp_path: Path, fault, reason) -> None:
    """Nothing of what came meanwhile is missing afterwards, nor there twice."""
    traffic = Traffic(devnet, 3)
    traffic.run(10)
    settings = environment(devnet, tmp_path)
    index = start(settings)
    try:
        assert index.stdout
        assert index.stderr
        assert "up to block" in index.stdout.readline()
        with fault(tmp_path / "index.sqlite3", index):
            before = reached(settings)
            traffic.run(5)
            assert index.stderr.readline() == f"index: The index's database cannot be used: {reason}.\n"
            assert reached(settings) == before
        assert index.stderr.readline() == "index: it goes on again.\n"
        head = int(devnet.node.rpc("eth_blockNumber"), 16)
        until(lambda: reached(settings) == head)
    finally:
        index.terminate()
        index.communicate()
    assert index.returncode == 0
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []
