"""reply: the seller answers the review, and what was added to it, each once."""

import brownie
import pytest

from tests.unit.reviews.conftest import ANSWER, FOLLOW_UP, NOTHING, REVIEW


def test_default_behavior(reviews, reviewed, seller, order_id, said, told):
    tx = reviews.reply(reviewed, REVIEW, ANSWER, {"from": seller})

    assert told(tx, "ReviewReplied") == {"order_id": order_id(reviewed), "part": REVIEW, "document": ANSWER}
    assert said(reviewed) == {**NOTHING, "stars": 4, "replied": True}


def test_to_the_follow_up(reviews, followed_up, seller, order_id, said, told):
    tx = reviews.reply(followed_up, FOLLOW_UP, ANSWER, {"from": seller})

    assert told(tx, "ReviewReplied") == {"order_id": order_id(followed_up), "part": FOLLOW_UP, "document": ANSWER}
    assert said(followed_up) == {**NOTHING, "stars": 4, "followed_up": True, "replied_to_follow_up": True}


def test_to_both_in_either_order(reviews, followed_up, seller, said):
    reviews.reply(followed_up, FOLLOW_UP, ANSWER, {"from": seller})
    reviews.reply(followed_up, REVIEW, ANSWER, {"from": seller})

    assert said(followed_up) == {"stars": 4, "followed_up": True, "replied": True, "replied_to_follow_up": True}


@pytest.mark.parametrize("part", [REVIEW, FOLLOW_UP])
def test_twice(reviews, followed_up, seller, part):
    reviews.reply(followed_up, part, ANSWER, {"from": seller})

    with brownie.reverts("Reviews: replied already"):
        reviews.reply(followed_up, part, ANSWER[::-1], {"from": seller})


@pytest.mark.parametrize("part", [REVIEW, FOLLOW_UP])
def test_to_nothing(reviews, closed, seller, part):
    with brownie.reverts("Reviews: nothing to reply to"):
        reviews.reply(closed, part, ANSWER, {"from": seller})


def test_to_no_follow_up(reviews, reviewed, seller):
    with brownie.reverts("Reviews: nothing to reply to"):
        reviews.reply(reviewed, FOLLOW_UP, ANSWER, {"from": seller})


@pytest.mark.parametrize("part", [0, 3, 252, 253, 2**256 - 4, 2**256 - 1])
def test_to_no_part(reviews, followed_up, seller, said, part):
    before = said(followed_up)

    with brownie.reverts("Reviews: nothing to reply to"):
        reviews.reply(followed_up, part, ANSWER, {"from": seller})
    assert said(followed_up) == before


@pytest.mark.parametrize("role", ["buyer", "stranger", "deployer", "arbiter", "carrier"])
def test_not_the_seller(reviews, reviewed, people, role):
    with brownie.reverts("Reviews: not the seller"):
        reviews.reply(reviewed, REVIEW, ANSWER, {"from": people[role]})


def test_with_other_terms(reviews, reviewed, stranger):
    theirs = reviewed.of(seller=stranger.address)

    with brownie.reverts("Reviews: nothing to reply to"):
        reviews.reply(theirs, REVIEW, ANSWER, {"from": stranger})


def test_without_a_word(reviews, reviewed, seller):
    with brownie.reverts("Reviews: no document"):
        reviews.reply(reviewed, REVIEW, bytes(32), {"from": seller})
