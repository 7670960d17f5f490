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
        errors._refuse("Escrow: never paid")
    if not records._in(word, statuses):
        errors._refuse("Escrow: not in this status")
    return word


@internal
@view
def _claim(order_id: bytes32, statuses: uint256) -> uint256:
    """
    @dev The same before the deadline; for claims.
    """
    word: uint256 = self._case(order_id, statuses)
    if block.timestamp >= records._deadline(word):
        errors._refuse("Escrow: after the deadline")
    return word


@internal
@pure
def _held(order: IEscrow.Order, word: uint256) -> uint256:
    """
    @dev All of the order's total that the record has not yet seen leave.
    """
    total: uint256 = order.offer.price * order.quantity + order.offer.shipping
    return total - ((word >> records.RELEASED) & records.AMOUNT) - (word & records.AMOUNT)


@internal
def _settle(
    order: IEscrow.Order,
    order_id: bytes32,
    word: uint256,
    held: uint256,
    released: uint256,
    refunded: uint256,
):
    """
    @dev Moves two parts out of what is held; where nothing stays held, ends the order.
    """
    settled: uint256 = word + (released << records.RELEASED) + refunded
    if released + refunded == held:
        settled = self._end(order_id, settled)
        if settled >> records.STATUS == records.CANCELLED:
            offers._give_back(ids._offer_id(order.offer), order.quantity)
    self._words[order_id] = settled
    if released > 0:
        self._pay_seller(order, (word >> records.RELEASED) & records.AMOUNT, released)
    if refunded > 0:
        self._pay_back(order, order_id, refunded)


@internal
def _pay_back(order: IEscrow.Order, order_id: bytes32, amount: uint256):
    """
    @dev A contract that paid for somebody else must know which order its money comes back from.
    """
    if order.payer != order.buyer and order.payer.is_contract:
        payments._credit(order.payer, order_id, order.offer.currency, amount)
    else:
        payments._push(order.payer, order.offer.currency, amount)


# Helpers


@internal
def _end(order_id: bytes32, word: uint256) -> uint256:
    """
    @dev Cancelled means that all went back while the seller was in time: only then the units return.
    """
    status: uint256 = records.CLOSED
    released: uint256 = (word >> records.RELEASED) & records.AMOUNT
    if released == 0 and records._in(word, records.SHIPMENT):
        if block.timestamp < records._deadline(word):
            status = records.CANCELLED
    log IEscrow.OrderEnded(
        order_id=order_id, status=status, released=released, refunded=word & records.AMOUNT
    )
    return records._awaiting(word, status, 0)


@internal
def _pay_seller(order: IEscrow.Order, before: uint256, amount: uint256):
    proceeds: uint256 = amount
    if order.referrer != empty(address):
        commission: uint256 = self._share(before, amount, order.offer.commission_bps)
        proceeds -= commission
        payments._credit(order.referrer, empty(bytes32), order.offer.currency, commission)
    if order.offer.loyalty != empty(address):
        points: uint256 = self._share(before, amount, order.offer.points_bps)
        proceeds -= points
        key: bytes32 = convert(order.buyer, bytes32)
        payments._credit(order.offer.loyalty, key, order.offer.currency, points)
    payments._push(order.offer.seller, order.offer.currency, proceeds)


@internal
@pure
def _share(before: uint256, amount: uint256, bps: uint256) -> uint256:
    """
    @dev Of what is released in all, so that many small releases give no other sum than one.
    """
    return (before + amount) * bps // 10_000 - before * bps // 10_000
