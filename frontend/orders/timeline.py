"""What happened to an order, a line for each event."""

from dataclasses import dataclass

from frontend.index.provenance import finding
from frontend.index.provenance.kinds import OF_BINDINGS, key_of
from frontend.index.provenance.rows import Thing
from frontend.index.rows import EMPTY_HASH, Event, Order
from frontend.orders import instalments
from frontend.provenance import covered
from frontend.provenance.banners import Covered
from frontend.resources import database
from frontend.wording.formats import money
from frontend.wording.texts import Text, lazy_gettext
from scripts.terms import Kind

# What each event says; an amount is written in the order's currency.
TITLES: dict[str, Text] = {
    "OrderPaid": lazy_gettext("Paid: %(total)s is held"),
    "OrderShipped": lazy_gettext("Sent"),
    "DeliveryAttested": lazy_gettext("The carrier reported the delivery"),
    "OrderConfirmed": lazy_gettext("Receipt confirmed: %(released)s released"),
    "OrderCancelled": lazy_gettext("Cancelled by the buyer: %(refunded)s went back"),
    "OrderRefunded": lazy_gettext("The seller paid %(refunded)s back"),
    "OrderReleased": lazy_gettext("The buyer let go of %(released)s"),
    "ReturnApproved": lazy_gettext("The seller takes the goods back"),
    "ReturnSent": lazy_gettext("The buyer sent the goods back"),
    "OrderConceded": lazy_gettext("The seller agreed to the request: %(refunded)s went back"),
    "OrderReplaced": lazy_gettext("The seller sent another parcel"),
    "OrderDisputed": lazy_gettext("The arbiter was asked to decide"),
    "OrderRuled": lazy_gettext("The arbiter decided: %(released)s released, %(refunded)s back"),
    "OrderExtended": lazy_gettext("More time was given"),
    "OrderEnforced": lazy_gettext("The time was over: %(released)s released, %(refunded)s back"),
    "EvidenceSubmitted": lazy_gettext("A document was added to the case"),
    "ClosedOrderRefunded": lazy_gettext("The seller paid %(amount)s back afterwards"),
    "OrderSettled": lazy_gettext("Passed on to the buyer: %(cash)s in cash, %(points)s as points"),
    "ItemBound": lazy_gettext("Put into the parcel"),
    "ItemSold": lazy_gettext("Sold to the buyer with this order"),
    "ItemReleased": lazy_gettext("No longer part of this order"),
}
# Of an order that a Loyalty or a Credit paid, where all of it went back
SET_ASIDE: dict[str, Text] = {
    "OrderCancelled": lazy_gettext("Cancelled by the buyer: %(refunded)s set aside for the buyer"),
    "OrderConceded": lazy_gettext("The seller agreed to the request: %(refunded)s set aside for the buyer"),
    "OrderRuled": lazy_gettext("The arbiter decided: %(refunded)s set aside for the buyer"),
    "OrderEnforced": lazy_gettext("The time was over: %(refunded)s set aside for the buyer"),
}
# The same where all of it went one way, and the two ways' amounts
PARTS_OF: dict[str, tuple[str, str]] = {
    "OrderSettled": ("cash", "points"),
    "OrderRuled": ("released", "refunded"),
    "OrderEnforced": ("released", "refunded"),
}
WHOLE: dict[str, tuple[Text, Text]] = {
    "OrderSettled": (
        lazy_gettext("Passed on to the buyer: %(cash)s in cash"),
        lazy_gettext("Passed on to the buyer: %(points)s as points"),
    ),
    "OrderRuled": (
        lazy_gettext("The arbiter decided: %(released)s released"),
        lazy_gettext("The arbiter decided: %(refunded)s went back"),
    ),
    "OrderEnforced": (
        lazy_gettext("The time was over: %(released)s released"),
        lazy_gettext("The time was over: %(refunded)s went back"),
    ),
}
REQUESTED: dict[Kind, Text] = {
    Kind.REFUND: lazy_gettext("The buyer asked for %(amount)s back"),
    Kind.RETURN: lazy_gettext("The buyer asked to return the goods for %(amount)s"),
    Kind.EXCHANGE: lazy_gettext("The buyer asked for an exchange"),
}
TITLES_TO_BUYER: dict[str, Text] = {
    "OrderConfirmed": lazy_gettext("You confirmed the receipt: %(released)s released"),
    "OrderCancelled": lazy_gettext("You cancelled: %(refunded)s went back"),
    "OrderReleased": lazy_gettext("You let go of %(released)s"),
    "ReturnSent": lazy_gettext("You sent the goods back"),
    "OrderSettled": lazy_gettext("Passed on to you: %(cash)s in cash, %(points)s as points"),
    "ItemSold": lazy_gettext("Sold to you with this order"),
}
WHOLE_TO_BUYER: dict[str, tuple[Text, Text]] = {
    "OrderSettled": (
        lazy_gettext("Passed on to you: %(cash)s in cash"),
        lazy_gettext("Passed on to you: %(points)s as points"),
    ),
}
CANCELLED_BY_YOU = lazy_gettext("You cancelled: %(refunded)s set aside for you")
REQUESTED_BY_YOU: dict[Kind, Text] = {
    Kind.REFUND: lazy_gettext("You asked for %(amount)s back"),
    Kind.RETURN: lazy_gettext("You asked to return the goods for %(amount)s"),
    Kind.EXCHANGE: lazy_gettext("You asked for an exchange"),
}
AMOUNTS = ("released", "refunded", "amount", "cash", "points")


@dataclass(frozen=True)
class Step:
    """A line of the timeline; `to_buyer` is its title as the buyer is told, `document` a hash or empty, `item` the one
    in the parcel that it is about.
    """

    title: str
    to_buyer: str
    time: int
    block: int
    document: str = ""
    item: Covered | None = None


def steps(order: Order, events: list[Event]) -> list[Step]:
    """What happened, in the order of the events."""
    keys = [key_of(event.fields) for event in events if event.name in OF_BINDINGS]
    things = finding.things_keyed(database(), keys) if keys else {}
    return [_step(order, event, things) for event in events]


def _titles(order: Order, event: Event) -> tuple[Text, Text]:
    """What an event says to everybody, and to the buyer."""
    if order.payer != order.paid_by and event.name in SET_ASIDE and not event.fields.get("released"):
        title = SET_ASIDE[event.name]
        return title, CANCELLED_BY_YOU if event.name == "OrderCancelled" else title
    if event.name in WHOLE:
        first, second = (event.fields[name] for name in PARTS_OF[event.name])
        if not (first and second):
            way = bool(second)
            return WHOLE[event.name][way], WHOLE_TO_BUYER.get(event.name, WHOLE[event.name])[way]
    if event.name == "OrderRequested":
        kind = Kind(event.fields["kind"])
        return REQUESTED[kind], REQUESTED_BY_YOU[kind]
    return TITLES[event.name], TITLES_TO_BUYER.get(event.name, TITLES[event.name])


def _step(order: Order, event: Event, things: dict[str, Thing]) -> Step:
    if event.vault:
        title = instalments.title(event)
        return Step(title, title, event.time, event.block)
    amounts = {name: money(event.fields[name], order.offer.currency) for name in AMOUNTS if name in event.fields}
    amounts["total"] = money(order.total, order.offer.currency)
    document = event.fields.get("document", EMPTY_HASH)
    title, to_buyer = (str(text) % amounts for text in _titles(order, event))
    item = covered.thing(things[key_of(event.fields)]) if event.name in OF_BINDINGS else None
    return Step(title, to_buyer, event.time, event.block, "" if document == EMPTY_HASH else document, item)
