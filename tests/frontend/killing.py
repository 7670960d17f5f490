"""Indexes that are killed at some moment: each a process of its own, split off one that has read the code already.

That one also adopts whatever a killed index leaves behind.
"""

import ctypes
import multiprocessing
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from signal import SIGKILL, SIGSTOP

from sqlalchemy import make_url

from tests.frontend.indexing import FORKS, run

PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 60  # seconds, at most, that a killed index and all that it started take to end


@dataclass(frozen=True)
class Killed:
    """How an index was found: the last block in its database (-1 before there is one), whether a transaction was open
    that writes, and how many processes it had started, all of which have ended.
    """

    block: int
    writing: bool
    started: int


class Killer:
    """Runs indexes with these settings, whose database is SQLite, one after the other, and kills each."""

    def __init__(self, settings: dict[str, str]) -> None:
        self._here, there = FORKS.Pipe()
        self._process = FORKS.Process(target=_serve, args=(there, settings))
        self._process.start()
        there.close()

    def begin(self, seconds: float, *options: str) -> None:
        """Starts one, to be killed after so many seconds."""
        self._here.send((seconds, options))

    def killed(self) -> Killed:
        """Waits until it, and all that it started, has ended."""
        assert self._here.poll(PATIENCE), "what a killed index had started goes on"
        found: Killed = self._here.recv()
        return found

    def close(self) -> None:
        """Ends everything."""
        if self._process.is_alive():
            os.killpg(self._process.pid, SIGKILL)
        self._process.join()


def _serve(questions: Connection, settings: dict[str, str]) -> None:
    """Kills one index for each question, until nobody is there to ask."""
    os.setpgid(0, 0)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    while True:
        try:
            seconds, options = questions.recv()
        except EOFError:
            return
        questions.send(_run_and_kill(settings, seconds, options))


def _run_and_kill(settings: dict[str, str], seconds: float, options: list[str]) -> Killed:
    """It is stopped first, so that what it was doing can be looked at."""
    running = multiprocessing.get_context("fork").Process(target=run, args=(settings, *options))
    running.start()
    assert running.pid
    time.sleep(seconds)  # the moment is the test
    os.kill(running.pid, SIGSTOP)
    _, status = os.waitpid(running.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), f"it had ended by itself, with exit code {os.waitstatus_to_exitcode(status)}"
    try:
        block, writing = _seen(make_url(settings["DATABASE_URL"]).database or "")
    finally:
        running.kill()
        running.join()
    assert running.exitcode == -SIGKILL
    return Killed(block, writing, _orphans())


def _seen(database: str) -> tuple[int, bool]:
    """The block that an index has come to, and whether somebody else is writing into its database."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as db:
        try:
            (block,) = db.execute("SELECT number FROM market").fetchone()
        except sqlite3.OperationalError:  # there is no table yet, or it is just reading what another one left
            return -1, False
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as refusal:
            return block, refusal.sqlite_errorcode == sqlite3.SQLITE_BUSY
        return block, False


def _orphans() -> int:
    """Waits until all that was adopted has ended, and counts it."""
    count = 0
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return count
        count += 1
