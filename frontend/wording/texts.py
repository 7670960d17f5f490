"""Translated texts with types, which flask_babel does not have."""

from typing import Protocol, cast

import flask_babel  # type: ignore[import-untyped]
from babel import Locale


class Text(Protocol):
    """A text that takes the reader's language when it is written out by `str`."""

    def __str__(self) -> str: ...


def gettext(text: str, **values: object) -> str:
    """A text in the reader's language; %(name)s stands for a value."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The same for a number: %(num)d."""
    return str(flask_babel.ngettext(one, many, num, **values))


def lazy_gettext(text: str) -> Text:
    """A text that waits for its reader."""
    return cast(Text, flask_babel.lazy_gettext(text))


def locale() -> Locale:
    """The reader's language and habits."""
    return cast(Locale, flask_babel.get_locale() or Locale("en"))
