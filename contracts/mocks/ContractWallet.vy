# pragma version 0.4.3
"""
@title Contract wallet: an account with code, which approves signatures (ERC-1271)
@license AGPL-3.0-only
@notice Approves what its owner's key signed (as it starts), or everything, or burns all the gas of whoever asks.
"""
from . import actor
from . import signer

exports: actor.execute

HONEST: public(constant(uint256)) = 0
ALWAYS_YES: public(constant(uint256)) = 1
GAS_EATER: public(constant(uint256)) = 2

MAGIC: constant(bytes4) = 0x1626ba7e
REFUSED: constant(bytes4) = 0xffffffff

owner: public(immutable(address))
mode: public(uint256)


@deploy
def __init__(owner_: address):
    owner = owner_


@external
def set_mode(mode: uint256):
    """
    @notice Sets how it answers who asks whether a signature is good.
    """
    assert mode <= GAS_EATER, "ContractWallet: no such mode"
    self.mode = mode


@external
@view
def isValidSignature(digest: bytes32, signature: Bytes[signer.MAX_SIGNATURE]) -> bytes4:
    """
    @notice Approves a signature by the magic value of ERC-1271.
    """
    if self.mode == GAS_EATER:
        raise UNREACHABLE
    if self.mode == ALWAYS_YES or signer._recover(digest, signature) == owner:
        return MAGIC
    return REFUSED


@external
@payable
def __default__():
    pass
