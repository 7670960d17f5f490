# pragma version 0.4.3
# pragma nonreentrancy on
_all: DynArray[uint256, 1_000_000]


@external
@view
def probe(a: uint256) -> bool:
    """
    @notice Probes.
    """
    return a in self._all
