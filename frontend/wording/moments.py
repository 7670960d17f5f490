"""Points in time as the calendar has them; a devnet's clock may be moved beyond its end."""

from datetime import datetime, timezone

LAST = 253_402_300_799  # the last second of the year 9999
FAR = 2**62  # seconds: no clock comes so far


def utc(unix: int) -> datetime:
    """A time in Unix seconds; one beyond the calendar is its last second."""
    return datetime.fromtimestamp(min(unix, LAST), timezone.utc)


def year_span(year: int) -> tuple[int, int]:
    """When a year begins and when the next one does, in Unix seconds by UTC; the calendar's last year does not end."""
    begins = datetime(year, 1, 1, tzinfo=timezone.utc)
    ends = begins.replace(year=year + 1) if year < datetime.max.year else None
    return int(begins.timestamp()), int(ends.timestamp()) if ends else FAR
