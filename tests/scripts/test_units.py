"""Units: what people write is what contracts count, exactly, or it is refused."""

from decimal import localcontext

import pytest

from scripts import units
from scripts.address_book import Currency
from scripts.refusal import Refusal
from tests.fixtures.refused import refusal_of

COIN = Currency("0x" + "00" * 20, "ETH", 18, "ETH")
DOLLAR = Currency("0x" + "01" * 20, "USD", 6, "Dollar")


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("1", COIN, 10**18),
        ("0.000000000000000001", COIN, 1),
        ("12.50", DOLLAR, 12_500_000),
        ("0", DOLLAR, 0),
        ("79228162514.264337593543950335", COIN, 2**96 - 1),
    ],
)
def test_amounts(text, currency, amount):
    assert units.parse_amount(text, currency) == amount


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (10**18, COIN, "1"),
        (1, COIN, "0.000000000000000001"),
        (12_500_000, DOLLAR, "12.5"),
        (100, Currency(DOLLAR.address, "YEN", 0, "Yen"), "100"),
        (0, COIN, "0"),
        (2**96 - 1, COIN, "79228162514.264337593543950335"),
    ],
)
def test_plain_amounts_are_read_back(amount, currency, text):
    assert units.plain_amount(amount, currency) == text
    assert units.parse_amount(text, currency) == amount


@pytest.mark.parametrize(("seconds", "text"), [(86_400, "1 day"), (3_600, "1 hour"), (129_600, "36 hours")])
def test_plain_durations_are_read_back(seconds, text):
    assert units.plain_duration(seconds) == text
    assert units.parse_duration(text) == seconds


def test_plain_durations_are_whole_hours():
    with pytest.raises(Refusal, match=r"^3,601 seconds are not whole hours\.$"):
        units.plain_duration(3_601)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-20T06:30:00+01:00", 1_795_152_600),
        ("2026-11-20 05:30Z", 1_795_152_600),
        ("2026-11-20 00:00:00,999 -0530", 1_795_152_600),
        (" 2026-11-20T06:30+01 ", 1_795_152_600),
    ],
)
def test_moments(text, seconds):
    assert units.parse_moment(text) == seconds


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-20T06:30:00", "is not a time with its offset; write it like 2026-11-20T06:30:00+01:00."),
        ("yesterday", "'yesterday' is not a time with its offset"),
        ("2026-13-20T06:30Z", "'2026-13-20T06:30Z' is in no calendar."),
        ("2026-11-20T06:30+99:00", "'2026-11-20T06:30+99:00' is in no calendar."),
        ("0001-01-01T00:00+05:00", "'0001-01-01T00:00+05:00' is "),
        ("1969-12-31T23:59Z", "'1969-12-31T23:59Z' is before 1970."),
    ],
)
def test_what_is_no_moment(text, sentence):
    assert sentence in refusal_of(lambda: units.parse_moment(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0.0000001", "0.0000001 USD has more than the 6 decimals of USD."),
        ("-1", "'-1' is not an amount"),
        ("12,50", "'12,50' is not an amount"),
        ("NaN", "'NaN' is not an amount"),
        ("Infinity", "'Infinity' is not an amount"),
        ("", "'' is not an amount"),
        ("1" + "0" * 30, "is more than an order can hold"),
        ("1e999999999", "'1e999999999' is not an amount"),
        ("9" * 5_000, "is not an amount"),
        ("1_000", "'1_000' is not an amount"),
        ("\u0661", "is not an amount"),
        ("a" * 5, "is not an amount"),
    ],
)
def test_other_amounts_are_refused(text, sentence):
    assert sentence in refusal_of(lambda: units.parse_amount(text, DOLLAR))


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1, COIN, "0.000000000000000001 ETH"),
        (10**18, COIN, "1 ETH"),
        (1_500_000, DOLLAR, "1.50 USD"),
        (1_234_567_890_000, DOLLAR, "1,234,567.89 USD"),
        (0, DOLLAR, "0 USD"),
        (2**96 - 1, COIN, "79,228,162,514.264337593543950335 ETH"),
    ],
)
def test_amounts_are_shown_exactly(amount, currency, text):
    assert units.format_amount(amount, currency) == text


def test_durations():
    assert units.parse_duration("3 days") == 3 * 86_400
    assert units.parse_duration("1 hour") == 3_600
    assert units.format_duration(2 * 86_400 + 3 * 3_600 + 59) == "2 days 3 hours"
    assert units.format_duration(60) == "1 minute"
    assert units.format_duration(59) == "0 minutes"
    with pytest.raises(Refusal, match="'3d' is not a duration"):
        units.parse_duration("3d")


def test_shares():
    assert units.parse_share("1.25 %") == 125
    assert units.parse_share("50%") == 5_000
    for bps, written in ((0, "0%"), (5, "0.05%"), (1_250, "12.5%"), (10_000, "100%")):
        assert units.format_share(bps) == written
        assert units.parse_share(written) == bps
    with pytest.raises(Refusal, match=r"'1\.255 %' is not a share"):
        units.parse_share("1.255 %")


@pytest.mark.parametrize("text", ["", "-1", "1.5", "٣", "one"])
def test_counts_are_whole(text):
    with pytest.raises(Refusal, match="not a whole number"):
        units.parse_count(text)


def test_deadlines_name_zone_and_distance(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    units_now = 1_790_000_000

    assert units.format_deadline(units_now + 90_000, units_now) == "2026-09-22 15:13 UTC (in 1 day 1 hour)"
    assert units.format_deadline(units_now - 60, units_now).endswith("(1 minute ago)")


@pytest.mark.parametrize("parse", [units.parse_count, units.parse_duration, units.parse_share])
@pytest.mark.parametrize("unit", ["", " days", " %"])
@pytest.mark.parametrize("digits", ["9" * 5_000, "\u0661"])
def test_numbers_beyond_sense_are_refused(parse, unit, digits):
    with pytest.raises(Refusal, match="is not a"):
        parse(digits + unit)


def test_time_that_no_calendar_has():
    with pytest.raises(Refusal, match=r"^1,000,000,000,000,000 seconds after 1970 are in no calendar\.$"):
        units.format_time(10**15)


def test_exactness_is_nobody_elses_setting():
    """Other libraries change how many digits Decimal keeps; threads begin with 28, and an order can hold 29."""
    with localcontext() as context:
        context.prec = 5
        assert units.parse_amount("79228162514.264337593543950335", COIN) == 2**96 - 1
        assert units.format_amount(2**96 - 1, COIN) == "79,228,162,514.264337593543950335 ETH"
