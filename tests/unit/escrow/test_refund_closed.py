"""refund_closed: the seller pays the payer of an ended order from his own pocket."""

import brownie
import pytest

from tests.fixtures.terms import CANCELLED, CLOSED, MAX_AMOUNT, NO_HASH, WAITING

AMOUNT = 1_000_000
DOCUMENT = b"\xd7" * 32


@pytest.mark.parametrize("status", [CLOSED, CANCELLED])
def test_default_behavior(escrow, order, reach, record, stock, moved, logged, order_id, seller, status):
    before, sold = record(reach(order, status)), stock(order.offer)
    with moved(order) as change:
        tx = escrow.refund_closed(order, AMOUNT, DOCUMENT, {"from": seller, "value": AMOUNT})
    assert change == {"seller": -AMOUNT, "buyer": AMOUNT}
    assert (record(order), stock(order.offer)) == (before, sold)
    fields = {"order_id": order_id(order), "amount": AMOUNT, "document": DOCUMENT}
    assert logged(tx) == [("ClosedOrderRefunded", fields)]


def test_token(escrow, order, reach, fund, moved, dollar, seller):
    order = reach(order.of(currency=dollar.address), CLOSED)
    fund(seller.address, dollar.address, AMOUNT)
    with moved(order) as change:
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller})
    assert change == {"seller": -AMOUNT, "buyer": AMOUNT}


def test_more_than_the_total(escrow, order, reach, fund, moved, dollar, seller):
    order = reach(order.of(currency=dollar.address), CLOSED)
    fund(seller.address, dollar.address, MAX_AMOUNT)
    with moved(order) as change:
        escrow.refund_closed(order, MAX_AMOUNT, NO_HASH, {"from": seller})
    assert change["buyer"] == MAX_AMOUNT


def test_again_and_again(escrow, order, reach, moved, seller):
    reach(order, CLOSED)
    with moved(order) as change:
        for _ in range(3):
            escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": AMOUNT})
    assert change == {"seller": -3 * AMOUNT, "buyer": 3 * AMOUNT}


def test_goes_to_the_payer(escrow, order, reach, moved, payer, seller):
    order = reach(order._replace(payer=payer.address), CLOSED)
    with moved(order) as change:
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": AMOUNT})
    assert change == {"seller": -AMOUNT, "payer": AMOUNT}


def test_payer_with_code_is_credited(escrow, order, reach, moved, ContractWallet, seller):
    wallet = ContractWallet.deploy(seller, {"from": seller})
    order = reach(order._replace(payer=wallet.address), CLOSED)
    with moved(order) as change:
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": AMOUNT})
    assert change == {"seller": -AMOUNT, "escrow": AMOUNT, "payer's credit for the order": AMOUNT}


@pytest.mark.parametrize("difference", [-1, 1])
def test_wrong_coin_amount(escrow, order, reach, seller, difference):
    reach(order, CLOSED)
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": AMOUNT + difference})


def test_coin_beside_a_token(escrow, order, reach, fund, dollar, seller):
    order = reach(order.of(currency=dollar.address), CLOSED)
    fund(seller.address, dollar.address, AMOUNT)
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": 1})


def test_allowance_too_low(escrow, order, reach, fund, dollar, seller):
    order = reach(order.of(currency=dollar.address), CLOSED)
    fund(seller.address, dollar.address, AMOUNT - 1)
    with brownie.reverts("plain_token: allowance too low"):
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller})


def test_amount_too_large(escrow, order, reach, seller):
    """A currency that says yes to everything could otherwise overflow the payer's credit."""
    reach(order, CLOSED)
    with brownie.reverts("Escrow: amount too large"):
        escrow.refund_closed(order, MAX_AMOUNT + 1, NO_HASH, {"from": seller})


def test_zero_amount(escrow, order, reach, seller):
    reach(order, CLOSED)
    with brownie.reverts("Escrow: zero amount"):
        escrow.refund_closed(order, 0, NO_HASH, {"from": seller})


@pytest.mark.parametrize("role", ["buyer", "carrier", "arbiter", "stranger", "deployer"])
def test_not_the_seller(escrow, order, reach, people, role):
    reach(order, CLOSED)
    with brownie.reverts("Escrow: not the seller"):
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": people[role], "value": AMOUNT})


def test_never_paid(escrow, order, seller):
    with brownie.reverts("Escrow: never paid"):
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": AMOUNT})


@pytest.mark.parametrize("status", WAITING)
def test_not_in_this_status(escrow, order, reach, seller, status):
    reach(order, status)
    with brownie.reverts("Escrow: not in this status"):
        escrow.refund_closed(order, AMOUNT, NO_HASH, {"from": seller, "value": AMOUNT})
