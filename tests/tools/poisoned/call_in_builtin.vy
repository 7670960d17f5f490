# pragma version 0.4.3
# pragma nonreentrancy on

event Probed:
    a: uint256


count: uint256


@external
def probe() -> uint256:
    """
    @notice Probes.
    """
    a: uint256 = max(self._next(), self._next())
    log Probed(a=a)
    return a


@internal
def _next() -> uint256:
    self.count += 1
    return self.count
