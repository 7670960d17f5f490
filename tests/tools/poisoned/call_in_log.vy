# pragma version 0.4.3
# pragma nonreentrancy on

event Probed:
    a: uint256
    b: uint256


count: uint256


@external
def probe():
    """
    @notice Probes.
    """
    log Probed(a=self._next(), b=self._next())


@internal
def _next() -> uint256:
    self.count += 1
    return self.count
