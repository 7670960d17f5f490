"""The pictures of the goods of the pantry and of the house: one function each."""

from collections.abc import Callable

from scripts.demo_market.painting import Painting, Point, curve, darker, lighter

# Walls and tables that suit the goods
MIST = ("#dde6e4", "#b9c7c1")
HERB = ("#e4ead6", "#bfcb9f")
HONEY = ("#f3e6c8", "#dcbf85")
ROSE = ("#f1dfda", "#d9b7ab")
SAND = ("#ebe4d8", "#cdbba2")
DUSK = ("#5b6480", "#4d4a60")


def oolong(tin: str = "#3f6b57") -> Painting:
    """A tea tin, a scoop of rolled leaves before it."""
    picture = Painting(*HERB)
    picture.shadow(48, 81, 20, 4)
    picture.round_body(48, [(30, 19), (31, 20), (78, 20), (81, 19)], tin, 0.4)
    picture.round_body(48, [(22, 18.5), (23, 20.6), (35, 20.6), (36, 20)], darker(tin, 0.18), 0.45)
    picture.ellipse(48, 22.6, 18.8, 3, lighter(tin, 0.3), tin)
    picture.round_body(48, [(44, 20.1), (45, 20.1), (68, 20.1), (69, 20.1)], "#efe6cf", 0.5)
    far = curve([(34, 62), (41, 51), (47, 57), (54, 49), (63, 62)])
    picture.shape([*far, (63, 63), (34, 63)], ["#8fae93", "#5f8b73"], across=False)
    picture.ellipse(57, 50, 2.3, 2.3, "#c7573f")
    for x, y in (
        (66, 83),
        (70, 85.5),
        (74, 83.6),
        (71.5, 81.6),
        (77.5, 85.6),
        (68.4, 87.6),
        (75, 88),
        (64, 86.6),
        (80, 83),
    ):
        picture.shadow(x, y + 1.4, 2.2, 0.9, 0.3)
        picture.ellipse(x, y, 2.1, 1.7, "#7d9a5a", "#47603a")
    return picture


def honey(gold: str = "#d9901f") -> Painting:
    """A jar under a cloth, with a dipper."""
    picture = Painting(*HONEY)
    picture.shadow(45, 82, 22, 4)
    picture.round_body(45, [(34, 17), (38, 21.5), (46, 23), (74, 23), (80, 21), (82, 18)], lighter(gold, 0.1), 0.65)
    picture.ellipse(45, 41, 21.4, 3, lighter(gold, 0.45), gold)
    picture.round_body(45, [(50, 23), (51, 23), (70, 23), (71, 23)], "#fbf3df", 0.4)
    for x, y in ((38, 58), (45, 58), (52, 58), (41.5, 63.8), (48.5, 63.8)):
        cell = [
            (x, y - 3.7),
            (x + 3.2, y - 1.8),
            (x + 3.2, y + 1.8),
            (x, y + 3.7),
            (x - 3.2, y + 1.8),
            (x - 3.2, y - 1.8),
        ]
        picture.shape(cell, [lighter(gold, 0.35), gold])
    skirt = [(24, 37), (28, 24), (62, 24), (66, 37), (59, 34.5), (52, 38), (45, 35), (38, 38), (31, 34.5)]
    picture.shape(curve(skirt, closed=True), ["#e7ddcb", "#f8f2e6", "#d8cbb2"])
    picture.ellipse(45, 24, 17.5, 3.4, "#fbf6ec", "#e9decb")
    picture.round_body(45, [(30.3, 19.6), (31.4, 20.1), (32.6, 19.8)], "#a4713f", 0.2)
    picture.shadow(77, 85, 11, 2, 0.3)
    picture.tube([(92, 60), (80, 76)], 1.8, "#a9763f")
    for index in range(5):
        picture.tube([(72.5 + index * 2, 79 + 2.4 - index * 2.6), (78 + index * 2, 84.6 - index * 2.6)], 1.9, "#b98248")
    return picture


