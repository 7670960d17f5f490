"""Questions to the index. Each takes an open connection and answers from one consistent state.

Ids and accounts may be given in any case; what is none of either raises ValueError (one sentence).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, and_, func, literal, or_, select

from frontend.index import schema as table
from frontend.index.figures import EVERYBODY, figures
from frontend.index.listing import OfferFilter, Sort, listings_listed, offers_listed
from frontend.index.provenance import kinds as of_goods
from frontend.index.provenance import tables as goods
from frontend.index.reading import (
    address,
    checksummed,
    event_of_row,
    hash_of,
    ledger_of,
    next_cursor,
    offer_query,
    offers_from,
    orders_of,
    place,
)
from frontend.index.reviews import kinds as of_reviews
from frontend.index.rows import EMPTY_HASH, Account, Credit, Cursor, Entry, Event, Offer, Order, Page, Turnover
from frontend.index.texts import is_text_of
from frontend.index.variants import Listing
from frontend.index.vouching import kinds as of_claims
from frontend.state_table import OPEN
from scripts.documents import Kind
from scripts.terms import Status

PLACES = of_goods.PLACES | of_claims.PLACES | of_reviews.PLACES  # of what events name
PAGE_SIZE = 24
MAX_PAGE_SIZE = 100
MOST_CATEGORIES = 60
MOST_SELLERS = 60
REVISIONS = 20  # of an offer, that are followed to the newest
QUESTIONED = (Status.AWAITING_ANSWER, Status.AWAITING_RETURN, Status.AWAITING_RETURN_CHECK, Status.AWAITING_RULING)


@dataclass(frozen=True)
class OrderFilter:
    """Which orders; empty fields do not matter. `awaited` is the account whose step is awaited.

    `giver` is the account that paid in somebody else's name.
    """

    buyer: str = ""
    payer: str = ""
    giver: str = ""
    seller: str = ""
    carrier: str = ""
    arbiter: str = ""
    awaited: str = ""
    statuses: frozenset[Status] = frozenset()


def offers(
    db: Connection, wanted: OfferFilter, after: str = "", limit: int = PAGE_SIZE, sort: Sort = Sort.BEST
) -> Page[Offer]:
    """Offers in this order; `after` is the `next` of the page before.

    ValueError (one sentence) for a cursor it never gave, and for prices without a currency to compare them in.
    """
    return offers_listed(db, wanted, sort, after, _sane(limit))


def listings(
    db: Connection, wanted: OfferFilter, after: str = "", limit: int = PAGE_SIZE, sort: Sort = Sort.BEST
) -> Page[Listing]:
    """The same, the variants of a listing as one."""
    return listings_listed(db, wanted, sort, after, _sane(limit))


def offer(db: Connection, offer_id: str) -> Offer | None:
    """One offer, or None where it was never published."""
    return offers_by_id(db, [offer_id]).get(hash_of(offer_id))


def newest(db: Connection, old: Offer) -> Offer | None:
    """What the seller put in an offer's place, after all its revisions; None for nothing, or where that never ends."""
    found = offer(db, old.revised_to) if old.revised_to else None
    for _ in range(REVISIONS):
        if found is None or not found.revised_to:
            return found
        found = offer(db, found.revised_to)
    return None


def offers_by_id(db: Connection, offer_ids: list[str]) -> dict[str, Offer]:
    """Several offers at once, by id."""
    wanted = [hash_of(offer_id) for offer_id in offer_ids]
    return {found.id: found for found in offers_from(db, offer_query().where(table.offers.c.id.in_(wanted)))}


def offer_history(db: Connection, offer_id: str, after: str = "", limit: int = PAGE_SIZE) -> Page[Event]:
    """What happened to an offer's terms and stock, latest first: published, revised (from or to), caps.

    ValueError (one sentence) for a cursor it never gave.
    """
    before, limit, e = place(after), _sane(limit), table.events.c
    place_of = select(table.offers.c.position).where(table.offers.c.id == hash_of(offer_id)).scalar_subquery()
    found: list[RowMapping] = []
    for about in (and_(e.subject == place_of, table.IS_STEP), e.other == place_of):  # each has an index of its own
        query = select(table.events).where(about, *[] if before is None else [e.position < before])
        found += db.execute(query.order_by(e.position.desc()).limit(limit + 1)).mappings()
    rows = sorted(found, key=itemgetter("position"), reverse=True)[: limit + 1]
    return Page([event_of_row(row) for row in rows[:limit]], next_cursor(rows, limit))


