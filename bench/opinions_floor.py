"""The least that claims and reviews can cost, in the same way as `floor`: a claim has a word, and so has a review."""

from bench.floor import (
    CHANGED_SLOT,
    COLD_ACCOUNT,
    COLD_SLOT,
    NEW_SLOT,
    SLOT_KEY,
    WARM,
    Operations,
    ids,
    log,
    transaction,
)

CLAIM = 3 * SLOT_KEY  # by issuer, subject and kind


def issue(calldata: bytes) -> Operations:
    """The claim's word is new."""
    return [*transaction(calldata), ("claim", CLAIM + NEW_SLOT), *log("ClaimIssued", 2, topics=4)]


def renew(calldata: bytes) -> Operations:
    """It changes."""
    return [*transaction(calldata), ("claim", CLAIM + CHANGED_SLOT), *log("ClaimRenewed", 2, topics=4)]


def revoke(calldata: bytes) -> Operations:
    """It changes."""
    return [*transaction(calldata), ("claim", CLAIM + CHANGED_SLOT), *log("ClaimRevoked", 1, topics=4)]


def review(calldata: bytes) -> Operations:
    """Escrow proves the terms and says where the order stands; the review's word is new."""
    return [
        *_order(calldata),
        ("order's record", WARM + SLOT_KEY + COLD_SLOT),
        ("review", SLOT_KEY + NEW_SLOT),
        *log("OrderReviewed", 2, topics=4),
    ]


def follow_up(calldata: bytes) -> Operations:
    """That the order has closed, its review says; its word changes."""
    return [*_order(calldata), ("review", SLOT_KEY + CHANGED_SLOT), *log("ReviewFollowedUp", 1)]


def reply(calldata: bytes) -> Operations:
    """As a follow-up."""
    return [*_order(calldata), ("review", SLOT_KEY + CHANGED_SLOT), *log("ReviewReplied", 2)]


def _order(calldata: bytes) -> Operations:
    """Escrow is asked for the id of an order."""
    return [*transaction(calldata), ("Escrow", COLD_ACCOUNT), *ids()]
