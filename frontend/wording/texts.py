"""Translated texts with types, which flask_babel does not have; a request's catalogue is looked for once."""

from typing import Protocol, cast

import flask_babel  # type: ignore[import-untyped]
from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel.speaklater import LazyString  # type: ignore[import-untyped]


class Text(Protocol):
    """A text that takes the reader's language when it is written out by `str`."""

    def __str__(self) -> str: ...


def init_app(app: Flask) -> None:
    """Let templates find the catalogue as this module does."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, num: _catalogue().ungettext(one, many, num),
        newstyle=True,
    )


def gettext(text: str, **values: object) -> str:
    """A text in the reader's language; %(name)s stands for a value."""
    said = str(_catalogue().ugettext(text))
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The same for a number: %(num)d."""
    return str(_catalogue().ungettext(one, many, num)) % ({"num": num} | values)


def lazy_gettext(text: str) -> Text:
    """A text that waits for its reader."""
    return cast(Text, LazyString(gettext, text))


def locale() -> Locale:
    """The reader's language and habits."""
    return cast(Locale, flask_babel.get_locale() or Locale("en"))


def _catalogue() -> NullTranslations:
    """The translations into the language that is spoken now."""
    if not g:
        return NullTranslations()
    chosen = flask_babel.get_locale()
    known: tuple[Locale, NullTranslations] | None = g.get("catalogue")
    if known is None or known[0] is not chosen:
        known = g.catalogue = chosen, flask_babel.get_translations()
    return known[1]
