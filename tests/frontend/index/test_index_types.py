"""How amounts are kept: none is changed, and they sort as numbers do."""

import pytest

from frontend.index.types import pack, unpack


@pytest.mark.parametrize("value", [0, 1, 255, 256, 2**64, 2**96 - 1, 2**256 - 1])
def test_amounts_survive(value: int) -> None:
    assert unpack(pack(value)) == value


def test_amounts_sort() -> None:
    values = [0, 1, 2, 9, 10, 255, 256, 257, 65_535, 65_536, 2**63, 2**64, 2**96 - 1, 2**96, 2**256 - 1]
    assert sorted(map(pack, reversed(values))) == [pack(value) for value in values]
