"""The statement of a month, for an accountant: every order that was paid in it, and what became of its money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response

from frontend import people, sign_in
from frontend.index import sales
from frontend.index.sales import Sale, SalesFilter
from frontend.merchant import period, table
from frontend.merchant.blueprint import bp, show
from frontend.merchant.orders import title_of
from frontend.merchant.period import Period
from frontend.orders import story, story_to_seller
from frontend.resources import database
from frontend.web import limits
from frontend.wording import formats
from frontend.wording.texts import gettext

MONTHS = 6
MOST_ROWS = 10_000
AT_ONCE = 500
SHOWN = 500  # rows on the page; the file has all


@dataclass(frozen=True)
class Line:
    """What all orders of a statement come to in one currency."""

    currency: str
    orders: int
    gross: int
    refunded: int
    commission: int
    points: int
    net: int
    held: int


@bp.get("/statement")
def statement() -> str:
    """To read and to print."""
    chosen = period.asked() or period.months(1)[0]
    found = _sales(chosen)
    return show(
        "statement",
        seller=people.person(sign_in.account()),
        period=chosen,
        months=[(one, period.month_name(one)) for one in period.months(MONTHS)],
        sales=found[:SHOWN],
        left_out=max(len(found) - SHOWN, 0),
        totals=_totals(found),
        statuses=story_to_seller.STATUSES,
        title_of=title_of,
    )


@bp.get("/statement.csv")
@limits.limiter.limit(limits.TABLES)
def statement_csv() -> Response:
    """To calculate with."""
    chosen = period.asked() or period.months(1)[0]
    return table.answer(f"statement-{period.iso(chosen.first)}.csv", _rows(_sales(chosen)))


def _sales(chosen: Period) -> list[Sale]:
    """The oldest first."""
    found: list[Sale] = []
    wanted, after = SalesFilter(since=chosen.since, before=chosen.before), ""
    while len(found) < MOST_ROWS:
        part = sales.listed(database(), sign_in.account(), wanted, after, AT_ONCE)
        found += part.items
        after = part.next
        if not after:
            break
    return found[::-1]


def _totals(found: Sequence[Sale]) -> list[Line]:
    per_currency: dict[str, list[Sale]] = {}
    for sale in found:
        per_currency.setdefault(sale.order.offer.currency, []).append(sale)
    return [
        Line(
            address,
            len(its),
            sum(sale.order.total for sale in its),
            sum(sale.returned for sale in its),
            sum(sale.commission for sale in its),
            sum(sale.points for sale in its),
            sum(sale.net for sale in its),
            sum(sale.order.held for sale in its),
        )
        for address, its in sorted(per_currency.items())
    ]


def _rows(found: Sequence[Sale]) -> Iterator[Sequence[object]]:
    yield (
        gettext("Paid (UTC)"),
        gettext("Ended (UTC)"),
        gettext("Order"),
        gettext("What"),
        gettext("Status"),
        gettext("Currency"),
        gettext("Gross"),
        gettext("Refunded"),
        gettext("Commission"),
        gettext("Points"),
        gettext("Net"),
        gettext("Held"),
        gettext("Transaction"),
    )
    for sale in found:
        order, address = sale.order, sale.order.offer.currency
        amounts = (order.total, sale.returned, sale.commission, sale.points, sale.net, order.held)
        yield (
            table.moment(order.paid_time),
            table.moment(order.ended_time),
            order.id,
            title_of(order),
            story.status_name(order),
            formats.currency(address).symbol,
            *(table.amount(amount, address) for amount in amounts),
            sale.transaction,
        )
