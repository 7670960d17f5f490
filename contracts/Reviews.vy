# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Reviews: what the buyer of an order says of it, once
@license AGPL-3.0-only
@notice Holds no money, has no owner, deletes nothing. Whoever bought an order that ended CLOSED may review it, also one
        that never came; reviewing moves nothing and is a condition of nothing. How much a review weighs is for readers.
        It trusts Escrow, which it asks by views only, for what an order is and how it ended.
"""
from .interfaces import IEscrow
from .modules import records


# Of an order: its stars (0 before it is reviewed), and which parts there are.
struct Review:
    stars: uint256
    followed_up: bool
    replied: bool
    replied_to_follow_up: bool


# What is replied to.
REVIEW: constant(uint256) = 1
FOLLOW_UP: constant(uint256) = 2

STARS: constant(uint256) = 7
FOLLOWED_UP: constant(uint256) = 8
REPLIED: constant(uint256) = 4  # to a part: the bit at this place and the part's number

ESCROW: immutable(address)

_reviews: HashMap[bytes32, uint256]  # by order


event OrderReviewed:
    order_id: indexed(bytes32)
    seller: indexed(address)
    buyer: indexed(address)
    stars: uint256
    document: bytes32


event ReviewFollowedUp:
    order_id: indexed(bytes32)
    document: bytes32


event ReviewReplied:
    order_id: indexed(bytes32)
    part: uint256
    document: bytes32


@deploy
def __init__(escrow: address):
    ESCROW = escrow


# The buyer


@external
def review(order: IEscrow.Order, stars: uint256, document: bytes32):
    """
    @notice Says from 1 to 5 how it was, with words in a document or none, once; logs OrderReviewed.
    """
    assert msg.sender == order.buyer, "Reviews: not the buyer"
    assert stars >= 1 and stars <= 5, "Reviews: 1 to 5 stars"
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    assert self._reviews[order_id] == 0, "Reviews: reviewed already"
    record: IEscrow.Record = staticcall IEscrow(ESCROW).record(order_id)
    assert record.status == records.CLOSED, "Reviews: order is not closed"
    self._reviews[order_id] = stars
    log OrderReviewed(
        order_id=order_id, seller=order.offer.seller, buyer=msg.sender, stars=stars, document=document
    )


@external
def follow_up(order: IEscrow.Order, document: bytes32):
    """
    @notice Adds to the review what has come out since, once; logs ReviewFollowedUp.
    """
    assert msg.sender == order.buyer, "Reviews: not the buyer"
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    word: uint256 = self._reviews[order_id]
    assert word != 0, "Reviews: not reviewed"
    assert word & FOLLOWED_UP == 0, "Reviews: followed up already"
    assert document != empty(bytes32), "Reviews: no document"
    self._reviews[order_id] = word | FOLLOWED_UP
    log ReviewFollowedUp(order_id=order_id, document=document)


# The seller


@external
def reply(order: IEscrow.Order, part: uint256, document: bytes32):
    """
    @notice Answers the review (part 1) or what was added to it (part 2), each once; logs ReviewReplied.
    """
    assert msg.sender == order.offer.seller, "Reviews: not the seller"
    order_id: bytes32 = staticcall IEscrow(ESCROW).order_id(order)
    word: uint256 = self._reviews[order_id]
    assert self._has(word, part), "Reviews: nothing to reply to"
    assert not self._is_replied(word, part), "Reviews: replied already"
    assert document != empty(bytes32), "Reviews: no document"
    self._reviews[order_id] = word | 1 << (REPLIED + part)
    log ReviewReplied(order_id=order_id, part=part, document=document)


# Views


@external
@view
def escrow() -> address:
    """
    @notice Where orders are looked up.
    """
    return ESCROW


@external
@view
def reviewed(order_id: bytes32) -> Review:
    """
    @notice What was said of an order; all zero where nothing was.
    """
    word: uint256 = self._reviews[order_id]
    return Review(
        stars=word & STARS,
        followed_up=word & FOLLOWED_UP != 0,
        replied=self._is_replied(word, REVIEW),
        replied_to_follow_up=self._is_replied(word, FOLLOW_UP),
    )


# Helpers


@internal
@pure
def _has(word: uint256, part: uint256) -> bool:
    return (part == REVIEW and word != 0) or (part == FOLLOW_UP and word & FOLLOWED_UP != 0)


@internal
@pure
def _is_replied(word: uint256, part: uint256) -> bool:
    return word & (1 << (REPLIED + part)) != 0
