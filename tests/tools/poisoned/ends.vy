# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(a: address):
    """
    @notice Probes.
    """
    selfdestruct(a)
