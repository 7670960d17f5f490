"""Reviewing an order: what its buyer can say now, what has been said, and what its timeline tells of that."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from frontend.index.reviews.kinds import FOLLOW_UP, REPLY, REPLY_TO_FOLLOW_UP, REVIEW
from frontend.index.reviews.listed import review_of
from frontend.index.reviews.rows import Review
from frontend.index.rows import Order
from frontend.orders.terms import words
from frontend.orders.timeline import Step
from frontend.resources import book, database
from frontend.reviews.shown import Shown, shown
from frontend.wording.texts import Text, gettext, lazy_gettext, ngettext
from scripts.terms import Status

GAS = {REVIEW: 75_000, FOLLOW_UP: 60_000}  # of a call, at most

REPLIES = {REVIEW: REPLY, FOLLOW_UP: REPLY_TO_FOLLOW_UP}

TITLES: dict[str, tuple[Text, Text]] = {
    FOLLOW_UP: (lazy_gettext("The buyer added to the review"), lazy_gettext("You added to your review")),
    REPLY: (lazy_gettext("The seller replied to the review"), lazy_gettext("The seller replied to your review")),
    REPLY_TO_FOLLOW_UP: (
        lazy_gettext("The seller replied to what was added"),
        lazy_gettext("The seller replied to what you added"),
    ),
}


@dataclass(frozen=True)
class Reviewing:
    """Of an order: what there is (`shown` None: nothing), and the `verb` of what its buyer can say now, or empty.

    `obstacle` is why he can say nothing, in one sentence; empty where he can.
    """

    order: Order
    shown: Shown | None
    verb: str
    obstacle: str

    @property
    def path(self) -> str:
        """Where it is written."""
        return url_for("reviews.write", order_id=self.order.id)

    @property
    def data(self) -> dict[str, Any]:
        """What the module needs."""
        return {"order": words(self.order), "id": self.order.id, "verb": self.verb, "gas": str(GAS.get(self.verb, 0))}


def of_order(order: Order) -> Reviewing | None:
    """What can be said of an order now; None where there is no Reviews."""
    if book().reviews is None:
        return None
    found = review_of(database(), order.id)
    (told,) = shown([found]) if found else (None,)
    obstacle = _obstacle(order, found)
    verb = "" if obstacle else FOLLOW_UP if found else REVIEW
    return Reviewing(order, told, verb, obstacle)


def with_reviews(steps: list[Step], reviewing: Reviewing | None) -> list[Step]:
    """A timeline's first part, the latest first, with what was said of the order."""
    if reviewing is None or reviewing.shown is None:
        return steps
    told = _steps(reviewing.shown.review)
    return sorted([*told, *steps], key=lambda step: step.block, reverse=True)


def to_reply(review: Review) -> list[str]:
    """The parts of a review that the seller has not replied to."""
    return [part for part, reply in REPLIES.items() if part in review.parts and reply not in review.parts]


def _obstacle(order: Order, found: Review | None) -> str:
    if order.status == Status.CANCELLED:
        return gettext("This order was cancelled before anything was sent, so there is nothing to review.")
    if order.status != Status.CLOSED:
        return gettext("An order can be reviewed once it has ended, however it ends.")
    if found and found.follow_up:
        return gettext("You have reviewed this order and added to it: that is all that can be said of it.")
    return ""


def _steps(review: Review) -> list[Step]:
    stars = review.stars
    reviewed = ngettext("The buyer gave %(num)d star", "The buyer gave %(num)d stars", stars)
    to_buyer = ngettext("You gave %(num)d star", "You gave %(num)d stars", stars)
    titles = {name: (str(one), str(other)) for name, (one, other) in TITLES.items()} | {REVIEW: (reviewed, to_buyer)}
    return [Step(*titles[name], text.time, text.block) for name, text in review.parts.items()]
