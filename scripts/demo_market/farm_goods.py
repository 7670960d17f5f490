"""The pictures of goods whose history is told, and the logos of those who make them."""

from collections.abc import Callable

from scripts.demo_market.painting import Painting, curve, darker, lighter

MEADOW = ("#dfe9dc", "#b7c9a6")
STEEL = ("#d9dde2", "#a9b0b8")


def milk() -> Painting:
    """A bottle and a glass."""
    picture = Painting(*MEADOW)
    picture.shadow(42, 84, 17, 3.6)
    picture.round_body(
        42, [(18, 5.4), (24, 5.6), (34, 7), (44, 14.4), (52, 15.6), (80, 15.4), (84, 13)], "#f7f5ee", 0.8
    )
    picture.round_body(42, [(13, 6.6), (14, 7), (19, 7), (20, 6.6)], "#3f6d96", 0.45)
    picture.round_body(42, [(55, 15.7), (56, 15.7), (70, 15.7), (71, 15.7)], "#8fb2cf", 0.4)
    picture.shape([*curve([(34, 66), (40, 59), (46, 63), (51, 58)]), (51, 68), (34, 68)], ["#5b8a4c"])
    picture.shadow(73, 87, 10, 2.4)
    picture.round_body(73, [(60, 9.4), (61, 9.4), (84, 7.6), (87, 7)], "#fbfaf5", 0.7)
    picture.ellipse(73, 60.5, 9.4, 1.9, "#ffffff", "#efece2")
    return picture


def yoghurt() -> Painting:
    """An open pot, its lid beside it."""
    picture = Painting(*MEADOW)
    picture.shadow(44, 82, 20, 3.8)
    picture.round_body(44, [(44, 20), (46, 20.4), (78, 16), (82, 14.6)], "#f4f1e8", 0.7)
    picture.ellipse(44, 45, 20, 4.4, "#ffffff", "#f0ece1")
    picture.stroke([(33, 45), (41, 43.4), (50, 45.6), (56, 44)], 0.8, "#dcd5c4")
    picture.round_body(44, [(56, 18.9), (57, 18.9), (70, 17.2), (71, 17)], "#4d79a8", 0.4)
    picture.shadow(79, 86, 12, 2.2)
    picture.ellipse(79, 84, 11.6, 3.4, "#5f8fc0", "#3c638f")
    picture.ellipse(79, 83.2, 10, 2.6, lighter("#5f8fc0", 0.3), "#5f8fc0")
    return picture


def watch(dial: str = "#2f5546") -> Painting:
    """A steel watch that lies on its strap."""
    picture = Painting(*STEEL)
    picture.shadow(50, 74, 27, 5)
    for top, bottom in ((8, 38), (66, 94)):
        picture.panel(39.5, top, 60.5, bottom, "#8a5a36", "#6f4528", radius=3)
        for x in (42, 58):
            picture.stroke([(x, top + 3), (x, bottom - 3)], 0.5, "#d9b48a", smooth=False)
    picture.panel(74, 49, 79, 55, "#c9ced5", "#8c939b", radius=1.4)
    picture.ellipse(50, 52, 26.5, 26.5, "#f1f3f5", "#b4bac1", "#7c838b")
    picture.ellipse(50, 52, 22.6, 22.6, darker(dial, 0.5), darker(dial, 0.2))
    picture.ellipse(50, 52, 21.4, 21.4, lighter(dial, 0.12), dial, darker(dial, 0.2))
    for dx, dy in ((0, -1), (0.87, -0.5), (0.87, 0.5), (0, 1), (-0.87, 0.5), (-0.87, -0.5)):
        picture.stroke([(50 + dx * 16, 52 + dy * 16), (50 + dx * 19.4, 52 + dy * 19.4)], 1.3, "#efe9d6", smooth=False)
    picture.stroke([(50, 52), (41, 46)], 1.7, "#f5f1e4", smooth=False)
    picture.stroke([(50, 52), (61, 41)], 1.2, "#f5f1e4", smooth=False)
    picture.ellipse(50, 52, 1.5, 1.5, "#d8763f")
    return picture


def _disc(colour: str) -> Painting:
    picture = Painting("#f4f1ea", "#f4f1ea")
    picture.panel(0, 0, 100, 100, lighter(colour, 0.12), colour)
    return picture


def farm() -> Painting:
    """A hill with a tree."""
    picture = _disc("#5b8a4c")
    picture.shape([*curve([(14, 72), (36, 56), (60, 62), (86, 50)]), (86, 82), (14, 82)], ["#dfe9b9", "#b6cf7f"])
    picture.stroke([(52, 62), (52, 44)], 3, "#5a3f27", smooth=False)
    picture.ellipse(52, 36, 13, 12, "#e9f2cf", "#a9c46c")
    return picture


def dairy() -> Painting:
    """A drop over a lake."""
    picture = _disc("#3f6d96")
    picture.shape(curve([(50, 18), (62, 42), (58, 56), (42, 56), (38, 42)], closed=True), ["#ffffff", "#dbe7f1"])
    for y in (68, 76):
        picture.stroke([(24, y), (37, y - 3), (50, y), (63, y - 3), (76, y)], 2.4, "#cfe0ee")
    return picture


def watchmaker() -> Painting:
    """A wheel with teeth."""
    picture = _disc("#39424e")
    for dx, dy in ((0, 1), (1, 0), (0.71, 0.71), (0.71, -0.71)):
        picture.stroke([(50 - dx * 32, 50 - dy * 32), (50 + dx * 32, 50 + dy * 32)], 7, "#d9b36a", smooth=False)
    picture.ellipse(50, 50, 25, 25, "#e9c987", "#c79a4c")
    picture.ellipse(50, 50, 10, 10, "#39424e")
    return picture


PAINTERS: dict[str, Callable[[], Painting]] = {
    "fresh-milk": milk,
    "set-yoghurt": yoghurt,
    "field-watch": watch,
    "farm": farm,
    "dairy": dairy,
    "watchmaker": watchmaker,
}
