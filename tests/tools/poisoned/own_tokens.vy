# pragma version 0.4.3
# pragma nonreentrancy on
from ethereum.ercs import IERC20


@external
@view
def probe(a: address) -> bool:
    """
    @notice Probes.
    """
    return staticcall IERC20(a).balanceOf(self) > 1
