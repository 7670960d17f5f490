# pragma version 0.4.3
# pragma nonreentrancy on


@external
@payable
def probe(a: uint256) -> uint256:
    """
    @notice Probes.
    """
    total: uint256 = a
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    total += 1
    return total
