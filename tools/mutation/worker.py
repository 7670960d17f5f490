"""A process in a copy of the project that has collected some tests and waits; for each job it forks a child.

Importing, loading the project and collecting takes as long as fifty tests: it is done once. The child compiles the
contract that is wrong, starts a node of its own and runs tests until one fails. It speaks for itself, by the socket
that it inherits: `begun`, `code` (and is answered whether to go on), `begins` with each test, then `verdict` or
`unable`; the worker says `ended` after it. See engine.py, the other end.
"""

import gc
import json
import os
import sys
import traceback
from hashlib import sha256
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from brownie.project import compiler, get_loaded_projects

from tools import anvil, brownie_compiler, brownie_network
from tools.mutation.engine import kill_group

EVM_VERSION = "cancun"  # as in brownie-config.yaml
TESTS = "tests/"
CODE_LIMIT = 60_000  # bytes: what was not optimized exceeds Ethereum's

Job = dict[str, Any]


class Stillborn(Exception):
    """What does not compile."""


def main(socket: int, folder: str, brownie: bool, files: list[str]) -> int:
    """Wait for jobs at a socket; whatever is left over is put into a folder."""
    anvil.COMMAND += f" --code-size-limit {CODE_LIMIT}"
    brownie_network.SOCKETS = folder
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", f"--basetemp={folder}/tests"]
    without = [] if brownie else ["-p", "no:pytest-brownie"]
    return pytest.main([*options, *without, *files], plugins=[Waiting(Connection(socket), brownie)])


class Waiting:
    """A plugin of pytest that runs tests when somebody asks for it."""

    def __init__(self, client: Connection, brownie: bool) -> None:
        self._client = client
        self._brownie = brownie
        self._items: list[pytest.Item] = []
        self._failures: list[pytest.TestReport] = []
        self._seconds: dict[str, float] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Take the tests away, lest Brownie connects."""
        self._items, session.items = session.items, []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> bool:
        """Fork for each job, until there are no more."""
        self._client.send({"ready": [_short(item.nodeid) for item in self._items]})
        gc.freeze()
        while (job := self._next()) is not None:
            if not (child := os.fork()):
                self._be_child(job)
            status = os.waitpid(child, 0)[1]
            kill_group(child)
            self._client.send({"ended": status})
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what failed, and how long it took."""
        if report.failed:
            self._failures.append(report)
        test = _short(report.nodeid)
        self._seconds[test] = self._seconds.get(test, 0) + report.duration

    def _next(self) -> Job | None:
        try:
            while not isinstance(job := self._client.recv(), dict):
                pass  # the answer to a child whose time was up before it heard it
        except EOFError:
            return None
        return job

    def _be_child(self, job: Job) -> None:
        os.setsid()
        try:
            self._client.send({"begun": os.getpid()})
            self._do(job)
        except BaseException:  # noqa: BLE001 (also what ends pytest: the client shall hear of it)
            self._client.send({"unable": traceback.format_exc()})
        finally:
            os._exit(0)

    def _do(self, job: Job) -> None:
        items = list(self._named(job["tests"]))
        try:
            code = self._put_in_place(job["contract"], job["optimized"]) if job["contract"] else ""
        except Stillborn as error:
            self._client.send({"stillborn": str(error)})
            return
        self._client.send({"code": code})
        if not self._client.recv():
            return
        if self._brownie:
            _connect()
        self._run(items, job["all"])
        if self._brownie:
            _check_node()
        self._client.send({"verdict": [_told(report) for report in self._failures], "seconds": self._seconds})

    def _named(self, tests: list[str]) -> list[pytest.Item]:
        """The items of tests by their names, without their cases also, in that order."""
        known: dict[str, list[pytest.Item]] = {}
        for item in self._items:
            name = _short(item.nodeid)
            known.setdefault(name, []).append(item)
            if "[" in name:
                known.setdefault(name.split("[")[0], []).append(item)
        missing = [test for test in tests if test not in known]
        if missing:
            raise LookupError(f"{missing[0]} was not collected.")
        return [item for test in tests for item in known[test]]

    def _run(self, items: list[pytest.Item], to_the_end: bool) -> None:
        """Run tests until one fails, or all."""
        for item, after in pairwise([*items, None]):
            assert item is not None
            self._client.send({"begins": _short(item.nodeid)})
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self._failures and not to_the_end:
                break
        if items and not self._brownie:
            items[0].session._setupstate.teardown_exact(None)

    def _put_in_place(self, contract: str, optimized: bool) -> str:
        """Compile what the copy's sources say now, and let the tests have it; a digest of its code."""
        given = _input(contract, optimized)
        output = _compiled(given)
        path = Path(f"build/contracts/{contract}.json")
        (build,) = compiler.generate_build_json(given, output, {"version": "0.4.3"}).values()
        if self._brownie:
            _let_brownie_have(contract, build)
        else:
            path.write_text(json.dumps(json.loads(path.read_text()) | build, default=sorted))
        return _digest(build["bytecode"])


def _input(contract: str, optimized: bool) -> dict[str, Any]:
    """A contract of the copy for the compiler."""
    path = Path(f"contracts/{contract}.vy")
    source = path.read_text()
    settings = {"evmVersion": EVM_VERSION} | ({} if optimized else {"optimize": "none"})
    return {"language": "Vyper", "sources": {path.as_posix(): {"content": source}}, "settings": settings}


def _compiled(given: dict[str, Any]) -> dict[str, Any]:
    gc.disable()
    try:
        return brownie_compiler.compile_json(given)
    except Exception as error:
        raise Stillborn(f"{type(error).__name__}: {error}") from error
    finally:
        gc.enable()


def _let_brownie_have(contract: str, build: dict[str, Any]) -> None:
    """Make the container that all fixtures know one of this code."""
    (project,) = get_loaded_projects()
    project._build._add_contract(build)
    data = project._build.get(contract)
    brownie_compiler._add_modules(data)
    project._build._add_contract(data)
    project[contract].__init__(project, data)


def _digest(bytecode: str) -> str:
    """Of code without the sum over its sources that ends it; its last two bytes say how long that is."""
    code = bytes.fromhex(bytecode.removeprefix("0x"))
    return sha256(code[: -int.from_bytes(code[-2:], "big")]).hexdigest()


def _connect() -> None:
    import brownie  # noqa: PLC0415 (its network is the project's once it is loaded)

    brownie.network.connect()


def _check_node() -> None:
    """What a test says while its node is gone is no verdict."""
    from brownie.network.web3 import web3  # noqa: PLC0415

    assert web3.provider.make_request("eth_chainId", [])["result"]


def _told(report: pytest.TestReport) -> dict[str, str]:
    crash = getattr(report.longrepr, "reprcrash", None)
    words = crash.message if crash else str(report.longrepr)
    return {"test": _short(report.nodeid), "phase": str(report.when), "words": words}


def _short(nodeid: str) -> str:
    return nodeid.removeprefix(TESTS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3] == "brownie", sys.argv[4:]))
