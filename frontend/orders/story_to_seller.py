"""An order in words as its seller is told: he is "you", and what he has to do is said as such."""

from dataclasses import replace

from frontend import state_table
from frontend.index.rows import Order
from frontend.orders import story
from frontend.orders.story import Story
from frontend.wording.formats import money
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts.terms import Kind, Status

STATUSES: dict[Status, Text] = story.STATUSES | {Status.AWAITING_ANSWER: lazy_gettext("For you to answer")}
TO_YOU: dict[str, Text] = {"proceeds": lazy_gettext("To you")}

NEXT: dict[Status, Text] = {
    Status.AWAITING_SHIPMENT: lazy_gettext(
        "Pack the parcel and send it. Until then the buyer can cancel and has everything back at once."
    ),
    Status.AWAITING_RETURN: lazy_gettext("You take the goods back. The buyer sends them."),
    Status.AWAITING_RETURN_CHECK: lazy_gettext("The goods are on their way back. Check them and pay the money back."),
    Status.AWAITING_RULING: lazy_gettext(
        "You and the buyer do not agree. The arbiter decides who gets how much of what is held."
    ),
}
EXCHANGE_CHECKED = lazy_gettext("The goods are on their way back. Check them and send others, or pay the money back.")
ASKED: dict[Kind, Text] = {
    Kind.REFUND: lazy_gettext("The buyer asks for %(amount)s back. Please answer."),
    Kind.RETURN: lazy_gettext("The buyer wants to return the goods for %(amount)s. Please answer."),
    Kind.EXCHANGE: lazy_gettext("The buyer asks for an exchange; %(amount)s stays held. Please answer."),
}


def tell(order: Order, now: int) -> Story:
    """The story of an order at `now` (Unix seconds by the chain's clock), as its seller is told."""
    told = story.tell(order, now)
    if order.status in state_table.ENDED:
        return replace(told, next=_ending(order) or told.next)
    role = gettext("You") if order.awaited == state_table.SELLER else told.role
    if state_table.default(order.status) == state_table.BUYER:
        return replace(told, next=told.next if told.overdue else _next(order) or told.next, role=role)
    held = money(order.held, order.offer.currency)
    if told.overdue:
        paid = gettext("The time is over. Anyone can now have the %(amount)s paid to you.", amount=held)
        return replace(told, next=paid, role=role)
    otherwise = gettext("The %(amount)s held goes to you.", amount=held)
    return replace(told, next=_next(order) or told.next, role=role, otherwise=otherwise)


def _next(order: Order) -> str:
    """Empty where it does not speak of the seller."""
    if order.status == Status.AWAITING_ANSWER:
        return str(ASKED[order.kind]) % {"amount": money(order.held, order.offer.currency)}
    if order.status == Status.AWAITING_RETURN_CHECK and order.kind == Kind.EXCHANGE:
        return str(EXCHANGE_CHECKED)
    return str(NEXT.get(order.status, ""))


def _ending(order: Order) -> str:
    """Empty where nothing went to the seller."""
    currency = order.offer.currency
    released, refunded = money(order.released, currency), money(order.refunded, currency)
    if order.status == Status.CANCELLED or not order.released:
        return ""
    if not order.refunded:
        return gettext("This order is complete; %(released)s went to your side.", released=released)
    return gettext(
        "This order is complete; %(released)s went to your side, %(refunded)s went back.",
        released=released,
        refunded=refunded,
    )
