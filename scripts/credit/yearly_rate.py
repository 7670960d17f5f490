"""What a plan costs a year, so that it can be compared with other credit: the EU's annual percentage rate of charge.

It is the X of `drawn = sum of paid / (1 + X) ** years`, in years of 365 days from the purchase (Directive 2008/48/EC,
annex I; so in 2023/2225, annex III). What is drawn is the principal: the down payment is no credit.
"""

from collections.abc import Iterable

from scripts.credit.course import Course
from scripts.credit.terms import ONE, Terms
from scripts.parameters import DAY

YEAR = 365 * DAY  # seconds
STEPS = 100  # each halves what is not known of the factor


def yearly_rate(terms: Terms) -> int:
    """The rate of a plan that is paid as it was agreed, in basis points."""
    plan = Course(terms)
    numbers = range(1, terms.instalments + 1)
    return rate_of(terms.principal, [(number * terms.interval, plan.part(number) + terms.fee) for number in numbers])


def rate_of(drawn: int, payments: Iterable[tuple[int, int]]) -> int:
    """The rate in basis points at which payments (seconds after the drawing, amount) are worth what was drawn.

    They must be more than nothing, and none at once; ValueError where they are less than what was drawn.
    """
    dated = [(seconds / YEAR, amount / drawn) for seconds, amount in payments if amount]
    if sum(amount for _, amount in dated) < 1 - 1e-9:
        raise ValueError("Less is paid back than was drawn.")
    low, high = 0.0, 1.0  # what a unit is worth in a year
    for _ in range(STEPS):
        middle = (low + high) / 2
        if sum(amount * middle**years for years, amount in dated) < 1:
            low = middle
        else:
            high = middle
    return round((1 / high - 1) * ONE)
