"""How often one address may ask: floods get 429 and a sentence."""

from flask import Flask, Response, jsonify, render_template, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from werkzeug.exceptions import TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

from frontend.resources import settings

READS = "1200/minute"
SEARCHES = "240/minute"
WAITING = "120/hour"  # documents that no order names yet
ERASURES = "30/hour"

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def init_app(app: Flask) -> None:
    """Counts per worker; behind proxies the address is the one that the nearest of them saw."""
    limiter.init_app(app)
    app.register_error_handler(TooManyRequests, _too_many)
    with app.app_context():
        proxies = settings().proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def uploads() -> str:
    """The limit of uploads, from the configuration."""
    return f"{settings().uploads_per_minute}/minute"


def may(what: str, limit: str) -> bool:
    """Counts something that only this address does; False where it did it too often."""
    return limiter.limiter.hit(parse(limit), what, get_remote_address())


def _too_many(error: TooManyRequests) -> tuple[Response | str, int]:
    if not request.path.startswith("/api/"):
        return render_template("429.html"), 429
    return jsonify(error=f"Too many requests ({error.description}); try again later."), 429
