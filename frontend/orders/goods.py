"""The items that were put into an order's parcel, and what a buyer has to know of recalls: of these, or of the lots
that the offer names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from frontend.index.provenance import having
from frontend.index.provenance.bound import orders_with_items
from frontend.index.provenance.rows import Outcome, Recall, Sold
from frontend.index.rows import Order
from frontend.provenance import covered, offered
from frontend.provenance.banners import Covered
from frontend.provenance.offered import Origin
from frontend.provenance.subjects import made
from frontend.resources import book, database
from scripts.terms import Status


@dataclass(frozen=True)
class Put:
    """An item in an order: what it is called, where its page is, and its open recalls."""

    name: str
    serial: str
    path: str
    outcome: Outcome
    settled: bool
    is_claimed: bool
    covered: Covered
    recalls: list[Recall]

    @property
    def is_got(self) -> bool:
        """Whether the buyer has it, or gets it as things stand."""
        return self.outcome is not Outcome.NOTHING


def items(order_id: str) -> list[Put]:
    """Items of an order, the latest first; none where there is no Provenance."""
    return [_put(one) for one in having.items_of_order(database(), order_id)] if book().provenance else []


def concerned(order: Order, put: Sequence[Put]) -> list[tuple[Covered, list[Recall]]]:
    """What of an order is recalled now, and why: items in the parcel, and lots of the offer as long as the items are
    not all that was bought. A cancelled order got nobody anything.
    """
    if order.status == Status.CANCELLED:
        return []
    parcel = [(one.covered, one.recalls) for one in put if one.is_got and one.recalls]
    found = undecided(order, put)
    lots = offered.covering(found) if found else []
    return [*parcel, *lots]


def undecided(order: Order, put: Sequence[Put]) -> Origin | None:
    """The lots of an order's offer, as long as the items in the parcel are not all that was bought."""
    got = [one for one in put if one.is_got]
    return offered.origin(order.offer) if len(got) < order.quantity else None


def recalled_among(orders: Sequence[Order]) -> set[str]:
    """Those of these orders whose buyers get, or got, something that is recalled now."""
    if not book().provenance:
        return set()
    offered.meet(order.offer for order in orders)
    bound = orders_with_items(database(), [order.id for order in orders])
    return {order.id for order in orders if concerned(order, items(order.id) if order.id in bound else [])}


def recalled_owned(account: str) -> int:
    """How many things that an account owns are recalled now."""
    return sum(one.count for one in having.affected(database(), account)) if book().provenance else 0


def _put(sold: Sold) -> Put:
    thing = sold.thing
    one = covered.thing(thing)
    return Put(
        name=made(thing.lot).name if thing.lot else thing.serial,
        serial=thing.serial,
        path=one.path,
        outcome=sold.binding.outcome,
        settled=sold.binding.settled,
        is_claimed=sold.claim is not None,
        covered=one,
        recalls=[recall for recall in sold.recalls if recall.is_open],
    )
