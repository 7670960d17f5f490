# pragma version 0.4.3
"""
@title Deadlines: until when each step of an order is awaited
@license AGPL-3.0-only
@notice Pure mechanism; each function takes a record and gives it back in the status that it names.
"""
from ..interfaces import IEscrow
from . import records

DAY: constant(uint256) = 86_400
ANSWER_WITHIN: constant(uint256) = 7 * DAY
RETURN_WITHIN: constant(uint256) = 14 * DAY
RULE_WITHIN: constant(uint256) = 30 * DAY
BUYER_EXTENSION: constant(uint256) = 3 * DAY
MAX_EXTENSION: constant(uint256) = 30 * DAY
MAX_DEADLINE: constant(uint256) = records.TIME - BUYER_EXTENSION  # the buyer's own may come on top


@internal
@view
def _await_arrival(offer: IEscrow.Offer, word: uint256) -> uint256:
    """
    @dev Without a carrier nobody can say when the parcel arrived: the buyer has all the time promised.
    """
    arrival: uint256 = block.timestamp + offer.deliver_within
    if offer.carrier == empty(address):
        return records._awaiting(word, records.AWAITING_CONFIRMATION, arrival + offer.inspect_within)
    return records._awaiting(word, records.AWAITING_DELIVERY, arrival)


@internal
@view
def _await_answer(offer: IEscrow.Offer, word: uint256) -> uint256:
    """
    @dev A seller need not answer for a parcel before its promised arrival, but gains nothing by extending.
    """
    start: uint256 = block.timestamp
    if offer.carrier == empty(address) and word & records.SELLER_EXTENDED == 0:
        start = max(start, records._deadline(word) - offer.inspect_within)
    return records._awaiting(word, records.AWAITING_ANSWER, start + ANSWER_WITHIN)
