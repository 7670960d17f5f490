"""The pictures of the goods: one function each, which paints a product in its colours."""

from collections.abc import Callable

from scripts.demo_market.painting import Painting, curve, darker, lighter, mix

# Walls and tables that suit the goods of each shop
CLAY = ("#e9dfd0", "#cdb499")
MIST = ("#dde6e4", "#b9c7c1")
PAPER = ("#e6e3ee", "#c3bdd3")
SKY = ("#dbe5f0", "#b7c6d8")
HERB = ("#e4ead6", "#bfcb9f")
HONEY = ("#f3e6c8", "#dcbf85")
ROSE = ("#f1dfda", "#d9b7ab")
DUSK = ("#59617a", "#4a4657")


def teapot(glaze: str = "#8fb5a0") -> Painting:
    """A round pot, spout to the left, under a lid with a knob."""
    picture = Painting(*MIST)
    picture.shadow(50, 79, 27, 4.5)
    picture.tube([(70, 46), (84, 42), (87, 55), (79, 66), (69, 68)], 4.2, glaze)
    spout = curve([(34, 68), (22, 60), (18, 46), (12, 40)]) + curve([(18, 38), (25, 44), (30, 53), (38, 56)])
    picture.shape(spout, [lighter(glaze, 0.3), glaze, darker(glaze, 0.15)])
    picture.round_body(50, [(42, 11), (45, 17), (53, 24.5), (63, 26.5), (72, 22), (78, 15), (80, 14)], glaze)
    picture.ellipse(50, 42.5, 13, 2.6, darker(glaze, 0.25), darker(glaze, 0.1))
    picture.round_body(50, [(34.5, 3), (37, 8), (40, 12), (42.5, 13.2)], lighter(glaze, 0.06))
    picture.round_body(50, [(28.5, 1.5), (30, 3.2), (32.5, 3.2), (35, 1.8)], glaze)
    return picture


def cup(glaze: str, inside: str = "#e9eee6") -> Painting:
    """A tasting cup, and two more behind it."""
    picture = Painting(*CLAY)
    for x, y, size in ((29, 66, 0.62), (71, 67, 0.66), (49, 80, 1.0)):
        _cup(picture, (x, y), size, glaze, inside)
    return picture


def _cup(picture: Painting, place: tuple[float, float], size: float, glaze: str, inside: str) -> None:
    x, foot = place
    outline = [(-29, 21), (-22, 20), (-10, 16), (-3, 10), (0, 9.5)]
    picture.shadow(x, foot - 0.5, 13 * size, 3 * size)
    picture.round_body(x, [(foot + y * size, width * size) for y, width in outline], glaze)
    picture.ellipse(x, foot - 29 * size, 21 * size, 5 * size, lighter(glaze, 0.35), darker(glaze, 0.1))
    picture.ellipse(x, foot - 28.6 * size, 19.4 * size, 4.3 * size, darker(inside, 0.22), inside)
    picture.ellipse(x, foot - 27.4 * size, 16.5 * size, 3 * size, "#a8692c", "#c98d45")


def vase(glaze: str = "#e8e4da") -> Painting:
    """A round vase with three stems."""
    picture = Painting(*ROSE)
    picture.shadow(50, 82, 21, 4.2)
    for tip, bend, leaf in (
        ((31, 12), (40, 28), "#6f8a5b"),
        ((52, 6), (50, 25), "#7d9a63"),
        ((69, 15), (59, 29), "#5f7c52"),
    ):
        picture.stroke([(50, 48), bend, tip], 0.9, darker(leaf, 0.25))
        for part in (0.25, 0.45, 0.65, 0.85, 1.0):
            x, y = bend[0] + (tip[0] - bend[0]) * part, bend[1] + (tip[1] - bend[1]) * part
            for side in (-1, 1):
                blade = [(x, y + 2), (x + side * 4.5, y - 0.5), (x + side * 8.5, y - 5), (x + side * 3.4, y - 4.4)]
                picture.shape(curve(blade, closed=True), [lighter(leaf, 0.25), leaf], across=False)
    picture.round_body(50, [(43, 7), (46, 5.6), (49, 8), (56, 19), (66, 24), (76, 19), (82, 11), (83, 11)], glaze, 0.7)
    picture.ellipse(50, 43, 7, 1.7, darker(glaze, 0.5), darker(glaze, 0.3))
    return picture


