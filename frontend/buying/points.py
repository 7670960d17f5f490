"""An account's points: what it has in each currency, what waits, every entry with its order, and what covers them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from flask import Blueprint, Flask, abort, current_app, render_template, request

from frontend import people
from frontend.chain import NodeDown, Reserve
from frontend.index import due, points
from frontend.index.points import Points
from frontend.index.rows import Order
from frontend.loyalty import Back, to_fetch
from frontend.resources import book, chain, database
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import whose
from frontend.wording.buying_words import POINTS
from frontend.wording.formats import CENTS_UP_TO
from frontend.wording.formats import currency as unit_of
from frontend.wording.texts import Text, lazy_gettext
from frontend.wording.words import speak

bp = Blueprint("points", __name__, url_prefix="/points")

FRESH_FOR = 2.0  # seconds between two questions to the node
KEY = "handover.covers"

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

    `unsent` and `misplaced` are cash in currencies of the address book: what any other token says waits, is noise that
    anybody can make. `waiting` are orders of which something came back that is still to be passed on.
    """

    points: Points
    level: Text
    cover: Reserve | None
    unsent: dict[str, int]
    misplaced: dict[str, int]
    waiting: list[Order]

    @property
    def is_used(self) -> bool:
        """Whether the account has, or ever had, anything in it."""
        has = self.points
        return bool(has.spendable or has.lifetime or self.unsent or self.misplaced or self.waiting)

    @property
    def to_fetch(self) -> Back:
        """What came back of these orders, as which."""
        backs = [to_fetch(order) for order in self.waiting]
        return Back(sum(back.cash for back in backs), sum(back.points for back in backs))


class Covers:
    """What covers all points, by Loyalty, asked of the node every two seconds at most; empty while it is down.

    Only one request at a time waits for the node.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._good_until = 0.0  # on the machine's own clock; 0 before the node was asked for the first time
        self._found: dict[str, Reserve] = {}

    def read(self) -> dict[str, Reserve]:
        """The covers."""
        if time.monotonic() >= self._good_until and self._lock.acquire(blocking=not self._good_until):
            try:
                if time.monotonic() >= self._good_until:
                    self._ask()
            finally:
                self._lock.release()
        return self._found

    def _ask(self) -> None:
        try:
            self._found = {one.loyalty: one for one in chain().reserves()}
        except NodeDown:
            self._found = {}
        self._good_until = time.monotonic() + FRESH_FOR


def init_app(app: Flask) -> None:
    """Remember for a moment what covers points."""
    app.extensions[KEY] = Covers()


@bp.get("")
@limits.limiter.limit(limits.READS)
def page() -> str:
    """The points of `account`; without one, the question whose."""
    asked = request.args.get("account", "")
    account = address_in_url(asked) if asked else ""
    speak(POINTS)
    if not account:
        return render_template("whose.html", whose=whose.POINTS)
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
        data={"account": account},
    )


def _purses(account: str) -> list[Purse]:
    """A purse for each currency in which the account has, or ever had, something."""
    has = points.of_account(database(), account)
    covers = current_app.extensions[KEY].read()
    orders = due.to_fetch(database(), account)
    purses = [
        Purse(
            one,
            level(one),
            covers.get(one.loyalty),
            _listed(one.unsent),
            _listed(one.misplaced),
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


def _listed(cash: Mapping[str, int]) -> dict[str, int]:
    return {currency: amount for currency, amount in cash.items() if amount and currency in book().currencies}
