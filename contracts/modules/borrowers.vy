# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Borrowers: what buyers owe, what they may owe, and what is open at sellers
@license AGPL-3.0-only
@notice The limit is a formula over what an account repaid in time: base + a share of it, up to a maximum; nothing while
        anything is overdue beyond the grace; half for two years after a write-off. An account is two words.

        bits     field
        192-231  written_off_at  Unix seconds of the last write-off
         96-191  repaid          of principals, in time, cumulative; stays at the highest value it can have
          0-95   outstanding     of principals, also of those that were written off

        40 bits  of each plan that is not ended, in its slot: when what is next of it is due; 0 where a slot is free
"""
from . import errors
from . import plans


# All terms of the sum, in units of the currency: the limit is `base` and `earned` up to `maximum`, half of it before
# `halved_until` (Unix seconds), nothing where something is `overdue`. `left` is what may still be borrowed.
struct Standing:
    base: uint256
    earned: uint256
    maximum: uint256
    repaid: uint256
    outstanding: uint256
    overdue: bool
    halved_until: uint256
    limit: uint256
    left: uint256


SLOTS: constant(uint256) = 6
HALVED: constant(uint256) = 730 * plans.DAY

WRITTEN_OFF_AT: constant(uint256) = 192
REPAID: constant(uint256) = 96
AMOUNT: constant(uint256) = 2**96 - 1
DATE_BITS: constant(uint256) = 40
DATE: constant(uint256) = 2**40 - 1

BASE: immutable(uint256)
MAXIMUM: immutable(uint256)
GROWTH_BPS: immutable(uint256)

# Principals of what was bought at a seller, but for what came back of it, until their plans end: one word less to write
# at each payment, and never less than what is outstanding.
open_at_seller: public(HashMap[address, uint256])
_accounts: HashMap[address, uint256]
_dates: HashMap[address, uint256]


@deploy
def __init__(base: uint256, maximum: uint256, growth_bps: uint256):
    BASE = base
    MAXIMUM = maximum
    GROWTH_BPS = growth_bps


# Views


@external
@view
def limit(buyer: address) -> uint256:
    """
    @notice What an account may owe in all.
    """
    return self._limit(self._accounts[buyer], self._dates[buyer])


@external
@view
def standing(buyer: address) -> Standing:
    """
    @notice The same with every term of the sum.
    """
    word: uint256 = self._accounts[buyer]
    dates: uint256 = self._dates[buyer]
    limit: uint256 = self._limit(word, dates)
    outstanding: uint256 = word & AMOUNT
    written_off_at: uint256 = word >> WRITTEN_OFF_AT
    return Standing(
        base=BASE,
        earned=self._earned(word),
        maximum=MAXIMUM,
        repaid=(word >> REPAID) & AMOUNT,
        outstanding=outstanding,
        overdue=self._is_overdue(dates),
        halved_until=0 if written_off_at == 0 else written_off_at + HALVED,
        limit=limit,
        left=limit - min(limit, outstanding),
    )


# For the importer


@internal
@view
def _outstanding(buyer: address) -> uint256:
    return self._accounts[buyer] & AMOUNT


@internal
@view
def _free_slot(buyer: address) -> uint256:
    dates: uint256 = self._dates[buyer]
    for slot: uint256 in range(SLOTS):
        if self._date(dates, slot) == 0:
            return slot
    self._refuse(errors.TOO_MANY_PLANS)
    return SLOTS


@internal
def _borrow(buyer: address, seller: address, principal: uint256, slot: uint256, due: uint256):
    word: uint256 = self._accounts[buyer]
    dates: uint256 = self._dates[buyer]
    if (word & AMOUNT) + principal > self._limit(word, dates):
        self._refuse(errors.ABOVE_THE_LIMIT)
    self._accounts[buyer] = word + principal
    self._dates[buyer] = dates | due << (DATE_BITS * slot)
    self.open_at_seller[seller] += principal


@internal
def _repay(buyer: address, principal: uint256, timely: uint256):
    """
    @dev `principal` is no longer owed, and `timely` was repaid in time.
    """
    word: uint256 = self._accounts[buyer]
    grown: uint256 = min(timely, AMOUNT - ((word >> REPAID) & AMOUNT))
    self._accounts[buyer] = word - principal + (grown << REPAID)


@internal
def _set_due(buyer: address, slot: uint256, due: uint256):
    place: uint256 = DATE_BITS * slot
    self._dates[buyer] = (self._dates[buyer] & ~(DATE << place)) | due << place


@internal
def _write_off(buyer: address):
    word: uint256 = self._accounts[buyer]
    self._accounts[buyer] = (word & (2**WRITTEN_OFF_AT - 1)) | block.timestamp << WRITTEN_OFF_AT


# Helpers


@internal
@view
def _limit(word: uint256, dates: uint256) -> uint256:
    if self._is_overdue(dates):
        return 0
    limit: uint256 = min(BASE + self._earned(word), MAXIMUM)
    written_off_at: uint256 = word >> WRITTEN_OFF_AT
    if written_off_at != 0 and block.timestamp < written_off_at + HALVED:
        return limit // 2
    return limit


@internal
@view
def _earned(word: uint256) -> uint256:
    return ((word >> REPAID) & AMOUNT) * GROWTH_BPS // 10_000


@internal
@view
def _is_overdue(dates: uint256) -> bool:
    for slot: uint256 in range(SLOTS):
        due: uint256 = self._date(dates, slot)
        if due != 0 and block.timestamp >= due + plans.GRACE:
            return True
    return False


@internal
@pure
def _date(dates: uint256, slot: uint256) -> uint256:
    return (dates >> (DATE_BITS * slot)) & DATE


@internal
@pure
def _refuse(fact: bytes32):
    errors._refuse_as(errors.BORROWERS, fact)
