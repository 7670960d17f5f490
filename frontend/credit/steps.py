"""What can be done with a plan now, by anybody, beside paying: what came back is passed on, its dates wait or go on."""

from dataclasses import dataclass

from frontend.index.credit.rows import Plan
from frontend.index.queries import QUESTIONED
from scripts.credit.course import State
from scripts.credit.moves import refunded


@dataclass(frozen=True)
class Steps:
    """Amounts in the currency's smallest unit: `waits` came back of the order and is to be passed on, `cut` of it comes
    off the debt, `rest` goes to the buyer; `is_last` where no debt is left then. `pause_left` is in seconds."""

    waits: int
    cut: int
    rest: int
    is_last: bool
    may_pause: bool
    may_resume: bool
    pause_left: int


def of_plan(plan: Plan, now: int) -> Steps:
    """By what the index knows; the contract has the last word."""
    passed_on = refunded(plan.course, plan.order.waiting, now)
    is_questioned = plan.order.status in QUESTIONED
    left = plan.course.pause_left - plan.course.pausing(now)
    return Steps(
        waits=plan.order.waiting,
        cut=passed_on.debt,
        rest=passed_on.to_buyer,
        is_last=passed_on.course.progress.state == State.ENDED,
        may_pause=plan.state == State.OPEN and is_questioned and left > 0,
        may_resume=plan.state == State.PAUSED and not (is_questioned and left > 0),
        pause_left=left,
    )
