"""A seller's record: the same as what his orders say, one by one."""

from collections import Counter
from dataclasses import replace
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Connection, select

from frontend.index import queries, schema
from frontend.index.deeds import Deed
from frontend.index.money import share
from frontend.index.queries import OrderFilter
from frontend.index.rows import Order
from frontend.index.standing import LATEST, orders_with, standing
from frontend.orders import story
from frontend.state_table import EMPTY_ADDRESS
from scripts.terms import Status
from tests.frontend.index.conftest import Traded

SOMEBODY = "0x" + "11" * 20
COUNTED = [deed for deed in Deed if deed not in (Deed.WEIGHTED, Deed.SENT)]


def orders_of(db: Connection, seller: str) -> list[Order]:
    """All orders of a seller, the latest first."""
    found, after = [], ""
    while True:
        page = queries.orders(db, OrderFilter(seller=seller), after, 100)
        found += page.items
        after = page.next
        if not after:
            return found


def events_of(db: Connection, order: Order) -> dict[str, int]:
    """The first time of each kind of event."""
    place = select(schema.orders.c.position).where(schema.orders.c.id == order.id).scalar_subquery()
    query = select(schema.events).where(schema.events.c.subject == place).order_by(schema.events.c.position.desc())
    return {row.name: row.time for row in db.execute(query)}


def deed_of(order: Order, events: dict[str, int]) -> Deed:
    """What became of an order, told another way than the index does it."""
    if order.status == Status.CANCELLED:
        return Deed.CANCELLED
    if order.held:
        return Deed.OPEN
    if not order.refunded:
        return Deed.COMPLETED
    if order.refunded < order.total:
        return Deed.PARTLY_REFUNDED
    return Deed.REFUNDED if "OrderShipped" in events else Deed.NOT_SENT


def commission(order: Order) -> int:
    """What an ended order's referrer got."""
    return 0 if order.held or order.referrer == EMPTY_ADDRESS else share(order.released, order.offer.commission_bps)


@pytest.mark.parametrize("seller", ["seller", "rival", "stranger"])
def test_default_behavior(db: Connection, traded: Traded, seller: str) -> None:
    """Counts, evidence, weight and the time to ship of sellers in a market where everything happens."""
    account, referrer = traded.devnet.people[seller], traded.devnet.people["referrer"]
    orders = orders_of(db, account)
    events = {order.id: events_of(db, order) for order in orders}
    found = standing(db, account, referrer)
    expected = Counter(deed_of(order, events[order.id]) for order in orders)
    expected[Deed.DISPUTED] = sum("OrderDisputed" in its for its in events.values())
    assert {deed: found.count(deed) for deed in COUNTED} == {deed: expected[deed] for deed in COUNTED}
    paying = [order for order in orders if order.referrer == referrer and commission(order)]
    assert found.weighted == len(paying)
    sums: Counter[str] = Counter()
    for order in paying:
        sums[order.offer.currency] += commission(order)
    assert found.commission == dict(sums)
    times = [
        events[order.id]["OrderShipped"] - order.paid_time
        for order in orders[:LATEST]
        if "OrderShipped" in events[order.id]
    ]
    assert (found.shipped, found.time_to_ship) == (len(times), round(median(times)) if times else 0)


def test_the_market_shows_what_is_counted(db: Connection, traded: Traded) -> None:
    """Every deed happened to somebody, so that the test above means something."""
    people, referrer = traded.devnet.people, traded.devnet.people["referrer"]
    found = [standing(db, people[name], referrer) for name in ("seller", "rival")]
    assert all(sum(one.count(deed) for one in found) for deed in COUNTED)
    assert sum(one.weighted for one in found)


@pytest.mark.parametrize("deed", Deed)
def test_every_count_has_its_orders(db: Connection, traded: Traded, deed: Deed) -> None:
    """As many as are counted, all of them of this seller and this deed, in parts."""
    account, referrer = traded.devnet.people["seller"], traded.devnet.people["referrer"]
    found, after = [], ""
    while True:
        page = orders_with(db, account, deed, referrer, after)
        found += page.items
        after = page.next
        if not after:
            break
    assert all(order.offer.seller == account for order in found)
    assert len({order.id for order in found}) == len(found)
    if deed is Deed.SENT:
        assert all(order.shipped_time for order in found)
        return
    counted = standing(db, account, referrer)
    assert len(found) == (counted.weighted if deed is Deed.WEIGHTED else counted.count(deed))


def test_the_first_step(db: Connection, traded: Traded) -> None:
    """Of somebody who published or described himself; nobody else has one."""
    seller, nobody = traded.devnet.people["seller"], "0x" + "99" * 20
    positions = [
        place
        for table, account in ((schema.offers, "seller"), (schema.profiles, "account"))
        for place in db.execute(select(table.c.position).where(table.c[account] == seller.lower())).scalars()
    ]
    first = standing(db, seller).first
    assert first is not None
    assert first.block == schema.block_of(min(positions))
    assert standing(db, nobody).first is None
    assert standing(db, nobody).orders == {}


@pytest.mark.parametrize(
    ("carrier", "fields", "said"),
    [
        (SOMEBODY, {"returned": True, "received_time": 2}, "returned"),
        (SOMEBODY, {"shipped_time": 0}, "not_sent"),
        (SOMEBODY, {"received_time": 2}, "arrived"),
        (SOMEBODY, {}, "never_arrived"),
        (EMPTY_ADDRESS, {}, "unattested"),
    ],
)
def test_whether_what_was_paid_back_ever_came(db: Connection, carrier: str, fields: dict[str, Any], said: str) -> None:
    """As far as the chain knows."""
    (found,) = queries.orders(db, OrderFilter(), limit=1).items
    order = replace(found, offer=replace(found.offer, carrier=carrier), returned=False, shipped_time=1, received_time=0)
    assert story.what_became_of_it(replace(order, **fields)) is story.BACK[said]
