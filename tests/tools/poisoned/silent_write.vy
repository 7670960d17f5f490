# pragma version 0.4.3
# pragma nonreentrancy on
total: uint256


@external
def probe(a: uint256):
    """
    @notice Probes.
    """
    self._add(a)


@internal
def _add(a: uint256):
    self.total += a
