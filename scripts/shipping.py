"""Shipping: which items an order gets, where its parcel is, and that it is packed; it can be repeated."""

from collections.abc import Sequence

from scripts import letters, order_list, units, wording
from scripts.acting import act
from scripts.goods import selling
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import Status


def ship(session: Session, orders: Sequence[bytes], note: tuple[str, str, str], items: str) -> None:
    """Ship orders. With one of them `note` (carrier, number, link) is told to its buyer, and `items` are bound to it.

    What was done before an interruption is not done again: items stay bound, and an order that is shipped stays so.
    """
    if (any(note) or items) and len(orders) != 1:
        what = "items= are of one order" if items else "parcel= tells of one parcel"
        raise Refusal(f"{what}; ship the other orders apart.")
    if items:
        selling.bind(session, session.market.sale(orders[0]), _words(items))
    if any(note):  # before it: an order that is shipped cannot be shipped once more if the telling fails
        letters.tell_parcel(session, orders[0], *note)
    if len(orders) > 1:
        order_list.act_many(session, "seller", orders, "ship", "ship_many")
        return
    sale = session.market.sale(orders[0])
    if items and sale.record.status.is_open and sale.record.status != Status.AWAITING_SHIPMENT:
        session.say(f"It is shipped already: {wording.whats_next(session, sale)}.")
        return
    act(session, "seller", orders[0], "ship")


def replace(session: Session, order: bytes, items: str) -> None:
    """Ship another parcel in an exchange; what was bound before counts no more, also what the buyer keeps."""
    had = selling.number_bound(session, session.market.sale(order))
    act(session, "seller", order, "replace")
    if items:
        selling.bind(session, session.market.sale(order), _words(items))
    elif had:
        name = wording.hexadecimal(order)
        session.say(
            f"{units.count(had, 'item')} bound to it before count no more, also what the buyer keeps. To bind what"
        )
        session.say(f"he has now: brownie run merchant ship {name} items=ITEM,ITEM")


def _words(items: str) -> list[str]:
    return [word for word in items.split(",") if word]
