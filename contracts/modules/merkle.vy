# pragma version 0.4.3
"""
@title Merkle: whether something stands under a root
@license AGPL-3.0-only
@notice Each kind of hash begins with a byte of its own, so that none can be passed off as another. A node is the hash
        of its two children in ascending order; an odd one at the end of a level moves up as it is.

        byte  what follows it
        0x00  an item: serial (32 bytes), hash of its code (32 bytes)
        0x01  a node: the smaller child, the larger child
        0x02  a hidden code: the lot's id (32 bytes), the code (16 bytes)
        0x03  a reading: Unix seconds (8 bytes), value (8 bytes, signed), both big-endian
"""

MAX_PATH: constant(uint256) = 32  # hashes: enough for the largest count of items


@internal
@pure
def _item(serial: bytes32, code_hash: bytes32) -> bytes32:
    return keccak256(concat(x"00", serial, code_hash))


@internal
@pure
def _code(lot: bytes32, code: bytes16) -> bytes32:
    """
    @dev A tree is public, and anybody can register a copy of it. With the lot in the hash, nobody who is led to a copy
         can show a code there that would fit the real one.
    """
    return keccak256(concat(x"02", lot, code))


@internal
@pure
def _root(leaf: bytes32, path: DynArray[bytes32, MAX_PATH]) -> bytes32:
    """
    @dev The root of which a path says that it stands above the leaf.
    """
    node: bytes32 = leaf
    for other: bytes32 in path:
        if convert(node, uint256) < convert(other, uint256):
            node = keccak256(concat(x"01", node, other))
        else:
            node = keccak256(concat(x"01", other, node))
    return node
