"""What calls make of a plan, without the money that moves. Times are Unix seconds, amounts smallest units."""

from dataclasses import dataclass, replace

from scripts.credit.course import Course, State
from scripts.credit.terms import GRACE


@dataclass(frozen=True)
class Payment:
    """What a payment came to: `taken` of it, `principal` of that, and of this what was repaid `in_time`."""

    course: Course
    taken: int
    principal: int
    in_time: int


@dataclass(frozen=True)
class Refund:
    """What a refund came to: what it took off the `debt`, and what is left for the buyer."""

    course: Course
    debt: int
    to_buyer: int


def charged(course: Course, now: int) -> Course:
    """With a late fee on each instalment that was missed by now. Nothing more is charged once it was written off."""
    if not course.progress.state.is_running:
        return course
    late = course.progress.late
    for number in range(course.covered + 1, course.last + 1):
        if course.is_missed(number, now):
            late |= 1 << (number - 1)
    return _with(course, late=late)


def repaid(course: Course, amount: int, now: int) -> Payment:
    """Somebody pays up to `amount`: in the order of instalments, or all that is left without the fees to come."""
    course = charged(course, now)
    payoff, owed = course.payoff(now), course.outstanding
    taken = min(amount, payoff)
    after = _with(course, paid=course.progress.paid + taken)
    is_over = taken == payoff or after.covered == after.last
    covered = range(course.covered + 1, (course.last if is_over else after.covered) + 1)
    in_time = sum(course.part(number) for number in covered if _is_in_time(course, number, now))
    after = _with(after, state=State.ENDED) if is_over else after
    return Payment(after, taken, owed - after.outstanding, in_time)


def refunded(course: Course, amount: int, now: int) -> Refund:
    """The order gave money back: it pays the newest of the debt first, fees of what it cuts go with it."""
    course = charged(course, now)
    debt = min(amount, course.outstanding)
    after = _with(course, refunded=course.progress.refunded + debt)
    if after.progress.state != State.ENDED and (after.outstanding == 0 or after.covered == after.last):
        after = _with(after, state=State.ENDED)
    return Refund(after, debt, amount - debt)


def paused(course: Course, now: int) -> Course:
    """The order is in question from now on."""
    return _with(charged(course, now), paused_at=now, state=State.PAUSED)


def resumed(course: Course, now: int) -> Course:
    """It no longer is, or the pause is used up."""
    if course.progress.state != State.PAUSED:
        return course
    return _with(
        charged(course, now), paused=course.progress.paused + course.pausing(now), paused_at=0, state=State.OPEN
    )


def written_off(course: Course, now: int) -> Course:
    """Nobody paid for long: what is still owed stays owed, but counts for nothing."""
    return _with(resumed(charged(course, now), now), state=State.WRITTEN_OFF)


def _is_in_time(course: Course, number: int, now: int) -> bool:
    """Whether a payment now of this instalment raises the limit: from half of its period on, until the grace is over.

    If it counted at once, whoever sells to himself could have any limit in a minute.
    """
    if not course.progress.state.is_running or course.progress.late >> (number - 1) & 1:
        return False
    elapsed, interval = course.elapsed(now), course.terms.interval
    return number * interval - interval // 2 <= elapsed < number * interval + GRACE


def _with(course: Course, **changed: int) -> Course:
    return Course(course.terms, replace(course.progress, **changed))  # type: ignore[arg-type]