def bowls(glaze: str = "#5d7f9c") -> Painting:
    """Four bowls in a stack, with chopsticks."""
    picture = Painting(*SKY)
    picture.shadow(48, 83, 17, 3.6)
    for index in range(4):
        foot = 83 - index * 10.5
        tone = mix(glaze, "#dfe8ec", index * 0.13)
        picture.round_body(48, [(foot - 19, 31), (foot - 14, 29), (foot - 6, 21), (foot - 2, 12), (foot, 11)], tone)
        picture.ellipse(48, foot - 19, 31, 5.2, lighter(tone, 0.3), darker(tone, 0.12))
    picture.ellipse(48, 33, 28.6, 4.4, "#b9c6cc", "#eef2f2")
    picture.tube([(14, 26), (88, 34.5)], 1.5, "#8a5a3b")
    picture.tube([(12, 30), (87, 37.5)], 1.5, "#9c6845")
    return picture


def plate(glaze: str = "#c9a27c") -> Painting:
    """An oval plate with three pears."""
    picture = Painting(*HERB)
    picture.shadow(50, 78, 36, 6)
    picture.ellipse(50, 74, 40, 10.5, lighter(glaze, 0.4), glaze, darker(glaze, 0.3))
    picture.ellipse(50, 72.4, 37.5, 9, darker(glaze, 0.12), lighter(glaze, 0.42))
    for x, foot, tone in ((34, 73, "#c5b549"), (64, 72, "#b4ad4a"), (49, 77, "#d2bd55")):
        picture.shadow(x, foot, 9, 2, 0.28)
        outline = [(-30, 1.2), (-27, 4), (-21, 5.6), (-14, 9.5), (-6, 11), (-1, 7.5), (0.6, 3)]
        picture.round_body(x, [(foot + y, width) for y, width in outline], tone)
        picture.stroke([(x, foot - 29), (x + 0.8, foot - 33), (x + 2.4, foot - 35.5)], 1, "#5b4329")
    return picture


def dripper(glaze: str = "#f0ebe2") -> Painting:
    """A cone over a glass of coffee."""
    picture = Painting(*CLAY)
    picture.shadow(50, 84, 18, 3.6)
    picture.round_body(50, [(56, 14), (62, 18), (74, 19.5), (82, 17), (84, 15.5)], "#cdd5d3", 0.8)
    picture.round_body(50, [(70, 18.6), (76, 18.8), (81, 16.6), (82.6, 15.4)], "#4a2a17", 0.3)
    picture.ellipse(50, 70, 18.6, 2.8, "#3a1f10", "#7a4a2a")
    picture.tube([(72, 30), (83, 31), (82, 43), (69, 44)], 3.4, glaze)
    picture.round_body(50, [(25, 27), (30, 25), (42, 16), (50, 9), (53, 8)], glaze, 0.75)
    picture.ellipse(50, 25, 27, 5, lighter(glaze, 0.6), darker(glaze, 0.12))
    picture.ellipse(50, 25.6, 24.6, 4, "#d8c3a2", "#efe2cb")
    picture.ellipse(50, 27, 18, 2.4, "#3a2213", "#5c3820")
    picture.round_body(50, [(52, 20), (53.5, 21), (55.5, 20.5)], glaze, 0.7)
    return picture


def notebook(cloth: str) -> Painting:
    """A book bound in linen, with an elastic band and a ribbon."""
    picture = Painting(*PAPER)
    picture.shadow(50, 84, 30, 4)
    picture.panel(26, 18, 79, 85, "#f4efe2", "#d9cfb9", radius=1.5)
    for line in range(6):
        picture.stroke([(78.2 - line * 0.25, 21), (78.2 - line * 0.25, 83)], 0.12, "#bcae92", smooth=False)
    picture.panel(23, 15, 76, 83, lighter(cloth, 0.16), cloth, darker(cloth, 0.14), radius=2)
    picture.panel(23, 15, 30, 83, darker(cloth, 0.22), darker(cloth, 0.32), radius=2)
    for thread in range(23):
        y = 18 + thread * 2.8
        picture.stroke([(31, y), (75, y)], 0.12, lighter(cloth, 0.1), smooth=False)
    picture.panel(67, 15, 69, 83, darker(cloth, 0.5), darker(cloth, 0.6))
    picture.panel(40, 34, 59, 46, "#f2ead9", "#e2d7bf", radius=0.8)
    picture.stroke([(43, 38.5), (56, 38.5)], 0.5, "#9a8c74", smooth=False)
    picture.stroke([(43, 41.5), (52, 41.5)], 0.5, "#9a8c74", smooth=False)
    picture.stroke([(47, 83), (47.5, 89), (46.5, 93)], 1.3, "#b4483c")
    return picture


