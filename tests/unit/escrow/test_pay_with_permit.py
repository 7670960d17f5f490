"""pay_with_permit: the payer's signature allows the total, and only the payer spends what it allows."""

import brownie
import pytest

from tests.fixtures.refusals import no_reason
from tests.fixtures.terms import AWAITING_SHIPMENT, NO_HASH

NO_PERMIT = (0, 0, NO_HASH, NO_HASH)
TOO_LOW = "plain_token: allowance too low"


@pytest.fixture
def order(order, in_dollars, publish):
    order = in_dollars(order)
    publish(order.offer)
    return order


def test_default_behavior(escrow, dollar, order, wallet, record, moved, logged, buyer):
    """Exactly the total is allowed, and nothing of it is left."""
    permit = wallet.permit(dollar, order)
    with moved(order) as change:
        tx = escrow.pay_with_permit(order, *permit, {"from": buyer})
    assert change == {"escrow": order.total, "buyer": -order.total}
    assert dollar.allowance(buyer, escrow) == 0
    assert record(order)["status"] == AWAITING_SHIPMENT
    assert record(order)["deadline"] == tx.timestamp + order.offer.ship_within
    assert [name for name, _ in logged(tx)] == ["OrderPaid"]


def test_brought_before_by_somebody_else(escrow, dollar, order, wallet, record, buyer, stranger):
    """A used permit has left what it allows; it does not stop the purchase."""
    permit = wallet.permit(dollar, order)
    dollar.permit(buyer, escrow, order.total, *permit, {"from": stranger})
    escrow.pay_with_permit(order, *permit, {"from": buyer})
    assert record(order)["status"] == AWAITING_SHIPMENT
    assert dollar.allowance(buyer, escrow) == 0


def test_standing_allowance(escrow, dollar, order, record, buyer):
    dollar.approve(escrow, order.total, {"from": buyer})
    escrow.pay_with_permit(order, *NO_PERMIT, {"from": buyer})
    assert record(order)["status"] == AWAITING_SHIPMENT


def test_currency_without_permits(escrow, order, token, fund, publish, record, buyer):
    plain = token("six_decimals")
    order = order.of(currency=plain.address)
    publish(order.offer)
    fund(buyer.address, plain.address, order.total)
    escrow.pay_with_permit(order, *NO_PERMIT, {"from": buyer})
    assert record(order)["status"] == AWAITING_SHIPMENT


def test_somebody_elses_permit(escrow, dollar, order, wallet, in_dollars, stranger, buyer):
    """Neither the permit nor the allowance that it has left pays for whoever brings it."""
    permit = wallet.permit(dollar, order)
    own = in_dollars(order._replace(payer=stranger.address))
    for used in (False, True):
        if used:
            dollar.permit(buyer, escrow, order.total, *permit, {"from": stranger})
        for pay, arguments in ((escrow.pay_with_permit, permit), (escrow.pay, ())):
            with brownie.reverts("payments: not the payer"):
                pay.call(order, *arguments, {"from": stranger})
            with brownie.reverts(TOO_LOW):
                pay.call(own, *arguments, {"from": stranger})


def test_signed_by_somebody_else(escrow, dollar, order, wallet, buyer, stranger):
    with brownie.reverts(TOO_LOW):
        escrow.pay_with_permit.call(order, *wallet.permit(dollar, order, by=stranger), {"from": buyer})


def test_over_another_sum(escrow, dollar, order, wallet, buyer):
    dearer = order._replace(quantity=order.quantity + 1)
    for permitted, bought in ((order, dearer), (dearer, order)):
        with brownie.reverts(TOO_LOW):
            escrow.pay_with_permit.call(bought, *wallet.permit(dollar, permitted), {"from": buyer})


def test_expired(escrow, dollar, order, wallet, now, buyer):
    with brownie.reverts(TOO_LOW):
        escrow.pay_with_permit.call(order, *wallet.permit(dollar, order, deadline=now - 1), {"from": buyer})


def test_coin(escrow, order, publish, buyer):
    """Coin cannot be permitted, nor come along."""
    order = order.of(currency=brownie.ZERO_ADDRESS)
    publish(order.offer)
    with brownie.reverts("payments: currency has no code"):
        escrow.pay_with_permit.call(order, *NO_PERMIT, {"from": buyer})
    with no_reason():
        buyer.transfer(escrow, 1, data=escrow.pay_with_permit.encode_input(order, *NO_PERMIT))


def test_paid_already(escrow, dollar, order, wallet, buyer):
    escrow.pay_with_permit(order, *wallet.permit(dollar, order), {"from": buyer})
    with brownie.reverts("Escrow: paid already"):
        escrow.pay_with_permit.call(order, *wallet.permit(dollar, order), {"from": buyer})
