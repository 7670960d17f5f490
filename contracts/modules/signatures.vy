# pragma version 0.4.3
"""
@title Signatures: whether somebody agreed to a digest
@license AGPL-3.0-only
@notice An account agrees by its key, also while its code is delegated; a contract by its own word (ERC-1271), which may
        approve several signatures: what they allow must be harmless to repeat.
        https://eips.ethereum.org/EIPS/eip-1271
"""

MAX_LENGTH: constant(uint256) = 1_024
CHECK_GAS: constant(uint256) = 500_000  # what a contract may burn before its word counts as no
# Beyond half of the curve's order lies the second signature that anyone can make out of the first.
MAX_S: constant(uint256) = 57896044618658097711785492504343953926418782139537452191302581570759080747168
YES: constant(bytes4) = method_id("isValidSignature(bytes32,bytes)", output_type=bytes4)  # also asks the question


@internal
@view
def _agrees(signer: address, digest: bytes32, signature: Bytes[MAX_LENGTH]) -> bool:
    """
    @dev 65 bytes of a key's signature are r, s and v.
    """
    if len(signature) == 65:
        r: uint256 = convert(extract32(signature, 0), uint256)
        s: uint256 = convert(extract32(signature, 32), uint256)
        v: uint256 = convert(extract32(signature, 33), uint256) & 255
        if s <= MAX_S and ecrecover(digest, v, r, s) == signer:
            return True
    if not signer.is_contract:
        return False
    success: bool = False
    response: Bytes[32] = b""
    success, response = raw_call(
        signer,
        abi_encode(digest, signature, method_id=YES),
        max_outsize=32,
        gas=CHECK_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    return success and len(response) == 32 and convert(response, bytes32) == convert(YES, bytes32)
