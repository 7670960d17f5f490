"""follow_up: what has come out since the review, once."""

import brownie
import pytest

from tests.unit.reviews.conftest import MORE_WORDS, NOTHING


def test_default_behavior(reviews, reviewed, buyer, order_id, said, told):
    tx = reviews.follow_up(reviewed, MORE_WORDS, {"from": buyer})

    assert told(tx, "ReviewFollowedUp") == {"order_id": order_id(reviewed), "document": MORE_WORDS}
    assert said(reviewed) == {**NOTHING, "stars": 4, "followed_up": True}


def test_not_reviewed(reviews, closed, buyer):
    with brownie.reverts("Reviews: not reviewed"):
        reviews.follow_up(closed, MORE_WORDS, {"from": buyer})


def test_twice(reviews, followed_up, buyer):
    with brownie.reverts("Reviews: followed up already"):
        reviews.follow_up(followed_up, MORE_WORDS[::-1], {"from": buyer})


@pytest.mark.parametrize("role", ["seller", "stranger", "deployer"])
def test_not_the_buyer(reviews, reviewed, people, role):
    with brownie.reverts("Reviews: not the buyer"):
        reviews.follow_up(reviewed, MORE_WORDS, {"from": people[role]})


def test_with_other_terms(reviews, reviewed, stranger):
    with brownie.reverts("Reviews: not reviewed"):
        reviews.follow_up(reviewed._replace(buyer=stranger.address), MORE_WORDS, {"from": stranger})


def test_without_a_word(reviews, reviewed, buyer):
    with brownie.reverts("Reviews: no document"):
        reviews.follow_up(reviewed, bytes(32), {"from": buyer})


def test_after_the_reply(reviews, reviewed, seller, buyer, said):
    reviews.reply(reviewed, 1, MORE_WORDS, {"from": seller})
    reviews.follow_up(reviewed, MORE_WORDS, {"from": buyer})

    assert said(reviewed) == {**NOTHING, "stars": 4, "replied": True, "followed_up": True}
