# pragma version 0.4.3
"""
@title Plans: the instalments of an order, computed from its terms and one word
@license AGPL-3.0-only
@notice Pure mechanism: when each instalment is due, what it is, what a payment covers. Of instalment k of n the principal
        is P*k//n less that of those before it, so that they sum to P. A payment goes to the instalments in their order;
        within one to its fee, its principal, its late fee. A refund cuts the newest. Time stands still in a pause.

        bits     field of a plan's word
        253-255  state
        247-252  late       of instalment k bit k-1: it was missed, and costs a late fee
        224-246  paused     seconds that pauses took, without one that lasts
        192-223  paused_at  seconds after the start, where a pause lasts
         96-191  refunded   of the principal, cumulative
          0-95   paid       with fees, cumulative
"""

from . import errors


# `interval` and `start` are seconds and Unix seconds, `slot` where the buyer's account keeps the next date.
struct Plan:
    order_id: bytes32
    buyer: address
    seller: address
    principal: uint256
    start: uint256
    instalments: uint256
    interval: uint256
    slot: uint256


# Where a plan stands at some time: `elapsed` are the seconds since the start, without pauses, `kept` is the principal but
# for what refunds cut, `last` its last instalment. `late` also has the instalments that are missed by now. `covered` is
# the last of those that are wholly paid, `end` their principal; `rest` was paid beyond them, for the next one. `owed` is
# what is open of the principal. `timely` is the principal of what a walk has covered in time: more than half way to its
# date, and not late.
struct Position:
    elapsed: uint256
    kept: uint256
    fee: uint256
    last: uint256
    late: uint256
    covered: uint256
    end: uint256
    rest: uint256
    owed: uint256
    timely: uint256


OPEN: constant(uint256) = 1
PAUSED: constant(uint256) = 2
WRITTEN_OFF: constant(uint256) = 3
ENDED: constant(uint256) = 4

DAY: constant(uint256) = 86_400
GRACE: constant(uint256) = 3 * DAY
MAX_PAUSE: constant(uint256) = 90 * DAY
MIN_INSTALMENTS: constant(uint256) = 2
MAX_INSTALMENTS: constant(uint256) = 6

# Where a field begins, and what is left of a word that was shifted there.
STATE: constant(uint256) = 253
LATE: constant(uint256) = 247
USED: constant(uint256) = 224
PAUSED_AT: constant(uint256) = 192
REFUNDED: constant(uint256) = 96
AMOUNT: constant(uint256) = 2**96 - 1
SECONDS: constant(uint256) = 2**23 - 1
OFFSET: constant(uint256) = 2**32 - 1
MARKS: constant(uint256) = 2**MAX_INSTALMENTS - 1

FEE_BPS: immutable(uint256)
LATE_BPS: immutable(uint256)


@deploy
def __init__(fee_bps: uint256, late_bps: uint256):
    FEE_BPS = fee_bps
    LATE_BPS = late_bps


@internal
@pure
def _id(plan: Plan) -> bytes32:
    return keccak256(abi_encode(plan))


@internal
@pure
def _used(word: uint256) -> uint256:
    return (word >> USED) & SECONDS


@internal
@view
def _fee(principal: uint256) -> uint256:
    """
    @dev Of each instalment; falls due when its period begins.
    """
    return unsafe_div(unsafe_mul(principal, FEE_BPS), 10_000)


@internal
@view
def _late_fee(plan: Plan) -> uint256:
    """
    @dev Of an instalment that was missed: a share of an average one.
    """
    return unsafe_div(unsafe_mul(plan.principal, LATE_BPS), unsafe_mul(10_000, plan.instalments))


@internal
@view
def _check(plan: Plan):
    """
    @dev Each instalment has a unit at least, and all that the plan can come to fits its word.
    """
    if plan.instalments < MIN_INSTALMENTS or plan.instalments > MAX_INSTALMENTS:
        self._refuse(errors.NOT_2_TO_6_INSTALMENTS)
    if plan.principal < plan.instalments:
        self._refuse(errors.PRINCIPAL_TOO_SMALL)
    if plan.principal > AMOUNT:
        self._refuse(errors.PRINCIPAL_TOO_LARGE)
    fees: uint256 = self._fee(plan.principal) + self._late_fee(plan)
    if plan.principal + plan.instalments * fees > AMOUNT:
        self._refuse(errors.PRINCIPAL_TOO_LARGE)


@internal
@pure
def _parts(principal: uint256, instalments: uint256) -> DynArray[uint256, MAX_INSTALMENTS]:
    parts: DynArray[uint256, MAX_INSTALMENTS] = []
    end: uint256 = 0
    for number: uint256 in range(1, instalments + 1, bound=MAX_INSTALMENTS):
        before: uint256 = end
        end = principal * number // instalments
        parts.append(end - before)
    return parts


@internal
@view
def _pausing(plan: Plan, word: uint256) -> uint256:
    """
    @dev Seconds that the lasting pause took of those that are left.
    """
    if word >> STATE != PAUSED:
        return 0
    lasting: uint256 = block.timestamp - plan.start - ((word >> PAUSED_AT) & OFFSET)
    return min(lasting, MAX_PAUSE - self._used(word))


@internal
@pure
def _due(plan: Plan, word: uint256, at: Position) -> uint256:
    """
    @dev When the next instalment is due; 0 where the plan has ended. While a pause lasts, as if it took all that is left;
         but a pause saves none that is late already. A plan that was written off is overdue until all of it is paid.
    """
    state: uint256 = word >> STATE
    if state == ENDED:
        return 0
    if state == WRITTEN_OFF:
        return plan.start
    due: uint256 = unsafe_mul(unsafe_add(at.covered, 1), plan.interval)
    if state == PAUSED and at.elapsed < due + GRACE:
        return plan.start + due + MAX_PAUSE
    return unsafe_add(unsafe_add(plan.start, due), (word >> USED) & SECONDS)


