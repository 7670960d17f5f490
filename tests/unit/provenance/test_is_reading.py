"""is_reading: a single reading under a logger's root."""

import pytest

from tests.fixtures.provenance import levels, node, path_to, reading

READINGS = [
    (1_700_000_000 + 60 * minute, value) for minute, value in enumerate((4_000, -18_500, 0, 8_300, -1, 2**63 - 1))
]


@pytest.fixture(scope="module")
def tree() -> list[list[bytes]]:
    """Six readings."""
    return levels([reading(*one) for one in READINGS])


@pytest.mark.parametrize("place", range(len(READINGS)))
def test_default_behavior(provenance, tree, place):
    assert provenance.is_reading(tree[-1][0], *READINGS[place], path_to(tree, place))


def test_another_one(provenance, tree):
    time, value = READINGS[3]
    path = path_to(tree, 3)
    for wrong in ((time, value - 1), (time + 1, value), (time, -value), (value, time)):
        assert not provenance.is_reading(tree[-1][0], *wrong, path)
    for wrong_path in (path[:-1], path_to(tree, 2), [], [*path, path[0]]):
        assert not provenance.is_reading(tree[-1][0], time, value, wrong_path)


def test_extremes(provenance):
    time, value = 2**64 - 1, -(2**63)
    leaf, other = reading(time, value), b"\x0f" * 32
    assert provenance.is_reading(node(leaf, other), time, value, [other])
    assert provenance.is_reading(leaf, time, value, [])


@pytest.mark.parametrize("wrong", [(2**64, 0), (0, 2**63), (0, -(2**63) - 1)])
def test_nothing_that_a_reading_cannot_be(provenance, tree, wire, wrong):
    """It is refused when it is read."""
    padded = [number.to_bytes(32, "big", signed=number < 0) for number in wrong]
    selector = bytes.fromhex(provenance.signatures["is_reading"][2:])
    data = selector + tree[-1][0] + b"".join(padded) + (128).to_bytes(32, "big") + bytes(32)
    (answer,) = wire.answers([("eth_call", [{"to": provenance.address, "data": "0x" + data.hex()}, "latest"])])
    assert answer["error"]["data"] == "0x"
