"""The tree: against one that is built as one would say it, and what must not pass for something else."""

import pytest
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from scripts.provenance import tree
from scripts.refusal import Refusal

hashes = st.binary(min_size=32, max_size=32)


def naive_root(level):
    """The root, said plainly."""
    while len(level) > 1:
        pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
        level = [keccak(b"\x01" + b"".join(sorted(pair))) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


@given(st.lists(hashes, min_size=1, max_size=70))
def test_every_path_leads_to_the_root(leaves):
    levels = list(tree.levels(b"".join(leaves)))

    assert levels[-1] == naive_root(leaves)
    assert list(map(len, levels)) == [size * 32 for size in tree.sizes(len(leaves))]
    for index, leaf in enumerate(leaves):
        assert tree.root_of(leaf, tree.path(index, levels)) == levels[-1]


@given(st.lists(hashes, min_size=2, max_size=20, unique=True), st.data())
def test_another_leaf_leads_elsewhere(leaves, data):
    levels = list(tree.levels(b"".join(leaves)))
    index = data.draw(st.integers(0, len(leaves) - 1))
    stranger = data.draw(hashes.filter(lambda leaf: leaf not in leaves))

    assert tree.root_of(stranger, tree.path(index, levels)) != levels[-1]


def test_leaves_nodes_codes_and_readings_are_hashed_apart():
    one, other = b"\x05" * 32, b"\x06" * 32

    assert tree.item_leaf(one, other) == keccak(b"\x00" + one + other)
    assert tree.node(other, one) == tree.node(one, other) == keccak(b"\x01" + one + other)
    assert tree.hash_of_code(one, b"\x07" * 16) == keccak(b"\x02" + one + b"\x07" * 16)
    assert tree.reading_leaf(1_700_000_000, -1_500) == keccak(
        b"\x03" + bytes.fromhex("000000006553f100") + bytes.fromhex("fffffffffffffa24")
    )


def test_a_million_leaves_have_paths_of_twenty_at_most():
    assert max(len(list(tree.siblings(index, 1_000_000))) for index in (0, 1, 65_536, 999_999)) == 20
    assert len(tree.sizes(1_000_000)) == 21


def test_progress_counts_every_node():
    told = []
    leaves = bytes(32 * 10_001)

    list(tree.levels(leaves, told.append))

    assert sum(told) == 10_000
    assert max(told) <= tree.REPORTED


@pytest.mark.parametrize("count", [0, 2**32])
def test_trees_that_there_are_not(count):
    with pytest.raises(Refusal, match=r"^A tree has 1 to 4,294,967,295 leaves, not "):
        tree.sizes(count)
