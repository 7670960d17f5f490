"""Lines over numbers as SVG files, by reportlab."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.charts.lineplots import LinePlot
from reportlab.graphics.shapes import Drawing, String
from reportlab.graphics.widgets.markers import makeMarker
from reportlab.lib.colors import HexColor

WIDTH, HEIGHT = 640, 360  # points
LEFT, BOTTOM, RIGHT, TOP = 60, 50, 150, 40
COLOURS = [HexColor(colour) for colour in ("#1f5fa8", "#c25a00", "#2e7d4f", "#8a3ea8", "#a8322d", "#5a5a5a")]

Points = Sequence[tuple[float, float]]


def draw(path: Path, title: str, across: str, lines: Mapping[str, Points]) -> None:
    """Writes a plot with a line for each name; `across` says what the numbers below mean, the title the others."""
    drawing = Drawing(WIDTH, HEIGHT)
    plot = LinePlot()
    plot.x, plot.y = LEFT, BOTTOM
    plot.width, plot.height = WIDTH - LEFT - RIGHT, HEIGHT - BOTTOM - TOP
    plot.data = [list(points) for points in lines.values()]
    plot.yValueAxis.labelTextFormat = "%g"
    plot.xValueAxis.labelTextFormat = "%g"
    plot.yValueAxis.forceZero = True
    plot.yValueAxis.visibleGrid = True
    plot.yValueAxis.gridStrokeColor = HexColor("#dddddd")
    for place in range(len(lines)):
        plot.lines[place].strokeColor = COLOURS[place % len(COLOURS)]
        plot.lines[place].strokeWidth = 1.5
        if len(plot.data[place]) < 20:
            plot.lines[place].symbol = makeMarker("FilledCircle", size=4)
    drawing.add(plot)
    drawing.add(_legend(list(lines)))
    drawing.add(String(LEFT, HEIGHT - 20, title, fontName="Helvetica-Bold", fontSize=12))
    drawing.add(String(LEFT + plot.width / 2, 14, across, fontName="Helvetica", fontSize=10, textAnchor="middle"))
    svg = renderSVG.drawToString(drawing)
    path.write_text(svg.replace("<title>...</title>", f"<title>{title}</title>").replace("<desc>...</desc>", ""))


def _legend(names: Sequence[str]) -> Legend:
    legend = Legend()
    legend.x, legend.y = WIDTH - RIGHT + 15, HEIGHT - TOP
    legend.boxAnchor = "nw"
    legend.alignment = "right"
    legend.columnMaximum = len(names)
    legend.fontName, legend.fontSize = "Helvetica", 10
    legend.dx, legend.dy, legend.deltay = 8, 8, 16
    legend.colorNamePairs = [(COLOURS[place % len(COLOURS)], name) for place, name in enumerate(names)]
    return legend
