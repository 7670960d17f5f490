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
from frontend.index.due import SOON
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
from scripts.credit.terms import GRACE, ONE, PLANS

bp = Blueprint("credit", __name__, url_prefix="/credit")

STATES: dict[PlanState, Text] = {
    PlanState.OPEN: lazy_gettext("Running"),
    PlanState.PAUSED: lazy_gettext("Dates wait"),
    PlanState.WRITTEN_OFF: lazy_gettext("Written off, and still owed"),
    PlanState.ENDED: lazy_gettext("Ended"),
}
OVERDUE: Text = lazy_gettext("Overdue")
DUE: Text = lazy_gettext("Due now")


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

    Where it `is_overdue`, the limit is zero. What is next is due at `next_due` if a pause that is on ended now; where
    it `is_due`, that is over, and the days of grace are not. From `grows_from` on it raises the limit; 0 where it does
    now, or nobody can say.
    """

    plan: Plan
    schedule: Schedule
    steps: Steps
    standing: Text
    is_overdue: bool
    is_waiting: bool
    is_due: bool
    next_due: int
    next_amount: int
    grows_from: int

    @property
    def grace_until(self) -> int:
        """The first second in which what is next is late."""
        return self.next_due + GRACE

    @property
    def late_fee(self) -> int:
        """What comes on top then."""
        return self.plan.course.terms.late_fee

    def is_soon(self, at: int) -> bool:
        """Whether to remind of it."""
        return self.is_overdue or (self.plan.is_open and not self.is_waiting and self.next_due <= at + SOON)


@dataclass(frozen=True)
class Debt:
    """All that an account owes in a currency: `left` with all fees, `payoff` now; `cut` of it comes off once what came
    back is settled. `next` is the plan that is due first, None where all dates wait or were written off."""

    currency: str
    plans: int
    left: int
    payoff: int
    cut: int
    next: Owed | None


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
    running = [_owed(plan) for plan in plans.open_of(database(), account)]
    return render_template(
        "credit/account.html",
        owner=people.person(account),
        purses=purses,
        owed=owed,
        debts=[debt for one in purses if (debt := _debt(one.vault, running))],
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


def due_among(orders: Iterable[Order]) -> dict[str, Owed]:
    """By the ids of their orders, plans of which something is due within three days, or was missed."""
    lent = [order.id for order in orders if order.is_through_credit]
    owed = {order_id: _owed(plan) for order_id, plan in plans.of_orders(database(), lent).items()} if lent else {}
    return {order_id: one for order_id, one in owed.items() if one.is_soon(now())}


def _owed(plan: Plan) -> Owed:
    at = now()
    is_overdue, is_waiting = plan.course.is_overdue(at), plan.is_waiting(at)
    state = PlanState.OPEN if plan.state == PlanState.PAUSED and not is_waiting else plan.state
    runs = state == PlanState.OPEN and not is_overdue
    is_due = runs and plan.next_due(at) <= at
    grows_from = plan.next_due(at) - plan.course.terms.interval // 2
    return Owed(
        plan=plan,
        schedule=schedule.of_course(plan.course, at),
        steps=steps.of_plan(plan, at),
        standing=OVERDUE if is_overdue and state.is_running else DUE if is_due else STATES[state],
        is_overdue=is_overdue,
        is_waiting=is_waiting,
        is_due=is_due,
        next_due=plan.next_due(at),
        next_amount=plan.next_amount(at),
        grows_from=grows_from if runs and at < grows_from else 0,
    )


def _debt(vault: Vault, owed: Iterable[Owed]) -> Debt | None:
    """What is owed to a vault; None where nothing is."""
    mine = [one for one in owed if one.plan.vault == vault.address]
    if not mine:
        return None
    dated = [one for one in mine if one.plan.state.is_running and not one.is_waiting]
    left, payoff = (sum(getattr(one.schedule, name) for one in mine) for name in ("left", "payoff"))
    cut, first = sum(one.steps.cut for one in mine), min(dated, key=lambda one: one.next_due, default=None)
    return Debt(vault.currency, len(mine), left, payoff, cut, first)


@bp.app_template_global()
def for_browser(owed: Iterable[Owed]) -> dict[str, dict[str, object]]:
    """What modules call the contract with, by the ids of plans with which something can be done: whole numbers of a
    browser are too small for amounts."""
    found: dict[str, dict[str, object]] = {}
    for plan in (one.plan for one in owed if one.plan.is_open or one.steps.waits):
        order_id, *rest = plan.given
        given = ["0x" + bytes(order_id).hex(), *map(str, rest)]
        title = in_words(plan.order.offer.document.get("title", {})) or plan.order.id[:10]
        early = [[*map(str, fee)] for fee in schedule.fees_to_come(plan.course, now())]
        found[plan.id] = {"currency": plan.order.offer.currency, "plan": given, "title": title, "early": early}
    return found
