# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Settlement: what is held of each order, and who gets what leaves it
@license AGPL-3.0-only
@notice held = total - released - refunded is exactly what is still in question; nothing held ends the order.
        Who may move it, and when, is the importer's.
"""
from ..interfaces import IEscrow
from . import errors
from . import ids
from . import offers
from . import payments
from . import records

uses: offers
uses: payments

_words: HashMap[bytes32, uint256]  # the record of each order by its id


@external
@view
def record(order_id: bytes32) -> IEscrow.Record:
    """
    @notice Where an order stands; all zero for one that was never paid.
    """
    return records._unpack(self._words[order_id])


# For the importer


@internal
@view
def _case(order_id: bytes32, statuses: uint256) -> uint256:
    """
    @dev The record of an order that is in one of these statuses; for concessions, which have no deadline.
    """
    word: uint256 = self._words[order_id]
    if word == 0:
        errors._refuse(errors.NEVER_PAID)
    if (statuses >> (word >> records.STATUS)) & 1 == 0:
        errors._refuse(errors.NOT_IN_THIS_STATUS)
    return word


@internal
@view
def _claim(order_id: bytes32, statuses: uint256) -> uint256:
    """
    @dev The same before the deadline; for claims.
    """
    word: uint256 = self._case(order_id, statuses)
    if block.timestamp >= records._deadline(word):
        errors._refuse(errors.AFTER_THE_DEADLINE)
    return word


@internal
@pure
def _held(order: IEscrow.Order, word: uint256) -> uint256:
    """
    @dev All of the order's total that the record has not yet seen leave; whoever opened the order checked the total.
    """
    total: uint256 = unsafe_add(unsafe_mul(order.offer.price, order.quantity), order.offer.shipping)
    return total - ((word >> records.RELEASED) & records.AMOUNT) - (word & records.AMOUNT)


@internal
@view
def _settled(word: uint256, held: uint256, released: uint256, refunded: uint256) -> uint256:
    """
    @dev The record once two parts of what is held have left; where nothing stays held, the order has ended.
    """
    settled: uint256 = word + (released << records.RELEASED | refunded)
    if released + refunded < held:
        return settled
    return records._awaiting(settled, self._end(settled), 0)


@internal
@view
def _end(word: uint256) -> uint256:
    """
    @dev The status of an order of which nothing stays held. Cancelled means that all went back while the seller was
         in time to ship.
    """
    nothing_released: bool = (word >> records.RELEASED) & records.AMOUNT == 0
    if nothing_released and word >> records.STATUS == records.AWAITING_SHIPMENT:
        if block.timestamp < records._deadline(word):
            return records.CANCELLED
    return records.CLOSED


@internal
def _settle(
    order: IEscrow.Order, order_id: bytes32, word: uint256, held: uint256, released: uint256, refunded: uint256
):
    """
    @dev Writes the settled record and pays two parts of what is held.
    """
    settled: uint256 = self._settled(word, held, released, refunded)
    self._words[order_id] = settled
    if settled >> records.STATUS == records.CANCELLED:
        offers._give_back(ids._offer_id(order.offer), order.quantity)
    if released > 0:
        proceeds: uint256 = released
        if order.referrer != empty(address) or order.offer.loyalty != empty(address):
            proceeds -= self._credit_shares(order, word, released)
        payments._push(order.offer.seller, order.offer.currency, proceeds)
    if refunded > 0:
        self._pay_back(order.payer, order.buyer, order.offer.currency, order_id, refunded)


@internal
def _pay_back(payer: address, buyer: address, currency: address, order_id: bytes32, amount: uint256):
    """
    @dev A contract that paid for somebody else must know which order its money comes back from.
    """
    if payer != buyer and payer.is_contract:
        payments._credit(payer, order_id, currency, amount)
    else:
        payments._push(payer, currency, amount)


@internal
@pure
def _check_amount(amount: uint256):
    if amount == 0:
        errors._refuse(errors.ZERO_AMOUNT)


# Helpers


@internal
def _credit_shares(order: IEscrow.Order, word: uint256, amount: uint256) -> uint256:
    """
    @dev Commission and points of what is released beyond `word`; returns their sum.
    """
    before: uint256 = (word >> records.RELEASED) & records.AMOUNT
    commission: uint256 = 0
    points: uint256 = 0
    if order.referrer != empty(address):
        commission = self._share(before, amount, order.offer.commission_bps)
        payments._credit(order.referrer, empty(bytes32), order.offer.currency, commission)
    if order.offer.loyalty != empty(address):
        # both shares may grow by a unit where a single one is released
        rest: uint256 = unsafe_sub(amount, commission)
        points = min(self._share(before, amount, order.offer.points_bps), rest)
        key: bytes32 = convert(order.buyer, bytes32)
        payments._credit(order.offer.loyalty, key, order.offer.currency, points)
    return commission + points


@internal
@pure
def _share(before: uint256, amount: uint256, bps: uint256) -> uint256:
    """
    @dev Of what is released in all, so that many small releases give no other sum than one.
         Nothing overflows: amounts have 96 bits, shares 13.
    """
    after: uint256 = unsafe_mul(unsafe_add(before, amount), bps) // 10_000
    return unsafe_sub(after, unsafe_mul(before, bps) // 10_000)
