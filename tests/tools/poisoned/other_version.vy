# pragma version ^0.4.3
# pragma nonreentrancy on


@external
@payable
def probe(a: uint256) -> uint256:
    """
    @notice Probes.
    """
    return a