def coffee(bag: str, mark: str) -> Painting:
    """A folded bag with a valve, and beans before it."""
    picture = Painting(*SAND)
    picture.shadow(50, 82, 24, 4)
    side = [(27, 26), (73, 26), (75, 83), (25, 83)]
    picture.shape(side, [darker(bag, 0.22), lighter(bag, 0.16), bag, darker(bag, 0.08), darker(bag, 0.3)])
    picture.shape([(27, 26), (73, 26), (72, 15), (28, 15)], [darker(bag, 0.15), lighter(bag, 0.1), darker(bag, 0.22)])
    picture.stroke([(28, 17.5), (72, 17.5)], 2.2, darker(bag, 0.45), smooth=False)
    picture.stroke([(27, 26), (73, 26)], 0.4, darker(bag, 0.35), smooth=False)
    picture.ellipse(50, 33, 2, 2, darker(bag, 0.4), darker(bag, 0.15))
    picture.ellipse(50, 55, 14.5, 14.5, "#f6efe1", "#e6dbc6")
    peak = [*curve([(38.5, 60), (45, 50), (49, 54), (54, 46.5), (61.5, 60)]), (61.5, 60.5), (38.5, 60.5)]
    picture.shape(peak, [lighter(mark, 0.1), mark], across=False)
    picture.stroke([(42, 64), (58, 64)], 0.7, mark, smooth=False)
    for x, y, lean in ((63, 86, 1), (71, 83.5, -1), (79, 87, 1), (70, 90, -1), (85, 83, -1), (62, 92, -1)):
        picture.shadow(x, y + 1.8, 3.2, 1.1, 0.32)
        picture.ellipse(x, y, 3.4, 2.4, "#8a5a38", "#4f2f1b")
        picture.stroke([(x - 2.2, y + lean * 0.7), (x, y), (x + 2.2, y - lean * 0.7)], 0.5, "#331c0f")
    return picture


def olive_oil(glass: str = "#56672f") -> Painting:
    """A tall bottle and a twig with three olives."""
    picture = Painting(*HERB)
    picture.shadow(45, 85, 13, 3.4)
    outline = [(17, 4), (20, 4.3), (34, 4.6), (41, 8), (47, 13), (55, 14), (82, 14), (85, 12.5)]
    picture.round_body(45, outline, glass, 0.55)
    picture.round_body(45, [(8, 3.8), (9, 4.4), (17, 4.6), (18.5, 4.8)], "#2f3a20", 0.4)
    picture.round_body(45, [(56, 14.05), (57, 14.05), (76, 14.05), (77, 14.05)], "#f4eedb", 0.4)
    picture.stroke([(39, 74), (52, 74)], 0.5, "#a59a6c", smooth=False)
    picture.stroke([(39.5, 69), (45, 64), (50, 60)], 0.6, "#6f7d3b")
    for x, y, side in ((41, 66, -1), (44, 65, 1), (46.4, 62, -1), (49, 61.6, 1)):
        leaf = [(x, y), (x + 1.6, y + side * 3.2), (x + 3.6, y + side * 3.4), (x + 2, y + side * 0.6)]
        picture.shape(curve(leaf, closed=True), ["#93a24f", "#6f7d3b"])
    picture.stroke([(92, 70), (80, 79), (66, 84)], 0.9, "#6a5433")
    for x, y, side in ((87, 73, -1), (83, 77, 1), (77, 80, -1), (73, 82, 1), (69, 83, -1)):
        leaf = [(x, y), (x - 3, y + side * 4.2), (x - 8.5, y + side * 5.8), (x - 5.4, y + side * 1.2)]
        picture.shape(curve(leaf, closed=True), ["#a9b477", "#74843f"])
    for x, y in ((74, 88), (81, 87), (66.6, 89)):
        picture.shadow(x, y + 2.6, 3.6, 1.2, 0.3)
        picture.ellipse(x, y, 3.4, 2.9, "#a8b052", "#5d6a2a")
        picture.ellipse(x - 1.2, y - 1, 0.8, 0.5, "#e3e7ac")
    return picture


