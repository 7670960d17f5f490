"""A vault's plots: what lenders have, how much of it is lent, what a share is worth, what came in and was lost."""

from decimal import Decimal
from itertools import pairwise

from babel.numbers import format_decimal

from frontend.credit.figures import at_ends_of
from frontend.index.credit.rows import Ages, Books, Loans, Vault
from frontend.index.daily import DAY
from frontend.public import plots
from frontend.public.periods import Period
from frontend.public.plots import Plot, Series, Unit
from frontend.wording.formats import NO_BREAK, currency
from frontend.wording.texts import Text, gettext, lazy_gettext, locale
from scripts.credit.terms import ONE

PRICE = 10**6  # prices are drawn in millionths
FINEST = 100  # of these, between two ticks
DECIMALS = "#,##0.00####"

RUNNING: Text = lazy_gettext("In time")
WAITING: Text = lazy_gettext("Dates wait: the order is in question")


def plots_of(vault: Vault, periods: list[Period], begun: int) -> list[Plot]:
    """What happened to a vault in some periods, and how it stood at each one's end; from the one on in which somebody
    lent first (Unix seconds)."""
    periods = [one for one in periods if one.last >= begun // DAY] or periods[-1:]
    ends = at_ends_of(vault, periods)
    labels, unit = [period.label for period in periods], plots.amounts(vault.currency)
    return [*_standing(labels, ends[1:], unit, vault.currency), *_moving(labels, ends, unit)]


def price(books: Books, address: str) -> str:
    """What a share is worth: "1.002345 USD"."""
    return _price(_millionths(books), address)


def by_age(ages: Ages, address: str) -> Plot:
    """What is lent, divided by how it stands."""
    parts = [(str(name), loans.principal) for name, loans in rows(ages) if loans.plans]
    return plots.share("vault-ages", gettext("Lent now"), parts, plots.amounts(address))


def rows(ages: Ages) -> list[tuple[Text | str, Loans]]:
    """Running plans in words, by how they stand."""
    return [
        (RUNNING, ages.running),
        (WAITING, ages.waiting),
        *((_late(ages, days), ages.late[days]) for days in ages.late),
    ]


def _late(ages: Ages, least: int) -> str:
    most = next((days - 1 for days in ages.late if days > least), None)
    if most is None:
        return gettext("Late by %(days)s days or more: can be written off", days=least)
    return gettext("Late by %(least)s to %(most)s days", least=least, most=most)


def _standing(labels: list[str], ends: list[Books], unit: Unit, address: str) -> list[Plot]:
    cash = Series(gettext("At hand"), [one.cash for one in ends])
    lent = Series(gettext("Lent"), [one.lent for one in ends])
    used = [one.lent * ONE // one.assets if one.assets else None for one in ends]
    prices = [_millionths(one) if one.shares else None for one in ends]
    in_currency = Unit(lambda millionths: _price(millionths, address), currency(address).symbol, PRICE, FINEST)
    return [
        plots.bars("vault-assets", gettext("Lenders' money at the end"), labels, [lent, cash], unit),
        plots.line("vault-price", gettext("What a share is worth"), labels, [Series("", prices)], in_currency, True),
        plots.line("vault-use", gettext("How much of it is lent"), labels, [Series("", used)], plots.shares()),
    ]


def _moving(labels: list[str], ends: list[Books], unit: Unit) -> list[Plot]:
    fees = Series(gettext("For instalments"), [after.fees - before.fees for before, after in pairwise(ends)])
    late = Series(gettext("For being late"), [after.late_fees - before.late_fees for before, after in pairwise(ends)])
    lost = Series(gettext("Written off so far"), [one.written_off for one in ends[1:]])
    back = Series(gettext("Recovered of it so far"), [one.recovered for one in ends[1:]])
    return [
        plots.bars("vault-fees", gettext("Fees that buyers paid"), labels, [fees, late], unit),
        plots.line("vault-lost", gettext("Written off, and recovered"), labels, [lost, back], unit),
    ]


def _millionths(books: Books) -> int:
    return round(books.price * PRICE)


def _price(millionths: int, address: str) -> str:
    number = format_decimal(Decimal(millionths) / PRICE, format=DECIMALS, locale=locale())
    return f"{number}{NO_BREAK}{currency(address).symbol}"
