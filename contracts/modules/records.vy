# pragma version 0.4.3
"""
@title The record of an order: one storage word
@license AGPL-3.0-only
@notice Pure mechanism: names of the statuses and of the bits, and how a word is read and changed.

        bits     field
        248-255  status
        240-247  round      parcels sent in replacement
        232-239  flags      request kind (2 bits), buyer extended, seller extended, returned
        192-231  deadline   Unix seconds
         96-191  released   cumulative, smallest unit of the currency
          0-95   refunded   cumulative, smallest unit of the currency
"""
from ..interfaces import IEscrow

# The status says what is awaited.
AWAITING_SHIPMENT: constant(uint256) = 1
AWAITING_DELIVERY: constant(uint256) = 2
AWAITING_CONFIRMATION: constant(uint256) = 3
AWAITING_ANSWER: constant(uint256) = 4
AWAITING_RETURN: constant(uint256) = 5
AWAITING_RETURN_CHECK: constant(uint256) = 6
AWAITING_RULING: constant(uint256) = 7
CLOSED: constant(uint256) = 8
CANCELLED: constant(uint256) = 9

# Sets of statuses, a bit each, as the state table has them.
SHIPMENT: constant(uint256) = 1 << AWAITING_SHIPMENT
DELIVERY: constant(uint256) = 1 << AWAITING_DELIVERY
CONFIRMATION: constant(uint256) = 1 << AWAITING_CONFIRMATION
ANSWER: constant(uint256) = 1 << AWAITING_ANSWER
RETURNING: constant(uint256) = 1 << AWAITING_RETURN
RETURN_CHECK: constant(uint256) = 1 << AWAITING_RETURN_CHECK
RULING: constant(uint256) = 1 << AWAITING_RULING
QUESTIONED: constant(uint256) = ANSWER | RETURNING | RETURN_CHECK | RULING
UNRULED: constant(uint256) = SHIPMENT | DELIVERY | CONFIRMATION | ANSWER | RETURNING | RETURN_CHECK
OPEN: constant(uint256) = UNRULED | RULING
ENDED: constant(uint256) = 1 << CLOSED | 1 << CANCELLED
FAVOURS_SELLER: constant(uint256) = CONFIRMATION | RETURNING

# Where a field begins, and what is left of a word that was shifted there.
STATUS: constant(uint256) = 248
ROUND: constant(uint256) = 240
FLAGS: constant(uint256) = 232
DEADLINE: constant(uint256) = 192
RELEASED: constant(uint256) = 96
BYTE: constant(uint256) = 2**8 - 1
TIME: constant(uint256) = 2**40 - 1
AMOUNT: constant(uint256) = 2**96 - 1

# The kind of a request; none of them is set where nothing is requested.
KIND_REFUND: constant(uint256) = 1
KIND_RETURN: constant(uint256) = 2
KIND_EXCHANGE: constant(uint256) = 3

KIND: constant(uint256) = 3
BUYER_EXTENDED: constant(uint256) = 4 << FLAGS
SELLER_EXTENDED: constant(uint256) = 8 << FLAGS
RETURNED: constant(uint256) = 16 << FLAGS


@internal
@pure
def _in(word: uint256, statuses: uint256) -> bool:
    """
    @dev `statuses` is a set: bit n stands for status n.
    """
    return (statuses >> (word >> STATUS)) & 1 == 1


@internal
@pure
def _round(word: uint256) -> uint256:
    return (word >> ROUND) & BYTE


@internal
@pure
def _kind(word: uint256) -> uint256:
    return (word >> FLAGS) & KIND


@internal
@pure
def _deadline(word: uint256) -> uint256:
    return (word >> DEADLINE) & TIME


@internal
@pure
def _awaiting(word: uint256, status: uint256, deadline: uint256) -> uint256:
    """
    @dev The same record in another status; `deadline` must fit TIME.
    """
    rest: uint256 = word & ~(BYTE << STATUS | TIME << DEADLINE)
    return rest | status << STATUS | deadline << DEADLINE


@internal
@pure
def _requested(word: uint256, kind: uint256) -> uint256:
    return (word & ~(KIND << FLAGS)) | kind << FLAGS


@internal
@pure
def _next_round(word: uint256) -> uint256:
    """
    @dev Extensions, the return and the request belong to the round that ends.
    """
    return (word & ~(BYTE << FLAGS)) + (1 << ROUND)


@internal
@pure
def _unpack(word: uint256) -> IEscrow.Record:
    return IEscrow.Record(
        status=word >> STATUS,
        round=self._round(word),
        kind=self._kind(word),
        buyer_extended=word & BUYER_EXTENDED != 0,
        seller_extended=word & SELLER_EXTENDED != 0,
        returned=word & RETURNED != 0,
        deadline=self._deadline(word),
        released=(word >> RELEASED) & AMOUNT,
        refunded=word & AMOUNT,
    )
