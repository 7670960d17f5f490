"""Statistics of the whole market, month by month or day by day."""

from collections import Counter
from collections.abc import Mapping

from flask import Blueprint, render_template, request

from frontend.index import queries, statistics
from frontend.index.daily import month_of
from frontend.index.reviews import ratings
from frontend.index.reviews.rows import FULL, Rating
from frontend.index.statistics import Moved
from frontend.orders.story import COUNTED
from frontend.public import instalments, plots
from frontend.public.periods import Period, asked, is_by_day
from frontend.public.plots import Plot, Series
from frontend.resources import book, database
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording.texts import gettext

bp = Blueprint("statistics", __name__)

READS = "240/minute"
BPS = 10_000


@bp.get("/statistics")
@limits.limiter.limit(READS)
def index() -> str:
    """Plots of one currency, and of orders in all."""
    wanted = request.args.get("currency", "")
    currency = address_in_url(wanted) if wanted else next(iter(book().currencies))
    figures = next((one for one in queries.turnover(database()) if one.currency == currency), None)
    counts = queries.count_orders(database(), queries.OrderFilter())
    shown = asked()
    return render_template(
        "statistics.html",
        money_plots=_money_plots(currency, shown, figures.held if figures else 0),
        order_plots=_order_plots(shown) + ([] if is_by_day() else [_sellers(shown)]),
        review_plots=_review_plots(shown),
        lending=(lending := instalments.lending()),
        plan_plots=instalments.plan_plots(lending, shown) if lending.plans else [],
        rating=ratings.of_market(database()),
        figures=figures,
        currency=currency,
        currencies=book().currencies.values(),
        by="day" if is_by_day() else "month",
        counts={COUNTED[status]: counts.get(status, 0) for status in COUNTED},
        orders=sum(counts.values()),
    )


def _money_plots(currency: str, periods: list[Period], held: int) -> list[Plot]:
    """What moved in a currency, and what was held at each period's end; `held` is what is held now."""
    sums = _per_period(statistics.moved(database(), periods[0].first, currency), periods)
    labels, unit = [period.label for period in periods], plots.amounts(currency)
    later = [sum(one.held for one in sums[place + 1 :]) for place in range(len(sums))]
    ended = [(one.released + one.refunded, one.refunded) for one in sums]
    released = Series(gettext("To the sellers' side"), [one.released for one in sums])
    refunded = Series(gettext("Back to payers"), [one.refunded for one in sums])
    return [
        plots.bars("volume", gettext("Payments"), labels, [Series("", [one.paid for one in sums])], unit),
        plots.bars("paid-out", gettext("Paid out"), labels, [released, refunded], unit),
        plots.line("held", gettext("Held at the end"), labels, [Series("", [held - one for one in later])], unit),
        plots.line(
            "refunds",
            gettext("Share of what was paid out that went back"),
            labels,
            [Series("", [back * BPS // total if total else None for total, back in ended])],
            plots.shares(),
        ),
    ]


def _order_plots(periods: list[Period]) -> list[Plot]:
    """Orders in any currency: how many, how many disputed, and how long confirming took."""
    sums = _per_period(statistics.moved(database(), periods[0].first), periods)
    labels = [period.label for period in periods]
    found = statistics.confirmations(database(), periods[0].first)
    waits = [statistics.median(_waits(found, period)) for period in periods]
    longest = max((wait for wait in waits if wait), default=0)
    return [
        plots.bars("orders", gettext("Orders"), labels, [Series("", [one.orders for one in sums])], plots.counts()),
        plots.line(
            "confirming",
            gettext("From payment to confirmation (median)"),
            labels,
            [Series("", waits)],
            plots.spans(longest),
        ),
        plots.bars(
            "disputes", gettext("Disputes"), labels, [Series("", [one.disputed for one in sums])], plots.counts()
        ),
    ]


def _sellers(periods: list[Period]) -> Plot:
    """In how many shops something was bought, month by month."""
    found = statistics.sellers(database(), month_of(periods[0].first))
    values = [found.get(month_of(period.first), 0) for period in periods]
    labels = [period.label for period in periods]
    return plots.bars("sellers", gettext("Sellers with orders"), labels, [Series("", values)], plots.counts())


def _review_plots(periods: list[Period]) -> list[Plot]:
    """Reviews of what came and of what never came, and what the former come to by weight."""
    days, labels = ratings.by_day(database(), periods[0].first), [period.label for period in periods]
    sums = [
        sum((its for day, its in days.items() if period.first <= day <= period.last), Rating()) for period in periods
    ]
    came = Series(gettext("The seller was paid"), [one.count for one in sums])
    never = Series(gettext("The seller was paid nothing"), [one.unfulfilled for one in sums])
    weights = [one.weight // FULL for one in sums]
    return [
        plots.bars("reviews", gettext("Reviews"), labels, [came, never], plots.counts()),
        plots.bars("weights", gettext("What they weigh together"), labels, [Series("", weights)], plots.counts()),
    ]


def _per_period(days: Mapping[int, Moved], periods: list[Period]) -> list[Moved]:
    return [
        sum((its for day, its in days.items() if period.first <= day <= period.last), Moved()) for period in periods
    ]


def _waits(days: Mapping[int, Counter[int]], period: Period) -> Counter[int]:
    return sum((its for day, its in days.items() if period.first <= day <= period.last), Counter[int]())
