"""What merchants say of their goods, as pages show it: pictures, categories, countries."""

from flask import Flask

from frontend.wording import Text, lazy_gettext, locale

PICTURES = "/api/v1/documents/"

# Categories are slugs in documents; these are the ones with words of our own.
CATEGORIES: dict[str, Text] = {
    "art": lazy_gettext("Art"),
    "books": lazy_gettext("Books"),
    "clothing": lazy_gettext("Clothing"),
    "electronics": lazy_gettext("Electronics"),
    "food": lazy_gettext("Food"),
    "home": lazy_gettext("Home"),
    "kitchen": lazy_gettext("Kitchen"),
    "sports": lazy_gettext("Sports"),
    "stationery": lazy_gettext("Stationery"),
    "tableware": lazy_gettext("Tableware"),
    "tea": lazy_gettext("Tea"),
    "toys": lazy_gettext("Toys"),
}

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
    names = {str(code): str(name) for code, name in locale().territories.items()}
    codes = (
        [code for code in names if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES]
        if ships_to == "any"
        else ships_to
    )
    return sorted(((code, names.get(code, code)) for code in codes), key=_place)


def _place(country: tuple[str, str]) -> bytes:
    """Where a country stands in the list: GB 18030 has the common Chinese characters in the order of their sounds."""
    return country[1].encode("gb18030") if locale().language == "zh" else country[1].encode()


def country_names(codes: list[str]) -> str:
    """Names of countries as a list in words."""
    separator = "、" if locale().language == "zh" else ", "
    return separator.join(name for _, name in countries(codes))
