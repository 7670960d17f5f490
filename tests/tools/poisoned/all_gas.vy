# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(a: address):
    """
    @notice Probes.
    """
    success: bool = raw_call(a, b"", revert_on_failure=False)
    assert success, "all_gas: refused"
