"""Making typed rows out of the index's tables."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from frontend.index import money, projection
from frontend.index.bulk import event_of
from frontend.index.credit.tables import credit_entries, plans
from frontend.index.rows import Entry, Event, Offer, Order
from frontend.index.schema import IS_STEP, LOG_BITS, block_of, documents, events, ledger, offers, orders
from frontend.index.texts import is_text_of
from scripts import terms
from scripts.documents import Kind
from scripts.terms import Status

ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
HASH = re.compile(r"0x[0-9a-f]{64}")


@lru_cache(maxsize=65_536)
def checksummed(address: str) -> str:
    """An address as people see it."""
    return str(to_checksum_address(address))


def offer_query() -> Select[Any]:
    """Offers with their documents."""
    return select(offers, documents.c.body).outerjoin_from(offers, documents, is_text_of(offers.c.details, Kind.OFFER))


def offers_from(db: Connection, query: Select[Any]) -> list[Offer]:
    """The offers that a query made of `offer_query` finds."""
    return [offer_of(row) for row in db.execute(query).mappings()]


def offer_of(row: RowMapping) -> Offer:
    """A row that a query made of `offer_query` finds."""
    return Offer(
        id=row["id"],
        seller=checksummed(row["seller"]),
        currency=checksummed(row["currency"]),
        price=row["price"],
        shipping=row["shipping"],
        ship_within=row["ship_within"],
        deliver_within=row["deliver_within"],
        inspect_within=row["inspect_within"],
        carrier=checksummed(row["carrier"]),
        arbiter=checksummed(row["arbiter"]),
        commission_bps=row["commission_bps"],
        loyalty=checksummed(row["loyalty"]),
        points_bps=row["points_bps"],
        details=row["details"],
        cap=row["cap"],
        sold=row["sold"],
        published_block=block_of(row["position"]),
        published_time=row["time"],
        revised_to=row["revised_to"] or "",
        revised_from=row["revised_from"] or "",
        document=row["body"] or {},
    )


def orders_from(db: Connection, query: Select[Any]) -> list[Order]:
    """The orders that a query over the orders table finds, with their offers."""
    return orders_of(db, db.execute(query).mappings().all())


def orders_of(db: Connection, rows: Sequence[RowMapping]) -> list[Order]:
    """Rows of the orders table with their offers."""
    wanted = {row["offer"] for row in rows}
    named = db.execute(offer_query().where(offers.c.position.in_(wanted))).mappings()
    by_place = {row["position"]: offer_of(row) for row in named}
    settled = _settled(db, [row["position"] for row in rows if row["lent"]])
    return [_order(row, by_place[row["offer"]], *settled.get(row["position"], (0, 0))) for row in rows]


def events_from(db: Connection, *conditions: ColumnElement[bool]) -> list[Event]:
    """Events, oldest first."""
    query = select(events).where(*conditions).order_by(events.c.position)
    return [event_of_row(row) for row in db.execute(query).mappings()]


def event_of_row(row: RowMapping) -> Event:
    """A row of the events table."""
    return Event(
        name=row["name"],
        fields=_readable(row["fields"]),
        block=block_of(row["position"]),
        time=row["time"],
        log_index=row["position"] & ((1 << LOG_BITS) - 1),
        transaction=row["transaction"],
        loyalty=checksummed(row["loyalty"]) if row["loyalty"] else "",
        vault=checksummed(row["vault"]) if row["vault"] else "",
    )


def ledger_of(db: Connection, order_id: str) -> list[Entry]:
    """An order's ledger: what follows from its events, and what could not be sent."""
    order = db.execute(select(orders).where(orders.c.id == order_id)).mappings().first()
    if order is None:
        return []
    offer = dict(db.execute(select(offers).where(offers.c.position == order["offer"])).mappings().one())
    about = select(events).where(events.c.subject == order["position"], IS_STEP).order_by(events.c.position)
    found: list[dict[str, Any]] = []
    current: dict[str, Any] = {}
    loyalties = {order["payer"]: order["currency"]} if projection.is_through_loyalty(dict(order)) else {}
    for event in map(event_of, db.execute(about).mappings()):
        released_before = current.get("released", 0)
        if not current:
            current = projection.paid(event, offer, loyalties, order["lent"])
        else:
            projection.advance(current, event)
        found += money.entries(event, current, offer, released_before)
    unsent = select(ledger).where(ledger.c.order == order["position"], ledger.c.part == "unsent")
    found += [dict(row) for row in db.execute(unsent).mappings()]
    of_plan = select(credit_entries).where(
        credit_entries.c.order == order["position"], credit_entries.c.part != "unsent"
    )
    of_plan = of_plan.order_by(credit_entries.c.position, credit_entries.c.part)
    found += [dict(row) | {"key": None} for row in db.execute(of_plan).mappings()]
    return [entry_of(order_id, row) for row in sorted(found, key=lambda row: int(row["position"]))]


