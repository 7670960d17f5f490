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


# Where a plan stands at some time. `last` is the last instalment that refunds left, `covered` the last of those that are
# wholly paid; their principal is `end`, and what was paid beyond them `rest`. `late` also has those that are missed by
# now. Still to pay are: of the principal `owed`, to cover the next instalment `next`, to end the plan now `payoff`.
# `timely` is the principal of instalments that are covered, were never late and are more than half way to their date.
struct Position:
    last: uint256
    covered: uint256
    late: uint256
    end: uint256
    rest: uint256
    owed: uint256
    payoff: uint256
    next: uint256
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
def _state(word: uint256) -> uint256:
    return word >> STATE


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
    return principal * FEE_BPS // 10_000


@internal
@view
def _late_fee(principal: uint256, instalments: uint256) -> uint256:
    return principal * LATE_BPS // (10_000 * instalments)


@internal
@view
def _check(plan: Plan):
    """
    @dev All that the plan can come to has to fit its word.
    """
    if plan.instalments < MIN_INSTALMENTS or plan.instalments > MAX_INSTALMENTS:
        self._refuse(errors.NOT_2_TO_6_INSTALMENTS)
    fees: uint256 = self._fee(plan.principal) + self._late_fee(plan.principal, plan.instalments)
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
    if self._state(word) != PAUSED:
        return 0
    lasting: uint256 = block.timestamp - plan.start - ((word >> PAUSED_AT) & OFFSET)
    return min(lasting, MAX_PAUSE - self._used(word))


@internal
@view
def _elapsed(plan: Plan, word: uint256) -> uint256:
    """
    @dev Seconds since the start, without pauses.
    """
    return block.timestamp - plan.start - self._used(word) - self._pausing(plan, word)


@internal
@view
def _due(plan: Plan, word: uint256, number: uint256, elapsed: uint256) -> uint256:
    """
    @dev When an instalment is due. While a pause lasts, as if it took all that is left; but a pause saves none that is
         late already. What is open of a plan that was written off is overdue until all is paid.
    """
    due: uint256 = number * plan.interval
    if self._state(word) == WRITTEN_OFF:
        return plan.start
    if self._state(word) == PAUSED and elapsed < due + GRACE:
        return plan.start + due + MAX_PAUSE
    return plan.start + due + self._used(word)


@internal
@view
def _position(plan: Plan, word: uint256, elapsed: uint256) -> Position:
    """
    @dev What is left to pay; `late` has what is missed by now, but for a plan that was written off.
    """
    at: Position = self._walked(plan, word, elapsed)
    if at.covered == at.last:
        return at
    over: uint256 = min(elapsed - min(elapsed, GRACE), at.last * plan.interval) // plan.interval
    if over > at.covered and self._state(word) != WRITTEN_OFF:
        at.late |= (1 << over) - (1 << at.covered)
    fee: uint256 = self._fee(plan.principal)
    late_fee: uint256 = self._late_fee(plan.principal, plan.instalments)
    kept: uint256 = self._kept(plan, word)
    part: uint256 = min(self._end_of(plan, at.covered + 1), kept) - at.end
    fee_paid: uint256 = min(at.rest, fee)
    at.owed = kept - at.end - min(at.rest - fee_paid, part)
    at.next = part + fee + late_fee * ((at.late >> at.covered) & 1) - at.rest
    lates: uint256 = late_fee * self._count((at.late & ((1 << at.last) - 1)) >> at.covered)
    begun: uint256 = min(elapsed // plan.interval + 1, at.last)
    if begun > at.covered:
        at.payoff = kept - at.end + fee * (begun - at.covered) + lates - at.rest
    else:
        at.payoff = at.owed
    return at


@internal
@view
def _walked(plan: Plan, word: uint256, elapsed: uint256) -> Position:
    """
    @dev Along the instalments as far as what was paid covers them; an ended plan's are all covered.
    """
    kept: uint256 = self._kept(plan, word)
    fee: uint256 = self._fee(plan.principal)
    late_fee: uint256 = self._late_fee(plan.principal, plan.instalments)
    at: Position = empty(Position)
    at.last = (kept * plan.instalments + plan.principal - 1) // plan.principal
    at.late = (word >> LATE) & MARKS
    at.rest = word & AMOUNT
    if self._state(word) == ENDED:
        at.rest = max_value(uint256)
    for number: uint256 in range(1, MAX_INSTALMENTS + 1):
        end: uint256 = min(self._end_of(plan, number), kept)
        late: uint256 = (at.late >> (number - 1)) & 1
        sum: uint256 = end - at.end + fee + late_fee * late
        if number > at.last or at.rest < sum:
            break
        if late == 0 and elapsed >= number * plan.interval - plan.interval // 2:
            at.timely += end - at.end
        at.covered = number
        at.end = end
        at.rest -= sum
    return at


@internal
@pure
def _kept(plan: Plan, word: uint256) -> uint256:
    """
    @dev The principal but for what refunds cut.
    """
    return plan.principal - ((word >> REFUNDED) & AMOUNT)


@internal
@pure
def _end_of(plan: Plan, number: uint256) -> uint256:
    """
    @dev The principal of an instalment and of all before it.
    """
    return plan.principal * number // plan.instalments


@internal
@pure
def _count(marks: uint256) -> uint256:
    count: uint256 = 0
    left: uint256 = marks
    for i: uint256 in range(MAX_INSTALMENTS):
        if left == 0:
            break
        count += left & 1
        left >>= 1
    return count


# How a word changes


@internal
@pure
def _in_state(word: uint256, state: uint256) -> uint256:
    return (word & (2**STATE - 1)) | state << STATE


@internal
@pure
def _marked(word: uint256, at: Position) -> uint256:
    """
    @dev With all that is missed by now.
    """
    return word | at.late << LATE


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
    if self._state(word) != PAUSED:
        return word
    used: uint256 = self._pausing(plan, word) << USED
    return self._in_state(word & ~(OFFSET << PAUSED_AT), OPEN) + used


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.PLANS, fact)
