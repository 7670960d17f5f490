"""settle: a sale gives the item to its buyer; of anything else nothing becomes."""

import brownie
import pytest

from tests.fixtures.provenance import CUSTODY, RETAIL_SELLING
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_CONFIRMATION,
    AWAITING_RULING,
    AWAITING_SHIPMENT,
    EXCHANGE,
    NO_HASH,
    REFUND,
    RETURN,
    salted,
)


def test_default_behavior(provenance, escrow, sellers, bound, buyer, stranger, holding, hands, order_id, said):
    escrow.confirm(bound, {"from": buyer})
    tx = provenance.settle(sellers, bound, {"from": stranger})

    fields = {"order_id": order_id(bound), "lot": sellers.lot, "serial": sellers.serial}
    assert said(tx) == [("ItemSold", {**fields, "buyer": buyer.address})]
    assert hands(sellers) == (buyer, buyer)
    assert holding(sellers)["order_id"] == bytes(32)
    assert holding(sellers)["version"] == 3  # to the seller, into the order, to the buyer


def test_for_whom_it_was_bought(provenance, escrow, sellers, reach, order, seller, payer, buyer, stranger, hands):
    """The buyer's, whoever paid."""
    order = reach(order._replace(payer=payer.address), AWAITING_SHIPMENT)
    provenance.bind(sellers, order, {"from": seller})
    escrow.confirm(order, {"from": buyer})
    provenance.settle(sellers, order, {"from": stranger})

    assert hands(sellers) == (buyer, buyer)


def test_from_the_carrier(provenance, escrow, sellers, bound, hand, carrier, buyer, stranger, hands):
    """Who received the goods keeps them, whatever the carrier forgot to hand over."""
    hand(sellers, carrier, CUSTODY)
    escrow.confirm(bound, {"from": buyer})
    provenance.settle(sellers, bound, {"from": stranger})

    assert hands(sellers) == (buyer, buyer)


def test_sold_for_an_owner(provenance, escrow, in_consignment, reach, order, producer, seller, buyer, stranger, hands):
    """Also when the owner takes his word back after the item went out."""
    provenance.permit(in_consignment.lot, seller, 1 << RETAIL_SELLING, {"from": producer})
    provenance.bind(in_consignment, reach(order, AWAITING_SHIPMENT), {"from": seller})
    provenance.permit(in_consignment.lot, seller, 0, {"from": producer})
    escrow.confirm(order, {"from": buyer})
    provenance.settle(in_consignment, order, {"from": stranger})

    assert hands(in_consignment) == (buyer, buyer)


def freed(provenance, item, order, hands, holding, seller, stranger, order_id, said) -> None:
    """Settling gives the item to nobody."""
    tx = provenance.settle(item, order, {"from": stranger})

    released = {"order_id": order_id(order), "lot": item.lot, "serial": item.serial}
    assert said(tx) == [("ItemReleased", released)]
    assert hands(item) == (seller, seller)
    assert (holding(item)["order_id"], holding(item)["sold"]) == (bytes(32), True)


@pytest.fixture
def is_freed(provenance, sellers, hands, holding, seller, stranger, order_id, said):
    """`is_freed(order)`."""
    return lambda order: freed(provenance, sellers, order, hands, holding, seller, stranger, order_id, said)


def test_cancelled(sellers, bound, step, is_freed):
    step(bound.buyer, "cancel", bound)
    is_freed(bound)


def test_all_given_back(sellers, bound, step, is_freed, seller):
    """The buyer may keep the goods and have his money; what he paid for he does not own."""
    step(seller.address, "ship", bound)
    step(bound.offer.carrier, "attest_delivery", bound)
    step(bound.buyer, "request", bound, bound.total, REFUND, NO_HASH)
    step(seller.address, "concede", bound)
    is_freed(bound)


def test_a_part_released(provenance, sellers, bound, step, hands, seller, buyer, stranger):
    step(seller.address, "ship", bound)
    step(bound.offer.carrier, "attest_delivery", bound)
    step(bound.buyer, "request", bound, bound.total - 1, REFUND, NO_HASH)
    step(seller.address, "concede", bound)
    provenance.settle(sellers, bound, {"from": stranger})

    assert hands(sellers) == (buyer, buyer)


