# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(a: address):
    """
    @notice Probes.
    """
    success: bool = raw_call(a, b"", gas=50_000, revert_on_failure=False)
