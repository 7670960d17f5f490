"""What a seller sold: sums kept per day, and his orders by status, time and goods.

A day is one of UTC, counted since 1970, and an order counts on the day it was paid. Cancelled orders are in the sums:
what they paid is in `gross` and in `refunded` alike.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Table,
    and_,
    func,
    or_,
    select,
)

from frontend.index import sums
from frontend.index.bulk import Row
from frontend.index.listing import OfferFilter, Sort, offers_listed
from frontend.index.reading import ADDRESS, HASH, address, checksummed, next_cursor, orders_of, place
from frontend.index.rows import Order, Page
from frontend.index.schema import events, ledger, metadata, offers, orders
from frontend.index.types import Amount, Hash
from scripts.terms import Status

DAY = 86_400
PART = 50
MOST_GOODS = 100  # offers that a search for words takes
SHORT = re.compile(r"0x([0-9a-f]{4})(?:…|\.\.\.)([0-9a-f]{4})")

# The sums of a day, per seller and currency, and per offer
sales = Table(
    "sales",
    metadata,
    Column("seller", Hash, primary_key=True),
    Column("currency", Hash, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("orders", BigInteger, nullable=False),
    Column("cancelled", BigInteger, nullable=False),
    Column("gross", Amount, nullable=False),
    Column("released", Amount, nullable=False),
    Column("refunded", Amount, nullable=False),
    Column("goodwill", Amount, nullable=False),
    sqlite_with_rowid=False,
)
offer_sales = Table(
    "offer_sales",
    metadata,
    Column("seller", Hash, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("offer", BigInteger, primary_key=True, autoincrement=False),
    Column("orders", BigInteger, nullable=False),
    Column("units", Amount, nullable=False),
    Column("gross", Amount, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Sums:
    """What the orders of one day, or of several, came to, in one currency's smallest unit."""

    orders: int = 0
    cancelled: int = 0
    gross: int = 0
    released: int = 0
    refunded: int = 0
    goodwill: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def held(self) -> int:
        """What is still in question."""
        return self.gross - self.released - self.refunded

    @property
    def returned(self) -> int:
        """What went back to payers, also afterwards."""
        return self.refunded + self.goodwill

    @property
    def net(self) -> int:
        """What is not given back."""
        return self.gross - self.returned

    @property
    def average(self) -> int:
        """The value of an order."""
        return self.gross // self.orders if self.orders else 0


@dataclass(frozen=True)
class OfferSums:
    """What was sold of one offer; cancelled orders count in none of it."""

    orders: int
    units: int
    gross: int


@dataclass(frozen=True)
class Sale:
    """An order as its seller's books have it; `transaction` is the one that paid it.

    `commission` went to whoever brought the sale, `points` to the buyer.
    """

    order: Order
    transaction: str
    commission: int
    points: int

    @property
    def returned(self) -> int:
        """What went back to the payer, also afterwards."""
        return self.order.refunded + self.order.goodwill

    @property
    def net(self) -> int:
        """What the seller has of it; negative where he paid more back than he got."""
        return self.order.released - self.commission - self.points - self.order.goodwill


@dataclass(frozen=True)
class SalesFilter:
    """Which orders of a seller; empty fields do not matter. Times in Unix seconds, the first included.

    `text` is an order's id, a buyer's account, either of them as pages shorten it, or words of what was sold.
    """

    statuses: frozenset[Status] = frozenset()
    since: int = 0
    before: int = 0
    text: str = ""


def replace(db: Connection, before: Iterable[Row], after: Iterable[Row]) -> None:
    """Takes orders as they were out of the sums, and puts them in as they are."""
    days: defaultdict[sums.Key, list[int]] = defaultdict(lambda: [0] * 6)
    goods: defaultdict[sums.Key, list[int]] = defaultdict(lambda: [0] * 3)
    for rows, sign in ((before, -1), (after, 1)):
        for order in rows:
            seller, day, total = order["seller"], order["time"] // DAY, sign * order["total"]
            cancelled = order["status"] == Status.CANCELLED
            mine = days[seller, order["currency"], day]
            mine[0] += sign
            mine[1] += sign * cancelled
            mine[2] += total
            mine[3] += sign * order["released"]
            mine[4] += sign * order["refunded"]
            mine[5] += sign * order["goodwill"]
            sold = goods[seller, day, order["offer"]]
            if not cancelled:
                sold[0] += sign
                sold[1] += sign * order["quantity"]
                sold[2] += total
    sums.add(db, sales, {key: tuple(change) for key, change in days.items()})
    sums.add(db, offer_sales, {key: tuple(change) for key, change in goods.items()})


def days(db: Connection, seller: str, first: int, last: int) -> dict[str, dict[int, Sums]]:
    """A seller's sums by currency and day, for the days in which there were orders."""
    s = sales.c
    query = select(sales).where(s.seller == address(seller), s.day.between(first, last)).order_by(s.currency, s.day)
    found: dict[str, dict[int, Sums]] = {}
    for row in db.execute(query):
        one = Sums(row.orders, row.cancelled, row.gross, row.released, row.refunded, row.goodwill)
        found.setdefault(checksummed(row.currency), {})[row.day] = one
    return found


