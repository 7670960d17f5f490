"""An account's credit: its limit term by term, in each currency, and its plans."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from frontend import people
from frontend.credit import past, schedule, steps
from frontend.credit.schedule import Schedule
from frontend.credit.steps import Steps
from frontend.index.credit import plans, vaults
from frontend.index.credit.rows import Plan, Vault
from frontend.index.rows import Order
from frontend.index.vouching import claims
from frontend.index.vouching.rows import State
from frontend.market import now
from frontend.public.periods import is_by_day
from frontend.resources import database
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import credit_words, signing_words, whose
from frontend.wording.language import in_words
from frontend.wording.texts import Text, lazy_gettext
from frontend.wording.words import speak
from scripts.credit.course import State as PlanState
from scripts.credit.limit import Limit, limit_of
from scripts.credit.terms import ONE, PLANS

bp = Blueprint("credit", __name__, url_prefix="/credit")

STATES: dict[PlanState, Text] = {
    PlanState.OPEN: lazy_gettext("Running"),
    PlanState.PAUSED: lazy_gettext("Dates wait"),
    PlanState.WRITTEN_OFF: lazy_gettext("Written off, and still owed"),
    PlanState.ENDED: lazy_gettext("Ended"),
}
OVERDUE: Text = lazy_gettext("Overdue")


@dataclass(frozen=True)
class Purse:
    """What an account may borrow in a currency, in its smallest unit.

    `cash` is what lenders have at hand, `most` what they lend to one buyer; `is_halved` whether a plan was written off
    not long ago; `is_vouched_for` whether the issuer says that the account is one person; `plans_left` how many more
    plans it may open.
    """

    vault: Vault
    limit: Limit
    is_halved: bool
    cash: int
    most: int
    is_vouched_for: bool
    plans_left: int

    @property
    def issuer(self) -> str:
        """Whose word counts for it."""
        return self.vault.parameters.issuer

    @property
    def free(self) -> int:
        """How much of an order could be paid later now."""
        if not (self.is_vouched_for and self.plans_left):
            return 0
        return max(min(self.limit.left, self.cash, self.most - self.limit.outstanding), 0)


@dataclass(frozen=True)
class Owed:
    """A plan and its schedule as it stands now; its `standing` in a word.

    Where it `is_overdue`, the limit is zero. What is next is due at `next_due` if a pause that is on ended now.
    """

    plan: Plan
    schedule: Schedule
    steps: Steps
    standing: Text
    is_overdue: bool
    is_waiting: bool
    next_due: int
    next_amount: int


@bp.get("")
@limits.limiter.limit(limits.READS)
def page() -> str:
    """The credit of `account`; without one, the question whose."""
    asked = request.args.get("account", "")
    speak(credit_words.WORDS | credit_words.REASONS | signing_words.WORDS)
    if not asked:
        return render_template("whose.html", whose=whose.CREDIT)
    account = address_in_url(asked)
    try:
        found = plans.of_buyer(database(), account, after=request.args.get("after", ""))
    except ValueError:
        abort(404)
    purses = [purse(vault, account) for vault in vaults.all_of(database())]
    people.meet({account, *(one.issuer for one in purses)})
    owed = [_owed(plan) for plan in found.items]
    return render_template(
        "credit/account.html",
        owner=people.person(account),
        purses=purses,
        owed=owed,
        page=found,
        unsent=vaults.unsent(database(), account),
        past=[plot for one in purses for plot in past.plots_of(one.vault, account)],
        by="day" if is_by_day() else "month",
        data={"account": account, "plans": for_browser(owed)},
    )


def purse(vault: Vault, account: str) -> Purse:
    """What an account may borrow of a vault."""
    db = database()
    kept = vaults.borrower(db, vault, account).account
    books, limit = vaults.books(db, vault.address), limit_of(kept, vault.parameters, now())
    return Purse(
        vault=vault,
        limit=limit,
        is_halved=now() < limit.halved_until,
        cash=books.cash,
        most=books.assets * vault.parameters.buyer_bps // ONE,
        is_vouched_for=holds(vault, account, "person"),
        plans_left=max(PLANS - len(kept.dues), 0),
    )


def holds(vault: Vault, account: str, kind: str) -> bool:
    """Whether a vault's issuer vouches for an account now."""
    found = claims.claim(database(), vault.parameters.issuer, account, kind)
    return found is not None and found.state(now()) == State.HOLDS


@bp.app_template_global()
def owed_of(order: Order) -> Owed | None:
    """The plan of an order that is paid in instalments; None for any other."""
    plan = plans.of_order(database(), order.id) if order.is_through_credit else None
    return _owed(plan) if plan else None


def _owed(plan: Plan) -> Owed:
    at = now()
    is_overdue, is_waiting = plan.course.is_overdue(at), plan.is_waiting(at)
    state = PlanState.OPEN if plan.state == PlanState.PAUSED and not is_waiting else plan.state
    return Owed(
        plan=plan,
        schedule=schedule.of_course(plan.course, at),
        steps=steps.of_plan(plan, at),
        standing=OVERDUE if is_overdue and state.is_running else STATES[state],
        is_overdue=is_overdue,
        is_waiting=is_waiting,
        next_due=plan.next_due(at),
        next_amount=plan.next_amount(at),
    )


@bp.app_template_global()
def for_browser(owed: Iterable[Owed]) -> dict[str, dict[str, object]]:
    """What modules call the contract with, by the ids of plans with which something can be done: whole numbers of a
    browser are too small for amounts."""
    found: dict[str, dict[str, object]] = {}
    for plan in (one.plan for one in owed if one.plan.is_open or one.steps.waits):
        order_id, *rest = plan.given
        given = ["0x" + bytes(order_id).hex(), *map(str, rest)]
        title = in_words(plan.order.offer.document.get("title", {})) or plan.order.id[:10]
        found[plan.id] = {"currency": plan.order.offer.currency, "plan": given, "title": title}
    return found
