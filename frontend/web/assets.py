"""Scripts and icons: read and compressed once; browsers keep them under an address that changes with them.

The address begins with a version, the hash of all files together, so that scripts find each other by relative
addresses. Without a version the same files are served too, to be asked for again each time.
"""

import gzip
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from frontend.resources import settings
from frontend.web import vendor

FOLDER = Path(__file__).parents[1]
FOLDERS = {"static": FOLDER / "static"}
DEVNET_FOLDERS = {"devnet/static": FOLDER / "devnet" / "static"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
TEXTS = ("text/", "image/svg+xml", "application/json")
VERSION_LENGTH = 16  # hex digits


@dataclass(frozen=True)
class Asset:
    """A file."""

    body: bytes
    kind: str
    hash: str

    @cached_property
    def packed(self) -> bytes:
        """The same with gzip; empty where that gains nothing."""
        packed = gzip.compress(self.body, mtime=0) if self.kind.startswith(TEXTS) else b""
        return packed if len(packed) < len(self.body) else b""


class Assets:
    """Files by their names under the storefront's address."""

    def __init__(self, files: dict[str, Path]) -> None:
        self._assets = {name: _asset(path.name, path.read_bytes()) for name, path in files.items()}
        names = "".join(f"{name}:{asset.hash}\n" for name, asset in sorted(self._assets.items()))
        self.version = sha256(names.encode()).hexdigest()[:VERSION_LENGTH]

    def serve(self, folder: str, filename: str, version: str) -> Response:
        """A file; 404 where there is none."""
        asset = self._assets.get(f"{folder}/{filename}") or abort(404)
        is_packed = bool(asset.packed) and request.accept_encodings.quality("gzip") > 0
        response = Response(asset.packed if is_packed else asset.body, content_type=asset.kind)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = FOR_EVER if version == self.version else ASK_AGAIN
        response.set_etag(f"{asset.hash[:VERSION_LENGTH]}{'-gzip' if is_packed else ''}")
        return response.make_conditional(request)


def init_app(app: Flask) -> None:
    """Serve everything; `url_for("static", filename=...)` names the version by itself. Raises ConfigError."""
    with app.app_context():
        folders = FOLDERS | (DEVNET_FOLDERS if settings().is_devnet else {})
    files = {f"vendor/{name}": path for name, path in vendor.checked().items()}
    for folder, path in folders.items():
        files |= {f"{folder}/{file.relative_to(path).as_posix()}": file for file in path.rglob("*") if file.is_file()}
    assets = Assets(files)
    endpoints = {folder: folder.replace("/", ".") for folder in (*folders, "vendor")}
    for folder, endpoint in endpoints.items():
        serve = _serving(assets, folder)
        app.add_url_rule(f"/assets/<version>/{folder}/<path:filename>", endpoint, serve)
        app.add_url_rule(f"/{folder}/<path:filename>", f"{endpoint}.unversioned", serve)

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in endpoints.values():
            values.setdefault("version", assets.version)


def _serving(assets: Assets, folder: str) -> Callable[..., Response]:
    def serve(filename: str, version: str = "") -> Response:
        return assets.serve(folder, filename, version)

    return serve


def _asset(name: str, body: bytes) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Asset(body, kind, sha256(body).hexdigest())
