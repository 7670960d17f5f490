"""A small paint box: shapes with soft light on a table top, the same picture every time.

Coordinates are in a square of 100 by 100, y downwards, the table's edge at 66. Colours are "#rrggbb".
"""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SIDE = 880  # pixels of the finished picture
SCALE = 2  # drawn larger, then reduced, for smooth edges
UNIT = SIDE * SCALE / 100
HORIZON = 66
COARSE = 8  # pixels that are one while a shadow is blurred
CURVE_STEPS = 14  # line segments between two points of a curve

Point = tuple[float, float]
Colour = tuple[int, int, int]
Stops = Sequence[tuple[float, Colour]]


def mix(first: str, second: str, part: float) -> str:
    """The colour that lies `part` (0 to 1) of the way from the first to the second."""
    one, two = rgb(first), rgb(second)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(one, two, strict=True))


def rgb(colour: str) -> Colour:
    """A colour's red, green and blue, 0 to 255."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def lighter(colour: str, part: float) -> str:
    """Towards white."""
    return mix(colour, "#ffffff", part)


def darker(colour: str, part: float) -> str:
    """Towards a warm black."""
    return mix(colour, "#1d1712", part)


def curve(points: Sequence[Point], closed: bool = False) -> list[Point]:
    """A smooth line through all points (Catmull-Rom)."""
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    line: list[Point] = []
    for a, b, c, d in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for step in range(CURVE_STEPS):
            t = step / CURVE_STEPS
            line.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return line if closed else [*line, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


class Painting:
    """One picture in progress."""

    def __init__(self, wall: str, table: str) -> None:
        pixels = SIDE * SCALE
        self.image = Image.new("RGB", (pixels, pixels), wall)
        self._fill(self._box(0, 0, 100, HORIZON), [(0, rgb(lighter(wall, 0.28))), (1, rgb(wall))], across=False)
        stops = [(0.0, rgb(mix(table, wall, 0.35))), (0.25, rgb(table)), (1.0, rgb(darker(table, 0.07)))]
        self._fill(self._box(0, HORIZON, 100, 100), stops, across=False)

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.36) -> None:
        """A soft shadow on the table; the light comes from the upper left."""
        soft = ry * 1.2
        left, top, right, bottom = x - rx * 0.9, y - ry, x + rx * 1.35, y + ry
        box = self._box(left - soft, top - soft, right + soft, bottom + soft)
        width, height = box[2] - box[0], box[3] - box[1]
        inside = soft * UNIT / COARSE
        mask = Image.new("L", (width // COARSE + 1, height // COARSE + 1))
        corners = (inside, inside, mask.width - inside, mask.height - inside)
        ImageDraw.Draw(mask).ellipse(corners, fill=int(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(inside * 0.37)).resize((width, height))
        self.image.paste((40, 28, 20), (box[0], box[1]), mask)

    def round_body(self, x: float, outline: Sequence[Point], colour: str, gloss: float = 0.5) -> None:
        """A turned body: `outline` is (y, half-width) from top to bottom, lit from the left around the axis `x`."""
        side = curve([(width, y) for y, width in outline])
        points = [(x - width, y) for width, y in side] + [(x + width, y) for width, y in reversed(side)]
        self.shape(points, _cylinder(colour, gloss), across=True)

    def ellipse(self, x: float, y: float, rx: float, ry: float, *colours: str) -> None:
        """An ellipse in one colour, or running to the right through several."""
        box = self._box(x - rx, y - ry, x + rx, y + ry)
        mask = _mask(box)
        left, top = (x - rx) * UNIT - box[0], (y - ry) * UNIT - box[1]
        ImageDraw.Draw(mask).ellipse((left, top, left + 2 * rx * UNIT, top + 2 * ry * UNIT), fill=255)
        self._fill(box, _even(colours), across=True, mask=mask)

    def panel(self, left: float, top: float, right: float, bottom: float, *colours: str, radius: float = 0) -> None:
        """A rectangle with round corners, running downwards through its colours."""
        box = self._box(left, top, right, bottom)
        mask = _mask(box)
        x, y = left * UNIT - box[0], top * UNIT - box[1]
        corners = (x, y, x + (right - left) * UNIT, y + (bottom - top) * UNIT)
        ImageDraw.Draw(mask).rounded_rectangle(corners, radius * UNIT, fill=255)
        self._fill(box, _even(colours), across=False, mask=mask)

    def shape(self, points: Sequence[Point], colours: Stops | Sequence[str], across: bool = True) -> None:
        """A filled outline, running through its colours."""
        xs, ys = [px for px, _ in points], [py for _, py in points]
        box = self._box(min(xs), min(ys), max(xs), max(ys))
        mask = _mask(box)
        ImageDraw.Draw(mask).polygon([(px * UNIT - box[0], py * UNIT - box[1]) for px, py in points], fill=255)
        stops = _even([c for c in colours if isinstance(c, str)]) or [c for c in colours if not isinstance(c, str)]
        self._fill(box, stops, across, mask)

    def stroke(self, points: Sequence[Point], width: float, colour: str, smooth: bool = True) -> None:
        """A line with round ends."""
        line = [(px * UNIT, py * UNIT) for px, py in (curve(points) if smooth else points)]
        draw = ImageDraw.Draw(self.image)
        draw.line(line, fill=colour, width=round(width * UNIT), joint="curve")
        radius = width * UNIT / 2
        for px, py in (line[0], line[-1]):
            draw.ellipse((px - radius, py - radius, px + radius, py + radius), fill=colour)

    def tube(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A round bar: a line with its light and its shade."""
        self.stroke(points, width, darker(colour, 0.35))
        self.stroke([(px - width * 0.07, py - width * 0.07) for px, py in points], width * 0.78, colour)
        self.stroke([(px - width * 0.2, py - width * 0.2) for px, py in points], width * 0.2, lighter(colour, 0.5))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.6) -> None:
        """Light in the air around something bright."""
        size = round(radius * 2 * UNIT)
        disc = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda value: int(max(value - 75, 0) * 1.4 * strength)
        )
        corner = (round((x - radius) * UNIT), round((y - radius) * UNIT))
        self.image.paste(rgb(colour), (*corner, corner[0] + size, corner[1] + size), disc.resize((size, size)))

    def finished(self) -> bytes:
        """The picture as the bytes of a PNG."""
        return _png(self.image.resize((SIDE, SIDE), Image.Resampling.BOX))

    def detail(self) -> bytes:
        """The middle of the picture from near by, as the bytes of a PNG."""
        size = self.image.width
        middle = self.image.crop((size // 4, size * 3 // 8, size * 3 // 4, size * 7 // 8))
        return _png(middle.resize((SIDE, SIDE), Image.Resampling.BICUBIC))

    def _fill(
        self, box: tuple[int, int, int, int], stops: Stops, across: bool, mask: Image.Image | None = None
    ) -> None:
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        band = _gradient(stops, width if across else height)
        turned = band if across else band.transpose(Image.Transpose.ROTATE_270)
        self.image.paste(turned.resize((width, height)), (left, top), mask)

    @staticmethod
    def _box(left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
        return int(left * UNIT), int(top * UNIT), int(right * UNIT) + 2, int(bottom * UNIT) + 2


def _png(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "PNG", compress_level=1)
    return output.getvalue()


def _mask(box: tuple[int, int, int, int]) -> Image.Image:
    left, top, right, bottom = box
    return Image.new("L", (right - left, bottom - top))


def _cylinder(colour: str, gloss: float) -> Stops:
    bright = rgb(lighter(colour, gloss))
    return [
        (0.0, rgb(darker(colour, 0.18))),
        (0.16, rgb(lighter(colour, 0.12))),
        (0.27, bright),
        (0.36, rgb(lighter(colour, 0.14))),
        (0.62, rgb(colour)),
        (0.9, rgb(darker(colour, 0.3))),
        (1.0, rgb(darker(colour, 0.22))),
    ]


def _even(colours: Sequence[str]) -> list[tuple[float, Colour]]:
    last = max(len(colours) - 1, 1)
    return [(index / last, rgb(colour)) for index, colour in enumerate(colours)]


def _gradient(stops: Stops, length: int) -> Image.Image:
    """A row of pixels running through the stops."""
    band = Image.new("RGB", (length, 1), stops[0][1])
    if len(stops) == 1:
        return band
    pixels: list[Colour] = []
    for index in range(length):
        place = index / max(length - 1, 1)
        upper = next((i for i, (at, _) in enumerate(stops) if at >= place and i), len(stops) - 1)
        (start, one), (end, two) = stops[upper - 1], stops[upper]
        part = min(max((place - start) / (end - start), 0), 1)
        red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, two, strict=True))
        pixels.append((red, green, blue))
    band.putdata(pixels)
    return band
