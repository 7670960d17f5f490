"""What merchants say of their goods, as pages show it: pictures, categories, countries."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from flask import Flask

from frontend.goods.categories import NAMES
from frontend.wording.formats import listed
from frontend.wording.language import in_words
from frontend.wording.texts import locale

PICTURES = "/api/v1/documents/"


@dataclass(frozen=True)
class CategoryName:
    """A category's name, in the reader's language when it is written out."""

    category: str

    def __str__(self) -> str:
        return in_words(NAMES[self.category])


CATEGORIES = {category: CategoryName(category) for category in NAMES}

HOME = "CN"  # the first in Chinese lists
SOUNDS = str.maketrans("斐梵瑙秘", "匪饭脑必")  # rare in GB 18030, or of another sound: common ones of the same sound

NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # unions, and what stands for any or none


def init_app(app: Flask) -> None:
    """Make these callable in templates."""
    for function in (picture_url, category_name, country_names):
        app.add_template_global(function)


def picture_url(sha256: str) -> str:
    """Where a picture is served, by its hash (64 hexadecimal digits)."""
    return f"{PICTURES}0x{sha256}"


def category_name(category: str) -> str:
    """A category in the reader's language; an unknown one as its merchant wrote it."""
    return str(CATEGORIES[category]) if category in CATEGORIES else category.replace("-", " ").capitalize()


def countries(ships_to: str | list[str]) -> list[tuple[str, str]]:
    """ISO codes with their names, by name; `ships_to` as in an offer's document: "any" or codes."""
    known = _countries(str(locale()))
    if ships_to == "any":
        return list(known.items())
    named = [(code, known.get(code, code)) for code in ships_to]
    places = {code: place for place, code in enumerate(known)}
    return sorted(named, key=lambda country: (places.get(country[0], len(places)), country))


@lru_cache
def _countries(language: str) -> dict[str, str]:
    """Names of all countries in a language, in its order."""
    names = {str(code): str(name) for code, name in Locale.parse(language).territories.items()}
    real = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    return dict(sorted(((code, name) for code, name in real if code not in NO_COUNTRIES), key=_place(language)))


def _place(language: str) -> Callable[[tuple[str, str]], tuple[bool, bytes]]:
    """Where a country stands in the list: GB 18030 has the common Chinese characters in the order of their sounds."""
    if language.startswith("zh"):
        return lambda country: (country[0] != HOME, country[1].translate(SOUNDS).encode("gb18030"))
    return lambda country: (False, country[1].encode())


def country_names(codes: list[str]) -> str:
    """Names of countries as a list in words."""
    return listed([name for _, name in countries(codes)])
