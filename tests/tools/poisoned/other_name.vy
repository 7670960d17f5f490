# pragma version 0.4.3
# pragma nonreentrancy on
from contracts.modules import errors

ZERO_PRIZE: constant(bytes32) = 0x000000000000000000000000000000000000000000007a65726f207072696365  # zero price

@external
@payable
def probe(a: uint256) -> uint256:
    """
    @notice Probes.
    """
    if a == 0:
        errors._refuse(errors.ZERO_PRICE)
    return a