def categories(db: Connection, seller: str = "") -> list[tuple[str, int]]:
    """The categories of the most listings in stock with their counts; anybody may invent one with an offer.

    Of one `seller`, where he is given.
    """
    offers, many = table.offers.c, func.count().label("many")
    listed = select(offers.category, offers.seller, offers.product).where(offers.in_stock, offers.category != "")
    listed = listed.where(offers.seller == address(seller)) if seller else listed
    listing = listed.distinct().subquery().c
    query = select(listing.category, many).group_by(listing.category)
    query = query.order_by(many.desc(), listing.category).limit(MOST_CATEGORIES)
    return [(row.category, row.many) for row in db.execute(query)]


def sellers(db: Connection) -> list[tuple[Account, int]]:
    """Accounts with the most listings in stock and how many, most first."""
    offers, many = table.offers.c, func.count().label("many")
    listing = select(offers.seller, offers.product).where(offers.in_stock).distinct().subquery().c
    query = select(listing.seller, many).group_by(listing.seller)
    query = query.order_by(many.desc(), listing.seller).limit(MOST_SELLERS)
    counts = [(checksummed(row.seller), row.many) for row in db.execute(query)]
    known = accounts(db, [seller for seller, _ in counts])
    return [(known[seller], count) for seller, count in counts]


def orders(db: Connection, wanted: OrderFilter, after: str = "", limit: int = PAGE_SIZE) -> Page[Order]:
    """Newest first; `after` is the `next` of the page before. ValueError (one sentence) for a cursor it never gave."""
    before, limit = place(after), _sane(limit)
    position = table.orders.c.position
    found: list[RowMapping] = []
    for one in _apart(wanted):
        query = select(table.orders).where(*_order_conditions(one), *[] if before is None else [position < before])
        found += db.execute(query.order_by(position.desc()).limit(limit + 1)).mappings()
    rows = sorted(found, key=itemgetter("position"), reverse=True)[: limit + 1]
    return Page(orders_of(db, rows[:limit]), next_cursor(rows, limit))


def order(db: Connection, order_id: str) -> Order | None:
    """One order, or None where it was never paid."""
    rows = db.execute(select(table.orders).where(table.orders.c.id == hash_of(order_id))).mappings().all()
    return orders_of(db, rows)[0] if rows else None


def count_orders(db: Connection, wanted: OrderFilter) -> dict[Status, int]:
    """How many orders a filter finds in each status; of a seller's and of everybody's the index keeps count."""
    if wanted == OrderFilter(seller=wanted.seller):
        counts: Counter[Status] = Counter()
        for row in _figures(db, wanted.seller):
            counts[Status(row.status)] += row.orders
        return dict(counts)
    query = select(table.orders.c.status, func.count().label("many")).where(*_order_conditions(wanted))
    return {Status(row.status): row.many for row in db.execute(query.group_by(table.orders.c.status))}


def ledger(db: Connection, order_id: str) -> list[Entry]:
    """Who paid and got how much of an order, oldest first."""
    return ledger_of(db, hash_of(order_id))


def credits(db: Connection, account: str) -> list[Credit]:
    """Money that waits in Escrow for an account."""
    query = select(table.credits).where(table.credits.c.account == address(account))
    return [
        Credit(checksummed(row.account), row.key, checksummed(row.currency), row.amount, row.certain)
        for row in db.execute(query.order_by(table.credits.c.currency, table.credits.c.key))
    ]


def account(db: Connection, who: str) -> Account:
    """An account with its profile, if it has described itself."""
    (found,) = accounts(db, [who]).values()
    return found


def accounts(db: Connection, addresses: list[str]) -> dict[str, Account]:
    """Several accounts at once, by (checksummed) address."""
    wanted = [address(one) for one in addresses]
    latest = select(func.max(table.profiles.c.position)).where(table.profiles.c.account.in_(wanted))
    query = select(table.profiles, table.documents.c.body).outerjoin_from(
        table.profiles, table.documents, is_text_of(table.profiles.c.document, Kind.PROFILE)
    )
    rows = db.execute(query.where(table.profiles.c.position.in_(latest.group_by(table.profiles.c.account))))
    found = {row.account: ("" if row.document == EMPTY_HASH else row.document, row.body or {}) for row in rows}
    return {checksummed(one): Account(checksummed(one), *found.get(one, ("", {}))) for one in wanted}


