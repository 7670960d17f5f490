"""bind: the seller says which very item an order gets; one item, one open order."""

import brownie
import pytest

from tests.fixtures.provenance import CUSTODY, OWNERSHIP, RETAIL_SELLING, SHIPPING
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_DELIVERY,
    AWAITING_RETURN,
    AWAITING_RETURN_CHECK,
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EXCHANGE,
    NO_HASH,
    salted,
)

OPEN = (AWAITING_SHIPMENT, AWAITING_DELIVERY, AWAITING_CONFIRMATION, AWAITING_ANSWER, AWAITING_RETURN, AWAITING_RULING)


@pytest.mark.parametrize("status", OPEN)
def test_default_behavior(provenance, sellers, reach, order, order_id, seller, holding, hands, said, status):
    """In every open status in which the goods are not on their way back. Nothing changes hands."""
    before = holding(sellers)
    tx = provenance.bind(sellers, reach(order, status), {"from": seller})

    fields = {"order_id": order_id(order), "lot": sellers.lot, "serial": sellers.serial, "round": 0}
    assert said(tx) == [("ItemBound", fields)]
    version = before["version"] + 1
    assert holding(sellers) == {**before, "order_id": order_id(order), "sold": True, "version": version}
    assert hands(sellers) == (seller, seller)
    assert provenance.bound(order_id(order), 0) == 1


def test_in_a_later_round(
    provenance, escrow, sellers, others, hand, reach, order, order_id, seller, step, holding, said
):
    """A parcel in replacement has an item of its own, and so many as were ordered once more."""
    order = order._replace(quantity=1)
    reach(order, AWAITING_SHIPMENT)
    provenance.bind(sellers, order, {"from": seller})
    step(seller.address, "ship", order)
    step(order.offer.carrier, "attest_delivery", order)
    step(order.buyer, "request", order, order.total, EXCHANGE, NO_HASH)
    step(seller.address, "replace", order)
    hand(others[0], seller)
    tx = provenance.bind(others[0], order, {"from": seller})

    assert said(tx)[0][1]["round"] == holding(others[0])["round"] == 1
    assert [provenance.bound(order_id(order), number) for number in (0, 1)] == [1, 1]


def test_the_same_item_in_a_later_round(provenance, sellers, reach, order, order_id, seller, step, said):
    """It came back, was mended and goes out again."""
    reach(order, AWAITING_SHIPMENT)
    provenance.bind(sellers, order, {"from": seller})
    step(seller.address, "ship", order)
    step(order.offer.carrier, "attest_delivery", order)
    step(order.buyer, "request", order, order.total, EXCHANGE, NO_HASH)
    step(seller.address, "replace", order)
    tx = provenance.bind(sellers, order, {"from": seller})

    fields = {"order_id": order_id(order), "lot": sellers.lot, "serial": sellers.serial}
    assert said(tx) == [("ItemReleased", fields), ("ItemBound", {**fields, "round": 1})]


def test_not_the_seller(provenance, sellers, reach, order, buyer, producer, stranger):
    reach(order, AWAITING_SHIPMENT)
    for who in (buyer, producer, stranger):
        with brownie.reverts("bindings: not the seller"):
            provenance.bind(sellers, order, {"from": who})


def test_not_the_sellers_item(provenance, item, reach, order, seller):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: not the seller's item"):
        provenance.bind(item, order, {"from": seller})


def test_no_longer_the_sellers_item(provenance, sellers, hand, reach, order, seller, stranger):
    hand(sellers, stranger)
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: not the seller's item"):
        provenance.bind(sellers, order, {"from": seller})


def test_kept_for_an_owner(provenance, in_consignment, reach, order, seller, producer, hands):
    """With that owner's word for selling."""
    reach(order, AWAITING_SHIPMENT)
    provenance.permit(in_consignment.lot, seller, 1 << RETAIL_SELLING, {"from": producer})
    provenance.bind(in_consignment, order, {"from": seller})

    assert hands(in_consignment) == (producer, seller)


@pytest.mark.parametrize("steps", [0, 1 << SHIPPING, ~(1 << RETAIL_SELLING) & (2**42 - 1)])
def test_not_permitted_to_sell(provenance, in_consignment, reach, order, seller, producer, steps):
    reach(order, AWAITING_SHIPMENT)
    provenance.permit(in_consignment.lot, seller, steps, {"from": producer})
    with brownie.reverts("bindings: not permitted to sell"):
        provenance.bind(in_consignment, order, {"from": seller})


def test_permitted_by_a_former_owner(provenance, in_consignment, hand, reach, order, seller, producer, stranger):
    provenance.permit(in_consignment.lot, seller, 1 << RETAIL_SELLING, {"from": producer})
    hand(in_consignment, stranger, OWNERSHIP)
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: not permitted to sell"):
        provenance.bind(in_consignment, order, {"from": seller})


