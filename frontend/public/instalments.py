"""Statistics of what is paid later: plans of all vaults, and what each of them has lent now."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from frontend.credit.figures import at_ends_of
from frontend.index.credit import ages, vaults
from frontend.index.credit.rows import Books, Vault
from frontend.market import now
from frontend.public import plots
from frontend.public.periods import Period
from frontend.public.plots import Plot, Series
from frontend.resources import database
from frontend.wording.texts import gettext

COUNTED = ("plans", "ended", "lost")


@dataclass(frozen=True)
class Lending:
    """How many plans run in time, wait, are late, ended and were written off; the books of each vault."""

    running: int
    waiting: int
    late: int
    ended: int
    lost: int
    vaults: list[tuple[Vault, Books]]

    @property
    def plans(self) -> int:
        return self.running + self.waiting + self.late + self.ended + self.lost


def lending() -> Lending:
    """By the index, now."""
    db, at = database(), now()
    found = [(vault, vaults.books(db, vault.address)) for vault in vaults.all_of(db)]
    stand = [ages.of_vault(db, vault.address, at) for vault, _ in found]
    return Lending(
        running=sum(one.running.plans for one in stand),
        waiting=sum(one.waiting.plans for one in stand),
        late=sum(one.all_late.plans for one in stand),
        ended=sum(books.ended for _, books in found),
        lost=sum(books.lost for _, books in found),
        vaults=found,
    )


def plan_plots(found: Lending, periods: list[Period]) -> list[Plot]:
    """Plans that began, ended and were written off in some periods."""
    moved = [Counter[str]() for _ in periods]
    for vault, _ in found.vaults:
        for sums, (before, after) in zip(moved, pairwise(at_ends_of(vault, periods)), strict=True):
            sums.update({name: getattr(after, name) - getattr(before, name) for name in COUNTED})
    names = (gettext("Begun"), gettext("Ended"), gettext("Written off"))
    series = [Series(name, [one[key] for one in moved]) for key, name in zip(COUNTED, names, strict=True)]
    labels = [period.label for period in periods]
    return [plots.line("plans", gettext("Plans"), labels, series, plots.counts())]
