"""/dashboard: what only a signed-in merchant sees. Everything in it is his own; no address names anybody else's."""

from typing import Any

from flask import Blueprint, jsonify, render_template
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from frontend import sign_in
from frontend.index.reviews.waiting import count_unanswered
from frontend.merchant import period, table
from frontend.resources import database
from frontend.wording import evidence_words
from frontend.wording.formats import money
from frontend.wording.merchant_words import REASONS, WORDS
from frontend.wording.texts import gettext, locale
from frontend.wording.words import speak

CHECKS = "60/minute"  # of a catalogue or a profile: they take a while

bp = Blueprint("merchant", __name__, url_prefix="/dashboard")

bp.after_request(sign_in.keep_private)


@bp.before_request
def enter() -> Response | tuple[Response, int] | None:
    """Only for who is signed in."""
    return sign_in.demand()


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> tuple[Response, int]:
    """A file that is too large, in one sentence."""
    return jsonify(error=gettext("The file is too large: 8 MB at most. Divide it in two.")), 413


def show(template: str, **values: Any) -> str:
    """A page of the dashboard; `data` in the values is for its modules."""
    speak(WORDS | REASONS | evidence_words.WORDS)
    data = {"account": sign_in.account(), "token": generate_csrf(), **values.pop("data", {})}
    waiting = count_unanswered(database(), sign_in.account())
    return render_template(f"merchant/{template}.html", data=data, reviews_waiting=waiting, **values)


@bp.app_template_filter()
def signed_money(amount: int, address: str) -> str:
    """An amount that may be below zero."""
    return f"−{money(-amount, address)}" if amount < 0 else money(amount, address)


@bp.app_template_filter()
def utc(unix: int) -> str:
    """A point in time in UTC, whatever the reader's zone is."""
    between = ", " if locale().language == "en" else " "
    return f"{period.day_name(unix // period.DAY)}{between}{table.moment(unix)[11:16]}"