# What is paid, and what is to pay. Nothing overflows: whoever opened the plan checked that all of it has 96 bits.


@internal
@view
def _position(plan: Plan, word: uint256) -> Position:
    """
    @dev All instalments of a plan that ended count as covered; a plan that was written off misses no more.
    """
    state: uint256 = word >> STATE
    at: Position = empty(Position)
    at.elapsed = unsafe_sub(block.timestamp - plan.start, (word >> USED) & SECONDS)
    if state == PAUSED:
        at.elapsed -= self._pausing(plan, word)
    at.kept = unsafe_sub(plan.principal, (word >> REFUNDED) & AMOUNT)
    at.fee = self._fee(plan.principal)
    at.last = self._last(plan.principal, at.kept, plan.instalments)
    at.late = (word >> LATE) & MARKS
    at.rest = word & AMOUNT
    if state == ENDED:
        at.rest = max_value(uint256)
    at = self._walked(plan, at)
    missed: uint256 = unsafe_add(unsafe_mul(unsafe_add(at.covered, 1), plan.interval), GRACE)
    if at.elapsed >= missed and at.covered < at.last and state != WRITTEN_OFF:
        over: uint256 = min((at.elapsed - GRACE) // plan.interval, at.last)
        at.late |= (1 << over) - (1 << at.covered)
    return at


@internal
@view
def _walked(plan: Plan, at: Position) -> Position:
    """
    @dev On along the instalments, as far as `rest` covers them.
    """
    to: Position = at
    to.timely = 0
    for i: uint256 in range(MAX_INSTALMENTS):
        if to.rest == 0 or to.covered == at.last:
            break
        number: uint256 = unsafe_add(to.covered, 1)
        part: uint256 = self._part(plan.principal, at.kept, plan.instalments, number)
        cost: uint256 = unsafe_add(part, at.fee)
        late: bool = at.late & (1 << to.covered) != 0
        if late:
            cost = unsafe_add(cost, self._late_fee(plan))
        if to.rest < cost:
            break
        if not late and at.elapsed >= unsafe_sub(unsafe_mul(number, plan.interval), plan.interval >> 1):
            to.timely = unsafe_add(to.timely, part)
        to.rest = unsafe_sub(to.rest, cost)
        to.end = unsafe_add(to.end, part)
        to.covered = number
    to.owed = unsafe_sub(at.kept, to.end)
    if to.rest > at.fee and to.owed > 0:
        part: uint256 = self._part(plan.principal, at.kept, plan.instalments, unsafe_add(to.covered, 1))
        to.owed = unsafe_sub(to.owed, min(unsafe_sub(to.rest, at.fee), part))
    return to


@internal
@pure
def _part(principal: uint256, kept: uint256, instalments: uint256, number: uint256) -> uint256:
    """
    @dev The principal of an instalment, at least a unit of each that refunds left.
    """
    before: uint256 = unsafe_div(unsafe_mul(principal, unsafe_sub(number, 1)), instalments)
    return unsafe_sub(min(unsafe_div(unsafe_mul(principal, number), instalments), kept), before)


@internal
@pure
def _last(principal: uint256, kept: uint256, instalments: uint256) -> uint256:
    """
    @dev The first instalment by which all that refunds left of the principal is due.
    """
    return unsafe_div(unsafe_sub(unsafe_add(unsafe_mul(kept, instalments), principal), 1), principal)


@internal
@view
def _next(plan: Plan, at: Position) -> uint256:
    """
    @dev What covers the next instalment.
    """
    if at.covered == at.last:
        return 0
    part: uint256 = self._part(plan.principal, at.kept, plan.instalments, at.covered + 1)
    return part + at.fee + self._late_fee(plan) * ((at.late >> at.covered) & 1) - at.rest


@internal
@view
def _payoff(plan: Plan, at: Position) -> uint256:
    """
    @dev What ends the plan: all that is left, but for the fees of instalments whose period has not begun.
    """
    begun: uint256 = min(unsafe_add(unsafe_div(at.elapsed, plan.interval), 1), at.last)
    if begun <= at.covered:
        return at.owed
    sum: uint256 = unsafe_sub(unsafe_add(at.kept, unsafe_mul(at.fee, unsafe_sub(begun, at.covered))), at.end)
    if at.late != 0:
        sum += self._late_fee(plan) * self._count((at.late & ((1 << at.last) - 1)) >> at.covered)
    return unsafe_sub(sum, at.rest)


@internal
@pure
def _count(marks: uint256) -> uint256:
    count: uint256 = 0
    for i: uint256 in range(MAX_INSTALMENTS):
        count += (marks >> i) & 1
    return count


# How a word changes


@internal
@pure
def _in_state(word: uint256, state: uint256) -> uint256:
    return (word & (2**STATE - 1)) | state << STATE


@internal
@pure
def _marked(word: uint256, late: uint256) -> uint256:
    """
    @dev With all that is missed by now.
    """
    return word | late << LATE


@internal
@view
def _paused(plan: Plan, word: uint256) -> uint256:
    return self._in_state(word, PAUSED) | (block.timestamp - plan.start) << PAUSED_AT


@internal
@view
def _resumed(plan: Plan, word: uint256) -> uint256:
    """
    @dev Without the pause that lasts, if one does, and with what it took.
    """
    if word >> STATE != PAUSED:
        return word
    used: uint256 = self._pausing(plan, word) << USED
    return self._in_state(word & ~(OFFSET << PAUSED_AT), OPEN) + used


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.PLANS, fact)
