"""Terms and privacy: what the storefront's operator has written in Markdown, or else what is true of this program."""

from pathlib import Path

import nh3
from flask import Blueprint, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup

from frontend.relay.policy import REMEMBERED
from frontend.resources import settings
from frontend.wording.language import LANGUAGES, current

bp = Blueprint("legal", __name__)

TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "a", "strong", "em", "code", "pre", "blockquote", "br", "hr"}


@bp.get("/terms")
def terms() -> str:
    """On which terms this shop may be used."""
    return _page("terms")


@bp.get("/privacy")
def privacy() -> str:
    """What is stored where, for how long, and how to have it erased."""
    return _page("privacy")


def _page(name: str) -> str:
    operator, language = settings().operator, _language(name)
    text = written(operator.texts / f"{name}.{language}.md") if operator.texts and language else None
    return render_template(
        f"legal/{name}.html",
        operator=operator,
        text=text,
        written_in=language,
        erase_after=settings().erase_after,
        sends_mail=settings().sends_mail,
        remembered=REMEMBERED,
    )


def _language(name: str) -> str:
    """The reader's language if the operator has written in it, else another one that he has; empty for none."""
    folder = settings().operator.texts
    wanted = sorted(LANGUAGES, key=lambda code: code != current())
    return next((code for code in wanted if folder and (folder / f"{name}.{code}.md").is_file()), "")


def written(path: Path) -> Markup:
    """A Markdown file as sanitised HTML, its headings one step down: the page has its own."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    rendered = markdown.renderer.render(tokens, markdown.options, {})
    return Markup(nh3.clean(rendered, tags=TAGS, url_schemes={"http", "https", "mailto"}))
