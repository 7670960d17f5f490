# pragma version 0.4.3
"""
@title Signer: who signed a digest with a key
@license AGPL-3.0-only
@notice Written apart from Escrow's own check, so that one mistake cannot hide in both.
"""
MAX_SIGNATURE: constant(uint256) = 1024

CURVE_ORDER: constant(uint256) = 115792089237316195423570985008687907852837564279074904382605163141518161494337
# Beyond half of it lies the second signature that anyone can make out of the first.
MAX_S: constant(uint256) = CURVE_ORDER // 2


@internal
@pure
def _recover(digest: bytes32, signature: Bytes[MAX_SIGNATURE]) -> address:
    """
    @return The signer, or the empty address where the signature is malformed or malleable
    """
    if len(signature) != 65:
        return empty(address)
    r: uint256 = convert(slice(signature, 0, 32), uint256)
    s: uint256 = convert(slice(signature, 32, 32), uint256)
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    if s > MAX_S:
        return empty(address)
    return ecrecover(digest, v, r, s)
