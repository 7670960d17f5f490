"""A plan's instalments as pages show them: what each costs and when it is due, what it all comes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.credit.course import Course
from scripts.credit.moves import charged
from scripts.credit.terms import Terms
from scripts.credit.yearly_rate import yearly_rate


@dataclass(frozen=True)
class Instalment:
    """One instalment: amounts in the currency's smallest unit, `due` in Unix seconds.

    `late_fee` is 0 unless it was missed; `grows_limit_from` is the first second in which paying it raises the limit.
    """

    number: int
    due: int
    principal: int
    fee: int
    late_fee: int
    is_paid: bool
    is_missed: bool
    grows_limit_from: int

    @property
    def total(self) -> int:
        """What covers it."""
        return self.principal + self.fee + self.late_fee


@dataclass(frozen=True)
class Schedule:
    """All instalments of a plan, and their sums; `yearly_rate` in basis points, as if all were paid when due,
    to a tenth of a per cent; None where refunds or pauses have changed what is paid when.

    `payoff` ends the plan now; `saved` are the fees that this spares.
    """

    instalments: Sequence[Instalment]
    yearly_rate: int | None
    payoff: int
    saved: int

    @property
    def principal(self) -> int:
        return sum(one.principal for one in self.instalments)

    @property
    def fees(self) -> int:
        return sum(one.fee + one.late_fee for one in self.instalments)

    @property
    def total(self) -> int:
        return self.principal + self.fees

    @property
    def most(self) -> int:
        """What the dearest instalment costs."""
        return max(one.total for one in self.instalments)

    @property
    def is_even(self) -> bool:
        """Whether all cost the same."""
        return all(one.total == self.most for one in self.instalments)

    @property
    def unpaid(self) -> int:
        """How many instalments are still to be paid."""
        return sum(not one.is_paid for one in self.instalments)

    @property
    def left(self) -> int:
        """What they come to if each is paid when it is due, so with all their fees."""
        return self.payoff + self.saved


def of_course(course: Course, now: int) -> Schedule:
    """The schedule of a plan as refunds and pauses have left it, with late fees for what is missed by now."""
    course = charged(course, now)
    instalments = [_instalment(course, number, now) for number in range(1, course.last + 1)]
    payoff = course.payoff(now)
    left = course.position(course.last) - course.progress.paid
    is_as_agreed = not course.progress.refunded and course.due(1, now) == course.terms.start + course.terms.interval
    rate = round(yearly_rate(course.terms), -1) if is_as_agreed else None
    return Schedule(instalments, rate, payoff, left - payoff if payoff else 0)


def agreed(terms: Terms) -> Schedule:
    """The schedule that somebody would agree to now."""
    return of_course(Course(terms), terms.start)


def fees_to_come(course: Course, now: int) -> list[tuple[int, int]]:
    """Where on the line of all that is paid the fees stand that are not due yet: from, to."""
    course = charged(course, now)
    starts = [course.position(number) for number in range(course.begun(now), course.last)]
    return [(start, start + course.terms.fee) for start in starts]


def _instalment(course: Course, number: int, now: int) -> Instalment:
    due = course.due(number, now)
    return Instalment(
        number=number,
        due=due,
        principal=course.part(number),
        fee=course.terms.fee,
        late_fee=course.late_fee(number),
        is_paid=number <= course.covered,
        is_missed=bool(course.progress.late >> (number - 1) & 1),
        grows_limit_from=due - course.terms.interval // 2,
    )
