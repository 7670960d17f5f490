"""What a share of a vault is worth and gains: the yield of its lenders, from what a share was worth at two times."""

from dataclasses import dataclass

from scripts.credit.terms import ONE, VIRTUAL_SHARES
from scripts.credit.yearly_rate import YEAR
from scripts.parameters import DAY

MONTH = 30 * DAY  # seconds; what is shorter tells nothing of a year
LEAP = 10.0  # who has gained so many times the whole got something back that was given up


@dataclass(frozen=True)
class Growth:
    """What a share has gained in `span` seconds, in basis points; below zero what it has lost.

    `yearly` is the same by the year, as if it went on so and what is gained were left there; None for a span shorter
    than a month, and for a leap that is no yield.
    """

    span: int
    gained: int
    yearly: int | None


def price(assets: int, shares: int) -> float:
    """What a share is worth as a part of what it cost at first, where there are so many for these assets."""
    return (assets + 1) * VIRTUAL_SHARES / (shares + VIRTUAL_SHARES)


def worth(count: int, assets: int, shares: int) -> int:
    """What some of the shares are worth, rounded down as vault.vy does."""
    return count * (assets + 1) // (shares + VIRTUAL_SHARES)


def growth(before: float, after: float, span: int) -> Growth:
    """What a share gained that was worth `before` and is worth `after`, so many seconds later."""
    factor = after / before
    yearly = factor ** (YEAR / span) if span >= MONTH and factor < LEAP else None
    return Growth(span, _gain(factor), None if yearly is None else _gain(yearly))


def _gain(factor: float) -> int:
    return round((factor - 1) * ONE)
