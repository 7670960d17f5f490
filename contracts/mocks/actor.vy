# pragma version 0.4.3
"""
@title Actor: lets a contract play any role
@license AGPL-3.0-only
@notice A double that exports `execute` can be buyer, payer, seller, carrier, arbiter or referrer. It has no owner: whoever
        tests with it speaks through it.
"""
MAX_DATA: constant(uint256) = 16_384
MAX_RESPONSE: constant(uint256) = 1_024


@external
@payable
def execute(target: address, data: Bytes[MAX_DATA], amount: uint256 = 0) -> Bytes[MAX_RESPONSE]:
    """
    @notice Calls a target as this contract, with coin of its own or of the caller; fails with the target's reason.
    """
    return raw_call(target, data, max_outsize=MAX_RESPONSE, value=amount)
