"""Reviews beside Escrow, and an order that its buyer has confirmed."""

from collections.abc import Callable

import pytest

from tests.fixtures.terms import CLOSED, Order
from tests.fixtures.trade import plain

WORDS = b"\x11" * 32
MORE_WORDS = b"\x22" * 32
ANSWER = b"\x33" * 32
REVIEW, FOLLOW_UP = 1, 2
NOTHING = {"stars": 0, "followed_up": False, "replied": False, "replied_to_follow_up": False}


@pytest.fixture(autouse=True)
def isolation(fn_isolation):
    """Whatever a test did is undone."""


@pytest.fixture(scope="module")
def reviews(escrow, Reviews, deployer):
    return Reviews.deploy(escrow, {"from": deployer})


@pytest.fixture
def closed(reach, order) -> Order:
    """It can be reviewed."""
    return reach(order, CLOSED)


@pytest.fixture
def reviewed(reviews, closed, buyer) -> Order:
    """The same, with four stars."""
    reviews.review(closed, 4, WORDS, {"from": buyer})
    return closed


@pytest.fixture
def followed_up(reviews, reviewed, buyer) -> Order:
    """The same, with what came out later."""
    reviews.follow_up(reviewed, MORE_WORDS, {"from": buyer})
    return reviewed


@pytest.fixture(scope="module")
def said(reviews, order_id) -> Callable:
    """`said(order)`: what the chain keeps of its review, by field name."""
    return lambda order: {name: plain(value) for name, value in reviews.reviewed(order_id(order)).dict().items()}


@pytest.fixture(scope="module")
def told(reviews) -> Callable:
    """`told(tx, name)`: the fields of the only event of a transaction; hashes as bytes."""

    def read(tx, name: str) -> dict:
        (event,) = [one for one in tx.events if one.address == reviews.address]
        assert event.name == name
        return {field: _simple(value) for field, value in event.items()}

    return read


def _simple(value):
    """What Brownie decoded; a hash as bytes, also one that can be searched for."""
    text = str(value)
    return bytes.fromhex(text[2:]) if text.startswith("0x") and len(text) == 66 else plain(value)
