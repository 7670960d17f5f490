"""/api/v1: what the index knows, as JSON. `/api/v1/openapi.json` describes it."""

import re
from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, request

from frontend import market
from frontend.api import answers, failures, opinions_answers
from frontend.api.openapi import document
from frontend.chain import NodeDown, WrongChain
from frontend.index import history, points, queries
from frontend.index.listing import OfferFilter, Sort
from frontend.index.queries import OrderFilter
from frontend.index.related import also_bought
from frontend.index.reviews import ratings
from frontend.index.rows import Event, Page
from frontend.index.search import LONGEST
from frontend.index.standing import standing
from frontend.index.types import MAX_DIGITS
from frontend.resources import book, chain, database, settings
from frontend.web import limits
from frontend.web.urls import number_in_url
from scripts.terms import Status

bp = Blueprint("api", __name__, url_prefix="/api/v1")

failures.answer_in_words(bp)

MAX_AMOUNT = 2**256 - 1  # in smallest units
COUNTRY = re.compile(r"[A-Z]{2}")

Json = dict[str, Any]


@bp.get("/offers")
@limits.limiter.limit(limits.READS)
@limits.limiter.limit(limits.SEARCHES, exempt_when=lambda: "text" not in request.args)
def offers() -> Json:
    """Offers: those that fit a text best, or the newest, first."""
    wanted = OfferFilter(
        seller=request.args.get("seller", ""),
        currency=request.args.get("currency", ""),
        text=request.args.get("text", "")[:LONGEST],
        category=request.args.get("category", ""),
        in_stock=_flag("in_stock", True),
        ships_to=_country(),
        price_from=_amount("price_from"),
        price_to=_amount("price_to"),
    )
    found = queries.offers(database(), wanted, *part(), sort=_sort())
    return answers.page(found, [answers.offer(one) for one in found.items])


@bp.get("/offers/<offer_id>")
@limits.limiter.limit(limits.READS)
def offer(offer_id: str) -> Json:
    """One offer, and the latest of what became of its terms and stock, oldest first."""
    found = queries.offer(database(), offer_id) or abort(404, "No such offer was published here.")
    latest = queries.offer_history(database(), offer_id, limit=queries.MAX_PAGE_SIZE).items
    return answers.offer(found) | {"history": [answers.event(one) for one in reversed(latest)]}


@bp.get("/offers/<offer_id>/history")
@limits.limiter.limit(limits.READS)
def offer_history(offer_id: str) -> Json:
    """All of it, the latest first."""
    queries.offer(database(), offer_id) or abort(404, "No such offer was published here.")
    found = queries.offer_history(database(), offer_id, *part())
    return answers.page(found, [answers.event(one) for one in found.items])


@bp.get("/offers/<offer_id>/also_bought")
@limits.limiter.limit(limits.READS)
def related(offer_id: str) -> Json:
    """What buyers of an offer bought as well."""
    found = queries.offer(database(), offer_id) or abort(404, "No such offer was published here.")
    also = also_bought(database(), found)
    return {"items": [{"offer": answers.offer(one), "buyers": count} for one, count in also]}


@bp.get("/orders")
@limits.limiter.limit(limits.READS)
def orders() -> Json:
    """Orders, newest first."""
    people = ("buyer", "payer", "seller", "carrier", "arbiter", "awaited")
    wanted = OrderFilter(**{name: request.args.get(name, "") for name in people}, statuses=_statuses())
    found = queries.orders(database(), wanted, *part())
    return answers.page(found, [answers.order(one, market.now()) for one in found.items])


@bp.get("/orders/<order_id>")
@limits.limiter.limit(limits.READS)
def order(order_id: str) -> Json:
    """One order with the latest part of its timeline, and its ledger."""
    found = queries.order(database(), order_id) or abort(404, "No such order was paid here.")
    return answers.order(found, market.now()) | {
        "timeline": _timeline(history.timeline(database(), order_id)),
        "ledger": [answers.entry(one) for one in queries.ledger(database(), order_id)],
    }


@bp.get("/orders/<order_id>/timeline")
@limits.limiter.limit(limits.READS)
def timeline(order_id: str) -> Json:
    """What happened to an order, the latest first."""
    queries.order(database(), order_id) or abort(404, "No such order was paid here.")
    return _timeline(history.timeline(database(), order_id, *part()))


@bp.get("/accounts/<address>")
@limits.limiter.limit(limits.READS)
def account(address: str) -> Json:
    """An account: its profile, what waits for it in Escrow, what it has sold."""
    found = queries.account(database(), address)
    waiting = queries.credits(database(), address)
    return answers.account(found, waiting, queries.turnover(database(), address))


