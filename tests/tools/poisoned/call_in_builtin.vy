# pragma version 0.4.3
# pragma nonreentrancy on

count: uint256


@external
def probe() -> uint256:
    """
    @notice Probes.
    """
    return max(self._next(), self._next())


@internal
def _next() -> uint256:
    self.count += 1
    return self.count
