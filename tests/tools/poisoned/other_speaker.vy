# pragma version 0.4.3
# pragma nonreentrancy on
from contracts.modules import errors


@external
@payable
def probe(a: uint256) -> uint256:
    """
    @notice Probes.
    """
    if a == 0:
        errors._refuse_as(errors.OFFERS, errors.NO_UNITS)
    return a
