# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What the lint has nothing to say about
"""
total: public(uint256)


@external
@payable
def add(amount: uint256):
    """
    @notice Adds up.
    """
    assert amount > 0, "clean: zero amount"
    more: uint256 = self._doubled(amount)
    self.total += more if amount > 1 else 0


@internal
@pure
def _doubled(amount: uint256) -> uint256:
    return max(amount, 1) * 2
