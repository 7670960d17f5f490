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
    log Probed(a=1)
    self._pay(a)
    self.total -= 1


@internal
def _pay(a: address):
    assert extcall IERC20(a).transfer(msg.sender, 1), "late_effect: refused"
