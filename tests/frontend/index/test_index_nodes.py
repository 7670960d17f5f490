"""Nodes less obliging than Anvil: they refuse wide ranges, tell no times, fall silent, or change their mind."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from frontend.chain import Chain, NodeDown
from tests.fixtures.node import Json, between
from tests.frontend.devnet import Devnet
from tests.frontend.index.conftest import Traded
from tests.frontend.indexing import backfill, differences, dump, environment, follower, once, start
from tests.frontend.traffic import Traffic

WIDEST = 7  # blocks


def _width(question: Json) -> int:
    query = question["params"][0]
    return int(query["toBlock"], 16) - int(query["fromBlock"], 16) + 1


def test_ranges_shrink_until_they_are_taken(traded: Traded, tmp_path: Path) -> None:
    """And grow no further than the node allows; nothing is missed."""
    asked = []

    def refuse(question: Json, answer: Json) -> Json:
        if question["method"] != "eth_getLogs":
            return answer
        asked.append(_width(question))
        error = {"jsonrpc": "2.0", "id": question["id"], "error": {"code": -32005, "message": "range too wide"}}
        return error if asked[-1] > WIDEST else answer

    with between(traded.devnet.node, refuse) as url:
        settings = environment(traded.devnet, tmp_path, node=url)
        follower(settings).catch_up()
    assert differences(dump(settings), backfill(traded.devnet, tmp_path / "fresh")) == []
    taken = [width for width in asked if width <= WIDEST]
    assert max(taken) == WIDEST
    assert len(asked) - len(taken) < 10, "it does not learn"


def test_every_range_refused(traded: Traded, tmp_path: Path) -> None:
    """A node that gives no logs at all is said to be the reason."""

    def refuse(question: Json, answer: Json) -> Json:
        error = {"jsonrpc": "2.0", "id": question["id"], "error": {"code": -32000, "message": "no logs here"}}
        return error if question["method"] == "eth_getLogs" else answer

    with between(traded.devnet.node, refuse) as url:
        ended, complaint = once(environment(traded.devnet, tmp_path, node=url))
    assert ended == 1
    assert complaint.startswith("The node refuses the logs of block ")
    assert len(complaint.splitlines()) == 1


def test_times_that_logs_do_not_tell(traded: Traded, tmp_path: Path) -> None:
    """Not every node puts the block's time into its logs."""

    def without(question: Json, answer: Json) -> Json:
        if question["method"] == "eth_getLogs":
            for log in answer["result"]:
                del log["blockTimestamp"]
        return answer

    with between(traded.devnet.node, without) as url:
        settings = environment(traded.devnet, tmp_path, node=url)
        follower(settings).catch_up()
    assert differences(dump(settings), backfill(traded.devnet, tmp_path / "fresh")) == []


def test_what_a_node_gave_before_it_failed_is_kept(traded: Traded, tmp_path: Path) -> None:
    """Several answers are written together; but a node that fails again and again still gets the index on."""
    asked, reports = [], []

    def fail(question: Json, answer: Json) -> Json:
        if question["method"] == "eth_getLogs":
            asked.append(question)
        is_second = len(asked) == 2 and question["method"] == "eth_getLogs"
        return {"jsonrpc": "2.0", "id": question["id"], "result": "tea"} if is_second else answer

    with between(traded.devnet.node, fail) as url:
        settings = environment(traded.devnet, tmp_path, node=url)
        follow = follower(settings)
        follow.catch_up(lambda *report: reports.append(report))
    assert differences(dump(settings), backfill(traded.devnet, tmp_path / "fresh")) == []
    first, head = reports[0][1], reports[0][2]
    assert 0 < int(asked[0]["params"][0]["toBlock"], 16) == first < head
    assert [reached for _, reached, _ in reports] == [first, head]


