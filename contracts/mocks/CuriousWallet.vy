# pragma version 0.4.3
"""
@title Curious wallet: an account with code that reads what it can while it is asked for its word (ERC-1271)
@license AGPL-3.0-only
@notice Approves a signature, whatever it is, unless one of its planned calls is answered.
"""
from . import actor
from . import planned_calls

initializes: planned_calls

exports: (actor.execute, planned_calls.__interface__)

MAGIC: constant(bytes4) = 0x1626ba7e
REFUSED: constant(bytes4) = 0xffffffff


@external
@view
def isValidSignature(digest: bytes32, signature: Bytes[1024]) -> bytes4:
    """
    @notice Approves by the magic value of ERC-1271.
    """
    return MAGIC if planned_calls._nothing_answers() else REFUSED


@external
@payable
def __default__():
    pass