def pen(lacquer: str = "#22384f") -> Painting:
    """A fountain pen across a written sheet."""
    picture = Painting("#e9e2d2", "#d9cfba")
    picture.shape([(12, 30), (76, 16), (90, 82), (26, 96)], ["#fbf8f0", "#efe8d8"], across=False)
    for row in range(7):
        x, y = 22 + row * 1.5, 38 + row * 7
        wave = [(x + step * 3.4, y - step * 0.75 + (0.9 if step % 2 else -0.9)) for step in range(13 - row % 3)]
        picture.stroke(wave, 0.42, "#5a6a86")
    picture.stroke([(33, 86), (84, 42)], 6.4, "#c4b89d")
    picture.shape([(22.5, 87.5), (32, 76), (36.5, 81)], ["#f0d68a", "#b98a2f"])
    picture.stroke([(23.5, 86.6), (33, 79.2)], 0.35, "#6d5116", smooth=False)
    picture.tube([(36, 76.6), (60, 56)], 6, lacquer)
    picture.tube([(60, 56), (62, 54.3)], 6.6, "#d2ad58")
    picture.tube([(63, 53.4), (84, 35.4)], 6.6, lacquer)
    picture.tube([(84, 35.4), (85, 34.5)], 6, "#d2ad58")
    picture.tube([(68, 46), (83, 33)], 1.1, "#d2ad58")
    return picture


def ink(colour: str) -> Painting:
    """A square bottle, half a hand high, beside a drop."""
    picture = Painting(*PAPER)
    picture.shadow(50, 83, 25, 4)
    picture.panel(26, 42, 74, 84, "#dfe6ec", "#b6c2cd", "#d3dce4", radius=5)
    picture.panel(29, 50, 71, 81, lighter(colour, 0.22), colour, darker(colour, 0.35), radius=3.5)
    picture.panel(29.5, 45, 33, 79, "#ffffff", lighter(colour, 0.55), lighter(colour, 0.25), radius=1.7)
    picture.panel(38, 55, 66, 75, "#f7f3e9", "#e8e0cf", radius=1)
    drop = curve([(52, 57.5), (55.8, 64.5), (52, 69), (48.2, 64.5)], closed=True)
    picture.shape(drop, [lighter(colour, 0.2), colour])
    picture.stroke([(44, 72), (60, 72)], 0.5, "#a59a84", smooth=False)
    picture.round_body(50, [(36, 13), (38, 13.5), (41, 13.5), (43, 13)], "#c6d0d9")
    picture.round_body(50, [(22, 15), (24, 16), (35, 16), (37, 15.5)], "#2b2a30", 0.35)
    picture.ellipse(50, 22.6, 15, 2.4, "#4a4850", "#2f2e34")
    return picture


def calendar(accent: str = "#c05a3e") -> Painting:
    """A wall calendar: a hill under a sun, and a month of days."""
    picture = Painting("#e3ddd0", "#cbbfa8")
    picture.shadow(51, 93, 30, 2.6, 0.3)
    picture.panel(22, 10, 78, 92, "#fbf9f3", "#f0ebdf", radius=1)
    picture.panel(26, 15, 74, 51, "#f0c9a0", "#f6e3c3", radius=0.6)
    picture.ellipse(59, 28, 6.5, 6.5, lighter(accent, 0.2), accent)
    far = [*curve([(26, 42), (36, 33), (47, 40), (60, 34), (74, 41)]), (74, 51), (26, 51)]
    near = [*curve([(26, 46), (40, 42), (55, 48), (66, 44), (74, 46)]), (74, 51), (26, 51)]
    picture.shape(far, ["#8fa39a", "#6f8a86"], across=False)
    picture.shape(near, ["#5c7a64", "#3f5f50"], across=False)
    for row in range(5):
        for column in range(7):
            if 2 < row * 7 + column < 34:
                tone = accent if column == 6 else "#8d8676"
                picture.ellipse(29.5 + column * 6.8, 61 + row * 6.2, 1.15, 1.15, tone)
    picture.stroke([(26, 55.5), (74, 55.5)], 0.3, "#cfc6b3", smooth=False)
    picture.stroke([(38, 10), (50, 3.5), (62, 10)], 0.7, "#6b5a44", smooth=False)
    picture.ellipse(50, 3.6, 1, 1, "#6b5a44")
    return picture


