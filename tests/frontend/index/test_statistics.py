"""Statistics: sums of days that equal what the events say, and plots that equal the sums."""

import re
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend.index import queries, schema, statistics
from frontend.index.credit import vaults
from frontend.index.daily import DAY, length_of, month_of, seconds_of
from frontend.index.reviews import ratings
from frontend.index.statistics import Moved
from frontend.public import periods
from frontend.wording.formats import money
from scripts import parameters


def test_days_are_the_sums_of_their_events(db: Connection) -> None:
    orders = {row.position: row for row in db.execute(select(schema.orders))}
    expected: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for event in db.execute(select(schema.events)):
        order = orders.get(event.subject)
        if order is None:
            continue
        day = expected[order.currency, event.time // DAY]
        day["orders"] += event.name == "OrderPaid"
        day["confirmed"] += event.name == "OrderConfirmed"
        day["disputed"] += event.name == "OrderDisputed"
        day["paid"] += order.total if event.name == "OrderPaid" else 0
        day["released"] += event.fields.get("released", 0)
        day["refunded"] += event.fields.get("refunded", 0)
        day["goodwill"] += event.fields["amount"] if event.name == "ClosedOrderRefunded" else 0
    currencies = {currency for currency, _ in expected}
    assert len(currencies) > 1
    for currency in currencies:
        days = {day: Moved(**sums) for (its, day), sums in expected.items() if its == currency and any(sums.values())}
        assert statistics.moved(db, 0, currency) == days
    of_all = statistics.moved(db, 0)
    assert sum(day.orders for day in of_all.values()) == len(orders)
    assert {day.paid for day in of_all.values()} == {0}


def test_all_that_was_paid_is_held_or_has_left(db: Connection) -> None:
    for figures in queries.turnover(db):
        days = statistics.moved(db, 0, figures.currency)
        assert sum(day.held for day in days.values()) == figures.held


def test_the_median_is_right_within_a_tenth(db: Connection) -> None:
    paid = {row.position: row.time for row in db.execute(select(schema.orders))}
    confirmed = select(schema.events).where(schema.events.c.name == "OrderConfirmed")
    waits = [event.time - paid[event.subject] for event in db.execute(confirmed)]
    lengths = sum(statistics.confirmations(db, 0).values(), Counter[int]())
    assert lengths.total() == len(waits) > 5
    found = statistics.median(lengths)
    assert found
    assert found == pytest.approx(median(waits), rel=0.1, abs=1)
    assert statistics.median(Counter()) is None


def test_reviews_of_days_are_those_of_sellers_and_of_the_market(client: FlaskClient, db: Connection) -> None:
    days, whole = ratings.by_day(db, 0), ratings.of_market(db)
    sellers = db.execute(select(schema.offers.c.seller).distinct()).scalars().all()
    assert sum(days.values(), ratings.Rating()) == whole
    assert sum(ratings.of_sellers(db, sellers).values(), ratings.Rating()) == whole
    assert whole.count > 10
    assert whole.unfulfilled
    assert len(days) > 3
    page = client.get("/statistics").get_data(as_text=True)
    assert f"<dt>The seller was paid</dt><dd>{whole.count}</dd>" in page
    assert f"<dt>Never arrived</dt><dd>{whole.never_arrived}</dd>" in page
    assert 'id="plot-reviews"' in page


@pytest.mark.parametrize("wait", [1, 59, 3_600, 86_399, 86_400, 10**6, 10**9])
def test_lengths_are_right_within_a_tenth(wait: int) -> None:
    assert seconds_of(length_of(wait)) == pytest.approx(wait, rel=0.1, abs=1)


def test_sellers_of_a_month_are_counted_once(db: Connection) -> None:
    rows = db.execute(select(schema.orders.c.seller, schema.orders.c.time)).all()
    expected: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows:
        expected[month_of(row.time // DAY)].add(row.seller)
    assert statistics.sellers(db, 0) == {month: len(who) for month, who in expected.items()}


def test_months_beyond_the_calendar_are_its_last() -> None:
    assert month_of(0) == 1970 * 12
    assert month_of(10**9) == 9999 * 12 + 11


@pytest.mark.parametrize("by", ["day", "month"])
def test_plots_tell_the_same_in_their_tables(client: FlaskClient, db: Connection, by: str) -> None:
    text = client.get(f"/statistics?by={by}").get_data(as_text=True)
    held = next(one for one in queries.turnover(db) if one.currency == parameters.COIN).held
    table = text.split('aria-labelledby="plot-held"')[1].split("</table>")[0]
    with client.application.app_context():
        assert (
            table.rstrip().removesuffix("</tbody>").rstrip().endswith(f"<td>{money(held, parameters.COIN)}</td></tr>")
        )
    assert text.count("<figure") == (11 if by == "month" else 10)
    assert "style=" not in text


@pytest.mark.parametrize("by", ["day", "month"])
def test_plans_are_those_of_the_vaults(client: FlaskClient, db: Connection, by: str) -> None:
    """Each is told once, and what happened to them in the latest months is all that happened."""
    page = " ".join(client.get(f"/statistics?by={by}").get_data(as_text=True).split())
    (vault,) = vaults.all_of(db)
    books = vaults.books(db, vault.address)
    section = page.split('id="instalments"')[1].split("</section>")[0]
    told = {name: int(count) for name, count in re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", section)}
    total = told.pop("Plans so far")
    assert total == sum(told.values()) == books.plans > 0
    assert (told["Ended: paid back, or given back by the order"], told["Written off"]) == (books.ended, books.lost)
    rows = re.findall(r"<tr><th[^>]*>[^<]*</th><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td></tr>", section)
    assert len(rows) == (30 if by == "day" else 12)
    if by == "month":
        assert [sum(map(int, column)) for column in zip(*rows, strict=True)] == [books.plans, books.ended, books.lost]


def test_months_follow_each_other(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for now in (0, 1_700_000_000, 253_402_300_799, 10**13):
        monkeypatch.setattr(periods.market, "now", lambda now=now: now)
        for made in (periods.months, periods.days):
            with client.application.test_request_context():
                found = made()
            assert all(one.last + 1 == other.first for one, other in pairwise(found))
            assert found[0].first <= found[-1].last