def turnover(db: Connection, seller: str = "") -> list[Turnover]:
    """Figures per currency, of one seller or of the whole market; orders that were cancelled count in none."""
    rows = [row for row in _figures(db, seller) if row.status != Status.CANCELLED]
    return [_turnover(currency, list(its)) for currency, its in groupby(rows, key=lambda row: str(row.currency))]


def cursor(db: Connection) -> Cursor | None:
    """Up to where the index has followed the chain; None before the first block."""
    row = db.execute(select(table.market)).first()
    return Cursor(row.number, row.hash, row.time, row.start_block) if row and row.number >= 0 else None


def still_has(db: Connection, seen: Cursor) -> bool:
    """Whether the chain did not go back behind a cursor that it had; also False where that was too long ago to know."""
    return db.execute(select(table.blocks.c.hash).where(table.blocks.c.number == seen.number)).scalar() == seen.hash


def places_of_document(db: Connection, sha256: str) -> list[str]:
    """Where a document's hash stands: offer, profile, order, picture, event, ruling (which is an event, too); of goods:
    lot, items (a block of them, which a lot's document names), report, sensor, notice; of claims: credential, notice;
    of reviews: review, reply.

    Anybody may name any hash, but in a ruling only the arbiter whom an order's two sides agreed on.
    """
    wanted = hash_of("0x" + sha256.removeprefix("0x"))
    places = {
        "offer": table.offers.c.details,
        "profile": table.profiles.c.document,
        "order": table.orders.c.delivery,
        "picture": table.pictures.c.sha256,
        "items": goods.blocks.c.sha256,
    }
    names = db.execute(select(table.events.c.name).where(table.events.c.document == wanted).distinct()).scalars().all()
    told = {PLACES.get(name, "event") for name in names} | ({"ruling"} if "OrderRuled" in names else set())
    return [*(name for name, column in places.items() if _is_there(db, column == wanted)), *sorted(told)]


def _is_there(db: Connection, condition: ColumnElement[bool]) -> bool:
    return db.execute(select(literal(1)).where(condition).limit(1)).first() is not None


def _figures(db: Connection, seller: str) -> Sequence[Row[Any]]:
    """Sums per currency and status, of a seller or (empty) of all."""
    f = figures.c
    query = select(figures).where(f.seller == (address(seller) if seller else EVERYBODY))
    return db.execute(query.order_by(f.currency, f.status)).all()


def _turnover(currency: str, rows: list[Row[Any]]) -> Turnover:
    """One currency's figures from its sums per status."""
    gross, released, refunded = (sum(getattr(row, name) for row in rows) for name in ("total", "released", "refunded"))
    return Turnover(
        currency=checksummed(currency),
        orders=sum(row.orders for row in rows),
        open=sum(row.orders for row in rows if row.status in OPEN),
        disputed=sum(row.orders for row in rows if row.status in QUESTIONED),
        gross=gross,
        released=released,
        refunded=refunded,
        held=gross - released - refunded,
        goodwill=sum(row.goodwill for row in rows),
    )


def _apart(wanted: OrderFilter) -> list[OrderFilter]:
    """A filter by nothing but statuses as one for each: so an index has each one's orders, newest first."""
    if wanted.statuses and wanted == OrderFilter(statuses=wanted.statuses):
        return [OrderFilter(statuses=frozenset({status})) for status in wanted.statuses]
    return [wanted]


def _sane(limit: int) -> int:
    return max(1, min(limit, MAX_PAGE_SIZE))


def _for_others(payer: str) -> ColumnElement[bool]:
    o = table.orders.c
    return and_(o.payer == payer, o.payer != o.buyer)  # as the partial index has it


def _order_conditions(wanted: OrderFilter) -> list[ColumnElement[bool]]:
    o = table.orders.c
    columns = {"buyer": o.buyer, "seller": o.seller, "carrier": o.carrier, "arbiter": o.arbiter, "awaited": o.awaited}
    given = {name: getattr(wanted, name) for name in columns if getattr(wanted, name)}
    conditions: list[ColumnElement[bool]] = [columns[name] == address(one) for name, one in given.items()]
    if wanted.payer:
        payer = address(wanted.payer)
        conditions.append(or_(_for_others(payer), and_(o.buyer == payer, o.given.is_(False))))
    if wanted.giver:
        conditions += [_for_others(address(wanted.giver)), o.given.is_(True)]
    if not wanted.statuses:
        return conditions
    # a sum has no index: among somebody's orders his own is the one to use
    status: ColumnElement[int] = o.status + 0 if conditions else o.status
    return [*conditions, status.in_(wanted.statuses)]
