"""What events make of a plan: its row, and what each of them moved.

What Credit says in an event is taken from there; what it does not say (which part of a payment is a late fee, what was
repaid in time) follows from scripts/credit.
"""

from dataclasses import dataclass, replace
from typing import Any

from frontend.index.credit import kinds
from frontend.index.events import Decoded
from scripts.credit import moves
from scripts.credit.course import Course, Progress, State
from scripts.credit.terms import Parameters, Terms, offered

Row = dict[str, Any]

TERMS = ("principal", "start", "instalments", "interval", "fee", "late_fee")
PROGRESS = ("paid", "refunded", "paused_at", "paused", "late", "state")
SUMS = ("settled", "fees", "late_fees", "in_time", "written_off", "written_off_time", "recovered", "ended_time")
CHANGES = (*PROGRESS, *SUMS, "outstanding", "due")  # of a row that is there


@dataclass(frozen=True)
class Moved:
    """What an event of a plan moved; `was_lost` where the plan had been written off before.

    `cash` came into the vault, `cleared` is owed no more, `freed` counts no longer for the seller's share, `to_buyer`
    came back beyond the debt, `given_up` was written off; `fees` and `late_fees` are of the cash, `in_time` is of what
    was cleared.
    """

    was_lost: bool
    cash: int = 0
    cleared: int = 0
    freed: int = 0
    fees: int = 0
    late_fees: int = 0
    in_time: int = 0
    to_buyer: int = 0
    given_up: int = 0
    has_ended: bool = False


def opened(event: Decoded, parameters: Parameters) -> Row:
    """The row of a plan that was just opened; its order follows."""
    plan = event.fields["plan"]
    terms = offered(plan["principal"], plan["start"], plan["instalments"], plan["interval"], parameters)
    row = {
        **{name: plan[name] for name in ("order_id", "buyer", "seller", "slot")},
        **vars(terms),
        **{"position": event.position, "id": event.fields["plan_id"], "time": event.time, "vault": event.vault},
        "order": None,
    }
    return begun(row)


def begun(row: Row) -> Row:
    """A plan as it was when it was opened."""
    row |= dict.fromkeys((*PROGRESS, *SUMS), 0) | {"state": State.OPEN}
    return row | {"outstanding": row["principal"], "due": row["start"] + row["interval"]}


def course_of(row: Any) -> Course:
    """A row of the plans as the model has it."""
    terms = Terms(**{name: row[name] for name in TERMS})
    progress = {name: row[name] for name in PROGRESS} | {"state": State(row["state"])}
    return Course(terms, Progress(**progress))


def advance(plan: Row, event: Decoded) -> Moved:
    """Applies any event of a plan after its first."""
    before, counted = course_of(plan), _counted(plan)
    moved = _STEPS[event.name](plan, before, event)
    if plan["state"] == State.ENDED:
        plan["paused_at"] = 0
    after = course_of(plan)
    due = after.due_at_latest(min(after.covered + 1, after.last), event.time)
    plan["due"] = None if plan["state"] == State.ENDED else due
    plan["outstanding"] = after.outstanding
    return replace(moved, freed=counted - _counted(plan))


def _counted(plan: Row) -> int:
    """What of a plan counts for the share of its seller."""
    return 0 if plan["state"] == State.ENDED else int(plan["principal"] - plan["refunded"])


def late_fees_paid(course: Course) -> int:
    """How much of what was paid were late fees."""
    ended = course.progress.state == State.ENDED
    covered = course.last if ended else course.covered
    whole = sum(course.late_fee(number) for number in range(1, covered + 1))
    if covered == course.last:
        return whole
    beyond = course.progress.paid - course.position(covered) - course.terms.fee - course.part(covered + 1)
    return whole + max(beyond, 0)


def _repaid(plan: Row, before: Course, event: Decoded) -> Moved:
    amount, principal = event.fields["amount"], event.fields["principal"]
    payment = moves.repaid(before, amount, event.time)
    was_lost = plan["state"] == State.WRITTEN_OFF
    plan["paid"] += amount
    plan["state"] = State.ENDED if plan["ended_time"] else plan["state"]
    late_fees = late_fees_paid(course_of(plan)) - late_fees_paid(before)
    fees = amount - principal - late_fees
    plan["fees"] += fees
    plan["late_fees"] += late_fees
    plan["in_time"] += payment.in_time
    plan["recovered"] += principal if was_lost else 0
    return Moved(was_lost, amount, principal, 0, fees, late_fees, payment.in_time)


def _settled(plan: Row, before: Course, event: Decoded) -> Moved:
    amount, cut = event.fields["amount"], event.fields["principal"]
    was_lost = plan["state"] == State.WRITTEN_OFF
    plan["settled"] += amount
    plan["refunded"] += cut
    plan["state"] = State.ENDED if plan["ended_time"] else plan["state"]
    plan["recovered"] += cut if was_lost else 0
    return Moved(was_lost, cash=cut, cleared=cut, to_buyer=amount - cut)


def _ended(plan: Row, before: Course, event: Decoded) -> Moved:
    """The plan's state changes with the payment that follows: what it paid depends on what was before."""
    plan["ended_time"] = event.time
    return Moved(was_lost=plan["state"] == State.WRITTEN_OFF, has_ended=True)


def _missed(plan: Row, before: Course, event: Decoded) -> Moved:
    plan["late"] = event.fields["late"]
    return Moved(was_lost=False)


def _paused(plan: Row, before: Course, event: Decoded) -> Moved:
    plan.update(state=State.PAUSED, paused_at=event.time)
    return Moved(was_lost=False)


def _resumed(plan: Row, before: Course, event: Decoded) -> Moved:
    plan.update(state=State.OPEN, paused_at=0, paused=event.fields["paused"])
    return Moved(was_lost=False)


def _written_off(plan: Row, before: Course, event: Decoded) -> Moved:
    principal = event.fields["principal"]
    plan.update(paused_at=0, paused=moves.resumed(before, event.time).progress.paused)
    plan.update(state=State.WRITTEN_OFF, written_off=principal, written_off_time=event.time)
    return Moved(was_lost=False, given_up=principal)


_STEPS = {
    kinds.REPAID: _repaid,
    kinds.SETTLED: _settled,
    kinds.MISSED: _missed,
    kinds.PAUSED: _paused,
    kinds.RESUMED: _resumed,
    kinds.WRITTEN_OFF: _written_off,
    kinds.ENDED: _ended,
}
