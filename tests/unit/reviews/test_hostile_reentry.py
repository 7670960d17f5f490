"""While Escrow is in the middle of a call, it is not asked: nobody reviews by what is half done."""

import pytest

from tests.fixtures.planned_calls import outcomes
from tests.fixtures.terms import AWAITING_DELIVERY, salted
from tests.unit.reviews.conftest import NOTHING, WORDS


@pytest.fixture
def hook(token, deployer):
    """A token that makes calls in the middle of a transfer."""
    return token("hook")


def test_default_behavior(reviews, escrow, hook, order, reach, fund, seller, deployer, said):
    """The token has bought something itself; in the middle of another's payment in it, it cannot review that."""
    bought = reach(order._replace(buyer=hook.address), AWAITING_DELIVERY)
    escrow.refund(bought, bought.total, {"from": seller})
    for _ in range(2):
        hook.plan(reviews, reviews.review.encode_input(bought, 5, WORDS), {"from": deployer})
    hook.set_hook(False, True, {"from": deployer})
    hook.arm(1, {"from": deployer})
    new = salted(order.of(currency=hook.address), 77)
    escrow.publish(new.offer, 10, {"from": seller})
    fund(new.payer, hook.address, new.total)
    tx = escrow.pay(new, {"from": new.payer})

    made = outcomes(tx)
    assert [one.index for one in made] == [0, 1]
    assert not any(one.success or one.reason for one in made)
    assert said(bought) == NOTHING
