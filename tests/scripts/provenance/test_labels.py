"""Sheets of labels: a camera reads their QR codes, and their hidden codes are those of the items."""

import html
import re
import stat
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.provenance import codes, digital_link, label_files, labels
from scripts.provenance.codes import Entry
from scripts.provenance.gs1 import Product
from scripts.provenance.labels import Frame, Sheet, Squares, Text
from scripts.refusal import Refusal
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.fixtures.refused import refusal_of

LOT = Product("09506000134352", lot="L<&>1")
HOST = "https://shop.example"
ENTRIES = [Entry(f"{number:03}", number.to_bytes(16, "big")) for number in range(1, 31)]
LINKS = [digital_link.write(Product(LOT.gtin, lot=LOT.lot, serial=entry.serial), HOST) for entry in ENTRIES]
CODES = [codes.printed(entry.code) for entry in ENTRIES]
PIXELS = 6  # a millimetre: 150 to the inch
SHEETS = [("A4", "3x8"), ("A5", "1x4"), ("Letter", "6x4"), ("100x150", "1x1"), ("60x30", "1x1")]


def pages(sheet):
    return labels.pages(sheet, LOT, ENTRIES, HOST)


def signs(text):
    """Letters and digits alone: lines end between them."""
    return re.sub("[^A-Z0-9]", "", text)


def read(picture):
    """The links on a picture of a page."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in found]


def drawn(page):
    """A page of a PDF as a picture."""
    return page.render(scale=PIXELS * 25.4 / 72).to_pil()


@pytest.mark.parametrize(("page", "grid"), SHEETS)
def test_pdf(tmp_path, page, grid):
    sheet = labels.sheet(page, grid, "2")
    told = []

    (path,) = label_files.write(tmp_path / "labels.pdf", sheet, pages(sheet), told.append)

    document = pypdfium2.PdfDocument(path)
    assert len(document) == sum(told) == -(-len(ENTRIES) // sheet.labels)
    assert [link for page in document for link in sorted(read(drawn(page)))] == LINKS
    text = signs("".join(page.get_textpage().get_text_range() for page in document))
    assert [code for code in CODES if signs(code) not in text] == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_svg(tmp_path):
    sheet = labels.sheet("A4", "3x8", "8")

    written = label_files.write(tmp_path / "labels.svg", sheet, pages(sheet), lambda _: None)

    assert [path.name for path in written] == ["labels.svg", "labels-2.svg"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert [link for picture in photographed(written) for link in sorted(read(picture))] == LINKS
    texts = [html.unescape(text) for path in written for text in re.findall("<text.*?>(.*?)<", path.read_text())]
    assert [code for code in CODES if code not in "-".join(texts)] == []
    assert texts.count("(10)L<&>1") == len(ENTRIES)


def photographed(paths: list[Path]) -> list[Image.Image]:
    """SVGs as Chromium shows them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 800, "height": 1130}, device_scale_factor=2)
        pictures = []
        for path in paths:
            page.goto(path.as_uri())
            pictures.append(Image.open(BytesIO(page.screenshot())))
        browser.close()
    return pictures


@pytest.mark.parametrize(("page", "grid"), SHEETS)
def test_nothing_lies_on_anything_else(page, grid):
    sheet = labels.sheet(page, grid, "2")
    width, height = sheet.cell
    for shapes in pages(sheet):
        for place in range(0, len(shapes), 7):
            row, column = divmod(place // 7, sheet.columns)
            left, top = 2 + column * width, 2 + row * height
            code, *names, frame, first, second = shapes[place : place + 7]
            boxes = [box(code), *map(box, names), box(frame)]
            for one, (x, y, right, bottom) in enumerate(boxes):
                assert left <= x < right <= left + width
                assert top <= y < bottom <= top + height
                assert not any(overlap(boxes[one], other) for other in boxes[one + 1 :])
            for line in (first, second):
                assert inside(box(line), box(frame))


def box(shape):
    """Left, top, right and bottom of a shape; a QR code's with the quiet space around it."""
    match shape:
        case Text(x, y, size, text):
            return x, y - size * 0.8, x + len(text) * size * labels.ADVANCE - 1e-9, y + size * 0.2
        case Frame(x, y, width, height):
            return x, y, x + width - 1e-9, y + height - 1e-9
        case Squares(x, y, module, runs):
            side, quiet = max(row for _, row, _ in runs) + 1, labels.QUIET * module
            return (
                x - quiet + 1e-9,
                y - quiet + 1e-9,
                x + side * module + quiet - 1e-9,
                y + side * module + quiet - 1e-9,
            )
    raise AssertionError(shape)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(one, other):
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        (("A9",), "'A9' is no page; write A4, A5, Letter or its millimetres, like 100x150."),
        (("A4", "3"), "'3' is no grid; write columns and rows like 3x8."),
        (("A4", "0x8"), "'0x8' is no grid; write columns and rows like 3x8."),
        (("A4", "3x8", "x"), "'x' is no margin; write millimetres like 8."),
        (("A4", "3x8", "110"), "On a page of this size there is no room for such labels."),
        (("9999x10", "1x1", "1"), "On a page of this size there is no room for such labels."),
        (("A4", "99x99", "0"), "On a page of this size there is no room for such labels."),
    ],
)
def test_faults_of_sheets_are_named(named, sentence):
    assert sentence == refusal_of(lambda: labels.sheet(*named))


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (Sheet(210, 297, 10, 20, 5), r"^The labels are too small: their QR code needs 10 mm, and has 9 mm\.$"),
        (Sheet(33, 18, 1, 1, 0), r"^The labels are too small for their text; let a page have fewer of them\.$"),
    ],
)
def test_labels_that_nobody_could_read(sheet, sentence):
    with pytest.raises(Refusal, match=sentence):
        list(pages(sheet))


@pytest.mark.parametrize("host", ["shop.example", "https://", "https://shop.example/?next=", "ftp://shop.example"])
def test_links_that_lead_nowhere_are_not_printed(host):
    with pytest.raises(Refusal):
        list(labels.pages(labels.sheet(), LOT, ENTRIES, host))


def test_other_files(tmp_path):
    with pytest.raises(Refusal, match=r"^labels\.png is neither a \.pdf nor a \.svg file\.$"):
        label_files.write(tmp_path / "labels.png", labels.sheet(), [], lambda _: None)


def test_the_same_labels_give_the_same_pdf():
    sheet = labels.sheet()

    assert label_files.pdf(sheet, pages(sheet), lambda _: None) == label_files.pdf(sheet, pages(sheet), lambda _: None)