def by_offer(db: Connection, seller: str, first: int, last: int) -> dict[str, OfferSums]:
    """What was sold of each of a seller's offers in these days, by the offer's id."""
    s = offer_sales.c
    query = select(offers.c.id, s.orders, s.units, s.gross).join_from(offer_sales, offers, offers.c.position == s.offer)
    found: dict[str, OfferSums] = {}
    for row in db.execute(query.where(s.seller == address(seller), s.day.between(first, last))):
        known = found.get(row.id, OfferSums(0, 0, 0))
        found[row.id] = OfferSums(known.orders + row.orders, known.units + row.units, known.gross + row.gross)
    return found


def due(db: Connection, seller: str, limit: int = PART) -> list[Order]:
    """The orders in which this seller's step is awaited, what is due first at the top."""
    o = orders.c
    query = select(orders).where(o.awaited == address(seller), o.seller == address(seller))
    return orders_of(db, db.execute(query.order_by(o.deadline, o.position).limit(limit)).mappings().all())


def listed(db: Connection, seller: str, wanted: SalesFilter, after: str = "", limit: int = PART) -> Page[Sale]:
    """Newest first; `after` is the `next` of the part before. ValueError (one sentence) for a cursor it never gave."""
    o, before = orders.c, place(after)
    conditions = [o.seller == address(seller), *_conditions(db, seller, wanted)]
    conditions += [] if before is None else [o.position < before]
    query = select(orders).where(*conditions).order_by(o.position.desc()).limit(limit + 1)
    rows = db.execute(query).mappings().all()
    return Page(_sales(db, rows[:limit]), next_cursor(rows, limit))


def position_at(db: Connection, time: int) -> int:
    """The position of the first order that was paid then or later; beyond the last one where there is none.

    Times rise with positions, so the place is found by halving, without an index of times.
    """
    o = orders.c
    low, high = 0, (db.execute(select(func.max(o.position))).scalar() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = db.execute(select(o.position, o.time).where(o.position >= middle).order_by(o.position).limit(1)).first()
        if row is None or row.time >= time:
            high = middle
        else:
            low = row.position + 1
    return low


def _conditions(db: Connection, seller: str, wanted: SalesFilter) -> list[ColumnElement[bool]]:
    o, text = orders.c, wanted.text.strip()
    found: list[ColumnElement[bool]] = []
    if wanted.statuses:
        found.append((o.status + 0).in_(wanted.statuses))  # a sum has no index: the seller's own is the one to use
    if wanted.since:
        found.append(o.position >= position_at(db, wanted.since))
    if wanted.before:
        found.append(o.position < position_at(db, wanted.before))
    if HASH.fullmatch(text.lower()):
        found.append(o.id == text.lower())
    elif ADDRESS.fullmatch(text):
        found.append(o.buyer == text.lower())
    elif part := SHORT.fullmatch(text.lower()):
        found.append(or_(_begins_and_ends(o.id, *part.groups()), _begins_and_ends(o.buyer, *part.groups())))
    elif text:
        found.append(o.offer.in_(_goods(db, seller, text)))
    return found


def _begins_and_ends(column: ColumnElement[Any], first: str, last: str) -> ColumnElement[bool]:
    """Whether a hash or an address is one that pages show as 0x1234…abcd."""
    ends = [func.substr(column, 1, 2, type_=Hash()), func.substr(column, func.length(column) - 1, 2, type_=Hash())]
    return and_(*(end == f"0x{digits}" for end, digits in zip(ends, (first, last), strict=True)))


def _goods(db: Connection, seller: str, text: str) -> list[int]:
    """The positions of a seller's offers that have all of these words, the best first."""
    named = OfferFilter(seller=seller, text=text, in_stock=False, strict=True)
    ids = [offer.id for offer in offers_listed(db, named, Sort.BEST, "", MOST_GOODS).items]
    return list(db.execute(select(offers.c.position).where(offers.c.id.in_(ids))).scalars())


def _sales(db: Connection, rows: Sequence[RowMapping]) -> list[Sale]:
    places = [row["position"] for row in rows]
    paid = select(events.c.position, events.c.transaction).where(events.c.position.in_(places))
    transactions = {row.position: row.transaction for row in db.execute(paid)}
    shares: Counter[tuple[int, str]] = Counter()
    shared = ledger.c.order.in_(places), ledger.c.part.in_(("commission", "points"))
    for row in db.execute(select(ledger.c.order, ledger.c.part, ledger.c.amount).where(*shared)):
        shares[row.order, row.part] += row.amount
    found = zip(orders_of(db, rows), places, strict=True)
    return [Sale(order, transactions[at], shares[at, "commission"], shares[at, "points"]) for order, at in found]
