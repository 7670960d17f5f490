"""What every answer tells the browser not to do: a strict Content-Security-Policy without unsafe-inline."""

from urllib.parse import urlsplit

from flask import Flask, Response

from frontend.resources import settings
from frontend.web import styles


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    node = _public_node(app)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", content_security_policy(node, styles.sources()))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


def content_security_policy(node: str, sheets: str = "") -> str:
    """The policy; `node` is the origin that browsers may call beside this one, `sheets` are the sources of styles."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": sheets or "'none'",
        "img-src": "'self' data:",  # wallets announce their icons as data URLs
        "font-src": "'self'",
        "connect-src": f"'self' {node}".strip(),
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _public_node(app: Flask) -> str:
    """The origin of the node that is named for browsers: pages are checked with it, and a devnet's wallet calls it.

    Empty where none is named: then only the shopper's own wallet asks one.
    """
    with app.app_context():
        parts = urlsplit(settings().public_node)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
