"""Merkle trees as Provenance.vy reads them: of a lot's items, and of a sensor's readings.

A leaf begins with another byte than a node, so neither passes for the other; the two halves of a node are sorted, so
that a path needs no directions; a node without a neighbour at its level's end moves up as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from sha3 import keccak_256

from scripts.refusal import Refusal

HASH = 32  # bytes
MAX_COUNT = 2**32 - 1  # leaves
LEAF, NODE, CODE, READING = b"\x00", b"\x01", b"\x02", b"\x03"
REPORTED = 4_096  # hashes between two calls of `on_done`

OnDone = Callable[[int], object]


def keccak(data: bytes) -> bytes:
    """keccak256; a million times a second, which is why it is not the one of eth_utils."""
    digest: bytes = keccak_256(data).digest()
    return digest


def hash_of_code(lot_id: bytes, code: bytes) -> bytes:
    """What stands in the tree for a hidden code; it fits this lot only, so that no copied tree brings it to light."""
    return keccak(CODE + lot_id + code)


def item_leaf(serial: bytes, code_hash: bytes) -> bytes:
    """The leaf of an item; `serial` is the word of the chain, 32 bytes."""
    return keccak(LEAF + serial + code_hash)


def reading_leaf(time: int, value: int) -> bytes:
    """The leaf of a reading: Unix seconds, and thousandths of its unit."""
    return keccak(READING + time.to_bytes(8, "big") + value.to_bytes(8, "big", signed=True))


def node(one: bytes, other: bytes) -> bytes:
    """The node over two."""
    return keccak(NODE + one + other if one < other else NODE + other + one)


def root_of(leaf: bytes, path: Iterable[bytes]) -> bytes:
    """Where a path leads from a leaf."""
    for sibling in path:
        leaf = node(leaf, sibling)
    return leaf


def sizes(count: int) -> list[int]:
    """How many nodes each level has, from the leaves to the root."""
    if not 1 <= count <= MAX_COUNT:
        raise Refusal(f"A tree has 1 to {MAX_COUNT:,} leaves, not {count:,}.")
    found = [count]
    while found[-1] > 1:
        found.append((found[-1] + 1) // 2)
    return found


def levels(leaves: bytes, on_done: OnDone = lambda _: None) -> Iterator[bytes]:
    """The levels of a tree, each with its hashes behind one another; the leaves first, the root last."""
    sizes(len(leaves) // HASH)
    level = leaves
    yield level
    while len(level) > HASH:
        level = _above(level, on_done)
        yield level


def path(index: int, levels: Sequence[bytes]) -> list[bytes]:
    """The path of a leaf."""
    return [_at(levels[height], place) for height, place in siblings(index, len(levels[0]) // HASH)]


def siblings(index: int, count: int) -> Iterator[tuple[int, int]]:
    """Where the hashes of a leaf's path stand: level (0 is that of the leaves) and place in it."""
    for height, size in enumerate(sizes(count)[:-1]):
        sibling = index ^ 1
        if sibling < size:
            yield height, sibling
        index //= 2


def _above(level: bytes, on_done: OnDone) -> bytes:
    above = bytearray()
    pairs = len(level) // (2 * HASH)
    for first in range(0, pairs, REPORTED):
        last = min(first + REPORTED, pairs)
        for start in range(first * 2 * HASH, last * 2 * HASH, 2 * HASH):
            above += node(level[start : start + HASH], level[start + HASH : start + 2 * HASH])
        on_done(last - first)
    above += level[pairs * 2 * HASH :]
    return bytes(above)


def _at(level: bytes, place: int) -> bytes:
    return level[place * HASH : (place + 1) * HASH]
