# pragma version 0.4.3
# pragma nonreentrancy on

interface Counter:
    def next() -> uint256: nonpayable


@external
def probe(counter: address) -> uint256:
    """
    @notice Probes.
    """
    return max(extcall Counter(counter).next(), 1)
