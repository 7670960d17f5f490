# pragma version 0.4.3
# pragma nonreentrancy on
from ethereum.ercs import IERC20


@external
def probe(a: address):
    """
    @notice Probes.
    """
    extcall IERC20(a).transfer(msg.sender, 1)
