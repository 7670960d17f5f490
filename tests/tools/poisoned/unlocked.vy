# pragma version 0.4.3
# pragma nonreentrancy on


@external
@reentrant
def probe(a: uint256):
    """
    @notice Probes.
    """
    assert a > 0, "unlocked: zero amount"
