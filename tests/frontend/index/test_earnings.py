"""What the index knows of referrers: the orders they brought and what these paid them."""

from collections import Counter

import pytest
from sqlalchemy import Connection, select

from frontend.index import queries, schema
from frontend.index.earnings import earned, orders_brought
from frontend.index.money import share
from frontend.index.purchases import paid_together, transaction_of
from frontend.state_table import EMPTY_ADDRESS
from tests.frontend.index.conftest import Traded


def test_sums_are_the_commissions_of_the_orders(db: Connection, traded: Traded) -> None:
    referrer = traded.devnet.people["referrer"]
    every = [queries.order(db, row.id) for row in db.execute(select(schema.orders.c.id))]
    mine = [order for order in every if order and order.referrer == referrer]
    sums: Counter[str] = Counter()
    for order in mine:
        sums[order.offer.currency] += share(order.released, order.offer.commission_bps)
    assert earned(db, referrer) == {currency: amount for currency, amount in sums.items() if amount}
    assert mine
    assert earned(db, EMPTY_ADDRESS) == {}


def test_orders_brought_come_part_by_part(db: Connection, traded: Traded) -> None:
    referrer = traded.devnet.people["referrer"]
    whole = orders_brought(db, referrer, "", 1_000)
    assert whole.next == ""
    assert [order.paid_block for order in whole.items] == sorted((o.paid_block for o in whole.items), reverse=True)
    parts, after = [], ""
    while True:
        part = orders_brought(db, referrer, after, 3)
        parts += part.items
        after = part.next
        if not after:
            break
    assert parts == whole.items
    assert {order.referrer for order in parts} == {referrer}
    with pytest.raises(ValueError, match="no place in this list"):
        orders_brought(db, referrer, "x", 3)


def test_an_order_is_on_the_receipt_of_its_transaction(db: Connection) -> None:
    for row in db.execute(select(schema.orders.c.id)).all():
        together = paid_together(db, row.id)
        assert row.id in [order.id for order in together]
        assert len({order.payer for order in together}) == 1
        assert {transaction_of(db, order.id) for order in together} == {transaction_of(db, row.id)}
    assert paid_together(db, "0x" + "ab" * 32) == []
    assert transaction_of(db, "0x" + "ab" * 32) == ""
