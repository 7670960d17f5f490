"""The least that paying later can cost, in the same way as `floor`: a plan has a word, its buyer two, a seller one."""

from bench.floor import (
    CHANGED_SLOT,
    CLEARED_SLOT,
    COLD_ACCOUNT,
    COLD_SLOT,
    LOCK,
    NEW_SLOT,
    SLOT_KEY,
    WARM,
    Operations,
    hashing,
    ids,
    log,
    opening,
    token_in,
    token_on,
    token_out,
    token_seen,
    transaction,
)

PLAN_WORDS = 8
LENDERS = ("lenders' money", CHANGED_SLOT)


def buy(calldata: bytes, taken: int) -> Operations:
    """Two claims are looked up; the plan's word is new, and so is the order's record.

    Of the token: the down payment comes in, the total goes on; what is here is looked at before and after.
    """
    claim = 3 * SLOT_KEY + COLD_SLOT
    return [
        *transaction(calldata),
        *ids(),
        ("Identity", COLD_ACCOUNT + WARM),
        ("two claims", 2 * claim),
        ("Escrow", COLD_ACCOUNT + WARM),
        ("Escrow's lock", LOCK),
        *opening(),
        ("stock", SLOT_KEY + CHANGED_SLOT),
        ("plan", hashing(PLAN_WORDS) + SLOT_KEY + NEW_SLOT),
        *_buyer(),
        ("what is open at the seller", SLOT_KEY + CHANGED_SLOT),
        LENDERS,
        *log("PlanOpened", PLAN_WORDS),
        *token_in(taken),
        *token_on(taken),
        *token_seen(),
    ]


def repay(calldata: bytes, taken: int) -> Operations:
    """An instalment is covered, and no more: what is open at the seller changes when the plan ends."""
    return [*transaction(calldata), *_plan(), *_buyer(), LENDERS, *log("PlanRepaid", 3), *token_in(taken)]


def settle(calldata: bytes, given: int) -> Operations:
    """A refund cuts the debt, and there is none beyond it."""
    return [
        *transaction(calldata),
        *_handed_over(given),
        *_plan(),
        *_buyer(),
        ("what is open at the seller", SLOT_KEY + CHANGED_SLOT),
        LENDERS,
        *log("PlanSettled", 2),
    ]


def settle_all(calldata: bytes, given: int) -> Operations:
    """The plan ends, and the down payment goes on to the buyer."""
    return [*settle(calldata, given), *log("PlanEnded", 0), *token_on(given)]


def _plan() -> Operations:
    return [("plan", hashing(PLAN_WORDS) + SLOT_KEY + CHANGED_SLOT)]


def _buyer() -> Operations:
    """What he owes, and when."""
    return [("buyer's debts", SLOT_KEY + CHANGED_SLOT), ("buyer's dates", SLOT_KEY + CHANGED_SLOT)]


def _handed_over(given: int) -> Operations:
    """Escrow hands over a credit; how much arrives is seen by the token's balance."""
    return [
        ("Escrow", COLD_ACCOUNT),
        ("Escrow's lock", LOCK),
        ("credit of Credit", 3 * SLOT_KEY + CLEARED_SLOT),
        *log("CreditCollected", 2, topics=3),
        *token_out(given),
        *token_seen(),
    ]
