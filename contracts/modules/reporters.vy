# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Reporters: who may speak for whom
@license AGPL-3.0-only
@notice An account speaks for itself only. What it permits holds for a lot (for units: for the lot that their maker's
        address is) and for the steps in a set, of which bit n stands for step n, until it says otherwise. It counts
        while that account itself may speak, and no longer.
"""

# Business steps of GS1's Core Business Vocabulary 2.0 by their place in alphabetical order; 0 is none.
COMMISSIONING: constant(uint256) = 5
RETAIL_SELLING: constant(uint256) = 30
SENSOR_REPORTING: constant(uint256) = 32
LAST_STEP: constant(uint256) = 41

permissions: public(HashMap[address, HashMap[bytes32, HashMap[address, uint256]]])


event ReporterPermitted:
    account: indexed(address)
    lot: indexed(bytes32)
    reporter: indexed(address)
    steps: uint256


# Anyone


@external
def permit(lot: bytes32, reporter: address, steps: uint256):
    """
    @notice Lets somebody report these steps of a lot's items in the caller's place, or none with zero; logs
            ReporterPermitted.
    @dev Who may report commissioning may also touch items and use up the lot; who may report retail_selling may sell
         what he keeps of it.
    """
    assert reporter != empty(address), "reporters: empty reporter"
    assert steps >> (LAST_STEP + 1) == 0, "reporters: unknown step"
    self.permissions[msg.sender][lot][reporter] = steps
    log ReporterPermitted(account=msg.sender, lot=lot, reporter=reporter, steps=steps)


# For the importer


@internal
@view
def _speaks_for(account: address, lot: bytes32, speaker: address, step: uint256) -> bool:
    if speaker == account:
        return True
    return (self.permissions[account][lot][speaker] >> step) & 1 == 1
