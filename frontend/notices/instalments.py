"""What there is to tell of a plan of instalments, and in which words."""

from frontend.index.credit.rows import Plan
from frontend.wording.formats import DAY, moment, money
from frontend.wording.language import in_words
from frontend.wording.texts import gettext
from scripts.credit.terms import GRACE, WRITE_OFF

SOON = 3 * DAY  # before a due date

COMES, MISSED, LATE, BACK = "comes", "missed", "late", "back"


def things(plan: Plan, now: int) -> list[str]:
    """What there is to tell of an open plan, the more urgent last."""
    back = [f"waits:{plan.id}:{BACK}:{plan.order.waiting}"] if plan.order.waiting else []
    stage = _stage(plan, now)
    return [*back, f"due:{plan.id}:{stage}:{plan.next}"] if stage else back


def told(plan: Plan, thing: str, now: int) -> tuple[str, list[str]]:
    """A mail's subject and what it says of a thing."""
    _, _, stage, _ = thing.split(":")
    goods = " ".join(in_words(plan.order.offer.document.get("title", {})).split()) or plan.order.id[:10]
    amount, when = _money(plan, plan.next_amount(now)), plan.next_due(now)
    if stage == BACK:
        return gettext("Money came back: %(goods)s", goods=goods), [_back(plan)]
    if stage == COMES:
        said = gettext("Instalment %(number)d of %(amount)s is due.", number=plan.next, amount=amount)
        after = gettext("What if you pay later? %(later)s", later=_missed(plan, when))
        return gettext("An instalment is due: %(goods)s", goods=goods), [said, _until(when), after]
    if stage == MISSED:
        said = gettext("Instalment %(number)d of %(amount)s was due and is not paid.", number=plan.next, amount=amount)
        return gettext("An instalment was missed: %(goods)s", goods=goods), [said, _missed(plan, when)]
    said = gettext(
        "Instalment %(number)d is late; with its late fee it is %(amount)s.", number=plan.next, amount=amount
    )
    limit = gettext("Until you have paid, you can buy nothing else in instalments.")
    lost = gettext(
        "If it is still not paid on %(time)s, the lenders may write your plan off: then your limit is halved for two "
        "years, and what you owe is still owed.",
        time=moment(when + WRITE_OFF).striptags(),
    )
    return gettext("An instalment is late: %(goods)s", goods=goods), [said, limit, lost]


def _stage(plan: Plan, now: int) -> str:
    """Where the next instalment is on its way; empty where there is nothing to tell yet, or dates wait."""
    due = plan.next_due(now)
    if plan.is_waiting(now) or now < due - SOON or not plan.state.is_running:
        return ""
    if now < due:
        return COMES
    return MISSED if now < due + GRACE else LATE


def _until(when: int) -> str:
    return gettext("Until: %(time)s", time=moment(when).striptags())


def _missed(plan: Plan, due: int) -> str:
    fee = _money(plan, plan.course.terms.late_fee)
    return gettext("A late fee of %(fee)s comes on %(time)s.", fee=fee, time=moment(due + GRACE).striptags())


def _back(plan: Plan) -> str:
    return gettext(
        "%(amount)s of this order came back and waits. Have it passed on: it cuts what you owe, the last instalments "
        "first with their fees, and what is beyond that comes to you.",
        amount=_money(plan, plan.order.waiting),
    )


def _money(plan: Plan, amount: int) -> str:
    return str(money(amount, plan.order.offer.currency))
