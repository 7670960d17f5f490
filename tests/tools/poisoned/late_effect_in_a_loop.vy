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
    for i: uint256 in range(2):
        log Probed(a=i)
        self.total -= 1
        assert extcall IERC20(a).transfer(msg.sender, 1), "late_effect_in_a_loop: refused"
