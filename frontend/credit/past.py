"""What an account borrowed and paid back, and what its limit was, as plots."""

from collections.abc import Sequence
from itertools import pairwise

from frontend.index.credit import history
from frontend.index.credit.history import Stood
from frontend.index.credit.rows import Vault
from frontend.index.daily import DAY
from frontend.market import now
from frontend.public import plots
from frontend.public.periods import Period, asked
from frontend.public.plots import Plot, Series
from frontend.resources import database
from frontend.wording.texts import gettext


def plots_of(vault: Vault, account: str) -> list[Plot]:
    """From the period of the first plan on; none where there was none, or too much happened to be drawn."""
    periods = asked()
    ends = [min((period.last + 1) * DAY - 1, now()) for period in periods]
    found = history.at(database(), vault, account, [periods[0].first * DAY - 1, *ends])
    if not found or not found[-1].plans:
        return []
    first = next(place for place, stood in enumerate(found[1:]) if stood.plans)
    return _drawn(vault, periods[first:], found[first:])


def _drawn(vault: Vault, periods: Sequence[Period], stood: Sequence[Stood]) -> list[Plot]:
    """`stood` begins with how it was before the first of the periods."""
    labels, unit = [period.label for period in periods], plots.amounts(vault.currency)
    name, ends = vault.currency[2:8].lower(), stood[1:]
    standing = [
        Series(gettext("Limit"), [one.limit for one in ends]),
        Series(gettext("Owed, without fees"), [one.owed for one in ends]),
    ]
    moved = [
        Series(title, [getattr(after, part) - getattr(before, part) for before, after in pairwise(stood)])
        for part, title in (
            ("borrowed", gettext("Borrowed")),
            ("repaid", gettext("Repaid, without fees")),
            ("refunded", gettext("Came off by what orders gave back")),
            ("fees", gettext("Fees")),
        )
    ]
    return [
        plots.line(f"credit-{name}", gettext("Limit and debt"), labels, standing, unit),
        plots.line(f"credit-moved-{name}", gettext("Borrowed and paid back"), labels, moved, unit),
    ]