def chilli(red: str = "#b8321f") -> Painting:
    """A jar of chilli in oil, two dried pods before it."""
    picture = Painting(*ROSE)
    picture.shadow(47, 81, 20, 4)
    picture.round_body(47, [(35, 18), (39, 20.5), (45, 21), (76, 21), (80, 19.5), (82, 17)], lighter(red, 0.05), 0.5)
    picture.round_body(47, [(37, 19.2), (41, 20.8), (46, 21), (47, 21)], "#d98a3a", 0.6)
    for index in range(34):
        x = 29.5 + (index * 37 % 34) + (index % 3) * 0.4
        y = 70.5 + (index * 23 % 9)
        picture.ellipse(x, y, 0.75, 0.5, ("#e9b25a", "#7d1d12", "#f3d9a0")[index % 3])
    picture.round_body(47, [(48, 21.1), (49, 21.1), (67, 21.1), (68, 21.1)], "#f7ead2", 0.45)
    pod = curve([(38, 53), (43, 52), (51, 56), (57, 63), (48, 61), (41, 58)], closed=True)
    picture.shape(pod, [lighter(red, 0.2), red, darker(red, 0.25)])
    picture.stroke([(38.5, 54.5), (36, 52), (35.6, 50.4)], 1, "#5c7a3c")
    picture.round_body(47, [(23, 18), (24, 19.6), (34, 19.6), (36, 19)], "#d8b25c", 0.6)
    picture.ellipse(47, 23.6, 18, 2.6, "#f0d894", "#cfa64c")
    for x, y, turn in ((70, 86, 1), (78, 82, -1)):
        picture.shadow(x + 4, y + 2.4, 9, 1.4, 0.3)
        body = curve(
            [(x - 5, y - turn), (x + 2, y - 2.6), (x + 10, y + turn), (x + 15, y + turn * 3), (x + 6, y + 2.4)],
            closed=True,
        )
        picture.shape(body, [lighter(red, 0.25), red, darker(red, 0.4)])
        picture.stroke([(x - 4.6, y - turn * 0.5), (x - 8.5, y - turn * 2.4)], 1, "#6b8344")
    return picture


def fig_jam(purple: str = "#6b2f4d") -> Painting:
    """A low jar with a paper lid, a cut fig beside it."""
    picture = Painting(*ROSE)
    picture.shadow(42, 82, 22, 4)
    picture.round_body(42, [(40, 19), (44, 22), (50, 23), (76, 23), (81, 21), (83, 18)], purple, 0.5)
    picture.round_body(42, [(54, 23.1), (55, 23.1), (72, 23.1), (73, 23.1)], "#f6ecdd", 0.4)
    picture.ellipse(42, 63.5, 6.4, 6.4, lighter(purple, 0.25), purple)
    picture.ellipse(42, 64, 3.6, 3.6, "#e7a7a0", "#c66d74")
    lid = [(19.5, 44), (22, 31), (62, 31), (64.5, 44), (56, 42), (49, 45), (42, 42.5), (35, 45), (28, 42)]
    picture.shape(curve(lid, closed=True), ["#c9b48f", "#ead9b8", "#b59d74"])
    picture.ellipse(42, 31, 20.4, 3.8, "#f2e6cc", "#dccba6")
    picture.stroke([(21.5, 39.4), (42, 41.2), (62.5, 39.4)], 0.8, "#a34b3c")
    picture.shadow(78, 85, 11, 2.2, 0.32)
    half = [(68, 74), (72, 66), (77, 60.5), (81, 65), (87, 72), (87, 81), (78, 86.5), (69, 82)]
    picture.shape(curve(half, closed=True), [lighter(purple, 0.12), darker(purple, 0.3)])
    picture.shape(
        curve([(77.6 + (x - 77.6) * 0.86, 75.5 + (y - 75.5) * 0.84) for x, y in half], closed=True), ["#f3dfc9"]
    )
    picture.ellipse(78, 76.5, 6.6, 7, "#e08f83", "#b8475a")
    for index in range(16):
        picture.ellipse(74 + index * 17 % 9, 71.6 + index * 11 % 10, 0.42, 0.55, "#f6d9a8")
    return picture


def lantern(glow: str = "#ffd58a") -> Painting:
    """A paper lamp on a tripod, in the evening."""
    picture = Painting(*DUSK)
    picture.glow(50, 42, 46, glow, 0.9)
    picture.shadow(50, 88, 22, 3, 0.5)
    for x, y in ((32, 89), (68, 89), (50, 92)):
        picture.tube([(50 + (x - 50) * 0.35, 66), (x, y)], 1.9, "#8a5f3e")
    outline = [(14, 10), (18, 17), (28, 23.5), (42, 25.5), (56, 23), (65, 16), (68, 10.5)]
    picture.round_body(50, outline, "#fbe3b0", 0.75)
    picture.ellipse(50, 42, 15, 18, "#fff4d6", "#fffaf0", "#fdebc2")
    side = curve([(width, y) for y, width in outline])
    for rib in range(1, 12):
        height = 14 + rib * 4.5
        width = _width_at(side, height)
        picture.stroke([(50 - width, height), (50, height + 1.5), (50 + width, height)], 0.3, "#e2bb79")
    picture.round_body(50, [(12.2, 9), (13, 10.4), (15.4, 10.6)], "#8a5f3e", 0.2)
    picture.round_body(50, [(66.6, 10.6), (68, 11), (70, 10)], "#8a5f3e", 0.2)
    return picture


