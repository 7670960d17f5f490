# pragma version 0.4.3
# pragma nonreentrancy on


@external
@pure
def probe(a: DynArray[uint256, 65]) -> uint256:
    """
    @notice Probes.
    """
    total: uint256 = 0
    for one: uint256 in a:
        total += one
    return total
