"""The receipt of a purchase: all orders that were paid together, what they cost, and what happens next with each."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from frontend import market, people
from frontend.index.purchases import paid_together, transaction_of
from frontend.index.rows import Order
from frontend.orders import pages as orders
from frontend.orders import story
from frontend.orders.story import Story
from frontend.resources import database
from frontend.web.urls import id_in_url

bp = Blueprint("receipt", __name__, url_prefix="/orders")

MOST_PAYMENTS = 20  # as many as a cart holds


@dataclass(frozen=True)
class Bought:
    """An order with what happens next."""

    order: Order
    story: Story


@dataclass(frozen=True)
class Paid:
    """What was paid in one currency, in its smallest unit; `points` is a part of it."""

    total: int
    points: int


@dataclass(frozen=True)
class Payment:
    """Orders that one transaction paid, and what they cost, per currency."""

    orders: list[Order]
    totals: dict[str, Paid]
    transaction: str


@bp.get("/<order_id>/receipt")
def page(order_id: str) -> str | tuple[str, int]:
    """The receipt that an order is on; found by any order of the purchase, and with those of other payments (`and`)."""
    wanted = id_in_url(order_id)
    payments = _payments([*map(id_in_url, request.args.getlist("and")[:MOST_PAYMENTS]), wanted])
    if not payments:
        return orders.page(wanted)  # which says why it is not there (yet)
    found = [order for payment in payments for order in payment.orders]
    people.meet({account for order in found for account in (order.offer.seller, order.buyer, order.paid_by)})
    now = market.now()
    return render_template(
        "receipt.html",
        bought=[Bought(order, story.tell(order, now)) for order in found],
        first=found[0],
        payments=payments,
        statuses=story.STATUSES,
    )


def _payments(wanted: list[str]) -> list[Payment]:
    """The payments of some orders, as far as whoever paid the last of them paid them; none where that is not there."""
    db = database()
    paid = {order_id: paid_together(db, order_id) for order_id in wanted}
    last = paid[wanted[-1]]
    own = {found[0].id: found for found in paid.values() if last and found and found[0].paid_by == last[0].paid_by}
    return [Payment(found, _totals(found), transaction_of(db, first)) for first, found in own.items()]


def _totals(found: list[Order]) -> dict[str, Paid]:
    """What was paid, per currency."""
    totals: dict[str, Paid] = {}
    for order in found:
        before = totals.get(order.offer.currency, Paid(0, 0))
        totals[order.offer.currency] = Paid(before.total + order.total, before.points + order.points)
    return totals
