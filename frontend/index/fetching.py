"""Fetching ranges of logs and decoding them, each range while the one before is written."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from frontend.chain import Chain, Header, NodeDown, RangeRefused
from frontend.index.events import Decoded, Decoder

FIRST_SPAN = 50  # blocks
MAX_SPAN = 100_000  # blocks
TARGET_LOGS = 8_000  # many nodes give 10,000 at most
GATHERED = 24_000  # a transaction's worth: sums and pages of indices that several of its events change are written once
FORGIVEN_AFTER = 100  # spans after a refusal, larger ones are tried again

Log = dict[str, Any]


class Reorganised(Exception):
    """What was fetched does not continue what was indexed."""


class ReaderEnded(Exception):
    """Whoever fetched has died, and has to be done without."""


@dataclass(frozen=True)
class Fetched:
    """The events of the blocks after `before` up to and with `last`."""

    before: Header
    last: Header
    events: list[Decoded]


class Ahead(Protocol):
    """Whatever fetches the next range while something else is done."""

    def begin(self, before: Header, head: Header) -> None:
        """Begins to fetch the range after `before`; what was begun and not taken is forgotten."""

    def take(self) -> Fetched:
        """The range that was begun; raises Reorganised, NodeDown and UnknownLog."""

    def close(self) -> None:
        """Ends it."""


class Span:
    """How many blocks to ask for at once: shrinks when refused, grows when little comes back."""

    def __init__(self) -> None:
        self.blocks = FIRST_SPAN
        self._taken = 0  # the last span that was not refused
        self._ceiling = MAX_SPAN
        self._since_refusal = 0

    def shrink(self) -> None:
        """The node refused this many."""
        self._ceiling = self.blocks - 1
        self._since_refusal = 0
        self.blocks = self._taken if 0 < self._taken < self.blocks else max(self.blocks // 2, 1)

    def adapt(self, logs: int) -> None:
        """So many blocks brought so many logs. Between what is taken and what is refused, the middle is tried."""
        self._taken = self.blocks
        self._since_refusal += 1
        if self._since_refusal > FORGIVEN_AFTER:
            self._ceiling = MAX_SPAN
        wanted = 2 * self.blocks if logs < TARGET_LOGS // 2 else self.blocks * TARGET_LOGS // logs
        if self._ceiling < 2 * self.blocks:
            wanted = min(wanted, (self.blocks + self._ceiling + 1) // 2)
        self.blocks = max(min(wanted, 2 * self.blocks, self._ceiling), 1)


class Source:
    """A node's events, range by range."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._span = Span()
        book = chain.book
        self._decoder = Decoder((contract.abi for contract in book.followed), book.loyalties, book.vaults)

    def fetch(self, before: Header, head: Header) -> Fetched:
        """The next range, asked for in several where there is much in it. If the node fails meanwhile, what it gave."""
        last, events = self._asked(before, head)
        while last.number < head.number and len(events) < GATHERED - TARGET_LOGS:
            try:
                last, more = self._asked(last, head)
            except NodeDown:
                break
            events += more
        return Fetched(before, last, events)

    def _asked(self, before: Header, head: Header) -> tuple[Header, list[Decoded]]:
        """The last block of a span and its events. It is looked up before and after its logs: if it is the same, so is
        all below.
        """
        while True:
            number = min(before.number + self._span.blocks, head.number)
            last = head if number == head.number else header_of(self._chain, number)
            try:
                logs = self._chain.logs(before.number + 1, number)
            except RangeRefused as refusal:
                if number == before.number + 1:
                    raise NodeDown(f"The node refuses the logs of block {number}: {refusal}.") from None
                self._span.shrink()
                continue
            self._span.adapt(len(logs))
            check(self._chain, before)
            check(self._chain, last)
            return last, [self._decoder.decode(log) for log in self._with_times(logs)]

    def _with_times(self, logs: list[Log]) -> Sequence[Log]:
        """Logs with their block's time, asked for where the node does not tell it with them."""
        numbers = sorted({int(log["blockNumber"], 16) for log in logs if not log.get("blockTimestamp")})
        headers = {header.number: header for header in self._chain.headers(numbers) if header}
        for log in logs if headers else []:
            header = headers.get(int(log["blockNumber"], 16))
            if header and header.hash != log["blockHash"]:
                raise Reorganised
            if header:
                log["blockTimestamp"] = hex(header.time)
        return logs


class InThread:
    """Fetches in a thread of this process: while it waits for the node, the process may do something else."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._begun: Future[Fetched] | None = None

    def begin(self, before: Header, head: Header) -> None:
        """As Ahead says."""
        self._begun = self._pool.submit(self._source.fetch, before, head)

    def take(self) -> Fetched:
        """As Ahead says."""
        assert self._begun is not None, "nothing was begun"
        return self._begun.result()

    def close(self) -> None:
        """As Ahead says."""
        self._pool.shutdown()


def check(chain: Chain, known: Header) -> None:
    """Raises Reorganised where the chain no longer has a block."""
    if known.number >= 0 and header_of(chain, known.number).hash != known.hash:
        raise Reorganised


def header_of(chain: Chain, number: int) -> Header:
    """A block; raises Reorganised where the chain does not have it."""
    (header,) = chain.headers([number])
    if header is None:
        raise Reorganised
    return header
