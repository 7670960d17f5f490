"""Where goods come from, as pages; none of them exists where no Provenance is in the address book."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template
from markupsafe import Markup, escape

from frontend.resources import book
from frontend.wording.formats import day, moment
from frontend.wording.provenance_words import REASONS, WORDS
from frontend.wording.texts import gettext
from frontend.wording.words import speak
from scripts.provenance.sensors import SYMBOLS

bp = Blueprint("provenance", __name__)


@bp.before_request
def enter() -> None:
    """Nobody finds anything here without the contract."""
    if not is_there():
        abort(404)


def is_there() -> bool:
    """Whether the address book has the contract."""
    return book().provenance is not None


def show(template: str, **values: Any) -> str:
    """A page; `data` in the values is for its modules."""
    speak(WORDS | REASONS)
    return render_template(f"provenance/{template}.html", **values)


def with_camera(page: str) -> Response:
    """A page on which something is scanned, so that its browser may ask for the camera."""
    response = make_response(page)
    response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return response


@bp.app_template_filter()
def moment_said(text: str) -> Markup:
    """A time as a document has it, with its offset, like any other moment; as it stands where no calendar has it."""
    try:
        return moment(int(datetime.fromisoformat(text).timestamp()))
    except (ValueError, OverflowError):
        return escape(text)


@bp.app_template_filter()
def day_said(text: str) -> Markup:
    """A day as a document has it, like any other day; as it stands where no calendar has it."""
    try:
        return Markup('<time datetime="{}" data-day>{}</time>').format(text, day(date.fromisoformat(text)))
    except ValueError:
        return escape(text)


@bp.app_template_filter()
def limits_said(limits: dict[str, Any]) -> str:
    """Limits of a document: "2 to 8 °C"."""
    low, high = thousandths(limits["low"]), thousandths(limits["high"])
    span = gettext("%(low)s to %(high)s", low=low, high=high)
    return f"{span} {SYMBOLS[limits['unit']]}"


def thousandths(value: int) -> str:
    """A sensor's value: 4500 is "4.5"."""
    whole, rest = divmod(abs(value), 1000)
    return f"{'−' if value < 0 else ''}{whole}{f'.{rest:03d}'.rstrip('0') if rest else ''}"
