"""confirm: the buyer has the goods, the seller gets all that is held."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import CLOSED, WAITING


def test_default_behavior(escrow, order, reach, record, moved, buyer):
    reach(order, 1)
    with moved(order) as change:
        tx = escrow.confirm(order, {"from": buyer})
    commission, points = share(order.total, 100), share(order.total, 200)
    assert change == {
        "escrow": commission + points - order.total,
        "seller": order.total - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert record(order)["status"] == CLOSED
    assert tx.events["OrderConfirmed"]["amount"] == order.total


@pytest.mark.parametrize("status", WAITING)
def test_not_the_buyer(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not the buyer"):
        escrow.confirm(order, {"from": seller})
