"""A shopper's orders: one order's page, and all orders of an account."""

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from frontend import devnet, market, people
from frontend.chain import NodeDown
from frontend.credit.account import due_among
from frontend.goods import fees
from frontend.index import cases, due, evidence, history, queries
from frontend.index.queries import OrderFilter
from frontend.index.reviews import waiting
from frontend.index.rows import Order, Page
from frontend.orders import consequences, events, goods, groups, letters, recalled, story, timeline
from frontend.orders.terms import words
from frontend.public import what_if
from frontend.resources import book, chain, database, settings
from frontend.reviews import writing
from frontend.state_table import BUYER, MAX_EXTENSION, OWN_DAYS, default, enforceable, moves
from frontend.web import limits
from frontend.web.urls import address_in_url, id_in_url
from frontend.wording import credit_words, evidence_words, signing_words, whose
from frontend.wording.following_words import WORDS
from frontend.wording.words import speak
from scripts.terms import Status

bp = Blueprint("orders", __name__, url_prefix="/orders")

# Of the buyer's verbs, those that this page has a button for
OFFERED = ("send_back", "cancel", "confirm", "request", "release", "dispute", "submit_evidence")
QUIET = ("extend", "submit_evidence")  # what moves no money
QUESTIONED = queries.QUESTIONED


@bp.get("/<order_id>")
def page(order_id: str) -> str | tuple[str, int]:
    """One order: timeline, what happens next, what can be done."""
    speak(WORDS | evidence_words.WORDS | signing_words.WORDS | signing_words.ORDER)
    speak(credit_words.WORDS | credit_words.REASONS)
    wanted = id_in_url(order_id)
    order = queries.order(database(), wanted)
    if order is None:
        return _not_yet(wanted)
    now = market.now()
    happened = events.part(wanted)
    people.meet({order.buyer, order.payer, order.offer.seller, order.offer.carrier, order.offer.arbiter})
    reviewing = writing.of_order(order)
    steps, written = timeline.steps(order, happened.items), letters.to_buyer(order)
    possible, main = actions(order, now), main_action(order, now)
    put = goods.items(order.id)
    return render_template(
        "order.html",
        order=order,
        story=story.tell(order, now),
        timeline=steps if request.args.get("after") else writing.with_reviews(steps, reviewing),
        reviewing=reviewing,
        kept=letters.kept(order, (step.document for step in steps)),
        happened=happened,
        letters=written,
        apart={letter.document for letter in written},
        ledger=queries.ledger(database(), wanted),
        statuses=story.STATUSES,
        shares=story.shares(order),
        set_aside=(story.set_aside(order), story.set_aside(order, order.buyer)),
        actions=in_order(possible, main),
        quiet_actions=QUIET,
        requests=consequences.requests(order) if "request" in possible else [],
        lacks_arbiter=consequences.lacks_arbiter(order),
        main_action=main,
        goes_back=_goes_back(order),
        step_fee=fees.network_fee(fees.GAS_OF_STEP),
        collectable=_collectable(order),
        commands=[] if enforceable(order, now) else devnet.commands(order),
        has_details=_has_details(order),
        question=what_if.anchor(order),
        is_case=cases.is_case(database(), order),
        put=put,
        recalled=recalled.to_buyer(order, put, possible),
        data={
            "order": words(order),
            "id": order.id,
            "goes_back": _goes_back(order),
            "gas": str(fees.GAS_OF_STEP),
            "settling_gas": str(fees.GAS_OF_SETTLING),
            "disputed": order.status == Status.AWAITING_RULING,
            "papers": papers(order),
            "steps": consequences.for_browser(order, possible),
        },
    )


@bp.get("/")
def mine() -> str | Response:
    """All orders of an account, by status; gifts, received and given, stand apart."""
    speak(WORDS)
    account = request.args.get("account", "")
    if not account:
        return render_template("whose.html", whose=whose.ORDERS)
    buyer, group = address_in_url(account), groups.chosen(request.args.get("status", ""))
    now = market.now()
    first, found, given = _listed(buyer, group, now)
    shown = (*first, *found.items, *given.items)
    people.meet({order.offer.seller for order in shown})
    gifts = _gifts(found.items)
    counts = queries.count_orders(database(), OrderFilter(buyer=buyer))
    for_others = sum(queries.count_orders(database(), OrderFilter(giver=buyer)).values())
    return render_template(
        "my_orders.html",
        buyer=people.person(buyer),
        first=first,
        page=given if group.code == groups.GIVEN else found,
        own=[order for order in found.items if order.id not in gifts],
        gifts=[order for order in found.items if order.id in gifts],
        given=given,
        tabs=groups.tabs(counts, due.count_waiting(database(), buyer, now), _to_review(buyer), for_others),
        group=group,
        statuses=story.STATUSES,
        overdue={order.id: story.overdue(order, buyer) for order in shown if enforceable(order, now)},
        played=devnet.role_of(buyer),
        to_repay=due_among(shown),
        recalled=goods.recalled_among(shown),
        recalled_items=goods.recalled_owned(buyer),
        data={"account": buyer, "address": url_for("orders.mine"), "notices": settings().sends_mail},
    )


