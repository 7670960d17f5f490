"""What an account has bought and spent, everything about it as files, and erasing what is private."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from babel.dates import format_date, format_skeleton
from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for
from sqlalchemy import Connection

from frontend import market, people
from frontend.index import evidence, queries, spending
from frontend.index.keeping import is_needed
from frontend.index.papers import papers
from frontend.index.rows import Order
from frontend.index.spending import Month
from frontend.orders import exports, letters, said
from frontend.orders.story import STATUSES
from frontend.public import plots
from frontend.public.plots import Plot, Series
from frontend.resources import database, hidden_texts, resources
from frontend.vault import Missing
from frontend.vault.erasing import NotAllowed, check_evidence, parties
from frontend.web import limits
from frontend.web.urls import address_in_url
from frontend.wording import following_words, whose, words
from frontend.wording.moments import utc
from frontend.wording.texts import gettext, locale

bp = Blueprint("record", __name__)

NEVER = 2**62  # a time that no order ends after

Written = Callable[[Connection, str], Iterator[str]]


@dataclass(frozen=True)
class Spent:
    """A year's payments in a currency: sums, their plot by month, and this month's in `latest`, None in other years."""

    currency: str
    latest: Month | None
    sums: Month
    plot: Plot


@dataclass(frozen=True)
class Kept:
    """A sealed document that this storefront keeps, with the order that it belongs to, and the role of whoever put it
    there (empty: delivery details)."""

    document: str
    order: Order
    author: str
    is_needed: bool
    may_go: bool


@bp.get("/record")
def page() -> str:
    """Spending by month, exports, and what can be erased."""
    words.speak(following_words.WORDS)
    account = request.args.get("account", "")
    if not account:
        return render_template("whose.html", whose=whose.ORDERS)
    who = address_in_url(account)
    known = spending.years(database(), who)
    year = _year(known)
    return render_template(
        "record.html",
        who=people.person(who),
        year=year,
        month=format_skeleton("yMMMM", utc(market.now()), locale=locale()),
        years=known,
        spent=_spent(who, year),
        gives=bool(queries.count_orders(database(), queries.OrderFilter(giver=who))),
        kept=kept(who),
        said=said.about(who),
        is_hidden=who in hidden_texts().authors,
        statuses=STATUSES,
        data={"account": who, "address": url_for("record.page"), "json": url_for("record.as_json", account=who)},
    )


@bp.get("/record.csv")
@limits.limiter.limit(limits.TABLES)
def as_csv() -> Response:
    """The account's orders as a table."""
    who = address_in_url(request.args.get("account", ""))
    return _download(exports.as_csv, who, "text/csv; charset=utf-8", f"handover-{who[2:10]}.csv")


@bp.get("/record.json")
@limits.limiter.limit(limits.TABLES)
def as_json() -> Response:
    """Everything that is public about the account."""
    who = address_in_url(request.args.get("account", ""))
    return _download(exports.as_json, who, "application/json", f"handover-{who[2:10]}.json")


def kept(buyer: str) -> list[Kept]:
    """The sealed documents on a buyer's orders that are between him and a seller."""
    found: dict[str, Kept] = {}
    for paper in papers(database(), buyer):
        for document in filter(letters.is_kept, paper.documents):
            body = b"" if document in found else _read(document)
            if buyer in parties(body):
                found[document] = _kept(document, body, paper.order, buyer)
    return list(found.values())


def _kept(document: str, body: bytes, order: Order, buyer: str) -> Kept:
    db, two = database(), [account.lower() for account in parties(body)]
    author = "" if document == order.delivery else evidence.author(db, order.id, document)
    lasts = order.status.is_open or is_needed(db, document, two, NEVER)
    try:
        check_evidence(db, {document: body}, buyer)
    except NotAllowed:
        return Kept(document, order, author, lasts, may_go=False)
    return Kept(document, order, author, lasts, may_go=True)


def _read(document: str) -> bytes:
    try:
        return letters.read(document)
    except Missing:
        return b""


def _spent(payer: str, year: int) -> list[Spent]:
    found = spending.by_month(database(), payer, year)
    today = utc(market.now())
    return [
        Spent(
            address,
            months.get(today.month, Month()) if year == today.year else None,
            _sum(months),
            _plot(address, months, year),
        )
        for address, months in found.items()
    ]


def _sum(months: dict[int, Month]) -> Month:
    return Month(*(sum(getattr(month, part.name) for month in months.values()) for part in fields(Month)))


def _plot(address: str, months: dict[int, Month], year: int) -> Plot:
    every = range(1, 13)
    labels = [str(format_date(date(year, month, 1), "LLL", locale=locale())) for month in every]
    shown = [months.get(month, Month()) for month in every]
    series = [
        Series(gettext("Spent"), [month.spent for month in shown]),
        Series(gettext("Came back"), [min(month.back, month.paid) for month in shown]),
    ]
    title = gettext("Spending in %(year)d", year=year)
    return plots.bars(f"spent-{address[2:8].lower()}", title, labels, series, plots.amounts(address))


def _year(known: list[int]) -> int:
    """The year that is asked for, or the latest with payments."""
    text = request.args.get("year", "")
    if not text:
        return known[0] if known else utc(market.now()).year
    if text not in map(str, known):
        abort(404)
    return int(text)


def _download(written: Written, who: str, kind: str, name: str) -> Response:
    """A file that is sent while it is written, over a connection of its own: the request's is closed before."""

    def parts() -> Iterator[str]:
        with resources().engine.connect() as db:
            yield from written(db, who)

    response = Response(stream_with_context(parts()), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
