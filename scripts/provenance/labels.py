"""Sheets of labels: outside a QR code of each item's Digital Link, and a frame with its hidden code to be covered.

What is drawn is the same for every kind of file; lengths are millimetres, y is counted from the top.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import segno

from scripts.provenance import codes, digital_link
from scripts.provenance.codes import Entry
from scripts.provenance.gs1 import Product
from scripts.refusal import Refusal

PAGES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}
MAX_SIDE = 2_000.0  # of a page
MAX_LABELS = 10_000  # in one file
PAD = 1.5  # within a label
LEAST_MODULE = 0.25  # a telephone reads no smaller square of a QR code
LEAST_TEXT = 1.4  # of a line, 4 points
QUIET = 4  # modules that have to be empty around a QR code
QR_SHARE = 0.45  # of the longer side of a label
CODE_SHARE = 0.45  # of the text's height
ADVANCE = 0.6  # of a fixed-width font's size, from one sign to the next
LEADING = 1.25  # from one line to the next, in sizes
CODE_LINES = 2


@dataclass(frozen=True)
class Text:
    """A line of text in a fixed-width font; x and y are the left end of its base line."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Frame:
    """An empty rectangle by its upper left corner: where the scratch layer comes."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Squares:
    """A QR code from its upper left dark corner: `runs` of dark modules as (column, row, length)."""

    x: float
    y: float
    module: float
    runs: Sequence[tuple[int, int, int]]


Shape = Text | Frame | Squares


@dataclass(frozen=True)
class Sheet:
    """A page with its grid of labels."""

    width: float
    height: float
    columns: int
    rows: int
    margin: float

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a label."""
        return (self.width - 2 * self.margin) / self.columns, (self.height - 2 * self.margin) / self.rows

    @property
    def labels(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows


def sheet(page: str = "A4", grid: str = "3x8", margin: str = "8") -> Sheet:
    """A sheet as people name it: A4, A5, Letter or 100x150 (mm); columns x rows; the margin in mm."""
    size = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,2})?)x([0-9]{1,4}(?:\.[0-9]{1,2})?)", page)
    if page not in PAGES and not size:
        raise Refusal(f"{page[:40]!r} is no page; write {', '.join(PAGES)} or its millimetres, like 100x150.")
    width, height = PAGES[page] if page in PAGES else (float(size[1]), float(size[2])) if size else (0, 0)
    cells = re.fullmatch(r"([1-9][0-9]?)x([1-9][0-9]?)", grid)
    if not cells:
        raise Refusal(f"{grid[:40]!r} is no grid; write columns and rows like 3x8.")
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", margin):
        raise Refusal(f"{margin[:40]!r} is no margin; write millimetres like 8.")
    found = Sheet(width, height, int(cells[1]), int(cells[2]), float(margin))
    if max(width, height) > MAX_SIDE or min(found.cell) <= 2 * PAD:
        raise Refusal("On a page of this size there is no room for such labels.")
    return found


def pages(sheet: Sheet, lot: Product, entries: Iterable[Entry], host: str) -> Iterator[list[Shape]]:
    """What is drawn on each page; links are of `host`. Refused where the labels are too small to be read."""
    waiting = iter(entries)
    width, height = sheet.cell
    while batch := list(islice(waiting, sheet.labels)):
        shapes: list[Shape] = []
        for place, entry in enumerate(batch):
            row, column = divmod(place, sheet.columns)
            shapes += label(sheet.margin + column * width, sheet.margin + row * height, width, height, lot, entry, host)
        yield shapes


def label(x: float, y: float, width: float, height: float, lot: Product, entry: Entry, host: str) -> list[Shape]:
    """One label within a rectangle: the QR code at its left or, where it is higher than wide, at its top."""
    product = Product(lot.gtin, lot.variant, lot.lot, entry.serial)
    is_wide = width >= height
    side = min(min(width, height) - 2 * PAD, QR_SHARE * max(width, height))
    left, top = (x + side + 2 * PAD, y + PAD) if is_wide else (x + PAD, y + side + 2 * PAD)
    right, bottom = x + width - PAD, y + height - PAD
    code_top = bottom - CODE_SHARE * (bottom - top)
    names = [f"(01){product.gtin}", f"(10){product.lot}", f"(21){product.serial}"]
    return [
        _qr(x + PAD, y + PAD, side, _link(product, host)),
        *_lines(left, top, right - left, code_top - top - PAD, names),
        Frame(left, code_top, right - left, bottom - code_top),
        *_lines(left + 1, code_top + 1, right - left - 2, bottom - code_top - 2, _folded(codes.printed(entry.code))),
    ]


def _link(product: Product, host: str) -> str:
    """The link of an item, tried first: what is printed cannot be mended."""
    link = digital_link.write(product, host)
    if digital_link.read(link) != product:
        raise Refusal(f"The link {link} would lead to something else; name another host.")
    return link


def _qr(x: float, y: float, side: float, link: str) -> Squares:
    matrix = segno.make(link, error="m", micro=False).matrix
    module = side / (len(matrix) + 2 * QUIET)
    if module < LEAST_MODULE:
        wanted = LEAST_MODULE * (len(matrix) + 2 * QUIET)
        raise Refusal(f"The labels are too small: their QR code needs {wanted:.0f} mm, and has {side:.0f} mm.")
    return Squares(x + QUIET * module, y + QUIET * module, module, list(_runs(matrix)))


def _runs(matrix: Iterable[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """The dark modules, those beside each other in one."""
    for number, row in enumerate(matrix):
        for run in re.finditer("1+", "".join(map(str, row))):
            yield run.start(), number, run.end() - run.start()


def _folded(code: str) -> list[str]:
    """A printed code in lines of whole groups, each of the same number of signs or less."""
    groups = code.split("-")
    count = -(-len(groups) // CODE_LINES)
    return ["-".join(groups[start : start + count]) for start in range(0, len(groups), count)]


def _lines(x: float, y: float, width: float, height: float, lines: Sequence[str]) -> list[Text]:
    """Lines as large as a rectangle allows."""
    size = min(width / (ADVANCE * max(map(len, lines))), height / (LEADING * len(lines)))
    if size < LEAST_TEXT:
        raise Refusal("The labels are too small for their text; let a page have fewer of them.")
    return [Text(x, y + size + number * LEADING * size, size, line) for number, line in enumerate(lines)]
