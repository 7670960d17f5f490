"""What a vault's lenders have by now: its books, how old its loans are, what a share gains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frontend.index.credit import ages, vaults
from frontend.index.credit.rows import Ages, Books, Vault
from frontend.market import now
from frontend.public.periods import Period
from frontend.resources import database
from scripts.credit.growth import Growth, growth
from scripts.credit.terms import ONE
from scripts.parameters import DAY

WINDOWS = (30, 365)  # days over which a yield is told
NOTHING = Books()


@dataclass(frozen=True)
class Yield:
    """What a share gained over so many `days`, or since somebody lent first where that `is_younger`."""

    days: int
    is_younger: bool
    growth: Growth


@dataclass(frozen=True)
class Figures:
    """A vault as it is now; `begun` is when somebody lent it something for the first time (Unix seconds), or 0."""

    vault: Vault
    books: Books
    ages: Ages
    begun: int
    yields: list[Yield]

    @property
    def use(self) -> int:
        """The part of the assets that is lent, in basis points."""
        return self.books.lent * ONE // self.books.assets if self.books.assets else 0


def figures(vault: Vault) -> Figures:
    """A vault's figures by the index."""
    db, at = database(), now()
    books, begun = vaults.books(db, vault.address), vaults.begun(db, vault.address)
    days = vaults.books_by_day(db, vault.address, max(at - WINDOWS[-1] * DAY, 0), at)
    yields = [_gained(days, books, begun, at, window) for window in WINDOWS] if books.shares else []
    return Figures(vault, books, ages.of_vault(db, vault.address, at), begun, yields)


def at_end_of(days: Mapping[int, Books], day: int) -> Books:
    """The books at a day's end, by those of the days on which they changed, in their order."""
    return next((books for changed, books in reversed([*days.items()]) if changed <= day), NOTHING)


def at_ends_of(vault: Vault, periods: Sequence[Period]) -> list[Books]:
    """The books before the first of some periods, and at the end of each."""
    days = vaults.books_by_day(database(), vault.address, periods[0].first * DAY, periods[-1].last * DAY)
    return [at_end_of(days, day) for day in (periods[0].first - 1, *(period.last for period in periods))]


def _gained(days: Mapping[int, Books], books: Books, begun: int, at: int, window: int) -> Yield:
    """From the beginning of the day so many days ago, or of the first one after all lenders had left.

    A share cost 1 when the vault began. While nobody has one, its price is that of what was left behind.
    """
    first = at // DAY - window
    left = max((day for day, then in days.items() if day >= first and not then.shares), default=0)
    if left:
        return Yield(window, True, growth(days[left].price, books.price, max(at - (left + 1) * DAY, 0)))
    if begun >= first * DAY:
        return Yield(window, True, growth(NOTHING.price, books.price, at - begun))
    return Yield(window, False, growth(at_end_of(days, first - 1).price, books.price, at - first * DAY))
