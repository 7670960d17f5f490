# pragma version 0.4.3
# pragma nonreentrancy on
from ethereum.ercs import IERC20

event Probed:
    a: uint256


total: uint256


@external
def probe(a: address):
    """
    @notice Probes.
    """
    assert extcall IERC20(a).transfer(msg.sender, 1), "late_effect_in_a_function: no"
    self._take()


@internal
def _take():
    log Probed(a=1)
    self.total -= 1
