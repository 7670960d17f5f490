"""The receipt of a purchase: all orders that were paid together, what they cost, and what happens next with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from frontend import market, people
from frontend.index.purchases import paid_together, transaction_of
from frontend.index.rows import Order
from frontend.orders import goods, recalled, story
from frontend.orders import pages as orders
from frontend.orders.recalled import Recalled
from frontend.orders.story import Story
from frontend.provenance import offered
from frontend.resources import database
from frontend.web.urls import id_in_url
from scripts.parameters import MAX_CART

bp = Blueprint("receipt", __name__, url_prefix="/orders")


@dataclass(frozen=True)
class Bought:
    """An order with what happens next, and what was recalled of it."""

    order: Order
    story: Story
    recalled: Recalled | None


@dataclass(frozen=True)
class Paid:
    """What was paid in one currency, in its smallest unit; `points` and what was `lent` are parts of it."""

    total: int = 0
    points: int = 0
    lent: int = 0

    @property
    def cash(self) -> int:
        return self.total - self.points - self.lent


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
    payments = _payments(wanted, [id_in_url(other) for other in request.args.getlist("and")[:MAX_CART]])
    if not payments:
        return orders.page(wanted)  # which says why it is not there (yet)
    found = [order for payment in payments for order in payment.orders]
    offered.meet(order.offer for order in found)
    people.meet({account for order in found for account in (order.offer.seller, order.buyer, order.paid_by)})
    now = market.now()
    return render_template(
        "receipt.html",
        bought=[_bought(order, now) for order in found],
        first=found[0],
        payments=payments,
        statuses=story.STATUSES,
    )


def _bought(order: Order, now: int) -> Bought:
    told = recalled.to_buyer(order, goods.items(order.id), orders.actions(order, now))
    return Bought(order, story.tell(order, now), told)


def _payments(wanted: str, others: Iterable[str]) -> list[Payment]:
    """The payment of an order behind those of others that its payer made too, as long as one cart holds them all.

    None where the order is not there.
    """
    db = database()
    last = paid_together(db, wanted)
    own: list[list[Order]] = []
    room = MAX_CART - len(last)
    for order_id in others if last else ():
        found = paid_together(db, order_id)
        if not found or found[0].paid_by != last[0].paid_by or found in (*own, last):
            continue
        room -= len(found)
        if room < 0:
            break
        own.append(found)
    return [Payment(found, _totals(found), transaction_of(db, found[0].id)) for found in (*own, last) if found]


def _totals(found: list[Order]) -> dict[str, Paid]:
    """What was paid, per currency."""
    totals: dict[str, Paid] = {}
    for order in found:
        before = totals.get(order.offer.currency, Paid())
        parts = before.points + order.points, before.lent + order.lent
        totals[order.offer.currency] = Paid(before.total + order.total, *parts)
    return totals
