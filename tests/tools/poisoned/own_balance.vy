# pragma version 0.4.3
# pragma nonreentrancy on


@external
@view
def probe() -> bool:
    """
    @notice Probes.
    """
    return self.balance > 1
