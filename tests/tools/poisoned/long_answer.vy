# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(a: address) -> Bytes[64]:
    """
    @notice Probes.
    """
    return raw_call(a, b"", max_outsize=64, gas=50_000)
