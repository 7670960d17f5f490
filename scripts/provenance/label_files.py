"""Sheets of labels as files: one PDF, or an SVG a page. They show hidden codes, so only their owner may read them."""

import html
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from scripts.provenance import files
from scripts.provenance.labels import Frame, Shape, Sheet, Squares, Text
from scripts.provenance.tree import OnDone
from scripts.refusal import Refusal

HAIR = 0.1  # mm, the frame's line
FONT = "Courier-Bold"


def write(path: Path, sheet: Sheet, pages: Iterable[list[Shape]], on_page: OnDone) -> list[Path]:
    """Write a .pdf or .svg; returns the files. Of several SVGs each has its number in its name."""
    match path.suffix.lower():
        case ".pdf":
            return [_write_pdf(path, sheet, pages, on_page)]
        case ".svg":
            return _write_svgs(path, sheet, pages, on_page)
    raise Refusal(f"{path.name} is neither a .pdf nor a .svg file.")


def svg(sheet: Sheet, shapes: Iterable[Shape]) -> str:
    """A page as SVG, in millimetres."""
    size = f'width="{sheet.width:g}mm" height="{sheet.height:g}mm" viewBox="0 0 {sheet.width:g} {sheet.height:g}"'
    paper = '<rect width="100%" height="100%" fill="#fff"/>'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', paper, *map(_svg_of, shapes), "</svg>", ""]
    return "\n".join(lines)


def pdf(sheet: Sheet, pages: Iterable[list[Shape]], on_page: OnDone) -> bytes:
    """All pages as PDF."""
    output = BytesIO()
    canvas = Canvas(output, pagesize=(sheet.width * mm, sheet.height * mm), pageCompression=1, invariant=1)
    for shapes in pages:
        for shape in shapes:
            _draw(canvas, sheet.height, shape)
        canvas.showPage()
        on_page(1)
    canvas.save()
    return output.getvalue()


def _write_pdf(path: Path, sheet: Sheet, pages: Iterable[list[Shape]], on_page: OnDone) -> Path:
    data = pdf(sheet, pages, on_page)
    with files.writing(path, files.PRIVATE) as file:
        file.write(data)
    return path


def _write_svgs(path: Path, sheet: Sheet, pages: Iterable[list[Shape]], on_page: OnDone) -> list[Path]:
    written: list[Path] = []
    for number, shapes in enumerate(pages, 1):
        place = path.with_stem(f"{path.stem}-{number}") if number > 1 else path
        with files.writing(place, files.PRIVATE) as file:
            file.write(svg(sheet, shapes).encode())
        written.append(place)
        on_page(1)
    return written


def _svg_of(shape: Shape) -> str:
    match shape:
        case Text(x, y, size, text):
            font = f'font-family="Courier, monospace" font-weight="bold" font-size="{size:.3f}"'
            return f'<text x="{x:.3f}" y="{y:.3f}" {font} xml:space="preserve">{html.escape(text)}</text>'
        case Frame(x, y, width, height):
            place = f'x="{x:.3f}" y="{y:.3f}" width="{width:.3f}" height="{height:.3f}"'
            return f'<rect {place} fill="none" stroke="#000" stroke-width="{HAIR}"/>'
        case Squares(x, y, module, runs):
            path = "".join(f"M{column} {row}h{length}v1h-{length}z" for column, row, length in runs)
            return f'<path transform="translate({x:.3f} {y:.3f}) scale({module:.5f})" d="{path}"/>'


def _draw(canvas: Canvas, height: float, shape: Shape) -> None:
    """Draw on a PDF's page, whose y is counted from the bottom."""
    match shape:
        case Text(x, y, size, text):
            canvas.setFont(FONT, size * mm)
            canvas.drawString(x * mm, (height - y) * mm, text)
        case Frame(x, y, width, frame_height):
            canvas.setLineWidth(HAIR * mm)
            canvas.rect(x * mm, (height - y - frame_height) * mm, width * mm, frame_height * mm)
        case Squares(x, y, module, runs):
            path = canvas.beginPath()
            for column, row, length in runs:
                low = height - y - (row + 1) * module
                path.rect((x + column * module) * mm, low * mm, length * module * mm, module * mm)
            canvas.drawPath(path, stroke=0, fill=1)
