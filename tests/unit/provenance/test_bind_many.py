"""bind_many: several items for one order, all or none."""

import brownie
import pytest

from tests.fixtures.terms import AWAITING_SHIPMENT


@pytest.fixture
def three(sellers, others, hand, seller) -> list:
    """As many items of the seller's as were ordered."""
    for one in others[:2]:
        hand(one, seller)
    return [sellers, *others[:2]]


def test_default_behavior(provenance, three, reach, order, order_id, seller, holding, said):
    tx = provenance.bind_many(three, reach(order, AWAITING_SHIPMENT), {"from": seller})

    fields = [{"order_id": order_id(order), "lot": one.lot, "serial": one.serial, "round": 0} for one in three]
    assert said(tx) == [("ItemBound", one) for one in fields]
    assert all(holding(one)["order_id"] == order_id(order) for one in three)
    assert provenance.bound(order_id(order), 0) == 3


def test_all_or_none(provenance, three, others, reach, order, order_id, seller, holding):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: not the seller's item"):
        provenance.bind_many([three[0], others[2]], order, {"from": seller})
    assert not holding(three[0])["sold"]
    assert provenance.bound(order_id(order), 0) == 0


def test_twice_in_one_list(provenance, three, reach, order, seller):
    with brownie.reverts("bindings: bound to an order"):
        provenance.bind_many([three[0], three[0]], reach(order, AWAITING_SHIPMENT), {"from": seller})


def test_more_than_were_ordered(provenance, three, reach, order, seller):
    reach(order._replace(quantity=2), AWAITING_SHIPMENT)
    with brownie.reverts("bindings: more than were ordered"):
        provenance.bind_many(three, order._replace(quantity=2), {"from": seller})


@pytest.mark.parametrize("who", ["buyer", "stranger"])
def test_not_the_seller(provenance, three, reach, order, people, who):
    reach(order, AWAITING_SHIPMENT)
    with brownie.reverts("bindings: not the seller"):
        provenance.bind_many(three, order, {"from": people[who]})
