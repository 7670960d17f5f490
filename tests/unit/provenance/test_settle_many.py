"""settle_many: the items of an order, as far as they are ready."""

import pytest

from tests.fixtures.terms import AWAITING_SHIPMENT, salted


@pytest.fixture
def three(provenance, sellers, others, hand, seller) -> list:
    """As many items of the seller's as were ordered."""
    for one in others[:2]:
        hand(one, seller)
    return [sellers, *others[:2]]


def test_default_behavior(provenance, escrow, three, reach, order, order_id, seller, buyer, stranger, hands, said):
    provenance.bind_many(three, reach(order, AWAITING_SHIPMENT), {"from": seller})
    escrow.confirm(order, {"from": buyer})
    tx = provenance.settle_many(three, order, {"from": stranger})

    fields = [{"order_id": order_id(order), "lot": one.lot, "serial": one.serial} for one in three]
    assert said(tx) == [("ItemSold", {**one, "buyer": buyer.address}) for one in fields]
    assert all(hands(one) == (buyer, buyer) for one in three)


def test_skips_what_is_not_ready(
    provenance, escrow, three, others, lot, case, reach, order, seller, buyer, stranger, said
):
    """What is bound to another order, to none, never was touched, is settled already or stands there twice."""
    other = reach(salted(order, 8), AWAITING_SHIPMENT)
    reach(order, AWAITING_SHIPMENT)
    provenance.bind_many(three[:2], order, {"from": seller})
    provenance.bind(three[2], other, {"from": seller})
    escrow.confirm(order, {"from": buyer})
    provenance.settle(three[0], order, {"from": stranger})
    tx = provenance.settle_many([*three, three[1], others[3], case], order, {"from": stranger})

    assert [fields["serial"] for _, fields in said(tx)] == [three[1].serial]


def test_skips_an_open_order(provenance, three, reach, order, seller, stranger, said):
    provenance.bind_many(three, reach(order, AWAITING_SHIPMENT), {"from": seller})

    assert said(provenance.settle_many(three, order, {"from": stranger})) == []


def test_sold_beside_released(provenance, escrow, three, reach, order, step, seller, buyer, stranger, said, hands):
    """The second parcel's item is sold, the first one's is free."""
    provenance.bind(three[0], reach(order, AWAITING_SHIPMENT), {"from": seller})
    step(seller.address, "ship", order)
    step(order.offer.carrier, "attest_delivery", order)
    step(order.buyer, "request", order, order.total, 3, bytes(32))
    step(seller.address, "replace", order)
    provenance.bind(three[1], order, {"from": seller})
    escrow.confirm(order, {"from": buyer})
    tx = provenance.settle_many(three, order, {"from": stranger})

    assert [name for name, _ in said(tx)] == ["ItemReleased", "ItemSold"]
    assert [hands(one)[0] for one in three] == [seller, buyer, seller]
