"""Styles, written into each page: a browser that has the page paints it, and asks for nothing more.

An answer's Content-Security-Policy allows the sheets that stand in it by their hashes, and no others.
"""

import base64
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask, g
from markupsafe import Markup

from frontend.web.compression import unchanging

FOLDER = Path(__file__).parents[1] / "styles"
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANKS = re.compile(r"\s*\n\s*")
SITE = ("tokens", "base", "components", "pages")  # what every page needs, in one piece


@dataclass(frozen=True)
class Sheet:
    """A style element without comments, and its source expression for the policy."""

    element: Markup
    source: str


def init_app(app: Flask) -> None:
    """Let templates say `style("find")`, each sheet by the name of its file, and `style("site")`."""
    sheets = {path.stem: _sheet(path.read_text()) for path in FOLDER.glob("*.css")}
    sheets["site"] = _sheet("".join((FOLDER / f"{name}.css").read_text() for name in SITE))

    @app.template_global()
    def style(name: str) -> Markup:
        g.setdefault("styles", set()).add(sheets[name].source)
        return unchanging(sheets[name].element)


def sources() -> str:
    """The source expressions of the sheets in this answer."""
    return " ".join(sorted(g.get("styles", ())))


def _sheet(text: str) -> Sheet:
    text = BLANKS.sub("\n", COMMENTS.sub("", text))
    digest = base64.b64encode(sha256(text.encode()).digest()).decode()
    return Sheet(Markup(f"<style>{text}</style>"), f"'sha256-{digest}'")
