"""Amounts, times and addresses in words of the reader's language; registered as template filters."""

import re
from collections.abc import Sequence
from datetime import date

from babel.dates import format_date, format_datetime
from flask import Flask
from markupsafe import Markup

from frontend.resources import book
from frontend.wording.moments import utc
from frontend.wording.texts import locale, ngettext
from scripts.address_book import Currency
from scripts.units import format_share, plain_amount

CENTS_UP_TO = 8  # a currency of so few decimals is written with cents
IN_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")  # any other comma may be meant as a decimal point
CENTS, MILLIONTHS = 2, 6  # decimals of an amount that is round: of such a currency, of any other one
NO_BREAK = "\u00a0"
DAY, HOUR, MINUTE = 86_400, 3_600, 60


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    for written in (money, money_about, money_up, format_share, duration, moment, moment_day, day, short, reached_at):
        app.add_template_filter(written)
    app.add_template_global(currency, "currency_of")


def currency(address: str) -> Currency:
    """A currency of the address book; any other one in its smallest unit, named by its address."""
    return book().currencies.get(address) or Currency(address, short(address), 0, "")


def money(amount: int, address: str) -> str:
    """An amount in the currency's smallest unit as "1,250.00 USD", which no line breaks before its unit."""
    unit = currency(address)
    whole, point, fraction = typed(amount, unit).partition(".")
    return f"{int(whole):,}{point}{fraction}{NO_BREAK}{unit.symbol}"


def grain(unit: Currency) -> int:
    """The least of a currency that is spoken of, in its smallest unit: a cent, of a coin a millionth."""
    return int(10 ** max(unit.decimals - (CENTS if unit.decimals <= CENTS_UP_TO else MILLIONTHS), 0))


def money_about(amount: int, address: str) -> str:
    """The same rounded down to that: a figure of what many have, of which nothing is signed."""
    return money(amount - amount % grain(currency(address)), address)


def money_up(amount: int, address: str) -> str:
    """The same rounded up to that: what is paid at most."""
    return money(amount + -amount % grain(currency(address)), address)


def typed(amount: int, unit: Currency) -> str:
    """An amount in the currency's smallest unit as it is typed: "1250.00"."""
    whole, _, fraction = plain_amount(amount, unit).partition(".")
    if unit.decimals <= CENTS_UP_TO:
        fraction = fraction.ljust(min(2, unit.decimals), "0")
    return f"{whole}.{fraction}" if fraction else whole


def ungrouped(text: str) -> str:
    """What somebody typed without the commas between thousands, as pages write them."""
    text = text.strip()
    return text.replace(",", "") if IN_THOUSANDS.fullmatch(text) else text


def reached_at(contact: str) -> str:
    """The link behind what somebody gave as his contact: mail, a page or a telephone; empty where it is none."""
    if re.fullmatch(r"[^\s@:/?&<>\"]+@[^\s@:/?&<>\"]+\.[^\s@:/?&<>\"]+", contact):
        return f"mailto:{contact}"
    if re.fullmatch(r"https?://[^\s<>\"]+", contact):
        return contact
    return f"tel:{re.sub('[^+0-9]', '', contact)}" if re.fullmatch(r"\+?[0-9][0-9 /-]{5,}", contact) else ""


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
    text = plain_moment(unix)
    return Markup('<time datetime="{}" data-unix="{}">{}</time>').format(utc(unix).isoformat(), unix, text)


def moment_day(unix: int) -> Markup:
    """The day of a point in time, likewise."""
    said = day(utc(unix).date())
    return Markup('<time datetime="{}" data-unix-day="{}">{}</time>').format(utc(unix).isoformat(), unix, said)


def plain_moment(unix: int) -> str:
    """A point in time where no element can stand, as in the title of a plot's dot."""
    return f"{format_datetime(utc(unix), 'medium', locale=locale())}{NO_BREAK}UTC"


def day(one: date) -> str:
    """A day of the calendar, in no zone: "Nov 22, 2026"."""
    return str(format_date(one, "medium", locale=locale()))


def short(address: str) -> str:
    """An address as "0x1234…abcd"."""
    return f"{address[:6]}…{address[-4:]}"
