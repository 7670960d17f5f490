"""A merchant's orders: the list with its filters, as CSV, and one order with all that can be done about it."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, abort, request

from frontend import market, people, sign_in
from frontend.index import queries, sales
from frontend.index.queries import OrderFilter
from frontend.index.rows import Order, Page
from frontend.index.sales import Sale, SalesFilter
from frontend.merchant import period, table
from frontend.merchant.answers import ANSWERS
from frontend.merchant.blueprint import bp, show
from frontend.orders import consequences, events, goods, letters, recalled, story, story_to_seller, timeline
from frontend.orders.pages import papers
from frontend.orders.terms import words
from frontend.resources import database, vault
from frontend.reviews import writing
from frontend.state_table import SELLER, enforceable, moves
from frontend.vault.waiting import WaitingRoom
from frontend.web import limits
from frontend.web.urls import id_in_url
from frontend.wording import formats
from frontend.wording.language import in_words
from frontend.wording.texts import gettext
from scripts.terms import Status

SENT = (Status.AWAITING_DELIVERY, Status.AWAITING_CONFIRMATION)
MOST_ROWS = 10_000  # of a CSV file
AT_ONCE = 500
VERBS = ("ship", "approve_return", "replace", "concede", "refund", "dispute", "extend", "refund_closed")


@bp.get("/orders")
def orders() -> str:
    """All orders, newest first, as far as the filters let them through."""
    found = _found(request.args.get("after", ""))
    people.meet({sale.order.buyer for sale in found.items})
    seller = sign_in.account()
    return show(
        "orders",
        page=found,
        statuses=story_to_seller.STATUSES,
        counted=story_to_seller.STATUSES | {Status.CLOSED: story.COUNTED[Status.CLOSED]},
        counts=queries.count_orders(database(), OrderFilter(seller=seller)),
        chosen=_chosen(),
        text=_text(),
        period=period.asked(),
        filters=_filters(),
        data={"orders": [_words(sale.order) for sale in found.items if _can(sale.order, "ship")]},
    )


@bp.get("/orders.csv")
@limits.limiter.limit(limits.TABLES)
def orders_csv() -> Response:
    """The same list as a file, its columns named in the reader's language."""
    return table.answer("orders.csv", _rows())


@bp.get("/orders/<order_id>")
def order(order_id: str) -> str:
    """One order: what is to be done, where it goes, and what the merchant can do."""
    found = queries.order(database(), id_in_url(order_id))
    if found is None or found.offer.seller != sign_in.account():
        abort(404)
    people.meet({found.buyer, found.payer, found.offer.carrier, found.offer.arbiter})
    has_details = vault().has(found.delivery) or WaitingRoom(vault()).has(found.delivery)
    possible, put = _possible(found, has_details), goods.items(found.id)
    happened = events.part(found.id)
    reviewing = writing.of_order(found)
    steps = timeline.steps(found, happened.items)
    return show(
        "order",
        order=found,
        story=story_to_seller.tell(found, market.now()),
        statuses=story_to_seller.STATUSES,
        shares=story.shares(found) | story_to_seller.TO_YOU,
        shop=people.person(found.offer.seller),
        ledger=queries.ledger(database(), found.id),
        verbs=possible,
        put=put,
        recalled=recalled.to_seller(found, put, possible),
        timeline=steps if request.args.get("after") else writing.with_reviews(steps, reviewing),
        reviewing=reviewing,
        happened=happened,
        kept=letters.kept(found, (step.document for step in steps)),
        has_details=has_details,
        data={
            "order": words(found),
            "id": found.id,
            "deadline": found.deadline,
            "round": found.round,
            "disputed": found.status == Status.AWAITING_RULING,
            "papers": papers(found),
            "steps": consequences.for_browser(found, possible),
            "answers": ANSWERS,
        },
    )


def _possible(order: Order, has_details: bool) -> list[str]:
    """What the seller can do now; writing to the buyer takes the key in his delivery details."""
    verbs = [verb for verb in VERBS if _can(order, verb)]
    if has_details and order.status in SENT:
        verbs.append("submit_evidence")
    if has_details and order.status in queries.QUESTIONED:
        verbs.append("answer")
    return verbs


def _found(after: str, limit: int = sales.PART) -> Page[Sale]:
    wanted = SalesFilter(statuses=_statuses(), text=_text())
    if chosen := period.asked():
        wanted = SalesFilter(wanted.statuses, chosen.since, chosen.before, wanted.text)
    try:
        return sales.listed(database(), sign_in.account(), wanted, after, limit)
    except ValueError:
        abort(404)


def _rows() -> Iterator[Sequence[object]]:
    yield (
        gettext("Order"),
        gettext("Paid (UTC)"),
        gettext("Status"),
        gettext("What"),
        gettext("Quantity"),
        gettext("Buyer"),
        gettext("Currency"),
        gettext("Total"),
        gettext("Held"),
        gettext("Refunded"),
    )
    after, written = "", 0
    while True:
        found = _found(after, AT_ONCE)
        for sale in found.items:
            yield _row(sale.order)
        written += len(found.items)
        after = found.next
        if not after or written >= MOST_ROWS:
            return


def _row(order: Order) -> Sequence[object]:
    address = order.offer.currency
    return (
        order.id,
        table.moment(order.paid_time),
        story.status_name(order),
        title_of(order),
        order.quantity,
        order.buyer,
        formats.currency(address).symbol,
        table.amount(order.total, address),
        table.amount(order.held, address),
        table.amount(order.refunded + order.goodwill, address),
    )


def title_of(order: Order) -> str:
    """What was bought, in one line."""
    document = order.offer.document
    if not document:
        return gettext("Offer %(id)s", id=order.offer.id[:10])
    return " · ".join([in_words(document["title"]), *(in_words(one["value"]) for one in document["variant"])])


def _can(order: Order, verb: str) -> bool:
    """Whether the seller can do this now."""
    now = market.now()
    if verb == "ship" and enforceable(order, now):
        return False
    return verb in moves(order, SELLER, now)


def _words(order: Order) -> dict[str, Any]:
    return {"order": words(order), "id": order.id}


def _filters() -> dict[str, str | None]:
    """The filters as an address line has them."""
    chosen, within = _chosen(), period.asked()
    named = {"status": chosen.name.lower() if chosen else None, "q": _text() or None}
    return named | (within.values if within else {})


def _text() -> str:
    return request.args.get("q", "").strip()[:100]


def _chosen() -> Status | None:
    text = request.args.get("status", "").upper()
    return Status[text] if text in Status.__members__ and text != Status.NONE.name else None


def _statuses() -> frozenset[Status]:
    chosen = _chosen()
    return frozenset({chosen}) if chosen else frozenset()
