"""A seller's record: since when he is here, what became of his orders, and these orders themselves, to be looked at."""

from dataclasses import dataclass
from statistics import median

from sqlalchemy import ColumnElement, Connection, select

from frontend.index.deeds import NOBODY, PAID_OUT, Deed, standings
from frontend.index.reading import address, checksummed, next_cursor, orders_of, place
from frontend.index.rows import Order, Page
from frontend.index.schema import block_of, events, offers, orders, profiles

LATEST = 100  # orders, of which the time to ship is told
PART = 24  # orders at a time


@dataclass(frozen=True)
class First:
    """Where an account's first step in this market stands in the chain; `time` in Unix seconds."""

    time: int
    block: int
    transaction: str


@dataclass(frozen=True)
class Standing:
    """Since when a seller is here, his orders per deed, and `time_to_ship` in seconds: the middle one of `shipped`.

    `weighted` orders brought `commission`, per currency in its smallest units, to the account that was asked for.
    """

    first: First | None
    orders: dict[Deed, int]
    weighted: int
    commission: dict[str, int]
    shipped: int
    time_to_ship: int

    def count(self, *deeds: Deed) -> int:
        """Orders of one of these deeds."""
        return sum(self.orders.get(deed, 0) for deed in deeds)

    @property
    def paid_out(self) -> int:
        """Orders of which the seller got money."""
        return self.count(*PAID_OUT)


def standing(db: Connection, seller: str, referrer: str = "") -> Standing:
    """A seller's record; `referrer` (may be empty) is the account whose commission gives weight."""
    seller, s = address(seller), standings.c
    counts = select(s.deed, s.orders).where(s.seller == seller, s.deed < Deed.WEIGHTED, s.referrer == NOBODY)
    brought = select(standings).where(s.seller == seller, s.deed == Deed.WEIGHTED, s.referrer == _referrer(referrer))
    weighted = db.execute(brought).all() if referrer else []
    times = _times_to_ship(db, seller)
    return Standing(
        first=_first(db, seller),
        orders={Deed(row.deed): row.orders for row in db.execute(counts)},
        weighted=sum(row.orders for row in weighted),
        commission={checksummed(row.currency): row.amount for row in weighted},
        shipped=len(times),
        time_to_ship=round(median(times)) if times else 0,
    )


def orders_with(db: Connection, seller: str, deed: Deed, referrer: str = "", after: str = "") -> Page[Order]:
    """A seller's orders of one deed, newest first; ValueError (one sentence) for a cursor it never gave."""
    position, before = orders.c.position, place(after)
    conditions = [orders.c.seller == address(seller), _is(deed, referrer)]
    conditions += [] if before is None else [position < before]
    query = select(orders).where(*conditions).order_by(position.desc()).limit(PART + 1)
    rows = db.execute(query).mappings().all()
    return Page(orders_of(db, rows[:PART]), next_cursor(rows, PART))


def _is(deed: Deed, referrer: str) -> ColumnElement[bool]:
    if deed is Deed.DISPUTED:
        return orders.c.disputed
    if deed is Deed.SENT:
        return orders.c.shipped_time > 0
    if deed is Deed.WEIGHTED:
        return orders.c.weighted_by == _referrer(referrer)
    return orders.c.outcome == deed


def _referrer(referrer: str) -> str:
    return address(referrer) if referrer else NOBODY


def _first(db: Connection, seller: str) -> First | None:
    """When somebody first published an offer or described himself."""
    firsts = (
        select(table.c.position).where(account == seller).order_by(table.c.position).limit(1)
        for table, account in ((offers, offers.c.seller), (profiles, profiles.c.account))
    )
    found = [first for query in firsts for first in db.execute(query).scalars()]
    if not found:
        return None
    row = db.execute(select(events.c.time, events.c.transaction).where(events.c.position == min(found))).one()
    return First(row.time, block_of(min(found)), row.transaction)


def _times_to_ship(db: Connection, seller: str) -> list[int]:
    """Seconds from payment to shipping, of those among a seller's latest orders that were sent."""
    latest = select(orders.c.time, orders.c.shipped_time).where(orders.c.seller == seller)
    rows = db.execute(latest.order_by(orders.c.position.desc()).limit(LATEST))
    return [row.shipped_time - row.time for row in rows if row.shipped_time]
