"""Pages and the API's answers, compressed for browsers that take it.

What only one account may see stays as it is: how well it can be compressed, together with what an address line says,
would tell others about it.

Half of a page are styles and words that many pages have in common: they are compressed once, apart, and what is the
page's own around them each time. The whole is one stream: what begins after a full flush refers to nothing before.
"""

import gzip
import zlib
from collections.abc import Iterable
from functools import lru_cache

from flask import Flask, Response, g, request
from markupsafe import Markup

LEAST = 1_000  # bytes: what is shorter fits into one packet anyway
LEVEL = 6
KINDS = ("text/html", "application/json")
PIECES = 256  # that are kept
START = gzip.compress(b"", LEVEL, mtime=0)[:10]  # a stream's header


def init_app(app: Flask) -> None:
    """Compress every answer that is large enough."""
    app.after_request(_compress)


def unchanging(text: Markup) -> Markup:
    """A long part of this answer that others have, too, and that has nothing of anybody's."""
    g.setdefault("unchanging", []).append(text)
    return text


def _compress(response: Response) -> Response:
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    is_private = response.cache_control.no_store
    body = b"" if is_private or "Content-Encoding" in response.headers else response.get_data()
    if len(body) < LEAST or not request.accept_encodings.quality("gzip"):
        return response
    response.set_data(packed(body, g.get("unchanging", ())))
    response.headers["Content-Encoding"] = "gzip"
    return response


def packed(body: bytes, pieces: Iterable[str] = ()) -> bytes:
    """The body as a stream of gzip; these pieces of it, as they follow each other, are compressed only once."""
    packer, done, out = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS), 0, [START]
    for piece, short in map(_apart, pieces):
        place = body.find(piece, done)
        if place >= 0:
            out += [packer.compress(body[done:place]), packer.flush(zlib.Z_FULL_FLUSH), short]
            done = place + len(piece)
    out += [packer.compress(body[done:]), packer.flush()]
    return b"".join([*out, zlib.crc32(body).to_bytes(4, "little"), (len(body) % 2**32).to_bytes(4, "little")])


@lru_cache(PIECES)
def _apart(text: str) -> tuple[bytes, bytes]:
    """A piece, and the same compressed, ending where anything may follow."""
    body, packer = text.encode(), zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return body, packer.compress(body) + packer.flush(zlib.Z_FULL_FLUSH)
