"""A seller's sums and lists are those of his orders, counted one by one; also after the chain went back."""

from collections import Counter

import pytest
from sqlalchemy import Connection, select

from frontend.index import sales
from frontend.index.reading import checksummed
from frontend.index.sales import DAY, Sale, SalesFilter, Sums
from frontend.index.schema import events, orders
from frontend.wording.formats import short
from scripts.terms import Status

ALL_DAYS = (0, 10**6)


@pytest.fixture
def seller(db: Connection) -> str:
    """Who sold the most."""
    counts = Counter(db.execute(select(orders.c.seller)).scalars())
    return checksummed(counts.most_common(1)[0][0])


@pytest.fixture
def rows(db: Connection, seller: str) -> list[dict]:
    """His orders, the newest first."""
    query = select(orders).where(orders.c.seller == seller.lower()).order_by(orders.c.position.desc())
    found = [dict(row) for row in db.execute(query).mappings()]
    assert len(found) > 50
    return found


def everything(db: Connection, seller: str, wanted: SalesFilter | None = None) -> list[Sale]:
    found, after = [], ""
    while True:
        part = sales.listed(db, seller, wanted or SalesFilter(), after, limit=7)
        found += part.items
        after = part.next
        if not after:
            return found


def test_days_sum_up_the_orders(db: Connection, seller: str, rows: list[dict]) -> None:
    found = sales.days(db, seller, *ALL_DAYS)
    for currency in {row["currency"] for row in rows}:
        its = [row for row in rows if row["currency"] == currency]
        total = sum(found[checksummed(currency)].values(), Sums())
        assert total.orders == len(its)
        assert total.cancelled == sum(row["status"] == Status.CANCELLED for row in its)
        assert total.gross == sum(row["total"] for row in its)
        assert (total.released, total.refunded) == tuple(sum(row[n] for row in its) for n in ("released", "refunded"))
        assert total.returned == sum(row["refunded"] + row["goodwill"] for row in its)
        assert total.held == sum(row["total"] - row["released"] - row["refunded"] for row in its)
        assert set(found[checksummed(currency)]) == {row["time"] // DAY for row in its}


def test_offers_sum_up_what_was_not_cancelled(db: Connection, seller: str, rows: list[dict]) -> None:
    kept = [row for row in rows if row["status"] != Status.CANCELLED]
    found = sales.by_offer(db, seller, *ALL_DAYS).values()
    assert sum(one.orders for one in found) == len(kept)
    assert sum(one.units for one in found) == sum(row["quantity"] for row in kept)
    assert sum(one.gross for one in found) == sum(row["total"] for row in kept)


def test_a_period_has_its_days_only(db: Connection, seller: str, rows: list[dict]) -> None:
    day = rows[len(rows) // 2]["time"] // DAY
    its = [row for row in rows if row["time"] // DAY == day]
    found = sales.days(db, seller, day, day)
    assert sum(days[day].orders for days in found.values()) == len(its)
    listed = everything(db, seller, SalesFilter(since=day * DAY, before=(day + 1) * DAY))
    assert [sale.order.id for sale in listed] == [row["id"] for row in its]


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_moment_is_found_among_the_orders(db: Connection, rows: list[dict], offset: int) -> None:
    moment = rows[len(rows) // 3]["time"] + offset
    later = select(orders.c.position).where(orders.c.time >= moment).order_by(orders.c.position).limit(1)
    found = sales.position_at(db, moment)
    before = select(orders.c.time).where(orders.c.position < found).order_by(orders.c.position.desc()).limit(1)
    assert db.execute(later).scalar_one() >= found
    assert db.execute(before).scalar_one() < moment


def test_a_list_is_all_of_it_newest_first(db: Connection, seller: str, rows: list[dict]) -> None:
    assert [sale.order.id for sale in everything(db, seller)] == [row["id"] for row in rows]


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED, Status.AWAITING_SHIPMENT])
def test_a_list_by_status(db: Connection, seller: str, rows: list[dict], status: Status) -> None:
    found = everything(db, seller, SalesFilter(statuses=frozenset({status})))
    assert [sale.order.id for sale in found] == [row["id"] for row in rows if row["status"] == status]


def test_a_list_by_order_and_by_buyer(db: Connection, seller: str, rows: list[dict]) -> None:
    one = rows[3]
    assert [sale.order.id for sale in everything(db, seller, SalesFilter(text=one["id"]))] == [one["id"]]
    found = everything(db, seller, SalesFilter(text=checksummed(one["buyer"])))
    assert [sale.order.id for sale in found] == [row["id"] for row in rows if row["buyer"] == one["buyer"]]
    assert one["id"] in {sale.order.id for sale in everything(db, seller, SalesFilter(text=short(one["id"])))}
    assert everything(db, seller, SalesFilter(text=short(checksummed(one["buyer"])))) == found
    assert everything(db, seller, SalesFilter(text="0x0000…0000")) == []
    assert everything(db, seller, SalesFilter(text="nothing like it")) == []


def test_money_of_each_order_adds_up(db: Connection, seller: str, rows: list[dict]) -> None:
    """What was paid is what came back, what others got, what the seller has, and what is still held."""
    shared = 0
    for sale in everything(db, seller):
        order = sale.order
        assert order.total == sale.returned + sale.commission + sale.points + sale.net + order.held
        shared += bool(sale.commission or sale.points)
    assert shared > 0


def test_each_order_names_the_transaction_that_paid_it(db: Connection, seller: str, rows: list[dict]) -> None:
    paid = select(events.c.transaction).where(events.c.position == rows[0]["position"])
    assert everything(db, seller)[0].transaction == db.execute(paid).scalar_one()


def test_what_is_due_comes_first(db: Connection, seller: str, rows: list[dict]) -> None:
    found = sales.due(db, seller)
    mine = [row for row in rows if row["awaited"] == seller.lower()]
    assert [order.deadline for order in found] == sorted(row["deadline"] for row in mine)[: len(found)]
    assert len(found) == min(len(mine), sales.PART) > 0
