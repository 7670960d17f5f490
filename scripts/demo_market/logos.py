"""The shops' logos."""

from collections.abc import Callable

from scripts.demo_market.painting import Painting, curve, lighter


def kiln() -> Painting:
    """A cup under an arch."""
    picture = _disc("#2f5d50")
    picture.stroke([(28, 66), (28, 46), (38, 30), (50, 26), (62, 30), (72, 46), (72, 66)], 4, "#e9dfd0")
    picture.shape(curve([(37, 48), (63, 48), (60, 62), (54, 70), (46, 70), (40, 62)], closed=True), ["#e9dfd0"])
    picture.ellipse(50, 49, 13, 3, "#8fb5a0")
    return picture


def paper() -> Painting:
    """A folded bird."""
    picture = _disc("#3d4f7c")
    picture.shape([(22, 44), (58, 40), (44, 62)], ["#f2ead9"])
    picture.shape([(44, 62), (58, 40), (70, 58)], ["#cfc6e0"])
    picture.shape([(58, 40), (80, 28), (66, 50)], ["#fbf8f0"])
    picture.shape([(44, 62), (70, 58), (52, 74)], ["#a99fc4"])
    return picture


def pantry() -> Painting:
    """A hill and a leaf."""
    picture = _disc("#c9862b")
    picture.ellipse(62, 38, 9, 9, "#fff0cf")
    ridge = curve([(20, 66), (34, 50), (46, 58), (60, 46), (80, 66)])
    picture.shape([*ridge, (66, 78), (34, 78)], ["#5a6d2f", "#44561f"], across=False)
    picture.shape(curve([(50, 74), (42, 66), (44, 54), (56, 60), (57, 69)], closed=True), ["#dfe6b4", "#a9b867"])
    return picture


def lantern() -> Painting:
    """A lantern on threads."""
    picture = _disc("#4c3f63")
    for x in (32, 41, 50, 59, 68):
        picture.stroke([(x, 22), (x, 80)], 1.1, "#84759e", smooth=False)
    picture.glow(50, 50, 26, "#ffd58a", 0.9)
    picture.ellipse(50, 50, 16, 18, "#f6cf86", "#fff0cc", "#e9b765")
    for y in (42, 50, 58):
        picture.stroke([(35.5, y), (50, y + 1.4), (64.5, y)], 0.7, "#b98a45")
    picture.panel(43, 30, 57, 34, "#6d4a2c", radius=1)
    picture.panel(43, 66, 57, 70, "#6d4a2c", radius=1)
    return picture


def _disc(colour: str) -> Painting:
    picture = Painting("#f4f1ea", "#f4f1ea")
    picture.panel(0, 0, 100, 100, lighter(colour, 0.12), colour)
    return picture


PAINTERS: dict[str, Callable[[], Painting]] = {
    "merchant1": kiln,
    "merchant2": paper,
    "merchant3": pantry,
    "merchant4": lantern,
}
