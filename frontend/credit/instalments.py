"""Paying an order later: how many instalments, what they come to and when, what happens if, and who can."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.credit import choice, eligibility, offering
from frontend.credit.account import purse
from frontend.credit.choice import DAYS, Choice
from frontend.goods.lines import Line, line_of
from frontend.index import queries
from frontend.index.credit.rows import Vault
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import address_in_url, id_in_url, number_in_url
from scripts.credit.course import Course
from scripts.credit.moves import refunded
from scripts.credit.terms import INSTALMENTS, LEAST_DOWN, least_down

bp = Blueprint("instalments", __name__, url_prefix="/instalments")

MOST_UNITS = 10**12


@dataclass(frozen=True)
class Figures:
    """What a plan's consequences cost, in the currency's smallest unit.

    `late_fee` is that of an instalment; `at_once` pays it off on its first day, which saves so much in fees. If `half`
    of the total came back on that day, so much would still be `owed` without fees; `owed_with_fee` would end it.
    """

    late_fee: int
    at_once: int
    saved: int
    half: int
    owed: int
    owed_with_fee: int


@bp.get("")
@limits.limiter.limit(limits.READS)
def page() -> str:
    """The plan that an address line asks for, of so many units (`quantity`) of an `offer`, for an `account`."""
    offer = queries.offer(database(), id_in_url(request.args.get("offer", ""))) or abort(404)
    asked = request.args.get("account", "")
    account = address_in_url(asked) if asked else ""
    line = line_of(offer, number_in_url(request.args.get("quantity", ""), 1, MOST_UNITS) or 1)
    people.meet({offer.seller, *([account] if account else [])})
    wanted = wanted_of(line, account)
    if wanted is None or line.obstacle:
        return render_template("credit/not_later.html", line=line, lends=bool(offering.vault_in(offer.currency)))
    return _shown(wanted)


def wanted_of(line: Line, account: str = "") -> Choice | None:
    """What the address line asks for; None where nobody lends in this currency, or so little is not lent."""
    vault = offering.vault_in(line.offer.currency)
    if vault is None or line.total < LEAST_DOWN * INSTALMENTS.stop:
        return None
    return choice.asked(line, vault, request.args, _most(line, vault, account), account)


def _most(line: Line, vault: Vault, account: str) -> int:
    """What would be lent of it: as much as to anybody, or what an account may have where that is not much less."""
    most = min(offering.most_for_anybody(vault), line.total - least_down(line.total))
    free = purse(vault, account).free if account else 0
    return min(most, free) if free > most // 2 else most


def _shown(wanted: Choice) -> str:
    of_account = eligibility.of_account(wanted) if wanted.account else []
    checks = [*eligibility.of_offer(wanted), *of_account]
    return render_template(
        "credit/instalments.html",
        wanted=wanted,
        offer=wanted.line.offer,
        numbers=INSTALMENTS,
        all_days=DAYS,
        checks=checks,
        obstacles=[check for check in checks if not check.is_so],
        figures=_figures(wanted),
        data={"account": wanted.account},
    )


def _figures(wanted: Choice) -> Figures:
    terms, half = wanted.terms, wanted.line.total // 2
    course = Course(terms)
    at_once, after = course.payoff(terms.start), refunded(course, half, terms.start).course
    owed = after.outstanding, after.payoff(terms.start)
    return Figures(terms.late_fee, at_once, wanted.schedule.total - at_once, half, *owed)
