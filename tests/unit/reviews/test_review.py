"""review: the buyer of an order that ended CLOSED says how it was, once."""

import brownie
import pytest

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
    salted,
)
from tests.unit.reviews.conftest import NOTHING, WORDS

OPEN = (
    *(AWAITING_SHIPMENT, AWAITING_DELIVERY, AWAITING_CONFIRMATION, AWAITING_ANSWER, AWAITING_RETURN),
    *(AWAITING_RETURN_CHECK, AWAITING_RULING),
)


def test_default_behavior(reviews, closed, buyer, seller, order_id, said, told):
    tx = reviews.review(closed, 4, WORDS, {"from": buyer})

    fields = {"order_id": order_id(closed), "seller": seller.address, "buyer": buyer.address}
    assert told(tx, "OrderReviewed") == {**fields, "stars": 4, "document": WORDS}
    assert said(closed) == {**NOTHING, "stars": 4}


@pytest.mark.parametrize("stars", [1, 5])
def test_stars_without_a_word(reviews, closed, buyer, said, stars):
    reviews.review(closed, stars, bytes(32), {"from": buyer})

    assert said(closed)["stars"] == stars


@pytest.mark.parametrize("stars", [0, 6, 2**256 - 1])
def test_other_stars(reviews, closed, buyer, stars):
    with brownie.reverts("Reviews: 1 to 5 stars"):
        reviews.review(closed, stars, WORDS, {"from": buyer})


def test_moves_no_money(reviews, closed, buyer, escrow, order_id, record):
    before = (escrow.balance(), record(closed), buyer.balance())
    reviews.review(closed, 1, WORDS, {"from": buyer, "gas_price": 0})

    assert (escrow.balance(), record(closed), buyer.balance()) == before


def test_after_a_full_refund(reviews, reach, step, order, seller, buyer, record, said):
    """The buyer speaks also of an order for which nobody was paid."""
    reach(order, AWAITING_ANSWER)
    step(seller.address, "concede", order)
    assert (record(order)["status"], record(order)["released"]) == (CLOSED, 0)
    reviews.review(order, 2, WORDS, {"from": buyer})

    assert said(order)["stars"] == 2


@pytest.mark.parametrize("status", [AWAITING_SHIPMENT, AWAITING_DELIVERY])
def test_of_what_never_came(reviews, reach, step, order, buyer, stranger, next_at, record, said, status):
    reach(order, status)
    next_at(order)
    step(stranger.address, "enforce", order)
    assert (record(order)["status"], record(order)["released"]) == (CLOSED, 0)
    reviews.review(order, 1, WORDS, {"from": buyer})

    assert said(order)["stars"] == 1


def test_whoever_paid(reviews, reach, order, payer, buyer, said):
    """Who bought speaks, not who paid for it."""
    order = reach(order._replace(payer=payer.address), CLOSED)
    with brownie.reverts("Reviews: not the buyer"):
        reviews.review(order, 5, WORDS, {"from": payer})
    reviews.review(order, 5, WORDS, {"from": buyer})

    assert said(order)["stars"] == 5


@pytest.mark.parametrize("role", ["seller", "stranger", "deployer", "carrier", "arbiter", "referrer"])
def test_not_the_buyer(reviews, closed, people, role):
    with brownie.reverts("Reviews: not the buyer"):
        reviews.review(closed, 5, WORDS, {"from": people[role]})


@pytest.mark.parametrize("status", OPEN)
def test_still_open(reviews, reach, order, buyer, status):
    reach(order, status)

    with brownie.reverts("Reviews: order is not closed"):
        reviews.review(order, 5, WORDS, {"from": buyer})


def test_cancelled(reviews, reach, order, buyer):
    reach(order, CANCELLED)

    with brownie.reverts("Reviews: order is not closed"):
        reviews.review(order, 1, WORDS, {"from": buyer})


def test_never_paid(reviews, order, buyer):
    with brownie.reverts("Reviews: order is not closed"):
        reviews.review(order, 1, WORDS, {"from": buyer})


def test_with_other_terms(reviews, closed, stranger):
    """Who writes himself in as the buyer of an order speaks of another one."""
    with brownie.reverts("Reviews: order is not closed"):
        reviews.review(closed._replace(buyer=stranger.address), 1, WORDS, {"from": stranger})


def test_of_another_escrow(reviews, Escrow, deployer, seller, buyer, order):
    """One with the same terms, closed there, is unknown here."""
    other = Escrow.deploy({"from": deployer})
    other.publish(order.offer, 10, {"from": seller})
    other.pay(order, {"from": buyer, "value": order.coin})
    other.confirm(order, {"from": buyer})

    with brownie.reverts("Reviews: order is not closed"):
        reviews.review(order, 5, WORDS, {"from": buyer})


def test_twice(reviews, reviewed, buyer, said):
    with brownie.reverts("Reviews: reviewed already"):
        reviews.review(reviewed, 1, bytes(32), {"from": buyer})
    assert said(reviewed)["stars"] == 4


def test_twice_after_a_follow_up(reviews, followed_up, buyer):
    with brownie.reverts("Reviews: reviewed already"):
        reviews.review(followed_up, 1, WORDS, {"from": buyer})


def test_each_order_by_itself(reviews, reviewed, reach, order, buyer, said):
    other = reach(salted(order, 8), CLOSED)
    reviews.review(other, 1, WORDS, {"from": buyer})

    assert (said(reviewed)["stars"], said(other)["stars"]) == (4, 1)


def test_after_a_later_refund(reviews, closed, escrow, seller, buyer, said):
    """What a seller gives back after the end takes nobody's voice."""
    escrow.refund_closed(closed, 5, bytes(32), {"from": seller, "value": 5})
    reviews.review(closed, 3, WORDS, {"from": buyer})

    assert said(closed)["stars"] == 3
