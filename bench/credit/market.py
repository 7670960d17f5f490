"""Days of a market in which people buy by instalments: who does what when, all by one seed."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bench.credit.vault import Vault
from scripts.parameters import DAY

BEGINNING = 1_800_000_000  # Unix seconds of day 0


def time_of(day: int) -> int:
    """A day in Unix seconds."""
    return BEGINNING + day * DAY


@dataclass
class Look:
    """The vault on one day, in cents."""

    day: int
    assets: int
    lent: int


@dataclass
class Market:
    """A vault, its days, and what is still to happen in them."""

    vault: Vault
    last: int  # day
    dice: Random
    day: int = 0
    looks: list[Look] = field(default_factory=list)
    _numbers: count = field(default_factory=count)  # type: ignore[type-arg]
    _waiting: list[tuple[int, int, Callable[[], None]]] = field(default_factory=list)

    @property
    def now(self) -> int:
        """Today in Unix seconds."""
        return time_of(self.day)

    def number(self) -> int:
        """A buyer or a seller that nobody had before."""
        return int(next(self._numbers))

    def on(self, day: int, action: Callable[[], None]) -> None:
        """Something happens on a day, after what was planned for it before."""
        if day <= self.last:
            heapq.heappush(self._waiting, (day, next(self._numbers), action))

    def run(self, every: int = 7) -> None:
        """To the last day, with a look at the vault each week."""
        for day in range(0, self.last + 1, every):
            self.on(day, self._look)
        while self._waiting:
            self.day, _, action = heapq.heappop(self._waiting)
            action()
        self.day = self.last

    def _look(self) -> None:
        self.looks.append(Look(self.day, self.vault.assets, self.vault.lent))
