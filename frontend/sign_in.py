"""Signing in with a wallet (EIP-4361), for what only one account may see: `account()` says who it is.

The storefront writes the message, with domain and URI from its configuration, and remembers in the browser's session
which one it wrote. So only the browser that asked for a message can bring it back, and only once.
"""

import secrets
import time
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, g, jsonify, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf  # type: ignore[import-untyped]
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from frontend import market
from frontend.resources import book, chain, settings
from frontend.signatures import parse_signature, signed_by
from frontend.spent import Spent
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording.language import place_here
from frontend.wording.moments import utc
from frontend.wording.texts import gettext

MESSAGE_LASTS = 600  # seconds by the chain's clock between the message and the signature
SESSION_LASTS = 12 * 3_600  # seconds by this machine's clock
TRIES = "30/minute"
MAX_ASKED_BYTES = 16 * 1024  # a contract's signature may be long
STATEMENT = "Show me what is private to this account. This moves no money and allows nothing else."

bp = Blueprint("sign_in", __name__, url_prefix="/sign-in")
csrf = CSRFProtect()


class Refused(Exception):
    """Nobody is signed in by this. One sentence."""


def init_app(app: Flask) -> None:
    """Set up sessions and their protection; without a secret key nobody can sign in, and everything else works."""
    with app.app_context():
        is_safe = urlsplit(settings().origin).scheme == "https"
        app.secret_key = settings().secret_key or None
    app.config.update(
        SESSION_COOKIE_NAME="__Host-handover" if is_safe else "handover",
        SESSION_COOKIE_SECURE=is_safe,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=SESSION_LASTS),
        WTF_CSRF_CHECK_DEFAULT=False,  # pages without a session have nothing to protect
        WTF_CSRF_TIME_LIMIT=SESSION_LASTS,
    )
    csrf.init_app(app)
    app.register_error_handler(CSRFError, _stale)
    app.register_blueprint(bp)


def account() -> str:
    """The signed-in account (checksummed), or empty."""
    if "signed_in" not in g:
        kept = session.get("signed_in", {}) if settings().secret_key else {}
        g.signed_in = kept.get("account", "") if _is_valid(kept) else ""
    return str(g.signed_in)


def demand() -> Response | tuple[Response, int] | None:
    """Before each request of a blueprint that is only for signed-in accounts: a way to sign in, or 401; then CSRF."""
    if not account():
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("sign_in.page", next=request.full_path if request.query_string else request.path))
        return jsonify(
            error=gettext("You are no longer signed in. Sign in again in another tab, then go on here.")
        ), 401
    csrf.protect()
    return None


