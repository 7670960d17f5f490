"""Writing a batch of events and all that follows from them, in the caller's transaction."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, or_, update

from frontend.chain import Header
from frontend.index import deeds, earnings, evidence, figures, money, points, projection, sales, searchable
from frontend.index.bulk import Row, add, change_what_differs, drop_keys, load, load_keys, put
from frontend.index.credit.writing import Credits
from frontend.index.daily import Tally
from frontend.index.events import Decoded
from frontend.index.provenance import kinds
from frontend.index.provenance.writing import Goods
from frontend.index.reviews import kinds as of_reviews
from frontend.index.reviews import listings, weighing
from frontend.index.reviews.writing import Reviews
from frontend.index.rows import EMPTY_HASH
from frontend.index.schema import blocks, credits, events, ledger, market, offers, orders, profiles
from frontend.index.texts import texts_of
from frontend.index.vouching import kinds as of_claims
from frontend.index.vouching.writing import Claims, taken_back_from
from frontend.trusted import Trusted
from scripts.documents import Kind

RING = 128  # latest blocks whose hashes are kept

# What may change once a row is there
OFFER_CHANGES = ("cap", "sold", "in_stock", "revised_to", "revised_from")
ORDER_CHANGES = (
    *("status", "round", "kind", "buyer_extended", "seller_extended", "returned", "deadline"),
    *("released", "refunded", "goodwill", "cash_back", "points_back", "ended_time", "awaited"),
    *("shipped_time", "received_time", "attested", "disputed", "outcome", "weighted_by"),
)


class CursorMoved(Exception):
    """Another process has written to the index since it was read. One sentence."""


class Batch:
    """Folds events, oldest first, into the rows they change, and writes them.

    Reviews weigh by whom `trusted` believes; without it, nobody.
    """

    def __init__(self, db: Connection, batch: Sequence[Decoded], trusted: Trusted | None = None) -> None:
        self._db = db
        self._events = batch
        self._trusted = trusted or Trusted()
        order_ids, offer_ids = projection.named(batch)
        self._orders = {row["id"]: row for row in load(db, orders, orders.c.id, order_ids)}
        self._offers = {row["id"]: row for row in load(db, offers, offers.c.id, offer_ids)}
        needed = {row["offer"] for row in self._orders.values()} - {row["position"] for row in self._offers.values()}
        self._offers |= {row["id"]: row for row in load(db, offers, offers.c.position, needed)}
        self._offers_at = {row["position"]: row for row in self._offers.values()}
        self._orders_before = [dict(row) for row in self._orders.values()]
        self._before = {row["position"]: row for row in self._orders_before}
        self._before |= {place: dict(row) for place, row in self._offers_at.items()}
        self._touched_orders: dict[int, Row] = {}
        self._touched_offers: dict[int, Row] = {}
        self._event_rows: list[Row] = []
        self._profiles: list[Row] = []
        self._ledger: list[Row] = []
        self._papers: list[Row] = []
        self._loyalties = points.Known(points.known(db))
        self._points: list[Row] = []
        self._credits = Credits(db, batch)
        self._goods = Goods(db, batch)
        self._claims = Claims(db, batch)
        self._reviews = Reviews(db, self._trusted)
        self._tally = Tally()
        self._paying: tuple[str, int | None] = ("", None)  # the transaction and the order whose payouts may follow

    def write(self) -> None:
        """Writes the events and all that follows from them."""
        for event in self._events:
            self._fold(event)
        add(self._db, events, self._event_rows)
        new = [row for place, row in self._touched_offers.items() if place not in self._before]
        self._categorise(new)
        for table, rows, columns in (
            (offers, self._touched_offers, OFFER_CHANGES),
            (orders, self._touched_orders, ORDER_CHANGES),
        ):
            add(self._db, table, [row for place, row in rows.items() if place not in self._before])
            changed = [row for place, row in rows.items() if place in self._before]
            change_what_differs(self._db, table, self._before, changed, columns)
        searchable.add_offers(self._db, new)
        listings.take_in(self._db, new)
        figures.replace(self._db, self._orders_before, self._touched_orders.values())
        deeds.replace(self._db, self._orders_before, self._touched_orders.values())
        sales.replace(self._db, self._orders_before, self._touched_orders.values())
        self._tally.write(self._db)
        add(self._db, profiles, self._profiles)
        evidence.note(self._db, self._papers)
        add(self._db, ledger, self._ledger)
        _add_credits(self._db, self._ledger)
        points.note(self._db, self._points)
        self._credits.write()
        self._goods.write()
        paid = [order for place, order in self._touched_orders.items() if place not in self._before]
        earnings.note(self._db, paid, self._ledger)
        self._claims.write()
        weighing.weigh_less(self._db, self._trusted, taken_back_from(self._events))
        self._reviews.write()

    def _categorise(self, new: list[Row]) -> None:
        """Sets categories and products of new offers whose texts were there before."""
        known = texts_of(self._db, {offer["details"] for offer in new}, Kind.OFFER)
        kind_of = {sha256: (text["category"], text["product"] or None) for sha256, text in known.items()}
        for offer in new:
            offer["category"], offer["product"] = kind_of.get(offer["details"], ("", None))

    def _fold(self, event: Decoded) -> None:
        subject = other = None
        order_id = projection.order_of(event)
        if event.vault:
            self._credits.fold(event)
        elif order_id:
            subject = self._fold_order(order_id, event)
        elif event.name in kinds.NAMES:
            self._goods.fold(event)
        elif event.name in of_claims.NAMES:
            self._claims.fold(event)
        elif event.name in of_reviews.NAMES:
            self._reviews.fold(event)
        elif event.name == "ProfileDescribed":
            self._profiles.append({"position": event.position, **event.fields})
        elif offer_ids := projection.offers_of(event):
            *others, subject = [self._fold_offer(offer_id, event) for offer_id in offer_ids]
            other = others[0] if others else None
            if others:
                projection.continue_line(event, *(self._offers[offer_id] for offer_id in offer_ids))
        elif event.loyalty:
            self._points += self._loyalties.of_loyalty(event)
        else:
            transaction, order = self._paying
            self._ledger += money.payout_entries(event, order if transaction == event.transaction else None)
        self._event_rows.append(_event_row(event, subject, other))

    def _fold_offer(self, offer_id: str, event: Decoded) -> int:
        if event.name == "OfferPublished":
            offer = projection.published(event)
            self._offers[offer_id] = self._offers_at[event.position] = offer
        else:
            offer = self._offers[offer_id]
            projection.change_offer(offer, event)
        self._touched_offers[offer["position"]] = offer
        return int(offer["position"])

    def _fold_order(self, order_id: str, event: Decoded) -> int:
        moved: list[Row] = []
        if event.name == "OrderPaid":
            offer = self._offers[event.fields["offer_id"]]
            order = self._orders[order_id] = self._paid(event, offer)
            units_before = 0
        else:
            order = self._orders[order_id]
            offer = self._offers_at[order["offer"]]
            released_before, units_before = order["released"], projection.units(order)
            projection.advance(order, event)
            if money.credits_somebody(event, order, offer):
                moved = money.entries(event, order, offer, released_before)
                self._ledger += [entry for entry in moved if entry["key"]]
        place = int(order["position"])
        self._touched_orders[place] = order
        self._paying = (event.transaction, place)
        self._tally.count(event, order)
        self._papers += evidence.rows_of(event, order)
        self._points += self._loyalties.of_order(event, order, moved)
        taken = projection.units(order) - units_before
        if taken:
            projection.set_stock(offer, offer["cap"], offer["sold"] + taken)
            self._touched_offers[offer["position"]] = offer
        return place

    def _paid(self, event: Decoded, offer: Row) -> Row:
        return projection.paid(event, offer, self._loyalties.currency_of, self._credits.paid(event))


def move_cursor(db: Connection, expected: Header, reached: Header, recent: Iterable[Header]) -> None:
    """Moves the cursor on, keeping the headers of `recent` blocks; raises CursorMoved."""
    moved = db.execute(
        update(market)
        .where(market.c.number == expected.number, market.c.hash == expected.hash)
        .values(number=reached.number, hash=reached.hash, time=reached.time)
    )
    if moved.rowcount != 1:
        raise CursorMoved("Another process has moved this index; only one may follow the chain.")
    keep_headers(db, recent)
    db.execute(delete(blocks).where(or_(blocks.c.number <= reached.number - RING, blocks.c.number > reached.number)))


def keep_headers(db: Connection, headers: Iterable[Header]) -> None:
    """Keeps the hashes of blocks, to find a common ancestor by."""
    put(db, blocks, [vars(header) for header in headers], ("hash", "parent", "time"))


def credit_rows(found: dict[money.CreditKey, tuple[int, bool]]) -> list[Row]:
    """Rows of credits; what was taken has none."""
    return [
        {"account": account, "key": key, "currency": currency, "amount": amount, "certain": certain}
        for (account, key, currency), (amount, certain) in found.items()
        if amount
    ]


def _add_credits(db: Connection, entries: list[Row]) -> None:
    wanted = {money.credit_key(entry) for entry in entries}
    found = {
        (row["account"], row["key"], row["currency"]): (row["amount"], row["certain"])
        for row in load_keys(db, credits, ("account", "key", "currency"), wanted)
    }
    were_there = set(found)
    for entry in entries:
        key = money.credit_key(entry)
        found[key] = money.credited(*found.get(key, (0, True)), entry)
    drop_keys(db, credits, [key for key in were_there if found[key][0] == 0])
    put(db, credits, credit_rows(found), ("amount", "certain"))


def _event_row(event: Decoded, subject: int | None, other: int | None) -> Row:
    document = event.fields.get("document", EMPTY_HASH)
    return {
        "position": event.position,
        "time": event.time,
        "transaction": event.transaction,
        "name": event.name,
        "subject": subject,
        "other": other,
        "document": None if document == EMPTY_HASH else document,
        "loyalty": event.loyalty,
        "vault": event.vault,
        "fields": event.text,
    }
