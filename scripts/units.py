"""Between what people write and what contracts count: amounts, durations, shares, moments."""

import re
from datetime import datetime, timezone
from decimal import Decimal

from scripts.address_book import Currency
from scripts.parameters import DAY
from scripts.refusal import Refusal

SECONDS = {"hour": 3_600, "day": DAY}
MAX_AMOUNT = 2**96 - 1
MAX_DIGITS = 40  # of a count: any word of a contract has room for it
MAX_BASIS_POINTS = 10_000


def parse_amount(text: str, currency: Currency) -> int:
    """An amount as people write it ("12.50"), in the currency's smallest unit."""
    match = re.fullmatch(r"([0-9]{1,40})(?:\.([0-9]{1,40}))?", text.strip())
    if match is None:
        raise Refusal(f"{text[:80]!r} is not an amount; write it like 12.50.")
    part = (match[2] or "").rstrip("0")
    if len(part) > currency.decimals:
        raise Refusal(f"{text} {currency.symbol} has more than the {currency.decimals} decimals of {currency.symbol}.")
    amount = int(match[1] + part.ljust(currency.decimals, "0"))
    if amount > MAX_AMOUNT:
        raise Refusal(f"{text} {currency.symbol} is more than an order can hold.")
    return amount


def format_amount(amount: int, currency: Currency) -> str:
    """An amount in the currency's smallest unit as people read it, with the symbol; nothing is rounded."""
    head, _, tail = plain_amount(amount, currency).partition(".")
    return f"{int(head):,}{f'.{tail:0<2}' if tail else ''} {currency.symbol}"


def plain_amount(amount: int, currency: Currency) -> str:
    """An amount in the currency's smallest unit as `parse_amount` reads it."""
    digits = str(amount).rjust(currency.decimals + 1, "0")
    whole, part = (digits[: -currency.decimals], digits[-currency.decimals :]) if currency.decimals else (digits, "")
    return f"{whole}.{part}".rstrip("0").rstrip(".") if part else whole


def parse_duration(text: str) -> int:
    """A duration like "3 days" or "12 hours", in seconds."""
    match = re.fullmatch(r"([0-9]{1,9}) (hour|day)s?", text.strip())
    if match is None:
        raise Refusal(f"{text[:80]!r} is not a duration; write it like 3 days or 12 hours.")
    return int(match[1]) * SECONDS[match[2]]


def plain_duration(seconds: int) -> str:
    """A span of time as `parse_duration` reads it; refused if it is not of whole hours."""
    if seconds % SECONDS["hour"]:
        raise Refusal(f"{seconds:,} seconds are not whole hours.")
    name = "hour" if seconds % DAY else "day"
    return count(seconds // SECONDS[name], name)


def format_duration(seconds: int) -> str:
    """A span of time in its two largest units, such as "2 days 3 hours"; under a minute as "0 minutes"."""
    parts = []
    for name, size in (("day", DAY), ("hour", 3_600), ("minute", 60)):
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(count(number, name))
    return " ".join(parts[:2]) or "0 minutes"


def parse_share(text: str) -> int:
    """A share like "1.5%", in basis points."""
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%", text.strip())
    if match is None:
        raise Refusal(f"{text[:80]!r} is not a share; write it like 1.5%.")
    return int(Decimal(match[1]) * 100)


def format_share(basis_points: int) -> str:
    """A share in basis points: 250 is "2.5%"."""
    return f"{basis_points / 100:g}%"


def parse_count(text: str) -> int:
    """A whole number of units."""
    if not text.isascii() or not text.isdigit():
        raise Refusal(f"{text[:80]!r} is not a whole number.")
    if len(text) > MAX_DIGITS:
        raise Refusal(f"{text[:80]!r} is not a number that can be meant.")
    return int(text)


def count(number: int, noun: str) -> str:
    """So many of something: "1 order", "1,200 orders"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def format_time(moment: int) -> str:
    """A moment of the chain in this machine's time zone, and which zone that is."""
    try:
        return datetime.fromtimestamp(moment, timezone.utc).astimezone().strftime("%Y-%m-%d %H:%M %Z")
    except (ValueError, OverflowError, OSError):
        raise Refusal(f"{moment:,} seconds after 1970 are in no calendar.") from None


def parse_moment(text: str) -> int:
    """A time with its offset, like 2026-11-20T06:30:00+01:00 or 2026-11-20 05:30Z, in Unix seconds."""
    return int(moment_of(text).timestamp())


def moment_of(text: str) -> datetime:
    """The same with its offset; parts of a second are left out."""
    match = re.fullmatch(
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,9})? ?"
        r"(?:Z|z|([+-][0-9]{2}):?([0-9]{2})?)",
        text.strip(),
    )
    if match is None:
        raise Refusal(f"{text[:80]!r} is not a time with its offset; write it like 2026-11-20T06:30:00+01:00.")
    date, clock, hours, minutes = match.groups()
    try:
        moment = datetime.fromisoformat(f"{date}T{clock}{hours or '+00'}:{minutes or '00'}")
        if moment.timestamp() < 0:
            raise Refusal(f"{text[:80]!r} is before 1970.")
    except (ValueError, OverflowError) as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(f"{text[:80]!r} is in no calendar.") from None
    return moment


def format_deadline(deadline: int, now: int) -> str:
    """A deadline and how far it is from the chain's time."""
    left = deadline - now
    distance = f"in {format_duration(left)}" if left > 0 else f"{format_duration(-left)} ago"
    return f"{format_time(deadline)} ({distance})"
