"""The receipt of a purchase: all orders that were paid together, what they cost, and what happens next with each."""

from collections import Counter
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


@bp.get("/<order_id>/receipt")
def page(order_id: str) -> str | tuple[str, int]:
    """The receipt that an order is on; found by any order of the purchase."""
    wanted = id_in_url(order_id)
    found = paid_together(database(), wanted)
    if not found:
        return orders.page(wanted)  # which says why it is not there (yet)
    people.meet({account for order in found for account in (order.offer.seller, order.buyer, order.payer)})
    now = market.now()
    return render_template(
        "receipt.html",
        bought=[Bought(order, story.tell(order, now)) for order in found],
        first=found[0],
        totals=_totals(found),
        transaction=transaction_of(database(), wanted),
        statuses=story.STATUSES,
    )


def _totals(found: list[Order]) -> dict[str, int]:
    """What was paid, per currency."""
    totals: Counter[str] = Counter()
    for order in found:
        totals[order.offer.currency] += order.total
    return dict(totals)
