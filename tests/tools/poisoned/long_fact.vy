# pragma version 0.4.3
# pragma nonreentrancy on
from contracts.modules import errors


@internal
@pure
def _refuse(fact: bytes32):
    pass


@external
@payable
def probe(a: uint256) -> uint256:
    """
    @notice Probes.
    """
    if a == 0:
        self._refuse(errors.INSPECTION_UNDER_3_DAYS)
    return a