@bp.get("/accounts/<address>/record")
@limits.limiter.limit(limits.READS)
def record(address: str) -> Json:
    """What became of a seller's orders, weighed by the commission that `referrer` was paid, else this storefront."""
    return answers.record(standing(database(), address, request.args.get("referrer", "") or settings().account))


@bp.get("/accounts/<address>/points")
@limits.limiter.limit(limits.READS)
def points_of(address: str) -> Json:
    """What an account has of each Loyalty."""
    return {"items": [answers.points(one) for one in points.of_account(database(), address)]}


@bp.get("/accounts/<address>/points/history")
@limits.limiter.limit(limits.READS)
def points_history(address: str) -> Json:
    """What made it so, of one `loyalty` or of all, the latest first."""
    found = points.history(database(), address, request.args.get("loyalty", ""), *part())
    return answers.page(found, [answers.points_entry(one) for one in found.items])


@bp.get("/loyalties")
@limits.limiter.limit(limits.READS)
def loyalties() -> Json | tuple[Json, int]:
    """What covers the points of each Loyalty, and how many there are: as the chain says at this moment."""
    try:
        chain().verify()
        return {"items": [answers.reserve(one) for one in chain().reserves()]}
    except (NodeDown, WrongChain) as problem:
        return {"error": str(problem)}, 503


@bp.get("/statistics")
@limits.limiter.limit(limits.READS)
def statistics() -> Json:
    """The market's figures per currency, what reviews come to, and how many orders there are in each status."""
    counts = queries.count_orders(database(), OrderFilter())
    return {
        "reviews": opinions_answers.rating(ratings.of_market(database())),
        "turnover": [answers.figures(one) for one in queries.turnover(database())],
        "orders": {status.name: counts.get(status, 0) for status in Status if status},
    }


@bp.get("/health")
@limits.limiter.limit(limits.POLLS)
def health() -> Json | tuple[Json, int]:
    """How far the index is behind the chain; 503 where the node is down, another one, or nothing is indexed."""
    cursor = queries.cursor(database())
    seen = {"block": cursor.number, "hash": cursor.hash, "time": answers.moment(cursor.time)} if cursor else None
    state: Json = {
        "chain_id": book().chain_id,
        "contracts": {name: contract.address for name, contract in book().contracts.items()},
        "currencies": [asdict(currency) for currency in book().currencies.values()],
        "index": seen,
        "node": None,
        "lag": None,
        "error": None if cursor else "Nothing is indexed yet.",
    }
    try:
        chain().verify()
        head, now = chain().head(), chain().now()
    except (NodeDown, WrongChain) as problem:
        return state | {"error": str(problem)}, 503
    state["node"] = {"block": head.number, "hash": head.hash, "time": answers.moment(head.time), "now": now}
    if cursor is None:
        return state, 503
    behind = head.number - cursor.number
    return state | {"lag": {"blocks": behind, "seconds": max(now - cursor.time, 0) if behind > 0 else 0}}


@bp.get("/openapi.json")
def openapi() -> Json:
    """This description."""
    return document()


def _timeline(found: Page[Event]) -> Json:
    return answers.page(found, [answers.event(one) for one in found.items])


def part() -> tuple[str, int]:
    """Which part of a list is wanted."""
    limit = number_in_url(request.args.get("limit", str(queries.PAGE_SIZE)), 1, queries.MAX_PAGE_SIZE)
    if limit is None:
        raise ValueError(f"limit is a number from 1 to {queries.MAX_PAGE_SIZE}.")
    return request.args.get("after", ""), limit


def _amount(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > MAX_DIGITS:
        raise ValueError(f"{name} is a whole number in decimal digits.")
    return min(int(text), MAX_AMOUNT)


def _country() -> str:
    code = request.args.get("ships_to", "")
    if code and not COUNTRY.fullmatch(code):
        raise ValueError("ships_to is a country's code, two capital letters.")
    return code


def _sort() -> Sort:
    text = request.args.get("sort", Sort.BEST.value)
    if text not in [sort.value for sort in Sort]:
        raise ValueError(f"sort is one of {', '.join(sort.value for sort in Sort)}.")
    return Sort(text)


def _flag(name: str, otherwise: bool) -> bool:
    text = request.args.get(name, "true" if otherwise else "false")
    if text not in ("true", "false"):
        raise ValueError(f"{name} is true or false.")
    return text == "true"


def _statuses() -> frozenset[Status]:
    names = [name for text in request.args.getlist("status") for name in text.split(",")]
    known = {status.name: status for status in Status if status}
    if any(name not in known for name in names):
        raise ValueError(f"status is one or more of {', '.join(known)}.")
    return frozenset(known[name] for name in names)
