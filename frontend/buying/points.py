"""An account's points: what it has in each currency, what waits, every entry with its order, and what covers them."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for

from frontend import people
from frontend.chain import NodeDown, Reserve
from frontend.index import due, points
from frontend.index.money import padded
from frontend.index.points import Points
from frontend.index.rows import Order
from frontend.resources import book, chain, database
from frontend.web.urls import address_in_url
from frontend.wording.buying_words import POINTS
from frontend.wording.formats import CENTS_UP_TO
from frontend.wording.formats import currency as unit_of
from frontend.wording.texts import Text, lazy_gettext
from frontend.wording.words import speak

bp = Blueprint("points", __name__, url_prefix="/points")

KINDS: dict[str, Text] = {
    points.EARNED: lazy_gettext("The seller gives back"),
    points.COLLECTED: lazy_gettext("Collected"),
    points.SPENT: lazy_gettext("Paid an order"),
    points.BACK: lazy_gettext("Came back of an order"),
    points.UNSENT: lazy_gettext("Cash that your account did not take; it waits"),
    points.WITHDRAWN: lazy_gettext("Cash withdrawn"),
}

# From how many units ever collected; of a currency that is written without cents, thousandths of one
LEVELS: tuple[tuple[int, Text], ...] = (
    (1000, lazy_gettext("Tree")),
    (100, lazy_gettext("Branch")),
    (10, lazy_gettext("Sprout")),
    (0, lazy_gettext("Seed")),
)


@dataclass(frozen=True)
class Purse:
    """What an account has in one currency. `cover` is None while the node does not answer.

    `waiting` are orders of which something came back that is still to be passed on. `misplaced` is other money that
    Escrow keeps for the account there: offers named these points for another currency.
    """

    points: Points
    level: Text
    cover: Reserve | None
    misplaced: dict[str, int]
    waiting: list[Order]

    @property
    def is_used(self) -> bool:
        """Whether the account has, or ever had, anything in it."""
        has = self.points
        return bool(has.spendable or has.lifetime or has.unsent or self.misplaced or self.waiting)


@bp.get("")
def page() -> str:
    """The points of `account`; without one, the question whose."""
    asked = request.args.get("account", "")
    account = address_in_url(asked) if asked else ""
    speak(POINTS)
    data = {"account": account, "address": url_for("points.page")}
    if not account:
        return render_template("whose_points.html", data=data)
    try:
        found = points.history(database(), account, after=request.args.get("after", ""))
    except ValueError:
        abort(404)
    people.meet({account})
    return render_template(
        "points.html",
        owner=people.person(account),
        purses=_purses(account),
        page=found,
        kinds=KINDS,
        book=book(),
        data=data,
    )


def _purses(account: str) -> list[Purse]:
    """A purse for each currency in which the account has, or ever had, something."""
    has = points.of_account(database(), account)
    covers, misplaced = _asked(account, has)
    orders = due.to_fetch(database(), account)
    purses = [
        Purse(
            one,
            level(one),
            covers.get(one.loyalty),
            misplaced.get(one.loyalty, {}),
            [order for order in orders if order.payer == one.loyalty],
        )
        for one in has
    ]
    return [one for one in purses if one.is_used]


def level(one: Points) -> Text:
    """A name for all that was ever collected; it opens nothing."""
    decimals = unit_of(one.currency).decimals
    unit = 10**decimals if decimals <= CENTS_UP_TO else 10 ** (decimals - 3)
    return next(name for least, name in LEVELS if one.lifetime >= least * unit)


def _asked(account: str, has: list[Points]) -> tuple[dict[str, Reserve], dict[str, dict[str, int]]]:
    """What only the node can say: covers and misplaced money, both by Loyalty; nothing while it does not answer."""
    try:
        covers = {one.loyalty: one for one in chain().reserves()}
        misplaced = {one.loyalty: _misplaced(account, one) for one in has}
    except NodeDown:
        return {}, {}
    return covers, misplaced


def _misplaced(account: str, one: Points) -> dict[str, int]:
    others = [currency for currency in book().currencies if currency != one.currency]
    kept = {currency: chain().credit(one.loyalty, padded(account), currency) for currency in others}
    return {currency: amount for currency, amount in kept.items() if amount}
