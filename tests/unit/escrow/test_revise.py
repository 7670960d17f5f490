"""revise: what is left of one offer moves to another of the same seller."""

import brownie
import pytest

from tests.fixtures.terms import CLOSED, EMPTY, MAX_AMOUNT, salted


@pytest.fixture
def dearer(offer):
    return offer._replace(price=offer.price + 1)


def counts(stock):
    return (stock["cap"], stock["sold"])


def test_default_behavior(escrow, order, dearer, publish, pay, stock, logged, offer_id, seller):
    publish(order.offer, 10)
    pay(order)
    tx = escrow.revise(order.offer, dearer, {"from": seller})
    assert counts(stock(order.offer)) == (0, 3)
    assert counts(stock(dearer)) == (7, 0)
    old_id, new_id = offer_id(order.offer), offer_id(dearer)
    published, revised = logged(tx)
    assert published == (
        "OfferPublished",
        {"offer_id": new_id, "seller": seller.address, "offer": tuple(dearer), "cap": 7},
    )
    assert revised == ("OfferRevised", {"old_id": old_id, "new_id": new_id, "cap": 7})


@pytest.mark.parametrize(("cap", "left"), [(3, 0), (2, 0), (0, 0), (4, 1), (MAX_AMOUNT, MAX_AMOUNT - 3)])
def test_what_is_left(escrow, order, dearer, pay, stock, seller, cap, left):
    pay(order)
    escrow.set_cap(order.offer, cap, {"from": seller})
    escrow.revise(order.offer, dearer, {"from": seller})
    assert counts(stock(order.offer)) == (0, 3)
    assert counts(stock(dearer)) == (left, 0)


def test_onto_a_published_offer(escrow, order, dearer, publish, pay, stock, logged, offer_id, seller):
    """What was unsold on it is replaced, not added."""
    publish(order.offer, 10)
    publish(dearer, 100)
    pay(order)
    pay(order._replace(offer=dearer, quantity=2))
    tx = escrow.revise(order.offer, dearer, {"from": seller})
    assert counts(stock(order.offer)) == (0, 3)
    assert counts(stock(dearer)) == (2 + 7, 2)
    ids = {"old_id": offer_id(order.offer), "new_id": offer_id(dearer)}
    assert logged(tx) == [("OfferRevised", {**ids, "cap": 9})]


def test_there_and_back(escrow, order, dearer, publish, pay, stock, seller):
    publish(order.offer, 10)
    pay(order)
    escrow.revise(order.offer, dearer, {"from": seller})
    escrow.revise(dearer, order.offer, {"from": seller})
    assert counts(stock(order.offer)) == (10, 3)
    assert counts(stock(dearer)) == (0, 0)


def test_orders_of_the_old_offer_live_on(escrow, order, dearer, pay, record, seller, buyer):
    pay(order)
    escrow.revise(order.offer, dearer, {"from": seller})
    with brownie.reverts("offers: not enough units left"):
        pay(salted(order, 1))
    escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED


def test_units_cancelled_later_stay_with_the_old_offer(escrow, order, dearer, pay, stock, seller, buyer):
    pay(order)
    escrow.revise(order.offer, dearer, {"from": seller})
    left = stock(dearer)["cap"]
    escrow.cancel(order, {"from": buyer})
    assert counts(stock(order.offer)) == (0, 0)
    assert stock(dearer)["cap"] == left


@pytest.mark.parametrize("role", ["stranger", "deployer"])
def test_not_the_seller(escrow, offer, dearer, publish, people, role):
    publish(offer)
    with brownie.reverts("offers: not the seller"):
        escrow.revise(offer, dearer, {"from": people[role]})


@pytest.mark.parametrize("published", [True, False])
def test_to_another_seller(escrow, offer, publish, seller, stranger, published):
    publish(offer)
    other = offer._replace(seller=stranger.address)
    if published:
        publish(other)
    with brownie.reverts("offers: not the seller"):
        escrow.revise(offer, other, {"from": seller})


def test_nothing_revised(escrow, offer, publish, seller):
    publish(offer)
    with brownie.reverts("offers: nothing revised"):
        escrow.revise(offer, offer, {"from": seller})


def test_old_not_published(escrow, offer, dearer, publish, seller):
    publish(dearer)
    with brownie.reverts("offers: not published"):
        escrow.revise(offer, dearer, {"from": seller})


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"price": 0}, "offers: zero price"),
        ({"inspect_within": 0}, "offers: inspection under 3 days"),
        ({"points_bps": 5_001}, "offers: shares above a half"),
        ({"loyalty": EMPTY}, "offers: points without loyalty"),
    ],
)
def test_new_terms_refused(escrow, offer, publish, stock, seller, terms, reason):
    publish(offer, 5)
    with brownie.reverts(reason):
        escrow.revise(offer, offer._replace(**terms), {"from": seller})
    assert counts(stock(offer)) == (5, 0)


def test_cap_too_large(escrow, order, dearer, publish, pay, seller):
    publish(order.offer, MAX_AMOUNT)
    publish(dearer, 3)
    pay(order._replace(offer=dearer))
    with brownie.reverts("offers: cap too large"):
        escrow.revise(order.offer, dearer, {"from": seller})
