"""What events make of offers and orders.

Rows are dicts named as their tables' columns. A row is a function of its events, so that what a re-organisation takes
away is forgotten by computing the row again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from frontend.index import deeds
from frontend.index.deeds import Deed
from frontend.index.events import Decoded
from frontend.index.provenance.kinds import OF_BINDINGS
from frontend.index.reviews import kinds as reviews
from frontend.index.rows import OFFER_TERMS, ORDER_TERMS
from frontend.state_table import EMPTY_ADDRESS, OPEN, awaited
from scripts.terms import POINTS, Kind, Status

Row = dict[str, Any]

NEXT = {
    "DeliveryAttested": Status.AWAITING_CONFIRMATION,
    "OrderRequested": Status.AWAITING_ANSWER,
    "ReturnApproved": Status.AWAITING_RETURN,
    "ReturnSent": Status.AWAITING_RETURN_CHECK,
    "OrderDisputed": Status.AWAITING_RULING,
}
PARCEL_SENT = ("OrderShipped", "OrderReplaced")
ATTESTED = "DeliveryAttested"
RECEIVED = (ATTESTED, "OrderConfirmed")

# They name an order of which they change nothing: what item is bound to it, what is said of it
BESIDE = reviews.NAMES.union(OF_BINDINGS)


def order_of(event: Decoded) -> str:
    """The order that an event belongs to; empty where it belongs to none."""
    order_id: str = "" if event.name in BESIDE else event.fields.get("order_id", "")
    return order_id


def offers_of(event: Decoded) -> list[str]:
    """The offers whose terms or caps an event is about."""
    if order_of(event):
        return []
    return [event.fields[name] for name in ("offer_id", "old_id", "new_id") if name in event.fields]


def named(events: Iterable[Decoded]) -> tuple[set[str], set[str]]:
    """Orders and offers that were there before these events and that the events are about."""
    orders: set[str] = set()
    offers: set[str] = set()
    new: set[str] = set()
    for event in events:
        if event.name == "OrderPaid":
            new.add(event.fields["order_id"])
            offers.add(event.fields["offer_id"])
        elif event.name == "OfferPublished":
            new.add(event.fields["offer_id"])
        elif order_id := order_of(event):
            orders.add(order_id)
        else:
            offers.update(offers_of(event))
    return orders - new, offers - new


def published(event: Decoded) -> Row:
    """The row of an offer that was just published."""
    offer = event.fields["offer"]
    return {
        "position": event.position,
        "id": event.fields["offer_id"],
        "time": event.time,
        **{name: offer[name] for name in OFFER_TERMS},
        "cap": event.fields["cap"],
        "sold": 0,
        "in_stock": event.fields["cap"] > 0,
        "revised_to": None,
        "revised_from": None,
        "category": "",
        "product": None,
        "line": event.position,
        "rated": 0,
    }


def change_offer(offer: Row, event: Decoded) -> None:
    """Applies CapSet, or either side of OfferRevised."""
    fields = event.fields
    if event.name == "OfferRevised" and offer["id"] == fields["old_id"]:
        offer["revised_to"] = fields["new_id"]
        set_stock(offer, 0, offer["sold"])
        return
    if event.name == "OfferRevised":
        offer["revised_from"] = fields["old_id"]
        offer["revised_to"] = None
    set_stock(offer, fields["cap"], offer["sold"])


def continue_line(event: Decoded, old: Row, new: Row) -> None:
    """What a revision has published continues the line of what it replaces, if it is described by the same document.

    An offer that was there has its own. So whatever else is sold in its place takes no review along.
    """
    if event.position == new["position"] + 1 and new["details"] == old["details"]:
        new["line"] = old["line"]


def set_stock(offer: Row, cap: int, sold: int) -> None:
    """Sets an offer's units and what follows from them."""
    offer["cap"] = cap
    offer["sold"] = sold
    offer["in_stock"] = cap > sold


