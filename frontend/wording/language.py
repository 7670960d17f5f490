"""English and Chinese: which one a reader gets, and the compiled translations."""

import os
from collections.abc import Mapping
from pathlib import Path

import flask_babel  # type: ignore[import-untyped]
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, abort, redirect, request
from werkzeug.wrappers import Response

from frontend.wording import texts
from frontend.wording.texts import locale
from scripts import parameters

LANGUAGES = {"en": "English", "zh": "中文"}
THEMES = ("light", "dark", "auto")
SOURCES = Path(__file__).parents[1] / "translations"
COMPILED = parameters.ROOT / "build" / "translations"
YEAR = 365 * 86_400
WORDY = ("text/html", "image/svg+xml")

bp = Blueprint("language", __name__, url_prefix="/settings")


def init_app(app: Flask) -> None:
    """Compile what is not yet compiled, and choose a language per request."""
    compile_translations()
    flask_babel.Babel(app, locale_selector=selected, default_translation_directories=str(COMPILED))
    texts.init_app(app)
    app.register_blueprint(bp)
    app.after_request(_tell_caches)
    app.add_template_filter(in_words)
    app.add_template_filter(language_of)
    app.add_template_global(gap)
    app.context_processor(lambda: {"language": current(), "languages": LANGUAGES, "theme": theme()})


def _tell_caches(response: Response) -> Response:
    """Pages and pictures with words in them depend on what their reader chose."""
    if response.mimetype in WORDY:
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def compile_translations() -> None:
    """Write build/translations/<language>/LC_MESSAGES/messages.mo wherever the source is newer."""
    for source in SOURCES.glob("*/LC_MESSAGES/messages.po"):
        target = COMPILED / source.relative_to(SOURCES).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as text, unfinished.open("wb") as binary:
            write_mo(binary, read_po(text))
        unfinished.replace(target)


def selected() -> str:
    """The reader's choice, or else what the browser asks for."""
    chosen = request.cookies.get("language", "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or "en"


def theme() -> str:
    """light, dark, or auto: as the device has it."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else "auto"


def current() -> str:
    """The language of this page: en or zh."""
    return locale().language


def gap() -> str:
    """What stands between two sentences: nothing in Chinese."""
    return "" if current() == "zh" else " "


def language_of(text: Mapping[str, str]) -> str:
    """The language that `in_words` will give: the page's where there is one, else any."""
    return current() if current() in text else next(iter(text), current())


def in_words(text: Mapping[str, str]) -> str:
    """A merchant's text, given per language, in the reader's where there is one; empty where there is none at all."""
    return text.get(language_of(text), "")


@bp.get("/language/<code>")
def set_language(code: str) -> Response:
    """Remember the reader's language."""
    return _remember("language", code, LANGUAGES)


@bp.get("/theme/<name>")
def set_theme(name: str) -> Response:
    """Remember light, dark or auto."""
    return _remember("theme", name, THEMES)


def _remember(cookie: str, value: str, known: Mapping[str, str] | tuple[str, ...]) -> Response:
    if value not in known:
        abort(404)
    response = redirect(_back())
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return response


def _back() -> str:
    """Where the reader came from."""
    return place_here(request.args.get("next", "/"))


def place_here(place: str) -> str:
    """An address line's `next`, if that is a place in this shop: never another site."""
    here = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()  # "/<tab>/" is "//"
    return place if here else "/"
