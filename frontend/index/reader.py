"""A process that fetches and decodes, so that another may fold and write meanwhile: two cores share the work.

It is split off while the index has neither threads nor connections, and ends with it, however that ends.
"""

import os
import signal
import threading
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection

from frontend.chain import Chain, Header, NodeDown
from frontend.config import AddressBook
from frontend.index.events import UnknownLog
from frontend.index.fetching import Fetched, ReaderEnded, Reorganised, Source

Answer = Fetched | Reorganised | NodeDown | UnknownLog


class InProcess:
    """Fetches in a process of its own, from the node at `url`; see Ahead. Raises ReaderEnded where that has died."""

    def __init__(self, url: str, book: AddressBook) -> None:
        splitting = get_context("fork")
        self._here, there = splitting.Pipe()
        self._process = splitting.Process(target=_serve, args=(self._here, there, url, book), daemon=True)
        self._process.start()
        there.close()
        self._begun = False

    def begin(self, before: Header, head: Header) -> None:
        """As Ahead says."""
        if self._begun:
            self._answer()
        try:
            self._here.send((before, head))
        except OSError:
            raise ReaderEnded from None
        self._begun = True

    def take(self) -> Fetched:
        """As Ahead says."""
        answer = self._answer()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        """As Ahead says."""
        self._here.close()
        self._process.terminate()
        self._process.join()

    def _answer(self) -> Answer:
        self._begun = False
        try:
            answer: Answer = self._here.recv()
        except (EOFError, OSError):
            raise ReaderEnded from None
        return answer


def _serve(other: Connection, questions: Connection, url: str, book: AddressBook) -> None:
    """Answers until nobody is there to ask."""
    other.close()  # or else it would never hear of the other's end
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asks will say when it is over
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    source = Source(Chain(url, book))
    while True:
        try:
            before, head = questions.recv()
        except (EOFError, OSError):
            return
        answer = _fetched(source, before, head)
        try:
            questions.send(answer)
        except OSError:
            return


def _end_with_parent() -> None:
    """Ends this process with the one that asks, even while it waits for a node that does not answer."""
    asking = parent_process()
    assert asking is not None
    asking.join()
    os._exit(0)


def _fetched(source: Source, before: Header, head: Header) -> Answer:
    try:
        return source.fetch(before, head)
    except (Reorganised, NodeDown, UnknownLog) as told:
        return told
