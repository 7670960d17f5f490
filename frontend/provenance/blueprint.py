"""Where goods come from, as pages; none of them exists where no Provenance is in the address book."""

from typing import Any

from flask import Blueprint, abort, render_template

from frontend.resources import book
from frontend.wording.provenance_words import REASONS, WORDS
from frontend.wording.words import speak

bp = Blueprint("provenance", __name__)


@bp.before_request
def enter() -> None:
    """Nobody finds anything here without the contract."""
    if not is_there():
        abort(404)


def is_there() -> bool:
    """Whether the address book has the contract."""
    return "Provenance" in book().contracts


def show(template: str, **values: Any) -> str:
    """A page; `data` in the values is for its modules."""
    speak(WORDS | REASONS)
    return render_template(f"provenance/{template}.html", **values)
