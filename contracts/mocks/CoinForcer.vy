# pragma version 0.4.3
"""
@title Coin forcer: puts coin into a contract that it cannot refuse and does not see
@license AGPL-3.0-only
@notice By self-destruction, which sends the coin without a call. The code stays, so one forcer serves many times.
"""


@external
@payable
def force(target: address):
    """
    @notice Forces the coin that came with the call, and what was here before, into a target.
    """
    selfdestruct(target)
