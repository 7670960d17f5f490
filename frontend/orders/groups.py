"""How shoppers know their orders' statuses: the groups of "my orders", each with its word in the address line."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontend.orders.story import COUNTED
from frontend.wording.texts import Text, lazy_gettext
from scripts.terms import Status

AFTER_SALES = (Status.AWAITING_ANSWER, Status.AWAITING_RETURN, Status.AWAITING_RETURN_CHECK, Status.AWAITING_RULING)
WAITING = "waiting"
GIVEN = "given"


@dataclass(frozen=True)
class Group:
    """A tab of "my orders"."""

    code: str
    name: Text
    statuses: frozenset[Status]


@dataclass(frozen=True)
class Tab:
    """A group with how many orders are in it."""

    code: str
    name: str
    count: int


def _of(status: Status) -> Group:
    return Group(status.name.lower(), COUNTED[status], frozenset({status}))


GROUPS = (
    *map(_of, (Status.AWAITING_SHIPMENT, Status.AWAITING_DELIVERY, Status.AWAITING_CONFIRMATION)),
    Group("after_sales", lazy_gettext("Refunds and returns"), frozenset(AFTER_SALES)),
    *map(_of, (Status.CLOSED, Status.CANCELLED)),
)
EVERYTHING = Group("", lazy_gettext("All"), frozenset())
WAITING_FOR_YOU = Group(WAITING, lazy_gettext("Waiting for you"), frozenset())
TO_REVIEW = Group("to_review", lazy_gettext("To review"), frozenset())
PAID_FOR_OTHERS = Group(GIVEN, lazy_gettext("Paid for others"), frozenset())


def chosen(code: str) -> Group:
    """The group that an address line names; all orders where it names none."""
    return next(
        (one for one in (*GROUPS, WAITING_FOR_YOU, TO_REVIEW, PAID_FOR_OTHERS) if one.code == code.lower()), EVERYTHING
    )


def tabs(counts: Mapping[Status, int], waiting: int, to_review: int, given: int) -> list[Tab]:
    """All, what waits for the buyer, the groups, what he may review, and what he paid for others; those without orders
    are left out.
    """
    sums = [(group, sum(counts.get(status, 0) for status in group.statuses)) for group in GROUPS]
    everything = sum(counts.values()) + given
    found = [
        (EVERYTHING, everything),
        (WAITING_FOR_YOU, waiting),
        *sums,
        (TO_REVIEW, to_review),
        (PAID_FOR_OTHERS, given),
    ]
    return [Tab(group.code, str(group.name), count) for group, count in found if count or group is EVERYTHING]
