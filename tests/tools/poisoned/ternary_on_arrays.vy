# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(yes: bool, a: DynArray[DynArray[uint256, 2], 2], b: DynArray[DynArray[uint256, 2], 2]) -> uint256:
    """
    @notice Probes.
    """
    chosen: DynArray[DynArray[uint256, 2], 2] = a if yes else b
    return len(chosen)