def _width_at(side: list[Point], height: float) -> float:
    return min(side, key=lambda point: abs(point[1] - height))[0]


def scarf(wool: str) -> Painting:
    """A folded scarf, its end with fringes over the edge."""
    picture = Painting(*MIST)
    picture.shadow(50, 83, 32, 4)
    for layer in range(4):
        top = 66 - layer * 9
        tone = lighter(wool, 0.07 * layer)
        picture.panel(18, top, 82, top + 15, lighter(tone, 0.18), tone, darker(tone, 0.28), radius=7)
        for stitch in range(30):
            x = 22.0 + stitch * 1.95
            picture.stroke([(x, top + 3.4), (x - 0.6, top + 12)], 0.22, darker(tone, 0.1), smooth=False)
    tail = [(34, 40), (66, 40), (66, 80), (34, 80)]
    picture.shape(tail, [darker(wool, 0.16), lighter(wool, 0.22), wool, darker(wool, 0.2)])
    for row in range(2):
        picture.panel(34, 66 + row * 6, 66, 69 + row * 6, lighter(wool, 0.55), lighter(wool, 0.4))
    for thread in range(17):
        left = 35 + thread * 1.9
        picture.stroke(
            [(left, 80), (left + 0.5, 85), (left - 0.3 + thread % 3 * 0.3, 89.5)],
            0.75,
            darker(wool, 0.08 * (thread % 3)),
        )
    return picture


def backpack(canvas: str = "#8a7b5c") -> Painting:
    """A roll-top canvas bag with leather straps."""
    picture = Painting(*SAND)
    leather = "#7a4a2c"
    picture.shadow(50, 87, 25, 4)
    picture.stroke([(43, 15), (46, 8.5), (54, 8.5), (57, 15)], 2, leather)
    body = [(27, 30), (30, 20), (70, 20), (73, 30), (75.5, 70), (72, 88), (28, 88), (24.5, 70)]
    picture.shape(curve(body, closed=True), [darker(canvas, 0.22), lighter(canvas, 0.22), canvas, darker(canvas, 0.3)])
    picture.panel(27, 14, 73, 27, lighter(canvas, 0.2), canvas, darker(canvas, 0.2), radius=5)
    picture.panel(30.5, 57, 69.5, 84, lighter(canvas, 0.16), darker(canvas, 0.08), radius=4)
    picture.panel(30.5, 57, 69.5, 65, lighter(canvas, 0.24), canvas, radius=3)
    for x in (39, 61):
        picture.panel(x - 2, 16, x + 2, 62, lighter(leather, 0.15), leather, darker(leather, 0.15), radius=1.2)
        picture.panel(x - 3.2, 44, x + 3.2, 50, "#d8b25c", "#a5812f", radius=1)
        picture.panel(x - 1.8, 45.4, x + 1.8, 48.6, leather, radius=0.5)
    picture.panel(46, 70, 54, 76, leather, darker(leather, 0.2), radius=0.8)
    for side in (-1, 1):
        edge = 50 + side * 24.5
        picture.stroke([(edge, 34), (edge + side * 4.5, 52), (edge + side * 1.5, 74)], 1.8, darker(canvas, 0.38))
    return picture


def candle(wax: str = "#efe3cd") -> Painting:
    """A candle burning in an amber glass."""
    picture = Painting(*DUSK)
    picture.glow(50, 33, 34, "#ffca7a", 1.0)
    picture.shadow(50, 84, 20, 3.6, 0.5)
    picture.round_body(50, [(44, 20), (46, 20.4), (80, 20.4), (84, 19)], "#a8682e", 0.5)
    picture.round_body(50, [(50, 19.6), (52, 19.8), (78, 19.8), (80, 19.2)], "#c98a4a", 0.5)
    picture.ellipse(50, 44, 20, 3.8, "#d9a467", "#8f5526")
    picture.ellipse(50, 47, 18.8, 3.1, lighter(wax, 0.2), wax)
    picture.round_body(50, [(58, 20.5), (59, 20.5), (75, 20.5), (76, 20.5)], "#f4ecdc", 0.3)
    for side, y in ((-1, 66), (1, 66), (-1, 70), (1, 70)):
        leaf = [(50, y), (50 + side * 3, y - 3.4), (50 + side * 6, y - 4), (50 + side * 3.6, y - 0.6)]
        picture.shape(curve(leaf, closed=True), ["#8aa07a", "#66805a"])
    picture.stroke([(50, 74), (50, 61)], 0.5, "#66805a")
    picture.stroke([(50, 46.5), (50.3, 42)], 0.8, "#3a2a20")
    flame = [(50.2, 26), (53.6, 35), (52.8, 41), (50.2, 43), (47.6, 41), (46.9, 35)]
    picture.shape(curve(flame, closed=True), ["#ffb84a", "#ffd77e", "#ffb347"])
    core = [(50.2, 33), (51.8, 38), (51, 41.6), (50.2, 42.2), (49.4, 41.6), (48.7, 38)]
    picture.shape(curve(core, closed=True), ["#fff6d8", "#fffdf4"])
    return picture