def test_nonsense(traded: Traded, tmp_path: Path) -> None:
    """Something else than a node answers there."""

    def nonsense(question: Json, _answer: Json) -> Json:
        return {"jsonrpc": "2.0", "id": question["id"], "error": {"code": 1, "message": "I make tea"}}

    with between(traded.devnet.node, nonsense) as url, pytest.raises(NodeDown, match=r"cannot answer: .*I make tea"):
        follower(environment(traded.devnet, tmp_path, node=url))


def test_chain_replaced_while_its_logs_are_fetched(devnet: Devnet, tmp_path: Path) -> None:
    """The logs are of blocks that are gone a moment later: none of them is kept."""
    traffic = Traffic(devnet, 5)
    traffic.run(20)
    replaced = []

    def replace(question: Json, answer: Json) -> Json:
        if question["method"] == "eth_getLogs" and not replaced:
            replaced.append(True)
            devnet.node.rpc("anvil_reorg", 6, [])
        return answer

    with between(devnet.node, replace) as url:
        settings = environment(devnet, tmp_path, node=url)
        follower(settings).catch_up()
    assert replaced
    assert differences(dump(settings), backfill(devnet, tmp_path / "fresh")) == []


def test_node_that_comes_back(devnet: Devnet, tmp_path: Path) -> None:
    """The index says that the node is gone, waits, and goes on."""
    down = threading.Event()

    def silence(question: Json, answer: Json) -> Json:
        error = {"jsonrpc": "2.0", "id": question["id"], "error": {"code": -32000, "message": "starting"}}
        return error if down.is_set() else answer

    with between(devnet.node, silence) as url:
        running = start(environment(devnet, tmp_path, node=url))
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith("index: ")
        down.set()
        assert "cannot answer" in running.stderr.readline()
        down.clear()
        assert running.stderr.readline() == "index: it goes on again.\n"
        running.terminate()
        assert running.wait(timeout=120) == 0


def test_told_to_stop_while_a_node_is_silent(devnet: Devnet, tmp_path: Path) -> None:
    """It waits for its question's end, which is 10 seconds at most, and stops as told."""
    silent, asked, over = threading.Event(), threading.Event(), threading.Event()

    def keep_waiting(_question: Json, answer: Json) -> Json:
        if silent.is_set():
            asked.set()
            over.wait(60)
        return answer

    with between(devnet.node, keep_waiting) as url:
        running = start(environment(devnet, tmp_path, node=url))
        assert running.stdout is not None
        assert running.stdout.readline().startswith("index: ")
        silent.set()
        assert asked.wait(30)
        running.terminate()
        assert running.wait(timeout=30) == 0
        over.set()


def test_answers_that_make_no_sense(traded: Traded, tmp_path: Path) -> None:
    """Whatever else than blocks, numbers and logs comes back: the node is down, and nothing crashes."""
    nothing: list[Json] = [{}, {"result": "0x"}, {"result": 7}, {"result": {"number": []}}]
    said: list[Json] = [{}]

    def nonsense(question: Json, _answer: Json) -> Json:
        return {"id": question["id"], **said[0]}

    with between(traded.devnet.node, nonsense) as url:
        chain = Chain(url, traded.chain.book)
        questions: list[Callable[[], Any]] = [
            lambda: chain.verify(afresh=True),
            chain.head,
            chain.now,
            chain.accounts,
            lambda: chain.headers([1]),
            lambda: chain.logs(0, 1),
            lambda: chain.stock("0x" + "00" * 32),
            lambda: chain.record("0x" + "00" * 32),
        ]
        for said[0] in nothing:
            for ask in questions:
                with pytest.raises(NodeDown):
                    ask()


def test_a_nodes_key_is_not_told(traded: Traded) -> None:
    """Everybody may read what is wrong with the node; its address may hold the operator's key."""

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_error(429)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    with pytest.raises(NodeDown) as refused:
        Chain(f"http://me:word@{place}/v3/key?token=key", traded.chain.book).head()
    server.shutdown()
    server.server_close()
    assert str(refused.value) == f"The node at http://{place} cannot answer: it says 429."
