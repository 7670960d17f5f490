"""The way back: forgetting every event after a block, and computing anew what those events had changed."""

from typing import Any

from sqlalchemy import Connection, Table, delete, select

from frontend.index import money, projection
from frontend.index.bulk import Row, add, change, events_about, load
from frontend.index.schema import credits, events, ledger, offers, orders, position, profiles
from frontend.index.writer import OFFER_CHANGES, ORDER_CHANGES, credit_rows


def rewind(db: Connection, ancestor: int) -> None:
    """Makes the index what it was after the block `ancestor`; the cursor is the caller's."""
    gone = position(ancestor + 1, 0)
    lost = db.execute(select(events.c.subject, events.c.other).where(events.c.position >= gone)).all()
    unbalanced = _rows_after(db, ledger, gone)
    touched = {place for row in lost for place in row if place is not None and place < gone}
    sold = {order["offer"] for order in _rows_after(db, orders, gone)}
    for table in (events, orders, offers, ledger, profiles):
        db.execute(delete(table).where(table.c.position >= gone))
    recomputed = _recompute_orders(db, touched)
    touched_offers = (touched - recomputed.keys()) | sold | {order["offer"] for order in recomputed.values()}
    _recompute_offers(db, {place for place in touched_offers if place < gone})
    _recompute_credits(db, {money.credit_key(row) for row in unbalanced})


def _recompute_orders(db: Connection, touched: set[int]) -> dict[int, Row]:
    """The orders among these, from what is left of their events."""
    old = {order["position"]: order for order in load(db, orders, orders.c.position, touched)}
    terms = {
        offer["position"]: offer for offer in load(db, offers, offers.c.position, {o["offer"] for o in old.values()})
    }
    places = {order["id"]: place for place, order in old.items()}
    rows: dict[int, Row] = {}
    for event in events_about(db, set(old)):
        place = places[projection.order_of(event)]
        if event.name == "OrderPaid":
            rows[place] = projection.paid(event, terms[old[place]["offer"]])
        else:
            projection.advance(rows[place], event)
    change(db, orders, list(rows.values()), ORDER_CHANGES)
    return rows


def _recompute_offers(db: Connection, touched: set[int]) -> None:
    """These offers, from what is left of their events and of the orders for them."""
    rows: dict[str, Row] = {}
    for event in events_about(db, touched):
        for offer_id in projection.offers_of(event):
            if event.name == "OfferPublished":
                rows[offer_id] = projection.published(event)
            elif offer_id in rows:  # the other side of a revision may be untouched
                projection.change_offer(rows[offer_id], event)
    offers_at = {offer["position"]: offer for offer in rows.values()}
    for order in load(db, orders, orders.c.offer, offers_at):
        offer = offers_at[order["offer"]]
        projection.set_stock(offer, offer["cap"], offer["sold"] + projection.units(order))
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
