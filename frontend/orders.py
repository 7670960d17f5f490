"""A shopper's orders: one order's page, and all orders of an account."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from frontend import devnet, market, people, story
from frontend.index import queries
from frontend.index.queries import OrderFilter
from frontend.index.rows import Order
from frontend.resources import chain, database, vault
from frontend.state_table import BUYER, default, enforceable, moves
from frontend.urls import address_in_url, id_in_url
from frontend.vault.waiting import WaitingRoom
from scripts.terms import Status

bp = Blueprint("orders", __name__, url_prefix="/orders")

OFFERED = ("send_back", "cancel", "confirm", "request")  # of the buyer's verbs, those that this page has a button for


@bp.get("/<order_id>")
def page(order_id: str) -> str | tuple[str, int]:
    """One order: timeline, what happens next, what can be done."""
    wanted = id_in_url(order_id)
    order = queries.order(database(), wanted)
    if order is None:
        return _not_yet(wanted)
    now = market.now()
    people.meet({order.buyer, order.payer, order.offer.seller, order.offer.carrier, order.offer.arbiter})
    return render_template(
        "order.html",
        order=order,
        story=story.tell(order, now),
        timeline=story.timeline(order, queries.timeline(database(), wanted)),
        ledger=queries.ledger(database(), wanted),
        statuses=story.STATUSES,
        shares=story.SHARES,
        actions=actions(order, now),
        main_action=main_action(order, now),
        goes_back=_goes_back(order),
        collectable=_collectable(order),
        commands=[] if enforceable(order, now) else devnet.commands(order),
        has_details=_has_details(order),
        data={"order": words(order), "id": order.id, "goes_back": _goes_back(order)},
    )


@bp.get("/")
def mine() -> str | Response:
    """All orders of an account, by status; those that somebody else paid stand apart."""
    account = request.args.get("account", "")
    if not account:
        return render_template("connect.html")
    buyer = address_in_url(account)
    try:
        wanted = OrderFilter(buyer=buyer, statuses=_statuses())
        found = queries.orders(database(), wanted, request.args.get("after", ""))
    except ValueError:
        abort(404)
    people.meet({order.offer.seller for order in found.items})
    own = [order for order in found.items if order.payer == order.buyer]
    return render_template(
        "my_orders.html",
        buyer=people.person(buyer),
        page=found,
        own=own,
        gifts=[order for order in found.items if order.payer != order.buyer],
        counts=queries.count_orders(database(), OrderFilter(buyer=buyer)),
        chosen=_chosen(),
        statuses=story.STATUSES,
        roles=story.ROLES,
        data={"account": buyer, "address": url_for("orders.mine")},
    )


def actions(order: Order, now: int) -> list[str]:
    """What this page lets people do. Once the time is over anyone may do what the rules say, and the buyer better."""
    verbs = [verb for verb in OFFERED if verb in moves(order, BUYER, now)]
    if not enforceable(order, now):
        return verbs
    return ["enforce", "confirm"] if _goes_back(order) and "confirm" in verbs else ["enforce"]


def main_action(order: Order, now: int) -> str:
    """What most people come to do; empty where waiting is the thing to do."""
    if enforceable(order, now):
        return "enforce"
    if order.status == Status.AWAITING_RETURN:
        return "send_back"
    return "confirm" if order.status in (Status.AWAITING_DELIVERY, Status.AWAITING_CONFIRMATION) else ""


def words(order: Order) -> dict[str, Any]:
    """The terms with numbers as texts: whole numbers of a browser are too small for amounts."""
    terms = order.terms()
    offer = {name: str(value) for name, value in terms.pop("offer").items()}
    return {"offer": offer} | {name: str(value) for name, value in terms.items()}


def _goes_back(order: Order) -> bool:
    """Whether what is held goes back to the payer once the time is over."""
    return default(order.status) == BUYER


def _collectable(order: Order) -> int:
    """What waits for a payer who is a contract and not the buyer, under the order's key."""
    if order.payer == order.buyer or not (order.refunded or order.goodwill):
        return 0
    return chain().credit(order.payer, order.id, order.offer.currency)


def _has_details(order: Order) -> bool:
    """Whether this storefront still keeps the sealed delivery details."""
    return vault().has(order.delivery) or WaitingRoom(vault()).has(order.delivery)


def _not_yet(order_id: str) -> tuple[str, int]:
    """Paid a moment ago, or never: the chain knows before the index does."""
    if chain().record(order_id).status == Status.NONE:
        abort(404)
    return render_template("order_soon.html"), 202


def _chosen() -> Status | None:
    text = request.args.get("status", "").upper()
    return Status[text] if text in Status.__members__ and text != Status.NONE.name else None


def _statuses() -> frozenset[Status]:
    chosen = _chosen()
    return frozenset({chosen}) if chosen else frozenset()