def paid(event: Decoded, offer: Row, loyalties: Mapping[str, str], lent: int = 0) -> Row:
    """The row of an order that was just paid; `loyalties` are those that the index follows, with their currencies.

    `lent` is what a Credit that the index follows said just before to have lent the buyer for it.

    A token of whoever's making may let anybody pay in a Loyalty's name, so it counts as the payer only where it can be:
    in its own currency, and with no more points than the order costs.
    """
    fields = event.fields
    total = offer["price"] * fields["quantity"] + offer["shipping"]
    points = int(fields["salt"], 16) >> POINTS
    by_loyalty = loyalties.get(fields["payer"]) == offer["currency"] and points <= total
    return {
        "position": event.position,
        "id": fields["order_id"],
        "time": event.time,
        "offer": offer["position"],
        "seller": offer["seller"],
        "currency": offer["currency"],
        "carrier": None if offer["carrier"] == EMPTY_ADDRESS else offer["carrier"],
        "arbiter": None if offer["arbiter"] == EMPTY_ADDRESS else offer["arbiter"],
        **{name: fields[name] for name in ORDER_TERMS},
        "given": fields["payer"] != fields["buyer"] and not by_loyalty and not lent,
        "points": points if by_loyalty else 0,
        "lent": lent,
        "total": total,
        "status": Status.AWAITING_SHIPMENT,
        "round": 0,
        "kind": Kind.NONE,
        "buyer_extended": False,
        "seller_extended": False,
        "returned": False,
        "deadline": event.time + offer["ship_within"],
        "released": 0,
        "refunded": 0,
        "goodwill": 0,
        "cash_back": 0,
        "points_back": 0,
        "ended_time": 0,
        "shipped_time": 0,
        "received_time": 0,
        "attested": False,
        "commission_bps": 0 if fields["referrer"] == EMPTY_ADDRESS else offer["commission_bps"],
        "disputed": False,
        "outcome": Deed.OPEN,
        "weighted_by": None,
        "awaited": offer["seller"],
    }


def is_through_loyalty(order: Row) -> bool:
    """Whether a Loyalty of the market paid it, with its buyer's own money."""
    return bool(order["payer"] != order["buyer"] and not order["given"] and not order["lent"])


def advance(order: Row, event: Decoded) -> None:
    """Applies any later event of an order. What Escrow says in the event is taken from there."""
    fields = event.fields
    if event.name == "OrderSettled":
        order["cash_back"] += fields["cash"]
        order["points_back"] += fields["points"]
        return
    if event.name == "ClosedOrderRefunded":
        order["goodwill"] += fields["amount"]
        return
    if event.name == "OrderReplaced":
        order.update(buyer_extended=False, seller_extended=False, returned=False, kind=Kind.NONE)
    if event.name == "OrderExtended" and order["status"] == Status.AWAITING_CONFIRMATION:
        order["buyer_extended" if fields["by"] == order["buyer"] else "seller_extended"] = True
    if event.name == "ReturnSent":
        order["returned"] = True
    if event.name == "OrderDisputed":
        order["disputed"] = True
    if event.name == "OrderShipped":
        order["shipped_time"] = event.time
    if event.name in RECEIVED and not order["received_time"]:
        order.update(received_time=event.time, attested=event.name == ATTESTED)
    order["status"] = _after_parcel(order) if event.name in PARCEL_SENT else NEXT.get(event.name, order["status"])
    order["kind"] = fields.get("kind", order["kind"])
    order["round"] = fields.get("round", order["round"])
    order["deadline"] = fields.get("deadline", order["deadline"])
    order["released"] += fields.get("released", 0)
    order["refunded"] += fields.get("refunded", 0)
    if order["released"] + order["refunded"] == order["total"]:
        order.update(status=fields.get("status", Status.CLOSED), deadline=0, ended_time=event.time)
        _settle(order)
    order["awaited"] = _awaited(order)


def units(order: Row) -> int:
    """How many units of its offer an order takes."""
    return 0 if order["status"] == Status.CANCELLED else int(order["quantity"])


def _settle(order: Row) -> None:
    """What came of an order that has just ended."""
    order["outcome"] = deeds.outcome(order)
    order["weighted_by"] = order["referrer"] if deeds.commission(order) else None


def _after_parcel(order: Row) -> Status:
    return Status.AWAITING_CONFIRMATION if order["carrier"] is None else Status.AWAITING_DELIVERY


def _awaited(order: Row) -> str | None:
    """The account whose step is awaited."""
    return order[awaited(order["status"])] if order["status"] in OPEN else None
