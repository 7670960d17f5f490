"""How the API says things: amounts as decimal strings in smallest units with their currency, times twice."""

from typing import Any

from frontend import state_table
from frontend.chain import Reserve
from frontend.index.deeds import Deed
from frontend.index.points import Points, PointsEntry
from frontend.index.rows import Account, Credit, Entry, Event, Offer, Order, Page, Turnover
from frontend.index.standing import Standing
from frontend.state_table import EMPTY_ADDRESS, ROLES
from frontend.wording.moments import utc

Json = dict[str, Any]


def moment(seconds: int) -> Json | None:
    """A time; None for none."""
    if not seconds:
        return None
    return {"unix": seconds, "iso": utc(seconds).isoformat().replace("+00:00", "Z")}


def money(amount: int, currency: str) -> Json:
    return {"amount": str(amount), "currency": currency}


def account_or_none(address: str) -> str | None:
    return None if address == EMPTY_ADDRESS else address


def page(found: Page[Any], items: list[Json]) -> Json:
    return {"items": items, "next": found.next or None}


def offer(found: Offer) -> Json:
    return {
        "id": found.id,
        "seller": found.seller,
        "price": money(found.price, found.currency),
        "shipping": money(found.shipping, found.currency),
        "ship_within": found.ship_within,
        "deliver_within": found.deliver_within,
        "inspect_within": found.inspect_within,
        "carrier": account_or_none(found.carrier),
        "arbiter": account_or_none(found.arbiter),
        "commission_bps": found.commission_bps,
        "loyalty": account_or_none(found.loyalty),
        "points_bps": found.points_bps,
        "details": found.details,
        "document": found.document or None,
        "cap": str(found.cap),
        "sold": str(found.sold),
        "left": str(found.left),
        "published": {"block": found.published_block, "time": moment(found.published_time)},
        "revised_to": found.revised_to or None,
        "revised_from": found.revised_from or None,
    }


def order(found: Order, now: int) -> Json:
    """An order, and who may do what about it at `now` (Unix seconds)."""
    currency = found.offer.currency
    return {
        "id": found.id,
        "offer": offer(found.offer),
        "buyer": found.buyer,
        "payer": found.payer,
        "given": found.given,
        "quantity": str(found.quantity),
        "referrer": account_or_none(found.referrer),
        "delivery": found.delivery,
        "salt": found.salt,
        "status": found.status.name,
        "round": found.round,
        "request": found.kind.name if found.kind else None,
        "buyer_extended": found.buyer_extended,
        "seller_extended": found.seller_extended,
        "returned": found.returned,
        "total": money(found.total, currency),
        "cash": money(found.cash, currency),
        "points": money(found.points, currency),
        "lent": money(found.lent, currency),
        "released": money(found.released, currency),
        "refunded": money(found.refunded, currency),
        "held": money(found.held, currency),
        "goodwill": money(found.goodwill, currency),
        "cash_back": money(found.cash_back, currency),
        "points_back": money(found.points_back, currency),
        "debt_back": money(found.debt_back, currency),
        "paid": {"block": found.paid_block, "time": moment(found.paid_time)},
        "ended": moment(found.ended_time),
        "next": _next(found, now),
    }


def _next(found: Order, now: int) -> Json | None:
    """What is awaited, until when, who gets the money if it does not come, and what everybody may do."""
    if found.status not in state_table.OPEN:
        return None
    return {
        "role": found.awaited,
        "account": found.awaited_account,
        "deadline": moment(found.deadline),
        "default": {"to": state_table.default(found.status), "enforceable": state_table.enforceable(found, now)},
        "moves": {role: state_table.moves(found, role, now) for role in ROLES},
    }


def event(found: Event) -> Json:
    return {
        "name": found.name,
        "loyalty": found.loyalty or None,
        "vault": found.vault or None,
        "fields": _texts(found.fields),
        "block": found.block,
        "log_index": found.log_index,
        "time": moment(found.time),
        "transaction": found.transaction,
    }


def entry(found: Entry) -> Json:
    return {
        "part": found.part,
        "account": found.account,
        "money": money(found.amount, found.currency),
        "credited_under": found.key,
        "block": found.block,
        "log_index": found.log_index,
        "time": moment(found.time),
    }


def credit(found: Credit) -> Json:
    return {"key": found.key, "money": money(found.amount, found.currency), "certain": found.certain}


def points(found: Points) -> Json:
    """What an account has of one Loyalty."""
    return {
        "loyalty": found.loyalty,
        "balance": money(found.balance, found.currency),
        "ready": money(found.ready, found.currency),
        "lifetime": money(found.lifetime, found.currency),
        "unsent": [money(amount, currency) for currency, amount in found.unsent.items()],
    }


def points_entry(found: PointsEntry) -> Json:
    return {
        "kind": found.kind,
        "loyalty": found.loyalty,
        "order": found.order or None,
        "points": money(found.points, found.currency),
        "cash": money(found.cash, found.currency),
        "block": found.block,
        "log_index": found.log_index,
        "time": moment(found.time),
    }


def reserve(found: Reserve) -> Json:
    return {
        "loyalty": found.loyalty,
        "reserve": money(found.reserve, found.currency),
        "supply": money(found.supply, found.currency),
        "block": {"number": found.block.number, "hash": found.block.hash, "time": moment(found.block.time)},
    }


def account(found: Account, credits: list[Credit], turnover: list[Turnover]) -> Json:
    return {
        "address": found.address,
        "profile": found.profile or None,
        "document": found.document or None,
        "credits": [credit(one) for one in credits],
        "turnover": [figures(one) for one in turnover],
    }


def record(found: Standing) -> Json:
    """What became of a seller's orders; `weighted` are those that brought the asked referrer a commission."""
    first = found.first
    return {
        "first": first and {"block": first.block, "time": moment(first.time), "transaction": first.transaction},
        "orders": {deed.name: found.count(deed) for deed in Deed if deed < Deed.WEIGHTED},
        "weighted": {
            "orders": found.weighted,
            "commission": [money(amount, currency) for currency, amount in found.commission.items()],
        },
        "shipped": found.shipped,
        "time_to_ship": found.time_to_ship if found.shipped else None,
    }


def figures(found: Turnover) -> Json:
    sums = ("gross", "released", "refunded", "held", "goodwill")
    counts = {"currency": found.currency, "orders": found.orders, "open": found.open, "disputed": found.disputed}
    return counts | {name: str(getattr(found, name)) for name in sums}


def _texts(fields: Json) -> Json:
    """Event fields with numbers as decimal strings."""
    return {name: _text(value) for name, value in fields.items()}


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return _texts(value)
    if isinstance(value, list):
        return [_text(one) for one in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
