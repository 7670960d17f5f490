"""Runs tests against contracts that are wrong: which of them fails first?

A `Crew` is a copy of the project with a worker (worker.py) in it. It tries one job at a time; two crews work side by
side. What is no verdict (a node that did not start, a test that does not exist) is an EngineError.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tools.end_with_parent import ending_with_parent
from tools.mutation.copies import Change, Copy
from tools.run_tests import ENVIRONMENT, WITH_BROWNIE

UNOPTIMIZED = {"Escrow": Change("contracts/Escrow.vy", "# pragma optimize codesize\n", "")}
PATIENCE = 900.0  # seconds for each test; some mutants never end
READY_WITHIN = 600.0  # seconds
SHORT = "/tmp"  # a node's socket lies there: its path has 107 letters at most


class EngineError(Exception):
    """No verdict came about."""


class Failure(NamedTuple):
    """A test that failed, where (setup, call or teardown), and what it said."""

    test: str
    phase: str
    words: str


class Verdict(NamedTuple):
    """What tests say of a contract: what failed, at most one unless all were asked; the seconds that each took.

    `code` is a digest of the contract's; empty where it does not compile. `ended` is false where time was up.
    """

    code: str
    failures: tuple[Failure, ...] = ()
    seconds: dict[str, float] = {}  # noqa: RUF012 (never written)
    ended: bool = True
    tried: bool = True
    words: str = ""  # the compiler's


def always(_code: str) -> bool:
    """Every code is worth a trial."""
    return True


class Crew:
    """A copy of the project in a folder, and a worker that knows some test files: paths below tests/, all of Brownie's
    folders or none."""

    def __init__(self, folder: Path, files: Sequence[str]) -> None:
        (self._brownie,) = {with_brownie(file) for file in files}
        self._copy = Copy(folder)
        self._stack = ExitStack()
        self._client, self.tests = self._start(folder, files)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, folder: Path, files: Sequence[str]) -> tuple[Connection, list[str]]:
        ours, theirs = socket.socketpair()
        scratch = self._stack.enter_context(TemporaryDirectory(prefix="handover-mutants-", dir=SHORT))
        mode = "brownie" if self._brownie else "plain"
        paths = [f"tests/{file}" for file in files]
        command = [sys.executable, "-m", "tools.mutation.worker", str(theirs.fileno()), scratch, mode, *paths]
        self._log = folder / "worker.log"
        with self._log.open("w") as log:
            process = subprocess.Popen(
                ending_with_parent(command),
                cwd=folder,
                env=ENVIRONMENT | {"PYTHONPATH": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()],
            )
        theirs.close()
        client = Connection(ours.detach())
        self._stack.callback(process.wait)
        self._stack.callback(client.close)
        return client, self._hear(client, "ready", READY_WITHIN)

    def tried(
        self,
        contract: str,
        changes: Sequence[Change],
        tests: Sequence[str],
        optimized: bool = True,
        patience: float = PATIENCE,
        to_the_end: bool = False,
        wanted: Callable[[str], bool] = always,
    ) -> Verdict:
        """What tests (`folder/test_x.py::test_y`, with or without cases) say of a contract after changes.

        `patience` is for each test, in seconds; `wanted(code)` decides whether code is worth a trial. Raises
        EngineError, and Stale for what fits no more.
        """
        more = () if optimized or contract not in UNOPTIMIZED else (UNOPTIMIZED[contract],)
        job = {"contract": contract, "tests": list(tests), "optimized": optimized, "all": to_the_end}
        with self._copy.wrong([*changes, *more]):
            self._client.send(job)
            child = self._hear(self._client, "begun", READY_WITHIN)
            try:
                return self._verdict(child, patience, wanted)
            finally:
                while "ended" not in self._told(self._client, READY_WITHIN):
                    pass  # what a child said before its time was up
                self._copy.restore(f"build/contracts/{contract}.json")

    def _verdict(self, child: int, patience: float, wanted: Callable[[str], bool]) -> Verdict:
        told = self._told(self._client, READY_WITHIN)
        if "stillborn" in told:
            return Verdict("", tried=False, words=told["stillborn"])
        code = self._only(told, "code")
        go_on = wanted(code)
        self._client.send(go_on)
        if not go_on:
            return Verdict(code, tried=False)
        told = {"begins": ""}
        while "begins" in told:
            if not self._client.poll(patience):
                kill_group(child)
                return Verdict(code, ended=False)
            told = self._told(self._client, patience)
        failures = tuple(Failure(**failure) for failure in self._only(told, "verdict"))
        return Verdict(code, failures, told["seconds"])

    def _hear(self, client: Connection, word: str, patience: float) -> Any:
        return self._only(self._told(client, patience), word)

    def _told(self, client: Connection, patience: float) -> dict[str, Any]:
        try:
            if client.poll(patience):
                told: dict[str, Any] = client.recv()
                return told
        except (EOFError, ConnectionResetError):
            pass
        raise EngineError(f"the worker is silent:\n{self._log.read_text()[-3000:]}")

    def _only(self, told: dict[str, Any], word: str) -> Any:
        if word not in told:
            raise EngineError(str(told.get("unable", f"{told} instead of {word}\n{self._log.read_text()[-3000:]}")))
        return told[word]


def kill_group(leader: int) -> None:
    """End all that a process started which leads them."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def with_brownie(file: str) -> bool:
    """Whether a test file's folder is one that talks to contracts through Brownie."""
    return file.split("/", maxsplit=1)[0] in WITH_BROWNIE


def fresh(copy: Copy, changes: Sequence[Change], tests: Sequence[str]) -> str:
    """What pytest says of tests in a copy after changes of files that are no contracts; empty if all pass.

    Raises EngineError if a test is not there, or fails before its own call.
    """
    first = with_brownie(tests[0])
    options = ["-x", "-q", "--no-header", "--tb=line", "-p", "no:cacheprovider"] + (
        [] if first else ["-p", "no:pytest-brownie"]
    )
    command = [sys.executable, "-m", "pytest", *options, *(f"tests/{test}" for test in tests)]
    environment = ENVIRONMENT | {"PYTHONPATH": str(copy.folder)}
    with copy.wrong(changes):
        done = subprocess.run(
            command, check=False, cwd=copy.folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
    if done.returncode == 0:
        return ""
    if done.returncode != 1 or "\nERROR " in done.stdout:
        raise EngineError(f"{tests[0]} did not run:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return done.stdout
