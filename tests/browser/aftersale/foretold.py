"""What the pages foretell before a step, read as figures, so that it can be held against what the chain then says."""

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scripts.terms import Order, Record, held
from tests.browser.tabs import PLACE
from tests.fixtures.goods import DOLLAR, ETHER

AMOUNT = r"([\d,.]+\s(?:ETH|USD))"
SELLER, PAYER = "to the seller", "back to whoever paid"
GOES = rf"{AMOUNT},? goes ({SELLER}|{PAYER})"
MOMENT = re.compile(r"\d{1,2} \w{3,4} \d{4}, \d{2}:\d{2} (?=CES?T)")
ROUNDING = 120  # seconds: pages say minutes, and the chain comes a little later
ONE = {"ETH": ETHER, "USD": DOLLAR}
ZONES = {3_600: "CET", 7_200: "CEST"}


class Foretold(NamedTuple):
    """Who gets what at once, and what if nobody acts until when (Unix seconds); None where nothing is said of it."""

    at_once: dict[str, int]
    otherwise: tuple[str, int] | None
    until: int | None


def units(text: str) -> int:
    """An amount as pages write it, in the currency's smallest unit."""
    number, symbol = text.split()
    whole, _, fraction = number.replace(",", "").partition(".")
    one = ONE[symbol]
    return int(whole) * one + int(fraction or 0) * one // 10 ** len(fraction)


def read(text: str) -> Foretold:
    """A dialog's sentences as figures; who paid is told of himself as "you"."""
    text = text.replace("back to you", PAYER)
    first, _, later = text.partition("if nobody does anything by then, ")
    at_once = {whom: units(amount) for amount, whom in re.findall(GOES, first)}
    otherwise = re.match(GOES, later)
    return Foretold(at_once, (otherwise[2], units(otherwise[1])) if otherwise else None, _moment(text))


def hold_against(foretold: Foretold, order: Order, before: Record, after: Record) -> None:
    """Whether all of it came true, as far as it can have by now; AssertionError where it did not."""
    moved = {SELLER: after.released - before.released, PAYER: after.refunded - before.refunded}
    assert {whom: amount for whom, amount in moved.items() if amount} == foretold.at_once
    if foretold.until is not None:
        assert abs(after.deadline - foretold.until) <= ROUNDING
    if after.status.is_open and after.status != before.status:
        whom = SELLER if after.status.favours_seller else PAYER
        assert foretold.otherwise == (whom, held(order, after))
        assert foretold.until is not None


def _moment(text: str) -> int | None:
    found = MOMENT.search(text)
    if found is None:
        return None
    moment = datetime.strptime(found[0].replace("Sept ", "Sep ").strip(), "%d %b %Y, %H:%M")
    there = moment.replace(tzinfo=ZoneInfo(PLACE))
    offset = there.utcoffset()
    assert offset is not None
    assert text[found.end() :].startswith(ZONES[offset.seconds])
    return int(there.timestamp())
