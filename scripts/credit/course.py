"""A plan on its way: what is paid, what is due when, and what would pay it off.

Everything paid is a position on one line. Instalment after instalment stands on it with its fee, its principal and, if
it was missed, its late fee; an instalment is covered once the position has passed it. A refund takes principal off the
line's end.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import pairwise

from scripts.credit.terms import GRACE, MAX_PAUSE, WRITE_OFF, Terms


class State(IntEnum):
    """What became of a plan."""

    NONE = 0
    OPEN = 1
    PAUSED = 2
    WRITTEN_OFF = 3
    ENDED = 4

    @property
    def is_running(self) -> bool:
        """Whether it counts among the assets."""
        return self in (State.OPEN, State.PAUSED)


@dataclass(frozen=True)
class Progress:
    """What changes: amounts in the smallest unit, `paused_at` in Unix seconds, `paused` seconds before that.

    Bit k - 1 of `late` says that instalment k was missed.
    """

    paid: int = 0
    refunded: int = 0
    paused_at: int = 0
    paused: int = 0
    late: int = 0
    state: State = State.OPEN


def upto(principal: int, instalments: int, number: int) -> int:
    """The principal of the first `number` instalments."""
    return principal * number // instalments


def parts(principal: int, instalments: int) -> list[int]:
    """The principal of each instalment; they add up."""
    sums = [upto(principal, instalments, number) for number in range(instalments + 1)]
    return [after - before for before, after in pairwise(sums)]


@dataclass(frozen=True)
class Course:
    """A plan's terms, and how far it has come. Instalments are numbered from 1; times are Unix seconds."""

    terms: Terms
    progress: Progress = Progress()

    # What there is to pay

    @property
    def principal(self) -> int:
        """What refunds have left of it."""
        return self.terms.principal - self.progress.refunded

    @cached_property
    def last(self) -> int:
        """The last instalment that refunds have left, 1 at least."""
        numbers = range(1, self.terms.instalments + 1)
        return next(number for number in numbers if self._upto(number) >= self.principal)

    def part(self, number: int) -> int:
        """The principal of an instalment, as refunds have left it."""
        return self._cut(number) - self._cut(number - 1)

    def late_fee(self, number: int) -> int:
        """What an instalment costs more because it was missed."""
        return self.terms.late_fee * (self.progress.late >> (number - 1) & 1)

    def position(self, number: int) -> int:
        """Where an instalment ends on the line."""
        missed = (self.progress.late & ((1 << number) - 1)).bit_count()
        return self._cut(number) + number * self.terms.fee + missed * self.terms.late_fee

    # What is paid

    @cached_property
    def covered(self) -> int:
        """How many instalments are."""
        numbers = range(1, self.last + 1)
        return next((number - 1 for number in numbers if self.position(number) > self.progress.paid), self.last)

    @cached_property
    def principal_paid(self) -> int:
        """Of what was paid, the principal."""
        covered = self.covered
        if covered == self.last:
            return self.principal
        beyond = self.progress.paid - self.position(covered) - self.terms.fee
        return self._cut(covered) + min(max(beyond, 0), self.part(covered + 1))

    @property
    def outstanding(self) -> int:
        """The principal that is owed; of a plan written off too."""
        if self.progress.state in (State.NONE, State.ENDED):
            return 0
        return self.principal - self.principal_paid

    def begun(self, now: int) -> int:
        """The instalments whose period has begun, and whose fee is therefore owed."""
        return min(self.last, 1 + self.elapsed(now) // self.terms.interval)

    def payoff(self, now: int) -> int:
        """What ends the plan now: all that is left, but for the fees of instalments whose period has not begun."""
        if self.progress.state in (State.NONE, State.ENDED):
            return 0
        covered, last = self.covered, self.last
        left, fee = self.position(last) - self.progress.paid, self.terms.fee
        first = max(covered, self.begun(now)) + 1  # of those that have not begun
        if first > last:
            return left
        in_part = min(self.progress.paid - self.position(covered), fee) if first == covered + 1 else 0
        return left - (last - first + 1) * fee + in_part

    # Time

    def elapsed(self, now: int) -> int:
        """Seconds since the purchase in which the plan ran."""
        return now - self.terms.start - self.progress.paused - self.pausing(now)

    def pausing(self, now: int) -> int:
        """Seconds that the pause which is on has taken."""
        if self.progress.state != State.PAUSED:
            return 0
        return min(now - self.progress.paused_at, self.pause_left)

    @property
    def pause_left(self) -> int:
        """Seconds that the plan could wait, counted from when a pause that is on began."""
        return MAX_PAUSE - self.progress.paused

    def due(self, number: int, now: int) -> int:
        """When an instalment is due; while the plan waits, as if it went on now."""
        return self.terms.start + number * self.terms.interval + self.progress.paused + self.pausing(now)

    def due_at_latest(self, number: int, now: int) -> int:
        """When it is due if a pause that is on is used up.

        No pause saves what is missed already, and what was written off has been due all the time.
        """
        if self.progress.state == State.WRITTEN_OFF:
            return self.terms.start
        more = self.pause_left if self.progress.state == State.PAUSED and not self.is_missed(number, now) else 0
        return self.terms.start + number * self.terms.interval + self.progress.paused + more

    def is_missed(self, number: int, now: int) -> bool:
        """Whether an instalment's date and the days of grace are over."""
        return self.elapsed(now) >= number * self.terms.interval + GRACE

    def is_overdue(self, now: int) -> bool:
        """Whether something was missed that is not paid, or all was written off: then the buyer's limit is zero."""
        if not self.progress.state.is_running:
            return self.progress.state == State.WRITTEN_OFF
        return self.covered < self.last and self.is_missed(self.covered + 1, now)

    def is_lost(self, now: int) -> bool:
        """Whether it is long enough overdue to be written off."""
        if not self.progress.state.is_running or self.covered == self.last:
            return False
        return self.elapsed(now) >= (self.covered + 1) * self.terms.interval + WRITE_OFF

    # Helpers

    def _upto(self, number: int) -> int:
        return upto(self.terms.principal, self.terms.instalments, number)

    def _cut(self, number: int) -> int:
        return min(self._upto(number), self.principal)
