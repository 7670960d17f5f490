"""The receipt of a purchase: all orders that were paid together, what they cost, and what happens next with each."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from frontend import market, people
from frontend.index.purchases import paid_together, transaction_of
from frontend.index.rows import Order
from frontend.orders import pages as orders
from frontend.orders import story
from frontend.orders.story import Story
from frontend.resources import database
from frontend.web.urls import id_in_url

bp = Blueprint("receipt", __name__, url_prefix="/orders")


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


@bp.get("/<order_id>/receipt")
def page(order_id: str) -> str | tuple[str, int]:
    """The receipt that an order is on; found by any order of the purchase."""
    wanted = id_in_url(order_id)
    found = paid_together(database(), wanted)
    if not found:
        return orders.page(wanted)  # which says why it is not there (yet)
    people.meet({account for order in found for account in (order.offer.seller, order.buyer, order.paid_by)})
    now = market.now()
    return render_template(
        "receipt.html",
        bought=[Bought(order, story.tell(order, now)) for order in found],
        first=found[0],
        totals=_totals(found),
        transaction=transaction_of(database(), wanted),
        statuses=story.STATUSES,
    )


def _totals(found: list[Order]) -> dict[str, Paid]:
    """What was paid, per currency."""
    totals: dict[str, Paid] = {}
    for order in found:
        before = totals.get(order.offer.currency, Paid(0, 0))
        totals[order.offer.currency] = Paid(before.total + order.total, before.points + order.points)
    return totals
