"""What an account spent, and everything about it as files: the same that the index and the API say."""

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import datetime, timezone
from decimal import Decimal

from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend.index import due, queries, schema, spending
from frontend.index.reviews.listed import ReviewFilter, reviews_listed
from frontend.index.rows import Order
from frontend.index.vouching import claims
from frontend.orders import exports
from frontend.web import limits
from tests.frontend.index.conftest import Traded


def everyone(db: Connection) -> dict[str, Order]:
    """Every order there is."""
    ids = db.execute(select(schema.orders.c.id)).scalars()
    return {order_id: order for order_id in ids if (order := queries.order(db, order_id))}


def test_months_sum_to_what_was_paid(db: Connection, traded: Traded) -> None:
    """Of every account, whoever the buyer was; what was cancelled counts as an order that was paid and came back."""
    for account in traded.devnet.people.values():
        paid = [order for order in everyone(db).values() if order.paid_by == account]
        wanted: dict[tuple[str, int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        for order in paid:
            when = datetime.fromtimestamp(order.paid_time, timezone.utc)
            sums = wanted[order.offer.currency, when.year, when.month]
            sums[0] += 1
            sums[1] += order.total
            sums[2] += order.points
            sums[3] += order.refunded + order.goodwill
            sums[4] += order.waiting
        found = {
            (currency, year, month): [sums.orders, sums.paid, sums.points, sums.back, sums.waiting]
            for year in spending.years(db, account)
            for currency, months in spending.by_month(db, account, year).items()
            for month, sums in months.items()
        }
        assert found == wanted
    assert spending.years(db, "0x" + "11" * 20) == []


def test_what_is_due_is_what_awaits_the_account(db: Connection, traded: Traded) -> None:
    """And what its buyer can fetch. First what is due first; no gifts that nobody asked for."""
    seen: Counter[str] = Counter()
    for account in traded.devnet.people.values():
        found = due.due(db, account)
        wanted = [order for order in everyone(db).values() if order.awaited_account == account]
        wanted = [order for order in wanted if order.awaited != "buyer" or not order.given]
        assert [order.deadline for order in found] == sorted(order.deadline for order in wanted)[: due.MOST]
        comes_back = [order for order in everyone(db).values() if order.buyer == account and order.waiting]
        of_loyalties = {order.id for order in comes_back if order.is_through_loyalty}
        assert {order.id for order in due.to_fetch(db, account, limit=1_000)} == of_loyalties
        to_fetch = {order.id for order in comes_back}
        mine = {order.id for order in wanted if order.buyer == account} | to_fetch
        assert {order.id for order in due.waiting(db, account, now=0, limit=1_000)} == mine
        assert due.count_waiting(db, account, now=0) == len(mine)
        seen["to fetch"] += len(to_fetch)
        seen["his turn"] += len(mine) - len(to_fetch)
    assert seen["to fetch"]
    assert seen["his turn"]


def test_files_have_every_order_once(client: FlaskClient, db: Connection, traded: Traded) -> None:
    """As buyer, payer, seller, carrier or arbiter; amounts in whole units add up to what the index has."""
    for account in traded.devnet.people.values():
        wanted = {
            order.id: order
            for order in everyone(db).values()
            if account in {order.account(role) for role in exports.PEOPLE}
        }
        text = client.get(f"/record.csv?account={account}").data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert sorted(row["order"] for row in rows) == sorted(wanted)
        for row in rows:
            order = wanted[row["order"]]
            sums = [Decimal(row[name]) for name in ("held", "released", "refunded")]
            paid = sum(Decimal(row[name]) for name in ("cash", "points", "lent"))
            assert sum(sums) == Decimal(row["total"]) == paid
            assert row["paid_at"] == datetime.fromtimestamp(order.paid_time, timezone.utc).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            )
            assert set(row["parts"].split()) == {role for role in exports.PEOPLE if order.account(role) == account}
        told = json.loads(client.get(f"/record.json?account={account}").data)
        assert [order["order"] for order in told["orders"]] == [row["order"] for row in rows]
        assert all(order["timeline"][-1]["name"] in ("OrderPaid", "PlanOpened") for order in told["orders"])
        published = queries.offers(db, queries.OfferFilter(seller=account, in_stock=False), limit=100).items
        assert {offer["id"] for offer in told["offers"]} >= {offer.id for offer in published}
        for part, filter_ in (("written", ReviewFilter(buyer=account)), ("received", ReviewFilter(seller=account))):
            said = [one.order for one in reviews_listed(db, filter_, limit=1_000).items]
            assert [review["order"] for review in told[f"reviews_{part}"]] == said
        about, made = claims.by_others(db, account, (), limit=1_000), claims.by(db, account, limit=1_000)
        for part, page in (("about", about), ("made", made)):
            assert [one["document"] for one in told[f"claims_{part}"]] == [one.document for one in page.items]
        limits.limiter.reset()


def test_an_account_without_anything(client: FlaskClient) -> None:
    nobody = "0x" + "11" * 20
    told = json.loads(client.get(f"/record.json?account={nobody}").data)
    assert (told["orders"], told["offers"], told["profile"]) == ([], [], None)
    assert [told[name] for name in ("claims_about", "claims_made", "reviews_written", "reviews_received")] == [[]] * 4
    assert client.get(f"/record.csv?account={nobody}").data.decode("utf-8-sig") == "order\r\n"
    page = client.get(f"/record?account={nobody}").get_data(as_text=True)
    assert "This account has not paid for anything yet." in page
    for year in ("1999", "9" * 5_000):
        assert client.get(f"/record?account={nobody}&year={year}").status_code == 404
    assert client.get("/record?account=0x12").status_code == 404
    assert client.get("/record.json").status_code == 404
    assert "Whose orders?" in client.get("/record").get_data(as_text=True)


def test_spending_is_shown_by_year(client: FlaskClient, db: Connection, traded: Traded) -> None:
    account = next(one for one in traded.devnet.people.values() if spending.years(db, one))
    year = spending.years(db, account)[0]
    page = client.get(f"/record?account={account}&year={year}").get_data(as_text=True)
    assert f"Spending in {year}" in page
    assert (
        page.count('<figure class="plot')
        == page.count(f"<h3>{year} in all, in ")
        == len(spending.by_month(db, account, year))
    )


def test_cells_are_no_formulas() -> None:
    """What a merchant calls his goods is text in every spreadsheet."""
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "Tea"]
    assert [exports.harmless(text) for text in hostile] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'\t=1",
        "'\n=1",
        "'＝1+1",
        "Tea",
    ]