def address(text: str) -> str:
    """An address as the index has it; ValueError (one sentence) for anything else, also for a wrong checksum."""
    if not ADDRESS.fullmatch(text):
        raise ValueError("An account is 0x and 40 hex digits.")
    plain = text.lower()
    if text not in (plain, checksummed(plain)) and text[2:] != plain[2:].upper():
        raise ValueError(f"The account {text} is mistyped: its capital letters do not fit.")
    return plain


def hash_of(text: str) -> str:
    """A hash as the index has it; ValueError (one sentence) for anything else."""
    if not HASH.fullmatch(text.lower()):
        raise ValueError("An id is 0x and 64 hex digits.")
    return text.lower()


def place(cursor: str) -> int | None:
    """The position that a list's cursor stands for, None for the list's beginning; ValueError (one sentence)."""
    if not cursor:
        return None
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 18:
        raise ValueError("That is no place in this list; begin again at its start.")
    return int(cursor)


def next_cursor(rows: Sequence[RowMapping], limit: int) -> str:
    """The cursor after a part of a list, of which one more than `limit` was looked for."""
    return str(rows[limit - 1]["position"]) if len(rows) > limit else ""


def _settled(db: Connection, lent: list[int]) -> dict[int, tuple[int, int]]:
    """What a Credit passed on of what came back of orders, and what of it cut the debt, by the orders' places."""
    p = plans.c
    query = select(p.order, p.settled, p.refunded).where(p.order.in_(lent))
    return {row.order: (row.settled - row.refunded, row.refunded) for row in (db.execute(query) if lent else ())}


def _order(row: RowMapping, offer: Offer, passed_on: int, debt_back: int) -> Order:
    return Order(
        id=row["id"],
        offer=offer,
        buyer=checksummed(row["buyer"]),
        payer=checksummed(row["payer"]),
        given=row["given"],
        points=row["points"],
        lent=row["lent"],
        quantity=row["quantity"],
        referrer=checksummed(row["referrer"]),
        delivery=row["delivery"],
        salt=row["salt"],
        total=row["total"],
        status=Status(row["status"]),
        round=row["round"],
        kind=terms.Kind(row["kind"]),
        buyer_extended=row["buyer_extended"],
        seller_extended=row["seller_extended"],
        returned=row["returned"],
        deadline=row["deadline"],
        released=row["released"],
        refunded=row["refunded"],
        goodwill=row["goodwill"],
        cash_back=row["cash_back"] + passed_on,
        points_back=row["points_back"],
        debt_back=debt_back,
        paid_block=block_of(row["position"]),
        paid_time=row["time"],
        ended_time=row["ended_time"],
        shipped_time=row["shipped_time"],
        received_time=row["received_time"],
    )


def entry_of(order_id: str, row: dict[str, Any]) -> Entry:
    """A row of the ledger, with the id of its order (empty where it belongs to none)."""
    return Entry(
        order=order_id,
        part=row["part"],
        account=checksummed(row["account"]),
        currency=checksummed(row["currency"]),
        amount=row["amount"],
        key=row["key"],
        block=block_of(row["position"]),
        time=row["time"],
        log_index=row["position"] & ((1 << LOG_BITS) - 1),
    )


def _readable(fields: dict[str, Any]) -> dict[str, Any]:
    """Event fields with their addresses checksummed, down to structs and lists of these."""
    return {name: _shown(value) for name, value in fields.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return _readable(value)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return checksummed(value) if isinstance(value, str) and ADDRESS.fullmatch(value) else value
