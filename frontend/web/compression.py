"""Pages and the API's answers, compressed for browsers that take it.

What only one account may see stays as it is: how well it can be compressed, together with what an address line says,
would tell others about it.
"""

import gzip

from flask import Flask, Response, request

LEAST = 1_000  # bytes: what is shorter fits into one packet anyway
LEVEL = 6
KINDS = ("text/html", "application/json")


def init_app(app: Flask) -> None:
    """Compress every answer that is large enough."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    is_private = response.cache_control.no_store
    body = b"" if is_private or "Content-Encoding" in response.headers else response.get_data()
    if len(body) < LEAST or not request.accept_encodings.quality("gzip"):
        return response
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