def returned(step, order, asked: int) -> None:
    """The goods go back, and something may have been released before."""
    step(order.offer.seller, "ship", order)
    step(order.offer.carrier, "attest_delivery", order)
    step(order.buyer, "request", order, asked, RETURN, NO_HASH)
    step(order.offer.seller, "approve_return", order, NO_HASH)
    step(order.buyer, "send_back", order, NO_HASH)


@pytest.mark.parametrize("left", [0, 1])
@pytest.mark.parametrize("end", ["concede", "confirm", ""])
def test_returned(sellers, bound, step, is_freed, left, end):
    """Whatever was released before, or is after; also while the order is still open."""
    returned(step, bound, bound.total - left)
    if end:
        step({"concede": bound.offer.seller, "confirm": bound.buyer}[end], end, bound)
    is_freed(bound)


def test_another_round(sellers, bound, step, is_freed, seller):
    """The item of the first parcel, once there is a second one; the order is still open."""
    step(seller.address, "ship", bound)
    step(bound.offer.carrier, "attest_delivery", bound)
    step(bound.buyer, "request", bound, bound.total, EXCHANGE, NO_HASH)
    step(seller.address, "replace", bound)
    is_freed(bound)


def test_sent_back_and_replaced(
    provenance, sellers, others, hand, bound, step, is_freed, hands, seller, buyer, stranger
):
    """The flag falls with the round: the returned item stays the seller's, and the new one goes to the buyer."""
    step(seller.address, "ship", bound)
    step(bound.offer.carrier, "attest_delivery", bound)
    step(bound.buyer, "request", bound, bound.total, EXCHANGE, NO_HASH)
    step(seller.address, "approve_return", bound, NO_HASH)
    step(bound.buyer, "send_back", bound, NO_HASH)
    step(seller.address, "replace", bound)
    hand(others[0], seller)
    provenance.bind(others[0], bound, {"from": seller})
    step(bound.buyer, "confirm", bound)
    is_freed(bound)
    provenance.settle(others[0], bound, {"from": stranger})

    assert hands(others[0]) == (buyer, buyer)


@pytest.mark.parametrize("status", ["shipment", "confirmation", "answer", "ruling"])
def test_order_still_open(provenance, sellers, reach, order, seller, stranger, status):
    statuses = {"shipment": AWAITING_SHIPMENT, "confirmation": AWAITING_CONFIRMATION}
    statuses |= {"answer": AWAITING_ANSWER, "ruling": AWAITING_RULING}
    provenance.bind(sellers, reach(order, statuses[status]), {"from": seller})
    with brownie.reverts("bindings: order still open"):
        provenance.settle(sellers, order, {"from": stranger})


def test_twice(provenance, escrow, sellers, bound, buyer, hand, seller, stranger, hands):
    """Once it is the buyer's, his order has no more say: not even when the goods come to the shop again."""
    escrow.confirm(bound, {"from": buyer})
    provenance.settle(sellers, bound, {"from": stranger})
    hand(sellers, seller)
    with brownie.reverts("bindings: not to this order"):
        provenance.settle(sellers, bound, {"from": buyer})
    assert hands(sellers) == (seller, seller)


def test_never_bound(provenance, item, bound, escrow, others, buyer):
    escrow.confirm(bound, {"from": buyer})
    with brownie.reverts("bindings: not to this order"):
        provenance.settle(others[0], bound, {"from": buyer})


def test_another_order(provenance, escrow, sellers, bound, reach, buyer, stranger):
    """Whoever has an order of his own that ended well gets nothing of somebody else's."""
    other = reach(salted(bound._replace(buyer=stranger.address, payer=stranger.address), 9), AWAITING_SHIPMENT)
    escrow.confirm(other, {"from": stranger})
    escrow.confirm(bound, {"from": buyer})
    with brownie.reverts("bindings: not to this order"):
        provenance.settle(sellers, other, {"from": stranger})


def test_other_terms(provenance, escrow, sellers, bound, buyer, stranger):
    """The buyer's name in the terms is proved by their hash."""
    escrow.confirm(bound, {"from": buyer})
    with brownie.reverts("bindings: not to this order"):
        provenance.settle(sellers, bound._replace(buyer=stranger.address), {"from": stranger})


def test_goodwill_makes_no_sale(provenance, escrow, sellers, bound, step, is_freed, seller):
    """Nor does it undo one: what moves after the end changes nothing here."""
    step(bound.buyer, "cancel", bound)
    escrow.refund_closed(bound, 5, NO_HASH, {"from": seller, "value": 5})
    is_freed(bound)
