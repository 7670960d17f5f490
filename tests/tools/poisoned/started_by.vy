# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(a: address):
    """
    @notice Probes.
    """
    assert tx.origin == a, "started_by: not you"
