# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe():
    """
    @notice Probes.
    """
    send(msg.sender, 1)