def test_permitted_and_not_kept(provenance, item, reach, order, seller, producer):
    """The word alone is not enough: somebody else has the thing."""
    provenance.permit(item.lot, seller, 1 << RETAIL_SELLING, {"from": producer})
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: not the seller's item"):
        provenance.bind(item, order, {"from": seller})


def test_owned_and_kept_by_a_carrier(provenance, sellers, hand, reach, order, seller, carrier, hands):
    hand(sellers, carrier, CUSTODY)
    provenance.bind(sellers, reach(order, AWAITING_SHIPMENT), {"from": seller})

    assert hands(sellers) == (seller, carrier)


def test_twice(provenance, sellers, bound, reach, seller):
    """Neither to the same order, nor to another open one."""
    for order in (bound, reach(salted(bound, 7), AWAITING_SHIPMENT)):
        with brownie.reverts("bindings: bound to an order"):
            provenance.bind(sellers, order, {"from": seller})


def test_sold_and_not_settled(provenance, escrow, sellers, bound, reach, seller, buyer):
    """The seller is its owner on paper until somebody settles: he cannot sell it once more."""
    escrow.confirm(bound, {"from": buyer})
    with brownie.reverts("bindings: bound to an order"):
        provenance.bind(sellers, reach(salted(bound, 7), AWAITING_SHIPMENT), {"from": seller})


@pytest.mark.parametrize("end", ["cancelled", "all back", "goods back"])
def test_after_nothing_became_of_a_sale(provenance, sellers, bound, reach, seller, step, order_id, said, end):
    if end == "cancelled":
        step(bound.buyer, "cancel", bound)
    elif end == "all back":
        step(seller.address, "ship", bound)
        step(seller.address, "refund", bound, bound.total)
    else:
        send_back(step, bound)
    tx = provenance.bind(sellers, reach(salted(bound, 7), AWAITING_SHIPMENT), {"from": seller})

    released = {"order_id": order_id(bound), "lot": sellers.lot, "serial": sellers.serial}
    assert said(tx)[0] == ("ItemReleased", released)
    assert said(tx)[1][0] == "ItemBound"


def send_back(step, order) -> None:
    """The goods go back."""
    step(order.offer.seller, "ship", order)
    step(order.offer.carrier, "attest_delivery", order)
    step(order.buyer, "request", order, order.total, EXCHANGE, NO_HASH)
    step(order.offer.seller, "approve_return", order, NO_HASH)
    step(order.buyer, "send_back", order, NO_HASH)


def test_never_paid(provenance, sellers, order, publish, seller):
    publish(order.offer)
    with brownie.reverts("bindings: never paid"):
        provenance.bind(sellers, order, {"from": seller})


@pytest.mark.parametrize("status", [CLOSED, CANCELLED])
def test_order_has_ended(provenance, sellers, reach, order, seller, status):
    with brownie.reverts("bindings: order has ended"):
        provenance.bind(sellers, reach(order, status), {"from": seller})


def test_goods_sent_back(provenance, sellers, reach, order, seller):
    with brownie.reverts("bindings: goods sent back"):
        provenance.bind(sellers, reach(order, AWAITING_RETURN_CHECK), {"from": seller})


def test_more_than_were_ordered(provenance, sellers, others, hand, reach, order, seller, order_id):
    order = reach(order._replace(quantity=2), AWAITING_SHIPMENT)
    for one in others[:2]:
        hand(one, seller)
    for one in (sellers, others[0]):
        provenance.bind(one, order, {"from": seller})
    with brownie.reverts("bindings: more than were ordered"):
        provenance.bind(others[1], order, {"from": seller})
    assert provenance.bound(order_id(order), 0) == 2


def test_in_a_unit(provenance, sellers, make_unit, reach, order, seller):
    provenance.aggregate(make_unit(seller, "BAG"), [sellers], {"from": seller})
    with brownie.reverts("things: in a unit"):
        provenance.bind(sellers, reach(order, AWAITING_SHIPMENT), {"from": seller})


def test_a_unit_is_not_sold(provenance, make_unit, reach, order, seller):
    with brownie.reverts("bindings: a unit is not sold"):
        provenance.bind(make_unit(seller, "BAG"), reach(order, AWAITING_SHIPMENT), {"from": seller})


def test_never_touched(provenance, lot, reach, order, seller):
    with brownie.reverts("things: never touched"):
        provenance.bind(lot.items[3], reach(order, AWAITING_SHIPMENT), {"from": seller})


def test_terms_that_nobody_paid(provenance, sellers, reach, order, stranger):
    """Who writes himself into somebody's order as its seller speaks of another one, which was never paid."""
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: never paid"):
        provenance.bind(sellers, order.of(seller=stranger.address), {"from": stranger})
