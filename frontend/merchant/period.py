"""Periods of whole days of UTC, as an address line gives them."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from flask import request

from frontend import market
from frontend.wording import formats
from frontend.wording.texts import locale

DAY = 86_400
EPOCH = date(1970, 1, 1)
PRESETS = (7, 30, 90, 365)  # days up to today
USUAL = 30
LONGEST = 366  # days


@dataclass(frozen=True)
class Period:
    """Days since 1970, both included."""

    first: int
    last: int

    @property
    def since(self) -> int:
        """Its beginning in Unix seconds."""
        return self.first * DAY

    @property
    def before(self) -> int:
        """Its end in Unix seconds, not included."""
        return (self.last + 1) * DAY

    @property
    def days(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def values(self) -> dict[str, str]:
        """As an address line has it."""
        return {"from": iso(self.first), "to": iso(self.last)}

    def __str__(self) -> str:
        return f"{day_name(self.first)} – {day_name(self.last)}"


def today() -> int:
    """The chain's day."""
    return market.now() // DAY


def asked() -> Period | None:
    """The period that the request names by `from` and `to`; None where it names none that makes sense."""
    first, last = (_day(request.args.get(name, "")) for name in ("from", "to"))
    if first is None or last is None or not 0 <= last - first < LONGEST:
        return None
    return Period(first, last)


def latest(days: int) -> Period:
    """So many days up to today."""
    return Period(today() - days + 1, today())


def months(count: int) -> list[Period]:
    """This month and the ones before it, the latest first."""
    found: list[Period] = []
    first = _date(today()).replace(day=1)
    for _ in range(count):
        following = (first + timedelta(days=31)).replace(day=1)
        found.append(Period((first - EPOCH).days, (following - EPOCH).days - 1))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def day_name(day: int) -> str:
    """A day in the reader's language."""
    return formats.day(_date(day))


def short_name(day: int) -> str:
    """A day without its year, for a plot."""
    return str(format_date(_date(day), "d MMM" if locale().language == "en" else "M/d", locale=locale()))


def month_name(period: Period) -> str:
    """The month in which a period begins."""
    return str(format_date(_date(period.first), "MMMM y" if locale().language == "en" else "y年M月", locale=locale()))


def iso(day: int) -> str:
    """A day as 2026-11-22."""
    return _date(day).isoformat()


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _day(text: str) -> int | None:
    try:
        return (date.fromisoformat(text) - EPOCH).days if len(text) == len("2026-11-22") else None
    except ValueError:
        return None