def actions(order: Order, now: int) -> list[str]:
    """What this page lets people do. Once the time is over anyone may do what the rules say, and the buyer better."""
    verbs = [verb for verb in OFFERED if verb in moves(order, BUYER, now)]
    if order.status not in QUESTIONED and "submit_evidence" in verbs:
        verbs.remove("submit_evidence")  # nothing is in question yet
    if not enforceable(order, now):
        return [*verbs, "extend"] if _may_take_more_time(order, now) else verbs
    if not _goes_back(order):
        return ["enforce"]
    patient = ["extend"] if now + OWN_DAYS < order.deadline + MAX_EXTENSION else []
    return ["enforce", *patient, *(["confirm"] if "confirm" in verbs else [])]


def main_action(order: Order, now: int) -> str:
    """What most people come to do; empty where waiting is the thing to do."""
    if enforceable(order, now):
        return "enforce"
    if order.status == Status.AWAITING_RETURN:
        return "send_back"
    return "confirm" if order.status == Status.AWAITING_CONFIRMATION else ""


def in_order(verbs: list[str], main: str) -> list[str]:
    """The main one first, the quiet ones last."""
    return sorted(verbs, key=lambda verb: (verb != main, verb in QUIET))


def papers(order: Order) -> list[str]:
    """The documents on an order's record that this storefront keeps: who may read them opens them in his browser."""
    named = dict.fromkeys(paper.document for paper in evidence.papers(database(), order.id))
    kept = letters.kept(order, named)
    return [document for document in named if document in kept]


def _may_take_more_time(order: Order, now: int) -> bool:
    """The buyer's own days, or a gift to the seller: before a request it is offered only once he is late."""
    offered = order.status == Status.AWAITING_CONFIRMATION or order.status in QUESTIONED
    return offered and "extend" in moves(order, BUYER, now)


def _listed(buyer: str, group: groups.Group, now: int) -> tuple[list[Order], Page[Order], Page[Order]]:
    """What waits for the buyer, where that comes first, a part of his other orders of a group, and of those given."""
    after, nothing = request.args.get("after", ""), Page[Order]([], "")
    if group.code == groups.WAITING:
        return [], Page(due.waiting(database(), buyer, now), ""), nothing
    try:
        if group is groups.TO_REVIEW:
            return [], waiting.to_review(database(), buyer, after), nothing
        if group.code == groups.GIVEN:
            return [], nothing, queries.orders(database(), OrderFilter(giver=buyer), after)
        found = queries.orders(database(), OrderFilter(buyer=buyer, statuses=group.statuses), after)
    except ValueError:
        abort(404)
    if group.code or after:
        return [], found, nothing
    first = due.waiting(database(), buyer, now)
    named = {order.id for order in first}
    others = Page([order for order in found.items if order.id not in named], found.next)
    return first, others, queries.orders(database(), OrderFilter(giver=buyer))


def _to_review(buyer: str) -> int:
    """How many orders somebody may review still, as far as a part of the list has them."""
    return len(waiting.to_review(database(), buyer).items) if book().reviews else 0


def _gifts(orders: list[Order]) -> set[str]:
    """Orders that somebody else paid in the buyer's name, and that he has not acted on."""
    given = [order for order in orders if order.given]
    return {order.id for order in given} - history.acted_on(database(), given)


def _goes_back(order: Order) -> bool:
    """Whether what is held goes back to the payer once the time is over."""
    return default(order.status) == BUYER


def _collectable(order: Order) -> int:
    """What waits for a payer who is a contract and not the buyer, under the order's key; 0 while nobody can say."""
    if order.payer == order.buyer or not (order.refunded or order.goodwill):
        return 0
    if not order.given:
        return order.waiting
    try:
        return chain().credit(order.payer, order.id, order.offer.currency)
    except NodeDown:
        return 0


def _has_details(order: Order) -> bool:
    """Whether this storefront still keeps the sealed delivery details."""
    return letters.is_kept(order.delivery)


def _not_yet(order_id: str) -> tuple[str, int]:
    """Paid a moment ago, or never: the chain knows before the index does."""
    if not limits.might("unknown orders", limits.UNKNOWN_ORDERS) or not limits.may("new orders", limits.READS):
        abort(429)
    if chain().record(order_id).status == Status.NONE:
        limits.may("unknown orders", limits.UNKNOWN_ORDERS)
        abort(404)
    return render_template("order_soon.html"), 202
