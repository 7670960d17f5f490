# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Identity: which document an account describes itself by
@license AGPL-3.0-only
@notice Holds no money, has no owner, calls nobody. An account speaks for itself only; the document (name, logo,
        contact, key for delivery details) is off chain, here is its sha-256. That it is true is nobody's claim yet.
"""

profiles: public(HashMap[address, bytes32])  # empty for an account that has none


event ProfileDescribed:
    account: indexed(address)
    document: bytes32


# Anyone


@external
def describe(document: bytes32):
    """
    @notice Names the document that describes the caller, or none with an empty one; logs ProfileDescribed.
    """
    assert document != self.profiles[msg.sender], "Identity: nothing changed"
    self.profiles[msg.sender] = document
    log ProfileDescribed(account=msg.sender, document=document)
