"""What is drawn of a journey: how long something was out of its limits."""

import pytest

from frontend.provenance import measured


@pytest.mark.parametrize(
    ("excess", "seconds"),
    [
        ([(0, -1), (60, -2)], 0),
        ([(0, 1), (60, 2), (120, 1)], 120),
        ([(0, -10), (60, 10), (120, -10)], 60),
        ([(0, 0), (60, 10), (120, 0)], 120),
        ([(0, 5)], 0),
    ],
    ids=["never", "always", "there and back", "from the limit on", "one reading"],
)
def test_how_long_something_was_above(excess: list[tuple[int, int]], seconds: int) -> None:
    assert measured._seconds(excess) == seconds
