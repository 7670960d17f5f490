"""Following the chain: writes ranges of events, and goes back where the chain did."""

from collections.abc import Callable

from sqlalchemy import Engine, select

from frontend.chain import Chain, Header
from frontend.index import store, writer
from frontend.index.fetching import Ahead, Fetched, InThread, ReaderEnded, Reorganised, Source, check, header_of
from frontend.index.reviews import weighing
from frontend.index.rewind import rewind
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import blocks, market
from frontend.index.writer import RING
from frontend.trusted import Trusted

FAR = 100  # blocks behind the head, from which on another process may help

Progress = Callable[[int, int, int], None]


class Follower:
    """Keeps a database equal to what a node's chain says. Used by one process at a time.

    `reader` fetches where there is much to fetch, for as long as it lives; the caller closes it.
    """

    def __init__(
        self, chain: Chain, engine: Engine, trusted: Trusted | None = None, reader: Ahead | None = None
    ) -> None:
        self._chain = chain
        self._engine = engine
        self._trusted = trusted or Trusted()
        self._source = Source(chain)
        self._reader = reader
        self.indexed = 0  # events since the start

    def prepare(self, rebuild: bool = False) -> None:
        """Makes the tables where they are missing; raises Refused, WrongChain and NodeDown."""
        self._chain.verify()
        store.prepare(self._engine, self._chain.book, self._chain.credit_parameters(), self._origin(), rebuild)
        with store.writing(self._engine) as db:
            weighing.renew(db, self._trusted)

    def catch_up(self, progress: Progress | None = None) -> Header:
        """Follows up to the latest block, which it returns. `progress` is told first, reached and latest block."""
        ahead = InThread(self._source)
        try:
            while True:
                try:
                    reached = self._follow(ahead, progress)
                    self._fill_ring(reached)
                    return reached
                except Reorganised:
                    self._go_back()
                except ReaderEnded:
                    self._reader = None
        finally:
            ahead.close()

    def _follow(self, ahead: Ahead, progress: Progress | None) -> Header:
        """Writes range after range, the next being fetched while one is written."""
        reached = self._cursor()
        head = self._chain.head()
        if head.number <= reached.number:
            check(self._chain, reached)
            return reached
        if self._reader and head.number - reached.number > FAR:
            ahead = self._reader
        first = reached.number
        ahead.begin(reached, head)
        while True:
            fetched = ahead.take()
            more = fetched.last.number < head.number
            if more:
                ahead.begin(fetched.last, head)
            self._write(reached, fetched)
            reached = fetched.last
            if progress:
                progress(first, reached.number, head.number)
            if not more:
                return reached

    def _write(self, reached: Header, fetched: Fetched) -> None:
        if fetched.before.hash != reached.hash:
            raise Reorganised
        with store.writing(self._engine) as db:
            writer.Batch(db, fetched.events, self._trusted).write()
            writer.move_cursor(db, reached, fetched.last, [fetched.last])
        self.indexed += len(fetched.events)

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

    def _origin(self) -> Header:
        """The block before the market's first."""
        number = self._chain.book.start_block - 1
        return header_of(self._chain, number) if number >= 0 else Header(-1, EMPTY_HASH, EMPTY_HASH, 0)

    def _cursor(self) -> Header:
        with self._engine.connect() as db:
            row = db.execute(select(market.c.number, market.c.hash, market.c.time)).one()
        return Header(row.number, row.hash, EMPTY_HASH, row.time)
