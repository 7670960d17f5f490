"""What is drawn of a journey: the map, and how long something was out of its limits."""

import pytest

from frontend.provenance import measured, route
from frontend.provenance.places import Spot
from frontend.provenance.route import Visit

WORKS, SHOP = Spot("Works", 30.5, 119.9), Spot("Shop", 30.2, 120.2)
NEAR, FAR = Spot("Laboratory", 30.4, 120.0), Spot("Far laboratory", -30.0, 10.0)


def drawn(*visits: Visit) -> route.Drawing:
    drawing = route.draw(visits)
    assert drawing
    return drawing


def test_places_are_numbered_in_the_order_of_the_journey() -> None:
    drawing = drawn(Visit(WORKS), Visit(SHOP), Visit(WORKS))
    assert [(stop.number, stop.name, stop.label) for stop in drawing.stops] == [
        (1, "Works", "Works"),
        (2, "Shop", "Shop"),
    ]
    assert drawing.way.count("L") == 2, "back again"


@pytest.mark.parametrize(("spot", "is_drawn"), [(NEAR, True), (FAR, False)])
def test_where_only_the_lot_was_is_not_on_the_way(spot: Spot, is_drawn: bool) -> None:
    alone, drawing = drawn(Visit(WORKS), Visit(SHOP)), drawn(Visit(WORKS), Visit(spot, is_of_lot=True), Visit(SHOP))
    assert [stop.number for stop in drawing.stops] == [1, 2, 0]
    assert (drawing.stops[2].name, drawing.stops[2].is_drawn) == (spot.name, is_drawn)
    assert (drawing.way, drawing.scale) == (alone.way, alone.scale), "nor does it stretch the map"


def test_a_place_where_it_was_itself_is_its_own() -> None:
    assert [stop.number for stop in drawn(Visit(WORKS, is_of_lot=True), Visit(WORKS)).stops] == [1]


def test_names_cover_neither_places_nor_each_other() -> None:
    crowd = [Spot(f"Dock {place}", 30.5 - place / 1_000, 119.9) for place in range(8)]
    stops = drawn(*map(Visit, crowd)).stops
    named = [stop for stop in stops if stop.label]
    assert 0 < len(named) < len(stops)
    for stop in named:
        same_side = [other for other in named if other is not stop and other.is_left == stop.is_left]
        assert all(abs(other.y - stop.y) >= route.HIGH for other in same_side)


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
