"""Addresses of pages and files, for templates: each is put together once, for many pages name the same ones."""

from functools import lru_cache
from typing import Any

from flask import Flask, request
from markupsafe import Markup

KEPT = 8_192
LONGEST = 100  # characters of a value: what is longer somebody may have made up
PLAIN = (str, int, Markup, type(None))  # kinds of values of which two that are equal make the same address


def init_app(app: Flask) -> None:
    """Templates' `url_for`."""
    app.add_template_global(_Addresses(app), "url_for")


class _Addresses:
    """Those of one app."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._known = lru_cache(KEPT)(self._build)

    def __call__(self, endpoint: str, **values: Any) -> str:
        """As Flask's own; what depends on the request, or cannot be told apart, is asked of that."""
        if endpoint.startswith(".") or not all(_is_plain(name, value) for name, value in values.items()):
            return self._app.url_for(endpoint, **values)
        return self._known(request.script_root, endpoint, tuple(values.items()))

    def _build(self, _root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return self._app.url_for(endpoint, **dict(values))


def _is_plain(name: str, value: object) -> bool:
    """Whether an address with this value may be kept."""
    if type(value) not in PLAIN or name[0] == "_":
        return False
    return not isinstance(value, str) or len(value) <= LONGEST
