"""The way back: forgetting every event after a block, and computing anew what those events had changed."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from frontend.index import daily, deeds, documents, earnings, evidence, figures, money, points, projection, sales
from frontend.index.bulk import Row, add, change, events_about, load
from frontend.index.credit import writing as credit
from frontend.index.provenance import rewinding
from frontend.index.reviews import writing as reviews
from frontend.index.schema import credits, events, ledger, offers, orders, position, profiles
from frontend.index.search_tables import search
from frontend.index.vouching import writing as claims
from frontend.index.writer import OFFER_CHANGES, ORDER_CHANGES, credit_rows
from frontend.trusted import Trusted


def rewind(db: Connection, ancestor: int, trusted: Trusted) -> None:
    """Makes the index what it was after the block `ancestor`; the cursor is the caller's."""
    gone = position(ancestor + 1, 0)
    named = documents.named_from(db, gone)
    lost = db.execute(select(events.c.subject, events.c.other).where(events.c.position >= gone)).all()
    touched = {place for row in lost for place in row if place is not None and place < gone}
    unpaid, unbalanced = _rows_after(db, orders, gone), _rows_after(db, ledger, gone)
    daily.take_back(db, gone)
    earnings.take_back(db, gone, unbalanced)
    evidence.take_back(db, gone)
    points.take_back(db, gone)
    credit.take_back(db, gone)
    rewinding.take_back(db, gone)
    reviews.take_back(db, gone, trusted, claims.take_back(db, gone))
    for table in (events, orders, offers, ledger, profiles, search):
        db.execute(delete(table).where(table.c.position >= gone))
    before = load(db, orders, orders.c.position, touched)
    after = _recompute_orders(db, before)
    _recompute_offers(db, touched - {order["position"] for order in before}, _units_moved(before + unpaid, after))
    figures.replace(db, before + unpaid, after)
    deeds.replace(db, before + unpaid, after)
    sales.replace(db, before + unpaid, after)
    _recompute_credits(db, {money.credit_key(row) for row in unbalanced})
    documents.forget_unnamed(db, named)


def _recompute_orders(db: Connection, old: list[Row]) -> list[Row]:
    """These orders, from what is left of their events."""
    terms = {row["position"]: row for row in load(db, offers, offers.c.position, {order["offer"] for order in old})}
    offer_of = {order["id"]: terms[order["offer"]] for order in old}
    lent = {order["id"]: order["lent"] for order in old}
    loyalties = points.known(db)
    rows: dict[str, Row] = {}
    for event in events_about(db, {order["position"] for order in old}):
        order_id = projection.order_of(event)
        if event.name == "OrderPaid":
            rows[order_id] = projection.paid(event, offer_of[order_id], loyalties, lent[order_id])
        else:
            projection.advance(rows[order_id], event)
    change(db, orders, list(rows.values()), ORDER_CHANGES)
    return list(rows.values())


def _units_moved(before: list[Row], after: list[Row]) -> Counter[int]:
    """By how many units more each offer is sold than before, by the offer's position."""
    moved: Counter[int] = Counter()
    for rows, sign in ((before, -1), (after, 1)):
        for order in rows:
            moved[order["offer"]] += sign * projection.units(order)
    return moved


def _recompute_offers(db: Connection, touched: set[int], moved: Counter[int]) -> None:
    """Offers' terms from what is left of their events, and what is sold of them."""
    rows = {offer["position"]: offer for offer in load(db, offers, offers.c.position, touched | moved.keys())}
    sold = {place: offer["sold"] + moved[place] for place, offer in rows.items()}
    ids = {offer["id"]: place for place, offer in rows.items()}
    for event in events_about(db, set(rows)):
        for offer_id in projection.offers_of(event):
            if event.name == "OfferPublished":
                rows[ids[offer_id]] = projection.published(event)
            elif offer_id in ids:  # the other side of a revision may be untouched
                projection.change_offer(rows[ids[offer_id]], event)
    for place, offer in rows.items():
        projection.set_stock(offer, offer["cap"], sold[place])
    change(db, offers, list(rows.values()), OFFER_CHANGES)


def _recompute_credits(db: Connection, keys: set[money.CreditKey]) -> None:
    """These credits, from what is left of the ledger."""
    for account, key, currency in keys:
        left = select(ledger).where(*_at(ledger, account, key, currency)).order_by(ledger.c.position)
        rows = [dict(row) for row in db.execute(left).mappings()]
        db.execute(delete(credits).where(*_at(credits, account, key, currency)))
        add(db, credits, credit_rows(money.fold_credits(rows)))


def _rows_after(db: Connection, table: Table, gone: int) -> list[Row]:
    return [dict(row) for row in db.execute(select(table).where(table.c.position >= gone)).mappings()]


def _at(table: Table, account: str, key: str, currency: str) -> tuple[Any, ...]:
    return table.c.account == account, table.c.key == key, table.c.currency == currency