def woodcut(night: str = "#24405c") -> Painting:
    """A framed print: a harbour at dusk."""
    picture = Painting("#e6ddd3", "#c8b6a2")
    picture.shadow(51, 90, 34, 2.8, 0.34)
    picture.panel(14, 12, 86, 89, "#5a3f2b", "#412c1d", radius=0.6)
    picture.panel(17, 15, 83, 86, "#f7f2e7", "#efe8d8")
    picture.panel(24, 22, 76, 74, "#f3b277", "#e58a63", "#7c6a86", night)
    picture.ellipse(60, 45, 7, 7, "#fbe3a9", "#f6c878")
    picture.shape(
        [*curve([(24, 50), (34, 44), (46, 49), (60, 46), (76, 51)]), (76, 56), (24, 56)], [darker(night, 0.1)]
    )
    picture.panel(24, 55, 76, 74, lighter(night, 0.22), night, darker(night, 0.25))
    for row in range(6):
        y = 57.5 + row * 2.7
        picture.stroke([(60 - row * 2 - 4, y), (60 + row * 2 + 4, y)], 0.55, "#f0a874", smooth=False)
    for x, size in ((36, 1.0), (48, 0.66)):
        deck = [(x - 7 * size, 62), (x + 7 * size, 62), (x + 4.6 * size, 66 * 1 + size), (x - 4.6 * size, 66 + size)]
        picture.shape(deck, [darker(night, 0.55)])
        picture.shape([(x, 62 - 15 * size), (x, 61), (x - 6.4 * size, 61)], ["#f6e7cf", "#dcb592"])
        picture.shape([(x + 0.8, 62 - 12 * size), (x + 0.8, 61), (x + 5.6 * size, 61)], ["#e8cfae"])
    picture.stroke([(66, 79), (75, 79)], 0.4, "#7d7465", smooth=False)
    picture.panel(25, 77.5, 28, 80.5, "#b4412f")
    return picture


def pencils() -> Painting:
    """Twelve pencils standing in a row, in a box."""
    picture = Painting(*SKY)
    picture.shadow(50, 86, 33, 3.6)
    tones = ("#c44a3d", "#d9763c", "#e3a63c", "#d6c04d", "#8fae4e", "#4f8f5b",
             "#3f8f8a", "#3f78ab", "#45559c", "#6d4a94", "#a04a86", "#7a5a45")  # fmt: skip
    for index, tone in enumerate(tones):
        left = 20 + index * 5
        top = 26 - (index % 3) * 3.5
        picture.shape([(left, top + 10), (left + 2.4, top), (left + 4.8, top + 10)], ["#f1d9b0", "#d9b98a"])
        tip = [(left + 1.65, top + 3.1), (left + 2.4, top), (left + 3.15, top + 3.1)]
        picture.shape(tip, [tone, darker(tone, 0.3)])
        picture.panel(left, top + 10, left + 4.8, 70, tone)
        picture.panel(left, top + 10, left + 1.5, 70, lighter(tone, 0.3))
        picture.panel(left + 3.5, top + 10, left + 4.8, 70, darker(tone, 0.25))
    picture.panel(16, 56, 84, 87, "#d8c7a5", "#b99f74", radius=1.4)
    picture.panel(16, 56, 84, 58, "#eee0c2", "#e2d0ab", radius=1)
    picture.panel(38, 66, 62, 77, "#f6efdf", "#ece1c9", radius=0.8)
    picture.stroke([(42, 71.5), (58, 71.5)], 0.6, "#9b8a68", smooth=False)
    return picture


PAINTERS: dict[str, Callable[[], Painting]] = {
    "celadon-teapot": teapot,
    "tasting-cup-celadon": lambda: cup("#8fb5a0"),
    "tasting-cup-white": lambda: cup("#e6e2d8"),
    "tasting-cup-tenmoku": lambda: cup("#4a342b", "#6b4a38"),
    "moon-vase": vase,
    "rice-bowls": bowls,
    "oval-plate": plate,
    "dripper": dripper,
    "notebook-indigo": lambda: notebook("#3d4f7c"),
    "notebook-moss": lambda: notebook("#66764a"),
    "notebook-brick": lambda: notebook("#a3523f"),
    "fountain-pen": pen,
    "ink-midnight": lambda: ink("#27306b"),
    "ink-pine": lambda: ink("#1f5a4a"),
    "calendar": calendar,
    "woodcut": woodcut,
    "pencils": pencils,
}