def keep_private(response: Response) -> Response:
    """After each such request: nothing of it stays in any cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.before_request
def protect() -> None:
    """Only pages of this storefront may sign anybody in or out."""
    if not settings().secret_key:
        abort(503, "This storefront has no HANDOVER_SECRET_KEY, so nobody can sign in.")
    request.max_content_length = MAX_ASKED_BYTES  # before anything looks for the token, which may be in a form
    csrf.protect()


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> tuple[Response, int]:
    """More than any message and signature."""
    return jsonify(error=gettext("This is no message and signature of a sign-in. Try again.")), 413


bp.after_request(keep_private)


@bp.get("")
def page() -> str | Response:
    """What signing in is for, and the button."""
    wanted = place_here(request.args.get("next", "/"))
    if account():
        return redirect(wanted)
    origin = settings().origin
    return render_template("sign_in.html", sign_in={"origin": origin, "next": wanted, "token": generate_csrf()})


@bp.post("/message")
@limits.limiter.limit(TRIES)
def message() -> Response:
    """The message for an account to sign."""
    who = address_in_url(str(_asked().get("account", "")))
    session["asked"] = {"who": who, "nonce": secrets.token_hex(16), "issued": market.now()}
    return jsonify(message=_message(**session["asked"]).prepare_message())


@bp.post("")
@limits.limiter.limit(TRIES)
def enter() -> Response | tuple[Response, int]:
    """Take the signed message; a new session begins."""
    asked = _asked()
    try:
        who = _signer(str(asked.get("message", "")), str(asked.get("signature", "")))
    except Refused as refusal:
        return jsonify(error=str(refusal)), 401
    session.clear()
    session.permanent = True
    until = int(time.time()) + SESSION_LASTS
    session["signed_in"] = {"account": who, "market": _market(), "until": until, "id": secrets.token_hex(16)}
    return jsonify(account=who)


@bp.post("/out")
def leave() -> Response:
    """End the session, also for whoever has a copy of its cookie."""
    kept = session.get("signed_in", {})
    if kept:
        _over("sessions").spend(kept["id"], kept["until"], int(time.time()))
    session.clear()
    return redirect("/")


def _signer(text: str, signature: str) -> str:
    """Whose signature of the message that this browser asked for it is; raises Refused.

    The text is compared, never parsed: a parser may take minutes for a text that is made for that.
    """
    asked = session.pop("asked", None)
    if asked is None:
        raise Refused(gettext("This browser has not asked for a message to sign. Try again."))
    wrote = _message(**asked)
    if text != wrote.prepare_message():
        raise Refused(gettext("This is not the message that this shop wrote. Nothing was signed in."))
    try:
        fits = _fits(wrote, text, signature, asked["nonce"])
    except ValueError:
        raise Refused(gettext("This is no message and signature of a sign-in. Try again.")) from None
    if not fits:
        raise Refused(gettext("The signature does not fit, or came too late. Try again."))
    if not _over("messages").spend(asked["nonce"], asked["issued"] + MESSAGE_LASTS, market.now()):
        raise Refused(gettext("This message was used already. Try again."))
    return str(wrote.address)


def _fits(wrote: Any, text: str, signature: str, nonce: str) -> bool:
    """Whether the message was signed so, in its time; raises ValueError for what is no signature."""
    siwe = _siwe()
    expected: dict[str, Any] = {"domain": _domain(), "uri": _uri(), "chain_id": book().chain_id, "nonce": nonce}
    now = utc(market.now())
    try:
        wrote.verify(signature, **expected, timestamp=now, strict=True)
    except siwe.InvalidSignature:
        return signed_by(chain(), wrote.address, text, parse_signature(signature))
    except siwe.VerificationError:
        return False
    return True


def _siwe() -> Any:
    """Loaded once somebody signs in: its grammars take a tenth of the time in which a storefront starts."""
    return import_module("siwe")


def _message(who: str, nonce: str, issued: int) -> Any:
    times = [utc(seconds) for seconds in (issued, issued + MESSAGE_LASTS)]
    issued_at, expires = (moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in times)
    return _siwe().SiweMessage(
        domain=_domain(),
        address=who,
        statement=STATEMENT,
        uri=_uri(),
        version="1",
        chain_id=book().chain_id,
        nonce=nonce,
        issued_at=issued_at,
        expiration_time=expires,
    )


def _asked() -> dict[str, Any]:
    try:
        asked = request.get_json(silent=True)
    except RecursionError:
        asked = None
    return asked if isinstance(asked, dict) else {}


def _is_valid(kept: dict[str, Any]) -> bool:
    if not kept or kept["market"] != _market() or kept["until"] <= time.time():
        return False
    return not _over("sessions").has(kept["id"], kept["until"])


def _market() -> str:
    """What a session holds for: the same account may be somebody else's elsewhere."""
    return f"{book().chain_id}:{book().escrow.address}"


def _domain() -> str:
    return urlsplit(settings().origin).netloc


def _uri() -> str:
    return f"{settings().origin}/sign-in"


def _over(what: str) -> Spent:
    """Messages by the chain's clock, or sessions by this machine's."""
    return Spent(settings().vault / "spent" / what)


def _stale(_error: Exception) -> tuple[Response, int]:
    return jsonify(error=gettext("This page has been open for too long. Load it again.")), 400
