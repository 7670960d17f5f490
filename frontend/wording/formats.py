"""Amounts, times and addresses in words of the reader's language; registered as template filters."""

from collections.abc import Sequence

from babel.dates import format_datetime
from flask import Flask
from markupsafe import Markup

from frontend.resources import book
from frontend.wording.moments import utc
from frontend.wording.texts import locale, ngettext
from scripts.address_book import Currency
from scripts.units import plain_amount

CENTS_UP_TO = 8  # a currency of so few decimals is written with cents
NO_BREAK = "\u00a0"
DAY, HOUR, MINUTE = 86_400, 3_600, 60


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    for written in (money, percent, duration, moment, short):
        app.add_template_filter(written)
    app.add_template_global(currency, "currency_of")


def currency(address: str) -> Currency:
    """A currency of the address book; any other one in its smallest unit, named by its address."""
    return book().currencies.get(address) or Currency(address, short(address), 0, "")


def money(amount: int, address: str) -> str:
    """An amount in the currency's smallest unit as "1,250.00 USD", which no line breaks before its unit."""
    unit = currency(address)
    whole, _, fraction = plain_amount(amount, unit).partition(".")
    if unit.decimals <= CENTS_UP_TO:
        fraction = fraction.ljust(min(2, unit.decimals), "0")
    number = f"{int(whole):,}"
    return f"{number}.{fraction}{NO_BREAK}{unit.symbol}" if fraction else f"{number}{NO_BREAK}{unit.symbol}"


def percent(bps: int) -> str:
    """A share in basis points: 250 is "2.5%"."""
    return f"{bps / 100:g}%"


def duration(seconds: int) -> str:
    """A time span in seconds as "2 days 12 hours"."""
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    parts = (
        ngettext("%(num)d day", "%(num)d days", days) if days else "",
        ngettext("%(num)d hour", "%(num)d hours", hours) if hours else "",
        ngettext("%(num)d minute", "%(num)d minutes", minutes) if minutes else "",
    )
    return " ".join(part for part in parts if part)


def listed(parts: Sequence[str]) -> str:
    """Several things one after the other, in the reader's punctuation."""
    return ("、" if locale().language == "zh" else ", ").join(parts)


def moment(unix: int) -> Markup:
    """A point in time (Unix seconds) in UTC; a script rewrites it into the reader's own zone."""
    time = utc(unix)
    text = format_datetime(time, "medium", locale=locale())
    return Markup('<time datetime="{}" data-unix="{}">{} UTC</time>').format(time.isoformat(), unix, text)


def short(address: str) -> str:
    """An address as "0x1234…abcd"."""
    return f"{address[:6]}…{address[-4:]}"
