"""Points on pages: which contract gives them in a currency, by the address book; what offers and orders give back."""

from dataclasses import dataclass

from flask import Flask

from frontend.index.money import share, shares
from frontend.index.rows import Offer, Order
from frontend.resources import book
from frontend.state_table import EMPTY_ADDRESS
from frontend.wording.formats import money
from frontend.wording.texts import gettext


@dataclass(frozen=True)
class Back:
    """What came back of an order that points paid a part of, in its currency's smallest units."""

    cash: int
    points: int


def init_app(app: Flask) -> None:
    """Make these callable in templates."""
    for function in (loyalty_of, points_back, gives_other_points, points_to_come, came_back, in_name_only):
        app.add_template_global(function)


def loyalty_of(currency: str) -> str:
    """The contract whose points are store credit in a currency; empty where the address book has none."""
    found = book().loyalty(currency)
    return found.address if found else ""


def points_back(offer: Offer, quantity: int = 1) -> int:
    """What comes back as points of all that an order costs, in its currency's smallest units; 0 of any other points."""
    return 0 if gives_other_points(offer) else share(offer.total(quantity), offer.points_bps)


def gives_other_points(offer: Offer) -> bool:
    """Whether an offer's points are none that pay in its currency here: nobody knows what they are worth."""
    return offer.loyalty not in (EMPTY_ADDRESS, loyalty_of(offer.currency))


def points_to_come(order: Order) -> int:
    """What still comes as points of what is held, if all of it goes to the seller's side."""
    offer = order.offer
    if gives_other_points(offer):
        return 0
    commission_bps = 0 if order.referrer == EMPTY_ADDRESS else offer.commission_bps
    return shares(order.released, order.held, commission_bps, offer.points_bps)[1]


def in_name_only(order: Order) -> bool:
    """Whether a token let somebody pay in the name of points that did not: nobody knows whose money it was."""
    return order.given and order.payer in book().loyalties


def came_back(order: Order) -> Back:
    """Cash up to the cash that was paid, then points, and cash again beyond the total: whoever settles it, and when."""
    return _shared_out(order, order.refunded + order.goodwill)


def to_fetch(order: Order) -> Back:
    """What of it has yet to be passed on to the buyer."""
    return _back_after(order, order.refunded + order.goodwill - order.waiting, order.waiting)


def back_in_words(order: Order, before: int, amount: int) -> str:
    """What comes back of an order after what came `before`; cash and points apart, where some of it are points.

    Of an order that lenders paid a part of it has come back: what cut the debt apart, where some of it did.
    """
    back, currency = _back_after(order, before, amount), order.offer.currency
    in_all = money(amount, currency)
    if order.is_through_credit:
        cash, debt = money(order.cash_back, currency), money(order.debt_back, currency)
        told = gettext(
            "%(amount)s (%(debt)s of it off the debt, %(cash)s in cash)", amount=in_all, debt=debt, cash=cash
        )
        return told if order.debt_back else in_all
    if not back.points:
        return in_all
    if not back.cash:
        return gettext("%(amount)s (as points)", amount=in_all)
    cash, points = money(back.cash, currency), money(back.points, currency)
    return gettext("%(amount)s (%(cash)s in cash, %(points)s as points)", amount=in_all, cash=cash, points=points)


def _back_after(order: Order, before: int, amount: int) -> Back:
    first, then = _shared_out(order, before), _shared_out(order, before + amount)
    return Back(then.cash - first.cash, then.points - first.points)


def _shared_out(order: Order, amount: int) -> Back:
    points = min(amount, order.total) - min(amount, order.cash)
    return Back(amount - points, points)
