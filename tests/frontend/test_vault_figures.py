"""What a share of a vault has gained, told of made-up books."""

from types import SimpleNamespace

import pytest

from frontend.credit import figures
from frontend.index.credit.rows import Books, Vault
from scripts.credit.terms import Parameters
from scripts.parameters import DAY

VAULT = Vault("", "", Parameters("", "", "", "", *[0] * 7))
NOW = 1_000 * DAY + 3_600
FULL = 10**9


def priced(price: float, shares: int = FULL) -> Books:
    """Books by which a share is worth so much."""
    return Books(time=1, cash=round(price * (shares + 1_000) / 1_000) - 1, shares=shares)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the index would say; `days` are the books at the ends of days before now."""
    index = SimpleNamespace(days={}, begun=0)
    monkeypatch.setattr(figures, "database", lambda: None)
    monkeypatch.setattr(figures, "now", lambda: NOW)
    monkeypatch.setattr(figures.ages, "of_vault", lambda *_: None)
    monkeypatch.setattr(figures.vaults, "books", lambda *_: [Books(), *index.days.values()][-1])
    monkeypatch.setattr(figures.vaults, "begun", lambda *_: index.begun)
    monkeypatch.setattr(
        figures.vaults, "books_by_day", lambda *_: {1_000 - ago: one for ago, one in index.days.items()}
    )
    return index


def test_default_behavior(told: SimpleNamespace) -> None:
    """From the beginning of the day 30 days ago, and of that 365 days ago."""
    told.begun = NOW - 900 * DAY
    told.days = {500: priced(1.0), 31: priced(1.1), 30: priced(1.2), 1: priced(1.21)}
    month, year = figures.figures(VAULT).yields
    assert (month.days, month.is_younger, month.growth.gained) == (30, False, 1_000)
    assert month.growth.span == 30 * DAY + 3_600
    assert (year.days, year.is_younger, year.growth.gained) == (365, False, 2_100)
    assert year.growth.yearly == pytest.approx(2_100, abs=1)


def test_what_is_younger_says_since_when(told: SimpleNamespace) -> None:
    told.begun = NOW - 12 * DAY
    told.days = {12: priced(1.0), 3: priced(1.02)}
    for one in figures.figures(VAULT).yields:
        assert (one.is_younger, one.growth.span, one.growth.gained, one.growth.yearly) == (True, 12 * DAY, 200, None)


def test_nobody_gains_what_was_left_behind(told: SimpleNamespace) -> None:
    """All lenders left, a debt given up came back, somebody lent again: only what happened since is a gain."""
    told.begun = NOW - 900 * DAY
    told.days = {
        500: priced(1.0),
        20: Books(time=1, cash=10**6),
        10: priced(10**6 + 1.0),
        2: priced((10**6 + 1) * 1.01),
    }
    found = figures.figures(VAULT).yields[0]
    assert (found.is_younger, found.growth.gained, found.growth.span) == (True, 100, 19 * DAY + 3_600)


def test_without_lenders_there_is_no_yield(told: SimpleNamespace) -> None:
    assert figures.figures(VAULT).yields == []
    told.begun = NOW - 90 * DAY
    told.days = {90: priced(1.0), 1: Books(time=1, cash=7)}
    assert figures.figures(VAULT).yields == []
    assert figures.figures(VAULT).use == 0
