"""Whoever deployed Reviews can do nothing with it that a stranger cannot."""

import brownie
import pytest

from tests.fixtures.terms import CLOSED, NO_HASH, salted
from tests.unit.reviews.conftest import REVIEW, WORDS

VIEWS = {"escrow", "reviewed"}


@pytest.fixture
def calls(reviews, reviewed, reach, order):
    """Of each function a call that goes through for who may make it."""
    found = {
        "review": (reach(salted(order, 9), CLOSED), 5, WORDS),
        "follow_up": (reviewed, WORDS),
        "reply": (reviewed, REVIEW, WORDS),
        "reviewed": (NO_HASH,),
        "escrow": (),
    }
    assert found.keys() == {entry["name"] for entry in reviews.abi if entry["type"] == "function"}
    return {verb: getattr(reviews, verb).encode_input(*arguments) for verb, arguments in found.items()}


def test_default_behavior(reviews, calls, wire, deployer, stranger):
    """Every function answers both alike: with the same result, or with the same reason."""
    done = set()
    for verb, data in calls.items():
        asked = [
            ("eth_call", [{"from": who.address, "to": reviews.address, "data": data}, "latest"])
            for who in (deployer, stranger)
        ]
        by_deployer, by_stranger = wire.answers(asked)
        assert by_deployer.get("result") == by_stranger.get("result"), verb
        assert by_deployer.get("error") == by_stranger.get("error"), verb
        done |= {verb} if "result" in by_deployer else set()
    assert done == VIEWS


def test_takes_no_coin(reviews, deployer):
    with brownie.reverts():
        deployer.transfer(reviews, 1)
