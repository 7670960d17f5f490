"""/api/v1: what is paid in instalments, what buyers may owe, and what lenders have of it."""

from typing import Any

from flask import Blueprint, abort, request

from frontend import market
from frontend.api import answers, credit_answers, failures
from frontend.api.market import part
from frontend.index.credit import plans, vaults
from frontend.index.credit.rows import Lender, Vault
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import number_in_url
from scripts.parameters import DAY

bp = Blueprint("vaults", __name__, url_prefix="/api/v1")

failures.answer_in_words(bp)

SOON = 3 * DAY
MOST_DAYS = 400
LAST_TIME = 2**40  # Unix seconds

Json = dict[str, Any]


@bp.get("/vaults")
@limits.limiter.limit(limits.READS)
def all_vaults() -> Json:
    """Each Credit: what was fixed at its deployment, and its books."""
    return {"items": [_vault(one) for one in vaults.all_of(database())]}


@bp.get("/vaults/<vault>/days")
@limits.limiter.limit(limits.READS)
def days(vault: str) -> Json:
    """A vault's books at the end of each day on which they changed."""
    found = vaults.vault(database(), vault) or abort(404, "No such vault is followed here.")
    until = _time("until", market.now())
    since = _time("since", max(until - 90 * DAY, 0))
    if not 0 <= until - since <= MOST_DAYS * DAY:
        raise ValueError(f"since is before until, by {MOST_DAYS} days at most.")
    by_day = vaults.books_by_day(database(), found.address, since, until)
    told = [{"day": day, **credit_answers.books(books, found)} for day, books in by_day.items()]
    return {"vault": found.address, "items": told}


@bp.get("/plans/due")
@limits.limiter.limit(limits.READS)
def due() -> Json:
    """Plans whose next instalment is due in the next three days."""
    now = market.now()
    return {"items": [credit_answers.plan(one, now) for one in plans.due_soon(database(), now, now + SOON)]}


@bp.get("/plans/overdue")
@limits.limiter.limit(limits.READS)
def overdue() -> Json:
    """Plans with an instalment whose date and days of grace are over."""
    now = market.now()
    return {"items": [credit_answers.plan(one, now) for one in plans.overdue(database(), now)]}


@bp.get("/plans/written_off")
@limits.limiter.limit(limits.READS)
def written_off() -> Json:
    """Plans that were written off."""
    found = plans.written_off(database(), *part())
    return answers.page(found, [credit_answers.plan(one, market.now()) for one in found.items])


@bp.get("/plans/<plan_id>")
@limits.limiter.limit(limits.READS)
def plan(plan_id: str) -> Json:
    """A plan as it stands now, with its schedule."""
    found = plans.plan(database(), plan_id) or abort(404, "No such plan was opened here.")
    return credit_answers.plan(found, market.now())


@bp.get("/plans/<plan_id>/steps")
@limits.limiter.limit(limits.READS)
def steps(plan_id: str) -> Json:
    """What happened to it."""
    found = plans.plan(database(), plan_id) or abort(404, "No such plan was opened here.")
    told = plans.steps(database(), plan_id, *part())
    return answers.page(told, [credit_answers.step(one, found.order.offer.currency) for one in told.items])


@bp.get("/orders/<order_id>/plan")
@limits.limiter.limit(limits.READS)
def of_order(order_id: str) -> Json:
    """The plan of an order."""
    found = plans.of_order(database(), order_id) or abort(404, "No such order was bought in instalments.")
    return credit_answers.plan(found, market.now())


@bp.get("/accounts/<address>/plans")
@limits.limiter.limit(limits.READS)
def of_buyer(address: str) -> Json:
    """A buyer's plans, with the first part all that are open."""
    found, now = plans.of_buyer(database(), address, *part()), market.now()
    return {"items": [credit_answers.plan(one, now) for one in found.items], "next": found.next or None}


@bp.get("/accounts/<address>/credit")
@limits.limiter.limit(limits.READS)
def borrower(address: str) -> Json:
    """What an account may owe each vault, term by term."""
    found = [vaults.borrower(database(), vault, address) for vault in vaults.all_of(database())]
    return {"items": [credit_answers.borrower(one, market.now()) for one in found]}


@bp.get("/accounts/<address>/lent")
@limits.limiter.limit(limits.READS)
def lent(address: str) -> Json:
    """What an account has lent each vault, and earned."""
    every = vaults.all_of(database())
    found = [(vaults.lender(database(), one.address, address), one) for one in every]
    return {"items": [_lender(one, vault) for one, vault in found]}


@bp.get("/accounts/<address>/lent/<vault>")
@limits.limiter.limit(limits.READS)
def lender_history(address: str, vault: str) -> Json:
    """What it put in and took out of a vault."""
    of = vaults.vault(database(), vault) or abort(404, "No such vault is followed here.")
    found = vaults.lender_history(database(), vault, address, *part())
    return answers.page(found, [credit_answers.lender_step(one, of.currency) for one in found.items])


def _vault(vault: Vault) -> Json:
    now = market.now()
    books, late = vaults.books(database(), vault.address), plans.late(database(), vault.address, now)
    return credit_answers.vault(vault) | {
        "books": credit_answers.books(books, vault),
        "late": {"plans": late.plans, "principal": answers.money(late.principal, vault.currency)},
    }


def _lender(found: Lender, vault: Vault) -> Json:
    return credit_answers.lender(found, vaults.books(database(), vault.address), vault.currency)


def _time(name: str, otherwise: int) -> int:
    text = request.args.get(name, "")
    time = number_in_url(text, 0, LAST_TIME) if text else otherwise
    if time is None:
        raise ValueError(f"{name} is a time in Unix seconds.")
    return time
