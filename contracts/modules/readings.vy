# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Readings: what a logger measured, and whether it was within limits
@license AGPL-3.0-only
@notice A reading is Unix seconds and a value in thousandths of a unit, which the document beside it names. All readings
        of a logger stand under one root.
"""
from . import merkle

SMALLEST: constant(int256) = -(2**63)
LARGEST: constant(int256) = 2**63 - 1


# Views


@external
@pure
def is_reading(root: bytes32, time: uint64, reading: int64, path: DynArray[bytes32, merkle.MAX_PATH]) -> bool:
    """
    @notice Whether a logger whose readings have this root read this value at that time.
    """
    leaf: bytes32 = keccak256(concat(x"03", convert(time, bytes8), convert(reading, bytes8)))
    return merkle._root(leaf, path) == root


# For the importer


@internal
@pure
def _check(low: int256, high: int256):
    """
    @dev Of limits and of extremes: nothing lies outside of what a reading can say.
    """
    assert low <= high, "readings: low above high"
    assert low >= SMALLEST and high <= LARGEST, "readings: not a reading's value"
