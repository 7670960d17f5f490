"""What a referrer earned: the orders he brought, their commissions, and what waits in Escrow for him."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.index import queries
from frontend.index.earnings import earned, orders_brought
from frontend.index.money import share
from frontend.index.queries import PAGE_SIZE
from frontend.index.rows import EMPTY_HASH, Order
from frontend.orders import story
from frontend.resources import database
from frontend.web.urls import address_in_url
from frontend.wording import whose
from frontend.wording.buying_words import EARNINGS
from frontend.wording.words import speak

bp = Blueprint("earnings", __name__, url_prefix="/earnings")

MOST_CURRENCIES = 50  # anybody may make one, and earn somebody something in it


@dataclass(frozen=True)
class Brought:
    """An order with the commission that it has paid, and what it may still pay."""

    order: Order
    earned: int
    awaited: int


@dataclass(frozen=True)
class Balance:
    """One currency: all that was ever earned, and what Escrow holds for the account now, whatever it comes from."""

    currency: str
    earned: int
    waiting: int


@bp.get("")
def page() -> str:
    """The earnings of `account`; without one, the question whose."""
    asked = request.args.get("account", "")
    account = address_in_url(asked) if asked else ""
    speak(EARNINGS)
    if not account:
        return render_template("whose.html", whose=whose.EARNINGS)
    try:
        found = orders_brought(database(), account, request.args.get("after", ""), PAGE_SIZE)
    except ValueError:
        abort(404)
    people.meet({order.offer.seller for order in found.items} | {account})
    return render_template(
        "earnings.html",
        referrer=people.person(account),
        page=found,
        brought=[_brought(order) for order in found.items],
        balances=_balances(account),
        statuses=story.STATUSES,
        data={"account": account},
    )


def _brought(order: Order) -> Brought:
    bps = order.offer.commission_bps
    so_far = share(order.released, bps)
    return Brought(order, so_far, share(order.released + order.held, bps) - so_far)


def _balances(account: str) -> list[Balance]:
    """Every currency in which the account earned something or has something waiting."""
    sums = earned(database(), account)
    waiting = {one.currency: one.amount for one in queries.credits(database(), account) if one.key == EMPTY_HASH}
    currencies = list(dict.fromkeys([*sums, *waiting]))
    known = sorted(currencies, key=lambda currency: not people.currency_known(currency))
    return [Balance(one, sums.get(one, 0), waiting.get(one, 0)) for one in known[:MOST_CURRENCIES]]
