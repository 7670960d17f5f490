"""Following the chain: fetches logs in ranges of blocks, writes them, and goes back where the chain did."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from frontend.chain import Chain, Header, NodeDown, RangeRefused
from frontend.index import store, writer
from frontend.index.events import Decoded, Decoder
from frontend.index.reviews import weighing
from frontend.index.rewind import rewind
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import blocks, market
from frontend.index.writer import RING
from frontend.trusted import Trusted

FIRST_SPAN = 50  # blocks
MAX_SPAN = 100_000  # blocks
TARGET_LOGS = 8_000  # a transaction's worth; many nodes give 10,000 at most
FORGIVEN_AFTER = 100  # spans after a refusal, larger ones are tried again

Log = dict[str, Any]
Progress = Callable[[int, int, int], None]


class Reorganised(Exception):
    """What was fetched does not continue what was indexed."""


@dataclass(frozen=True)
class Fetched:
    """The events of the blocks after `before` up to and with `last`."""

    before: Header
    last: Header
    events: list[Decoded]


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


class Follower:
    """Keeps a database equal to what a node's chain says. Used by one process at a time."""

    def __init__(self, chain: Chain, engine: Engine, trusted: Trusted | None = None) -> None:
        self._chain = chain
        self._engine = engine
        self._trusted = trusted or Trusted()
        self._span = Span()
        book = chain.book
        self._decoder = Decoder((contract.abi for contract in book.followed), book.loyalties, book.vaults)
        self.indexed = 0  # events since the start

    def prepare(self, rebuild: bool = False) -> None:
        """Makes the tables where they are missing; raises Refused, WrongChain and NodeDown."""
        self._chain.verify()
        store.prepare(self._engine, self._chain.book, self._chain.credit_parameters(), self._origin(), rebuild)
        with store.writing(self._engine) as db:
            weighing.renew(db, self._trusted)

    def catch_up(self, progress: Progress | None = None) -> Header:
        """Follows up to the latest block, which it returns. `progress` is told first, reached and latest block."""
        with ThreadPoolExecutor(max_workers=1) as ahead:
            while True:
                try:
                    reached = self._follow(ahead, progress)
                    self._fill_ring(reached)
                    return reached
                except Reorganised:
                    self._go_back()

    def _follow(self, ahead: ThreadPoolExecutor, progress: Progress | None) -> Header:
        """Writes range after range, the next being fetched while one is written."""
        reached = self._cursor()
        head = self._chain.head()
        if head.number <= reached.number:
            self._check(reached)
            return reached
        first = reached.number
        fetching: Future[Fetched] = ahead.submit(self._fetch, reached, head)
        while True:
            fetched = fetching.result()
            more = fetched.last.number < head.number
            if more:
                fetching = ahead.submit(self._fetch, fetched.last, head)
            self._write(reached, fetched)
            reached = fetched.last
            if progress:
                progress(first, reached.number, head.number)
            if not more:
                return reached

    def _fetch(self, before: Header, head: Header) -> Fetched:
        """The next range. Its last block is looked up before and after its logs: if it is the same, so is all below."""
        while True:
            number = min(before.number + self._span.blocks, head.number)
            last = head if number == head.number else self._header(number)
            try:
                logs = self._chain.logs(before.number + 1, number)
            except RangeRefused as refusal:
                if number == before.number + 1:
                    raise NodeDown(f"The node refuses the logs of block {number}: {refusal}.") from None
                self._span.shrink()
                continue
            self._span.adapt(len(logs))
            self._check(before)
            self._check(last)
            return Fetched(before, last, [self._decoder.decode(log) for log in self._with_times(logs)])

    def _write(self, reached: Header, fetched: Fetched) -> None:
        if fetched.before.hash != reached.hash:
            raise Reorganised
        with store.writing(self._engine) as db:
            writer.Batch(db, fetched.events, self._trusted).write()
            writer.move_cursor(db, reached, fetched.last, [fetched.last])
        self.indexed += len(fetched.events)

    def _with_times(self, logs: list[Log]) -> list[Log]:
        """Logs with their block's time, asked for where the node does not tell it with them."""
        numbers = sorted({int(log["blockNumber"], 16) for log in logs if not log.get("blockTimestamp")})
        headers = {header.number: header for header in self._chain.headers(numbers) if header}
        for log in logs:
            header = headers.get(int(log["blockNumber"], 16))
            if header and header.hash != log["blockHash"]:
                raise Reorganised
            if header:
                log["blockTimestamp"] = hex(header.time)
        return logs

    def _fill_ring(self, reached: Header) -> None:
        """Keeps the headers of the latest blocks, each of which must be the next one's parent."""
        lowest = max(reached.number - RING + 1, self._chain.book.start_block)
        with self._engine.connect() as db:
            known = {row.number: Header(*row) for row in db.execute(select(blocks))}
        missing = [number for number in range(lowest, reached.number + 1) if number not in known]
        found = [header for header in self._chain.headers(missing) if header]
        known |= {header.number: header for header in found}
        for number in range(lowest, reached.number):
            if number not in known or known[number].hash != known[number + 1].parent:
                raise Reorganised
        if found:
            with store.writing(self._engine) as db:
                writer.keep_headers(db, found)

    def _go_back(self) -> None:
        """Rewinds to the last block that the chain still has, or to the start where that is too long ago to know."""
        self._chain.verify(afresh=True)
        with self._engine.connect() as db:
            known = [Header(*row) for row in db.execute(select(blocks).order_by(blocks.c.number.desc()))]
        current = self._chain.headers([header.number for header in known])
        common = [mine for mine, theirs in zip(known, current, strict=True) if theirs == mine]
        cursor = self._cursor()
        with store.writing(self._engine) as db:
            if common:
                rewind(db, common[0].number, self._trusted)
                writer.move_cursor(db, cursor, common[0], [])
            else:
                store.reset(db, self._origin())

    def _check(self, known: Header) -> None:
        """Raises Reorganised where the chain no longer has a block."""
        if known.number >= 0 and self._header(known.number).hash != known.hash:
            raise Reorganised

    def _header(self, number: int) -> Header:
        (header,) = self._chain.headers([number])
        if header is None:
            raise Reorganised
        return header

    def _origin(self) -> Header:
        """The block before the market's first."""
        number = self._chain.book.start_block - 1
        return self._header(number) if number >= 0 else Header(-1, EMPTY_HASH, EMPTY_HASH, 0)

    def _cursor(self) -> Header:
        with self._engine.connect() as db:
            row = db.execute(select(market.c.number, market.c.hash, market.c.time)).one()
        return Header(row.number, row.hash, EMPTY_HASH, row.time)
