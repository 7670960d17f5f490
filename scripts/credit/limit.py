"""What a buyer may owe: the sum that Credit computes, term by term."""

from typing import NamedTuple

from scripts.credit.terms import GRACE, HALVED, ONE, Parameters


class Account(NamedTuple):
    """What a Credit keeps of a buyer: amounts in the smallest unit, times in Unix seconds, 0 where there is none.

    `repaid` is what was repaid in time; `dues` are when the next instalment of each plan is due, at the latest.
    """

    outstanding: int = 0
    repaid: int = 0
    written_off_at: int = 0
    dues: tuple[int, ...] = ()


class Limit(NamedTuple):
    """`limit` is the lesser of base + earned and the maximum, halved before `halved_until` (0: never), or 0."""

    base: int
    repaid: int
    earned: int
    maximum: int
    halved_until: int
    overdue: bool
    limit: int
    outstanding: int
    left: int


def limit_of(account: Account, parameters: Parameters, now: int) -> Limit:
    """The limit of a buyer at a moment, and what of it is left."""
    earned = account.repaid * parameters.growth_bps // ONE
    limit = min(parameters.base + earned, parameters.maximum)
    halved_until = account.written_off_at + HALVED if account.written_off_at else 0
    if now < halved_until:
        limit //= 2
    overdue = any(due and now >= due + GRACE for due in account.dues)
    if overdue:
        limit = 0
    left = max(limit - account.outstanding, 0)
    return Limit(
        parameters.base,
        account.repaid,
        earned,
        parameters.maximum,
        halved_until,
        overdue,
        limit,
        account.outstanding,
        left,
    )
