"""The months or days that plots are over, the latest last. Days are those of UTC, by the chain's clock."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from babel.dates import format_date
from flask import request

from frontend import market
from frontend.index.daily import DAY, EPOCH, month_of
from frontend.wording.texts import locale

MONTHS = 12
DAYS = 30


@dataclass(frozen=True)
class Period:
    """Some days in a row, the first and the last one counted from 1970, and what they are called."""

    first: int
    last: int
    label: str


def is_by_day() -> bool:
    """Whether the address line asks for days; otherwise months are shown."""
    return request.args.get("by") == "day"


def asked() -> list[Period]:
    """Those that it asks for."""
    return days() if is_by_day() else months()


def months() -> list[Period]:
    """The latest months, this one among them."""
    this = month_of(_today().toordinal() - EPOCH)
    firsts = [date(number // 12, number % 12 + 1, 1) for number in range(this - MONTHS + 1, this + 2)]
    return [
        Period(
            first.toordinal() - EPOCH,
            following.toordinal() - EPOCH - 1,
            _written(first, "MMM y", "y/M"),
        )
        for first, following in pairwise(firsts)
    ]


def days() -> list[Period]:
    """The latest days, today among them."""
    today = _today().toordinal() - EPOCH
    return [Period(day, day, _label(day)) for day in range(today - DAYS + 1, today + 1)]


def _today() -> date:
    """The calendar ends with the year 9999."""
    return date.fromordinal(min(market.now() // DAY + EPOCH, date.max.toordinal() - 31))


def _label(day: int) -> str:
    return _written(date.fromordinal(day + EPOCH), "d MMM", "M/d")


def _written(day: date, english: str, chinese: str) -> str:
    """A day by the reader's pattern, short enough for an axis."""
    return str(format_date(day, english if locale().language == "en" else chinese, locale=locale()))
