"""The items that were put into an order's parcel, each with what its buyer has to know first."""

from dataclasses import dataclass

from frontend.index.provenance import having
from frontend.index.provenance.bound import orders_with_items
from frontend.index.provenance.rows import Outcome, Sold
from frontend.provenance import banners
from frontend.provenance.banners import Banner
from frontend.provenance.subjects import made, path_of_thing
from frontend.resources import book, database


@dataclass(frozen=True)
class Put:
    """An item in an order: what it is called, where its page is, and its recalls."""

    name: str
    serial: str
    path: str
    outcome: Outcome
    settled: bool
    is_claimed: bool
    recalls: list[Banner]


def items(order_id: str) -> list[Put]:
    """Items of an order, the latest first; none where there is no Provenance."""
    return [_put(one) for one in having.items_of_order(database(), order_id)] if book().provenance else []


def recalled_among(order_ids: list[str]) -> set[str]:
    """Those of these orders in whose parcels something is that is recalled now."""
    if not book().provenance:
        return set()
    bound = orders_with_items(database(), order_ids)
    return {one for one in bound if any(put.recalls for put in items(one) if put.outcome is not Outcome.NOTHING)}


def recalled_owned(account: str) -> int:
    """How many things that an account owns are recalled now."""
    return sum(one.count for one in having.affected(database(), account)) if book().provenance else 0


def _put(sold: Sold) -> Put:
    thing = sold.thing
    open_ones = [recall for recall in sold.recalls if recall.is_open]
    return Put(
        name=made(thing.lot).name if thing.lot else thing.serial,
        serial=thing.serial,
        path=path_of_thing(thing),
        outcome=sold.binding.outcome,
        settled=sold.binding.settled,
        is_claimed=sold.claim is not None,
        recalls=list(banners.of_recalls(open_ones)),
    )
