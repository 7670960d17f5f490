"""Everything that is public about an account, as files: amounts in human units, times in UTC."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from frontend import market
from frontend.api import answers
from frontend.index import points, queries
from frontend.index.listing import OfferFilter
from frontend.index.points import Points, PointsEntry
from frontend.index.queries import MAX_PAGE_SIZE, OrderFilter
from frontend.index.rows import Offer, Order
from frontend.orders import events, lending, opinions
from frontend.orders.writing import listed, walk
from frontend.resources import book, settings
from frontend.wording.formats import currency
from frontend.wording.language import in_words
from scripts.units import plain_amount

PEOPLE = ("buyer", "payer", "seller", "carrier", "arbiter")
SUMS = (
    *("total", "cash", "points", "lent", "released", "refunded", "held", "goodwill"),
    *("cash_back", "points_back", "debt_back"),
)
BYTE_ORDER_MARK = "\ufeff"
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what spreadsheets take for a formula, some of them also as wide characters

Row = dict[str, str]


def orders_of(db: Connection, account: str) -> Iterator[Order]:
    """Every order in which an account has a part, once each, newest first for each part."""
    for role in PEOPLE:
        for order in _all(db, OrderFilter(**{role: account}, statuses=frozenset())):
            if _parts(order, account)[0] == role:
                yield order


def as_csv(db: Connection, account: str) -> Iterator[str]:
    """A table of the orders, line by line; without the mark at its beginning spreadsheets misread Chinese."""
    written = io.StringIO()
    written.write(BYTE_ORDER_MARK)
    writer: csv.DictWriter[str] | None = None
    for order in orders_of(db, account):
        row = order_row(order, account)
        if writer is None:
            writer = csv.DictWriter(written, row.keys())
            writer.writeheader()
        writer.writerow({name: harmless(text) for name, text in row.items()})
        yield written.getvalue()
        written.seek(0)
        written.truncate()
    if writer is None:
        yield f"{BYTE_ORDER_MARK}order\r\n"


def as_json(db: Connection, account: str) -> Iterator[str]:
    """All of it: profile, money that waits, points, plans, what it lent, claims, reviews, offers, orders with their
    history."""
    found = queries.account(db, account)
    head: dict[str, Any] = {
        "account": found.address,
        "chain_id": book().chain_id,
        "storefront": settings().origin,
        "made": answers.moment(market.now()),
        "profile": found.document or None,
        "waiting_in_escrow": [
            {"amount": _human(credit.amount, credit.currency), "currency": _symbol(credit.currency), "key": credit.key}
            for credit in queries.credits(db, account)
        ],
        "points": [_points_row(one) for one in points.of_account(db, account)],
        **lending.head(db, account),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    yield ',\n "points_history": ['
    yield from listed(_points_entry(one) for one in _points_history(db, account))
    yield from lending.as_json(db, account)
    yield from opinions.as_json(db, account)
    yield '],\n "offers": ['
    yield from listed(offer_row(offer) for offer in _offers(db, account))
    yield '],\n "orders": ['
    yield from listed(_with_history(db, order, account) for order in orders_of(db, account))
    yield "]\n}\n"


def order_row(order: Order, account: str) -> Row:
    """An order with what an accountant asks for; `parts` is what the account is in it."""
    offer = order.offer
    amounts = {name: _human(getattr(order, name), offer.currency) for name in SUMS}
    return {
        "order": order.id,
        "parts": " ".join(_parts(order, account)),
        "status": order.status.name,
        "goods": " ".join(in_words(offer.document.get("title", {})).split()),
        "quantity": str(order.quantity),
        "currency": _symbol(offer.currency),
        "price": _human(offer.price, offer.currency),
        "shipping": _human(offer.shipping, offer.currency),
        **amounts,
        "paid_at": _time(order.paid_time),
        "deadline": _time(order.deadline),
        "ended_at": _time(order.ended_time),
        **{role: answers.account_or_none(order.account(role)) or "" for role in PEOPLE},
        "referrer": answers.account_or_none(order.referrer) or "",
        "offer": offer.id,
        "currency_address": offer.currency,
        "delivery_hash": order.delivery,
        "page": f"{settings().origin}/orders/{order.id}",
    }


def offer_row(offer: Offer) -> dict[str, Any]:
    """An offer as the API has it, with its amounts in human units."""
    amounts = {name: _human(getattr(offer, name), offer.currency) for name in ("price", "shipping")}
    return answers.offer(offer) | amounts | {"currency": _symbol(offer.currency), "currency_address": offer.currency}


def _points_row(one: Points) -> dict[str, Any]:
    amounts = {name: _human(getattr(one, name), one.currency) for name in ("balance", "ready", "lifetime")}
    unsent = [{"amount": _human(amount, of), "currency": _symbol(of)} for of, amount in one.unsent.items()]
    return {"loyalty": one.loyalty, "currency": _symbol(one.currency), **amounts, "unsent": unsent}


def _points_entry(one: PointsEntry) -> Row:
    amounts = {name: _human(getattr(one, name), one.currency) for name in ("points", "cash")}
    about = {"kind": one.kind, "order": one.order, "currency": _symbol(one.currency), "loyalty": one.loyalty}
    return {"time": _time(one.time), **about, **amounts}


def _with_history(db: Connection, order: Order, account: str) -> dict[str, Any]:
    return {
        **order_row(order, account),
        "timeline": [answers.event(event) for event in events.everything(db, order.id)[::-1]],
    }


def _all(db: Connection, wanted: OrderFilter) -> Iterator[Order]:
    return walk(lambda after: queries.orders(db, wanted, after, MAX_PAGE_SIZE))


def _offers(db: Connection, seller: str) -> Iterator[Offer]:
    wanted = OfferFilter(seller=seller, in_stock=False)
    return walk(lambda after: queries.offers(db, wanted, after, MAX_PAGE_SIZE))


def _points_history(db: Connection, account: str) -> Iterator[PointsEntry]:
    return walk(lambda after: points.history(db, account, after=after, limit=MAX_PAGE_SIZE))


def _parts(order: Order, account: str) -> list[str]:
    """What an account is in an order."""
    return [role for role in PEOPLE if order.account(role) == account]


def _human(amount: int, address: str) -> str:
    return plain_amount(amount, currency(address))


def _symbol(address: str) -> str:
    return currency(address).symbol


def _time(unix: int) -> str:
    said = answers.moment(unix)
    return str(said["iso"]) if said else ""


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: what merchants write may be anything."""
    return f"'{text}" if text.startswith(FORMULA) else text
