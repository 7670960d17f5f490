# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What the lint has nothing to say about
"""
from ethereum.ercs import IERC20

event Added:
    amount: uint256


total: public(uint256)
credits: HashMap[address, uint256]


@external
@payable
def add(amount: uint256):
    """
    @notice Adds up.
    """
    assert amount > 0, "clean: zero amount"
    more: uint256 = self._doubled(amount)
    self.total += more if amount > 1 else 0
    log Added(amount=amount)


@external
def receive(currency: address):
    """
    @notice Takes one unit, and pushes it on, or credits it.
    """
    before: uint256 = staticcall IERC20(currency).balanceOf(self)
    assert extcall IERC20(currency).transferFrom(msg.sender, self, 1), "clean: refused"
    assert staticcall IERC20(currency).balanceOf(self) == before + 1, "clean: wrong amount"
    if not raw_call(msg.sender, b"", gas=50_000, revert_on_failure=False):
        self.credits[msg.sender] += 1
    log Added(amount=1)


@internal
@pure
def _doubled(amount: uint256) -> uint256:
    return max(amount, 1) * 2
