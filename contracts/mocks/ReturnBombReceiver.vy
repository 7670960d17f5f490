# pragma version 0.4.3
"""
@title Return-bomb receiver: answers a payout with data that is dear to copy
@license AGPL-3.0-only
@notice 32 kB each time: as the reason of a refusal (as it starts), or as the result of taking the coin.
"""
from . import actor

exports: actor.execute

WORDS: constant(uint256) = 1_024

refusing: public(bool)


@deploy
def __init__():
    self.refusing = True


@external
def set_refusing(refusing: bool):
    """
    @notice Makes it refuse coin, or take it.
    """
    self.refusing = refusing


@external
@payable
@raw_return
def __default__() -> Bytes[32 * WORDS]:
    bomb: Bytes[32 * WORDS] = abi_encode(empty(uint256[WORDS]))
    if self.refusing:
        raw_revert(bomb)
    return bomb
