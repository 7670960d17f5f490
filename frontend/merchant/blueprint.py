"""/dashboard: what only a signed-in merchant sees. Everything in it is his own; no address names anybody else's."""

from typing import Any

from flask import Blueprint, render_template
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from werkzeug.wrappers import Response

from frontend import sign_in
from frontend.formats import money
from frontend.merchant import table
from frontend.merchant_words import REASONS, WORDS
from frontend.words import speak

bp = Blueprint("merchant", __name__, url_prefix="/dashboard")

bp.after_request(sign_in.keep_private)


@bp.before_request
def enter() -> Response | None:
    """Only for who is signed in."""
    return sign_in.demand()


def show(template: str, **values: Any) -> str:
    """A page of the dashboard; `data` in the values is for its modules."""
    speak(WORDS | REASONS)
    data = {"account": sign_in.account(), "token": generate_csrf(), **values.pop("data", {})}
    return render_template(f"merchant/{template}.html", data=data, **values)


@bp.app_template_filter()
def signed_money(amount: int, address: str) -> str:
    """An amount that may be below zero."""
    return f"−{money(-amount, address)}" if amount < 0 else money(amount, address)


@bp.app_template_filter()
def utc(unix: int) -> str:
    """A point in time in UTC, whatever the reader's zone is."""
    return table.moment(unix)[:16]
