"""The stages of a journey: what one person told of goods before another one did, so that it is soon read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from frontend.provenance.journey import Told
from frontend.wording.formats import listed
from frontend.wording.texts import gettext

NAMED = 3  # steps that a stage's heading names


@dataclass(frozen=True)
class Stage:
    """Lines one after the other that one account told, each with its number on the page; `by` may be empty."""

    by: str
    lines: Sequence[tuple[int, Told]]

    @property
    def first(self) -> int:
        """When it began, Unix seconds."""
        return self.lines[0][1].time

    @property
    def last(self) -> int:
        """When the last of it happened."""
        return self.lines[-1][1].time

    @property
    def titles(self) -> str:
        """What was done, in short."""
        found = [line.title for _, line in self.lines]
        return listed(found[:NAMED]) + ("" if len(found) <= NAMED else " …")

    @property
    def warnings(self) -> list[str]:
        """What nobody should overlook in it."""
        found = {
            gettext("outside of its limits"): any(line.is_breach for _, line in self.lines),
            gettext("told late"): any(line.is_back_dated for _, line in self.lines),
            gettext("corrected"): any(line.wrong for _, line in self.lines),
        }
        return [word for word, is_so in found.items() if is_so]


def stages(lines: Iterable[Told]) -> list[Stage]:
    """Lines by who told them; what nobody is named for belongs to the stage before it."""
    by = ""
    owned = []
    for number, line in enumerate(lines):
        by = line.by or by
        owned.append((by, (number, line)))
    return [Stage(who, [line for _, line in part]) for who, part in groupby(owned, key=lambda one: one[0])]
