"""Smaller copies of pictures, so that lists are soon there on a phone. They can be thrown away: they are made again."""

from io import BytesIO
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request
from PIL import Image

from frontend.resources import hidden_picture, settings, vault
from frontend.vault import Missing, bare, write_whole
from frontend.web import limits
from scripts.documents import Kind, examine
from scripts.refusal import Refusal

SIDES = (160, 320, 640)  # pixels
QUALITY = 75

bp = Blueprint("thumbnails", __name__, url_prefix="/pictures")


def init_app(app: Flask) -> None:
    """Serve them, and let templates name them."""
    app.register_blueprint(bp)
    app.add_template_global(thumbnail_url)


def thumbnail_url(sha256: str, side: int) -> str:
    """Where a picture's copy is served whose longer side has so many pixels at most."""
    return f"/pictures/{bare(sha256)}-{side}.webp"


@bp.get("/<sha256>-<int:side>.webp")
@limits.limiter.limit(limits.PICTURES)
def thumbnail(sha256: str, side: int) -> Response:
    """A picture's smaller copy."""
    if side not in SIDES:
        abort(404)
    try:
        if hidden_picture(bare(sha256)):
            abort(451)
        body = _kept(bare(sha256), side)
    except (ValueError, Missing, Refusal):
        abort(404)
    response = Response(body, mimetype="image/webp")
    response.set_etag(f"{bare(sha256)}-{side}")
    response.headers["Cache-Control"] = "public, max-age=3600"  # the operator may hide it
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.make_conditional(request)
    return response


def _kept(name: str, side: int) -> bytes:
    """Made once; raises Missing for a picture that is not here, Refusal for a document that is none."""
    path: Path = settings().vault / "thumbnails" / f"{name}-{side}.webp"
    if path.is_file() and not vault().is_erased(name):
        return path.read_bytes()
    body = _smaller(vault().read(name), side)
    write_whole(path, body)
    return body


def _smaller(picture: bytes, side: int) -> bytes:
    if examine(picture)[0] is not Kind.PICTURE:
        raise Refusal("This is no picture.")
    with Image.open(BytesIO(picture)) as opened:
        shrunk = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    shrunk.thumbnail((side, side), Image.Resampling.LANCZOS)
    output = BytesIO()
    shrunk.save(output, "WEBP", quality=QUALITY)
    return output.getvalue()