def blanket(wool: str = "#c4674a") -> Painting:
    """A checked blanket, folded on a stool."""
    picture = Painting(*SAND)
    picture.shadow(50, 92, 30, 3)
    for x in (29.0, 71.0):
        picture.tube([(x, 66), (x + (x - 50) * 0.2, 92)], 2.6, "#a87b4f")
    picture.panel(20, 63, 80, 69, "#d3a873", "#a87b4f", radius=2)
    for layer in range(3):
        top = 50 - layer * 12
        tone = lighter(wool, 0.05 * layer)
        picture.panel(21, top, 79, top + 14.5, lighter(tone, 0.2), tone, darker(tone, 0.3), radius=6.5)
        for stripe in range(6):
            x = 27.0 + stripe * 9
            picture.panel(x, top + 1, x + 2.6, top + 13.8, "#f1dcc0", darker("#f1dcc0", 0.14))
            picture.panel(x + 4.4, top + 1, x + 5.2, top + 13.8, darker(tone, 0.45))
        picture.panel(23, top + 5.6, 77, top + 7.4, darker(tone, 0.35))
    for thread in range(29):
        x = 23 + thread * 1.95
        picture.stroke([(x, 63.6), (x + 0.3, 67), (x - 0.2, 70)], 0.6, darker(wool, 0.06 * (thread % 4)))
    return picture


def clock(case: str = "#a9744a") -> Painting:
    """A wooden desk clock, ten past ten."""
    picture = Painting(*MIST)
    picture.shadow(50, 85, 26, 4)
    picture.tube([(34, 78), (28, 86)], 4, darker(case, 0.2))
    picture.tube([(66, 78), (72, 86)], 4, darker(case, 0.2))
    picture.ellipse(50, 51, 33, 33, lighter(case, 0.35), case, darker(case, 0.35))
    picture.ellipse(50, 51, 29.4, 29.4, darker(case, 0.4), darker(case, 0.15))
    picture.ellipse(50, 51, 28.2, 28.2, "#fbf8f0", "#efe8d9")
    marks = ((0, -1), (0.5, -0.866), (0.866, -0.5), (1, 0), (0.866, 0.5), (0.5, 0.866),
             (0, 1), (-0.5, 0.866), (-0.866, 0.5), (-1, 0), (-0.866, -0.5), (-0.5, -0.866))  # fmt: skip
    for index, (dx, dy) in enumerate(marks):
        start = 21.5 if index % 3 == 0 else 23.4
        line = [(50 + dx * start, 51 + dy * start), (50 + dx * 25.4, 51 + dy * 25.4)]
        picture.stroke(line, 1.3 if index % 3 == 0 else 0.8, "#4a4038", smooth=False)
    picture.stroke([(50, 51), (38.5, 43.6)], 2, "#3a322b", smooth=False)
    picture.stroke([(50, 51), (65.5, 39.6)], 1.4, "#3a322b", smooth=False)
    picture.stroke([(46.6, 56.6), (60, 34.4)], 0.5, "#c4573f", smooth=False)
    picture.ellipse(50, 51, 1.9, 1.9, "#c4573f")
    return picture


PAINTERS: dict[str, Callable[[], Painting]] = {
    "oolong": oolong,
    "honey": honey,
    "coffee-whole": lambda: coffee("#3c3a3f", "#b0552f"),
    "coffee-ground": lambda: coffee("#b98f63", "#5a3d27"),
    "olive-oil": olive_oil,
    "chilli-crisp": chilli,
    "fig-jam": fig_jam,
    "paper-lantern": lantern,
    "scarf-oatmeal": lambda: scarf("#cdbb9d"),
    "scarf-teal": lambda: scarf("#3f7a80"),
    "scarf-berry": lambda: scarf("#8c3552"),
    "backpack": backpack,
    "candle": candle,
    "blanket": blanket,
    "desk-clock": clock,
}
