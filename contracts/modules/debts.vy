# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Debts: each plan from its purchase to its end
@license AGPL-3.0-only
@notice Storage keeps one word per plan. Instalments that are missed by now are marked in every call that changes a plan.
        Whoever may open one, and moves the money, is the importer.
"""
from ..interfaces import IEscrow
from . import borrowers
from . import errors
from . import plans
from . import records
from . import vault

uses: borrowers
uses: plans
uses: vault


# A plan as it would stand after a call now. `next` is the instalment that is next to pay, `next_amount` covers it, and
# it is due at `next_due` (Unix seconds; while a pause lasts, if that takes all that is left). `late` has a bit for each
# missed instalment, `paused` are the seconds that pauses took.
struct Record:
    state: uint256
    paid: uint256
    refunded: uint256
    outstanding: uint256
    payoff: uint256
    next: uint256
    next_amount: uint256
    next_due: uint256
    late: uint256
    paused: uint256


WRITE_OFF: constant(uint256) = 60 * plans.DAY

ESCROW: immutable(address)

_words: HashMap[bytes32, uint256]  # of plans, by their ids


event PlanOpened:
    plan_id: indexed(bytes32)
    plan: plans.Plan


event PlanRepaid:
    plan_id: indexed(bytes32)
    payer: address
    amount: uint256
    principal: uint256


event PlanSettled:
    plan_id: indexed(bytes32)
    amount: uint256
    principal: uint256


event PlanPaused:
    plan_id: indexed(bytes32)


event PlanResumed:
    plan_id: indexed(bytes32)
    paused: uint256


event PlanWrittenOff:
    plan_id: indexed(bytes32)
    principal: uint256


event PlanEnded:
    plan_id: indexed(bytes32)


event InstalmentsMissed:
    plan_id: indexed(bytes32)
    late: uint256


@deploy
def __init__(escrow: address):
    ESCROW = escrow


# Anyone


@external
def pause(plan: plans.Plan):
    """
    @notice Lets due dates wait from now on, as the order is in question; logs PlanPaused.
    """
    plan_id: bytes32 = plans._id(plan)
    word: uint256 = self._word(plan_id)
    if word >> plans.STATE != plans.OPEN:
        self._refuse(errors.PLAN_IS_NOT_RUNNING)
    if plans._used(word) >= plans.MAX_PAUSE:
        self._refuse(errors.NO_PAUSE_IS_LEFT)
    if not self._in_question(plan.order_id):
        self._refuse(errors.ORDER_IS_NOT_IN_QUESTION)
    at: plans.Position = plans._position(plan, word)
    new: uint256 = plans._paused(plan, plans._marked(word, at.late))
    self._update(plan_id, word, new)
    borrowers._set_due(plan.buyer, plan.slot, plans._due(plan, new, at))
    log PlanPaused(plan_id=plan_id)


@external
def resume(plan: plans.Plan):
    """
    @notice Lets time run again, as the order is no longer in question or 90 days are used up; logs PlanResumed.
    """
    plan_id: bytes32 = plans._id(plan)
    word: uint256 = self._word(plan_id)
    if word >> plans.STATE != plans.PAUSED:
        self._refuse(errors.PLAN_IS_NOT_PAUSED)
    at: plans.Position = plans._position(plan, word)
    new: uint256 = plans._resumed(plan, plans._marked(word, at.late))
    used: uint256 = plans._used(new)
    if used < plans.MAX_PAUSE and self._in_question(plan.order_id):
        self._refuse(errors.ORDER_IS_IN_QUESTION)
    self._update(plan_id, word, new)
    borrowers._set_due(plan.buyer, plan.slot, plans._due(plan, new, at))
    log PlanResumed(plan_id=plan_id, paused=used)


# Views


@external
@view
def plan_id(plan: plans.Plan) -> bytes32:
    """
    @notice The hash of the plan's terms.
    """
    return plans._id(plan)


@external
@view
def parts(principal: uint256, instalments: uint256) -> DynArray[uint256, 6]:
    """
    @notice The principal of each instalment.
    """
    return plans._parts(principal, instalments)


@external
@view
def record(plan: plans.Plan) -> Record:
    """
    @notice How a plan stands now; all zero for one that was never opened.
    """
    word: uint256 = self._words[plans._id(plan)]
    if word == 0:
        return empty(Record)
    at: plans.Position = plans._position(plan, word)
    found: Record = Record(
        state=word >> plans.STATE,
        paid=word & plans.AMOUNT,
        refunded=(word >> plans.REFUNDED) & plans.AMOUNT,
        outstanding=at.owed,
        payoff=plans._payoff(plan, at),
        next=0,
        next_amount=plans._next(plan, at),
        next_due=0,
        late=at.late,
        paused=plans._used(word) + plans._pausing(plan, word),
    )
    if at.covered < at.last:
        found.next = at.covered + 1
        found.next_due = plans._due(plan, word, at)
    return found


# For the importer


@internal
def _open(plan: plans.Plan):
    plans._check(plan)
    borrowers._borrow(plan.buyer, plan.seller, plan.principal, plan.slot, plan.start + plan.interval)
    vault._lend(plan.principal)
    plan_id: bytes32 = plans._id(plan)
    self._words[plan_id] = plans.OPEN << plans.STATE
    log PlanOpened(plan_id=plan_id, plan=plan)


@internal
def _repay(plan: plans.Plan, payer: address, amount: uint256) -> uint256:
    """
    @dev Returns what the caller of this function must then receive.
    """
    if amount == 0:
        self._refuse(errors.ZERO_AMOUNT)
    plan_id: bytes32 = plans._id(plan)
    word: uint256 = self._word(plan_id)
    if word >> plans.STATE == plans.ENDED:
        self._refuse(errors.PLAN_HAS_ENDED)
    at: plans.Position = plans._position(plan, word)
    payoff: uint256 = max_value(uint256)
    if amount >= at.owed:  # or else it cannot end the plan
        payoff = plans._payoff(plan, at)
    taken: uint256 = min(amount, payoff)
    new: uint256 = plans._marked(word, at.late) + taken
    at.rest += taken
    freed: uint256 = 0
    if taken == payoff:
        new = plans._in_state(new, plans.ENDED)
        at.rest = max_value(uint256)
        freed = at.kept
    to: plans.Position = plans._walked(plan, at)
    principal: uint256 = at.owed - to.owed
    self._update(plan_id, word, new)
    borrowers._set_due(plan.buyer, plan.slot, plans._due(plan, new, to))
    self._receive(plan, word, taken, principal, to.timely, freed)
    log PlanRepaid(plan_id=plan_id, payer=payer, amount=taken, principal=principal)
    return taken


@internal
def _settle(plan: plans.Plan, received: uint256) -> uint256:
    """
    @dev What came back of the order cuts the debt from the newest instalment on; returns what is beyond it.
    """
    plan_id: bytes32 = plans._id(plan)
    word: uint256 = self._word(plan_id)
    cut: uint256 = 0
    if word >> plans.STATE != plans.ENDED:  # or else its slot may be another plan's
        at: plans.Position = plans._position(plan, word)
        cut = min(received, at.owed)
        new: uint256 = plans._marked(word, at.late) + (cut << plans.REFUNDED)
        freed: uint256 = cut
        if cut == at.owed:
            new = plans._in_state(new, plans.ENDED)
            freed = at.kept
        at = plans._position(plan, new)
        self._update(plan_id, word, new)
        borrowers._set_due(plan.buyer, plan.slot, plans._due(plan, new, at))
        self._receive(plan, word, cut, cut, 0, freed)
    log PlanSettled(plan_id=plan_id, amount=received, principal=cut)
    return received - cut


@internal
def _write_off(plan: plans.Plan):
    plan_id: bytes32 = plans._id(plan)
    word: uint256 = self._word(plan_id)
    if word >> plans.STATE >= plans.WRITTEN_OFF:
        self._refuse(errors.PLAN_IS_NOT_RUNNING)
    at: plans.Position = plans._position(plan, word)
    if at.elapsed < (at.covered + 1) * plan.interval + WRITE_OFF:
        self._refuse(errors.NOT_60_DAYS_OVERDUE)
    new: uint256 = plans._resumed(plan, plans._marked(word, at.late))
    if plans._used(new) < plans.MAX_PAUSE and self._in_question(plan.order_id):
        self._refuse(errors.ORDER_IS_IN_QUESTION)
    new = plans._in_state(new, plans.WRITTEN_OFF)
    self._update(plan_id, word, new)
    borrowers._set_due(plan.buyer, plan.slot, plans._due(plan, new, at))
    borrowers._write_off(plan.buyer)
    vault._give_up(at.owed)
    log PlanWrittenOff(plan_id=plan_id, principal=at.owed)


# Helpers


@internal
@view
def _word(plan_id: bytes32) -> uint256:
    word: uint256 = self._words[plan_id]
    if word == 0:
        self._refuse(errors.NO_SUCH_PLAN)
    return word


@internal
@view
def _in_question(order_id: bytes32) -> bool:
    record: IEscrow.Record = staticcall IEscrow(ESCROW).record(order_id)
    return (records.QUESTIONED >> record.status) & 1 == 1


@internal
def _receive(plan: plans.Plan, word: uint256, amount: uint256, principal: uint256, timely: uint256, freed: uint256):
    """
    @dev Money came in, with so much of the principal. For a plan that was written off it is cash and nothing else.
    """
    if word >> plans.STATE == plans.WRITTEN_OFF:
        borrowers._repay(plan.buyer, principal, 0)
        vault._take(amount, 0)
    else:
        borrowers._repay(plan.buyer, principal, timely)
        vault._take(amount, principal)
    if freed > 0:
        borrowers.open_at_seller[plan.seller] -= freed


@internal
def _update(plan_id: bytes32, word: uint256, new: uint256):
    """
    @dev Writes a plan's new word, and tells what is no payment.
    """
    self._words[plan_id] = new
    if (new ^ word) & (plans.MARKS << plans.LATE) != 0:
        log InstalmentsMissed(plan_id=plan_id, late=(new >> plans.LATE) & plans.MARKS)
    if new >> plans.STATE == plans.ENDED:
        log PlanEnded(plan_id=plan_id)


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.DEBTS, fact)
