"""HTML to the plain text that documents hold: paragraphs and lists stay readable, everything else is dropped."""

import re
from html import unescape
from html.parser import HTMLParser

import nh3

BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "section", "hr", "dl", "dt"}
LISTS = {"ul", "ol"}
LINES = {"li", "tr", "dd"}
CELLS = {"td", "th"}
# What offer.json does not take: control characters, and those that turn the reading direction.
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PARAGRAPH = 2  # line ends
MAX_READ = 20_000  # characters; more than a document takes, and little to work on


def from_html(html: str) -> str:
    """The text of a piece of HTML, however broken; scripts, styles and comments are gone."""
    reader = _Reader()
    reader.feed(nh3.clean(html, tags=BLOCKS | LISTS | LINES | CELLS | {"br"}, attributes={}, link_rel=None))
    reader.close()
    lines = FORBIDDEN.sub("", reader.text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def line(text: str) -> str:
    """A text in one line; shops write some signs as in HTML, such as `&amp;`."""
    return FORBIDDEN.sub("", re.sub(r"\s+", " ", unescape(text))).strip()


def leaf(path: str) -> str:
    """The last of categories that are written as `Home > Kitchen`."""
    return line(unescape(path).split(">")[-1])


def shorten(text: str, limit: int) -> str:
    """A text of at most so many characters; what is cut off is an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


class _Reader(HTMLParser):
    """Collects text; a list's marker waits for its entry, so that a paragraph in it begins no new line."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.lists: list[int] = []  # entries so far, of numbered ones; -1 for the others
        self.marker = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and self.text and not self.text.endswith("\n\n"):
            self.text += "\n"
        elif tag in LISTS:
            self._end_line(1 if self.lists else PARAGRAPH)
            self.lists.append(0 if tag == "ol" else -1)
        elif tag in CELLS and self.text and not self.text.endswith("\n"):
            self.text += " | "
        else:
            self._end_block(tag)
        if tag == "li":
            self.marker = self._next_marker()

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self.marker = ""
        if tag in LISTS and self.lists:
            self.lists.pop()
            self._end_line(1 if self.lists else PARAGRAPH)
        else:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if not self.text or self.text[-1] in "\n ":
            words = words.lstrip()
        if words and len(self.text) < MAX_READ:
            self.text += self.marker + words
            self.marker = ""

    def _end_block(self, tag: str) -> None:
        if tag in BLOCKS and not (self.lists or self.marker):
            self._end_line(PARAGRAPH)
        elif tag in BLOCKS | LINES:
            self._end_line(1)

    def _end_line(self, ends: int) -> None:
        if len(self.text) >= MAX_READ:
            return
        body = self.text.rstrip(" ")
        present = len(body) - len(body.rstrip("\n"))
        self.text = body + "\n" * max(ends - present, 0) if body else ""

    def _next_marker(self) -> str:
        indent = "  " * (len(self.lists) - 1)
        if not self.lists or self.lists[-1] < 0:
            return f"{indent}- "
        self.lists[-1] += 1
        return f"{indent}{self.lists[-1]}. "
