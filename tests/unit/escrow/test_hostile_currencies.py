"""Currencies that lie, take, vanish, deny or shrink: they harm their own orders at most, and block none."""

import brownie
import pytest

from tests.fixtures.funds import share
from tests.fixtures.terms import (
    AWAITING_CONFIRMATION,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    NEVER_PAID,
    NO_HASH,
    WAITING,
    salted,
)
from tests.fixtures.trade import APPROVE, MINT, call_data


def proceeds(order):
    return order.total - share(order.total, 100) - share(order.total, 200)


def all_credited(order):
    return {
        "seller's credit": proceeds(order),
        "referrer's credit": share(order.total, 100),
        "loyalty's credit for the buyer": share(order.total, 200),
    }


def withdrawn(escrow, moved, order, stranger):
    """What changes when the seller's credit is withdrawn."""
    with moved(order) as change:
        escrow.withdraw(order.offer.seller, order.offer.currency, {"from": stranger})
    return change


def paid_out(order):
    waiting = proceeds(order)
    return {"escrow": -waiting, "seller": waiting, "seller's credit": -waiting}


# Returns nothing


def test_silent(order, token, reach, moved, escrow, buyer, stranger):
    """A currency that returns nothing works like any other."""
    order = reach(order.of(currency=token("silent").address), AWAITING_SHIPMENT)
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert change["seller"] == proceeds(order)
    escrow.withdraw(order.referrer, order.offer.currency, {"from": stranger})


# Returns false


@pytest.fixture
def false(token):
    return token("false")


def test_false_on_the_way_in(order, false, pay, record):
    order = order.of(currency=false.address)
    with brownie.reverts("payments: transfer failed"):
        pay(order)
    assert record(order)["status"] == NEVER_PAID


@pytest.mark.parametrize("status", WAITING)
def test_false_on_the_way_out(escrow, order, false, reach, record, moved, deployer, buyer, stranger, status):
    false.set_false(True, False, {"from": deployer})
    order = reach(order.of(currency=false.address), status)
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED
    assert change == all_credited(order)
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw(order.offer.seller, false, {"from": stranger})
    false.set_false(False, False, {"from": deployer})
    assert withdrawn(escrow, moved, order, stranger) == paid_out(order)


def test_false_into_a_refund(escrow, order, false, reach, moved, deployer, seller, fund):
    false.set_false(True, False, {"from": deployer})
    order = reach(order.of(currency=false.address), CANCELLED)
    false.set_false(True, True, {"from": deployer})
    fund(seller.address, false.address, 5)
    with brownie.reverts("payments: transfer failed"):
        escrow.refund_closed(order, 5, NO_HASH, {"from": seller})


# Has no code


def test_gone_on_the_way_out(escrow, order, token, publish, moved, record, buyer, deployer, stranger):
    """A currency that worked when it was paid with, and lost its code in the same transaction."""
    factory = token("without_code")
    salt = b"\x07" * 32
    copy = factory.live_once.call(salt, [], {"from": deployer})
    order = order.of(currency=copy)._replace(payer=factory.address)
    publish(order.offer)
    steps = [
        (copy, call_data(MINT, factory.address, order.total)),
        (copy, call_data(APPROVE, escrow.address, order.total)),
        (escrow, escrow.pay.encode_input(order)),
    ]
    factory.live_once(salt, steps, {"from": deployer})
    assert record(order)["status"] == AWAITING_SHIPMENT
    tx = escrow.confirm(order, {"from": buyer})
    assert tx.events["PayoutCredited"]["amount"] == proceeds(order)
    assert record(order)["status"] == CLOSED
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw(order.offer.seller, copy, {"from": stranger})
    assert escrow.credits(order.offer.seller, NO_HASH, copy) == proceeds(order)


# Takes a fee, or changes balances


@pytest.mark.parametrize("fee_bps", [1, 100, 10_000])
def test_fee(order, token, pay, record, deployer, fee_bps):
    fee = token("fee")
    fee.set_fee_bps(fee_bps, {"from": deployer})
    order = order.of(currency=fee.address)
    with brownie.reverts("payments: wrong amount arrived"):
        pay(order)
    assert record(order)["status"] == NEVER_PAID


def test_fee_that_begins_later(escrow, order, token, reach, moved, deployer, buyer):
    """The payer of the fee is who gets less; what Escrow holds for others stays."""
    fee = token("fee")
    fee.set_fee_bps(0, {"from": deployer})
    order, other = (reach(salted(order.of(currency=fee.address), n), AWAITING_SHIPMENT) for n in (0, 1))
    fee.set_fee_bps(100, {"from": deployer})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert change["escrow"] == -proceeds(order)
    assert change["seller"] == proceeds(order) - proceeds(order) * 100 // 10_000
    held = share(order.total, 100) + share(order.total, 200) + other.total
    assert fee.balanceOf(escrow) == held


def test_fee_into_a_refund(escrow, order, token, reach, fund, deployer, seller):
    fee = token("fee")
    fee.set_fee_bps(0, {"from": deployer})
    order = reach(order.of(currency=fee.address), CLOSED)
    fund(seller.address, fee.address, 10_000)
    fee.set_fee_bps(100, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        escrow.refund_closed(order, 10_000, NO_HASH, {"from": seller})


def test_rounding_transfer(order, token, pay, publish, fund, escrow, deployer, buyer):
    """At this factor one unit less arrives."""
    rebasing = token("rebasing")
    order = order.of(currency=rebasing.address, price=100, shipping=0)._replace(quantity=1)
    publish(order.offer)
    rebasing.rebase(15_000, {"from": deployer})
    fund(buyer.address, rebasing.address, 200)
    with brownie.reverts("payments: wrong amount arrived"):
        escrow.pay(order, {"from": buyer})


@pytest.mark.parametrize("factor_bps", [5_000, 20_000])
def test_rebased_while_held(escrow, order, token, dollar, reach, record, moved, deployer, buyer, stranger, factor_bps):
    """What it shrinks is missing from its own last payout, what it grows is a donation, others see nothing."""
    rebasing = token("rebasing")
    others = [reach(order, AWAITING_SHIPMENT), reach(order.of(currency=dollar.address), AWAITING_SHIPMENT)]
    order = reach(order.of(currency=rebasing.address, price=10_000, shipping=0), AWAITING_SHIPMENT)
    rebasing.rebase(factor_bps, {"from": deployer})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED
    if factor_bps < 10_000:
        assert change == all_credited(order)
        with brownie.reverts("payments: receiver refused"):
            escrow.withdraw(order.offer.seller, rebasing, {"from": stranger})
    else:
        assert change["seller"] == proceeds(order)
    for other in others:
        with moved(other) as change:
            escrow.confirm(other, {"from": buyer})
        assert change["seller"] == proceeds(other)


# Denies


@pytest.fixture
def deny_list(token):
    return token("deny_list")


@pytest.mark.parametrize("status", WAITING)
def test_seller_denied(escrow, order, deny_list, reach, record, moved, next_at, deployer, buyer, stranger, status):
    """His part waits; everybody else's moves on."""
    order = reach(order.of(currency=deny_list.address), status)
    deny_list.set_denied(order.offer.seller, True, {"from": deployer})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert record(order)["status"] == CLOSED
    assert change == all_credited(order)
    escrow.withdraw(order.referrer, deny_list, {"from": stranger})
    with brownie.reverts("payments: receiver refused"):
        escrow.withdraw(order.offer.seller, deny_list, {"from": stranger})
    deny_list.set_denied(order.offer.seller, False, {"from": deployer})
    assert withdrawn(escrow, moved, order, stranger) == paid_out(order)


def test_seller_denied_after_a_part(escrow, order, deny_list, reach, record, moved, deployer, buyer):
    """The refunded part goes back to the buyer at once, whatever happens to the seller's."""
    order = reach(order.of(currency=deny_list.address), AWAITING_CONFIRMATION)
    deny_list.set_denied(order.offer.seller, True, {"from": deployer})
    escrow.request(order, 1_000, 1, NO_HASH, {"from": buyer})
    with moved(order) as change:
        escrow.concede(order, {"from": order.offer.seller})
    assert change == {"escrow": -1_000, "buyer": 1_000}
    assert record(order)["status"] == CLOSED


def test_payer_denied(escrow, order, deny_list, reach, record, moved, next_at, deployer, stranger):
    order = reach(order.of(currency=deny_list.address), AWAITING_SHIPMENT)
    deny_list.set_denied(order.payer, True, {"from": deployer})
    next_at(order)
    with moved(order) as change:
        escrow.enforce(order, {"from": stranger})
    assert record(order)["status"] == CLOSED
    assert change == {"buyer's credit": order.total}
    deny_list.set_denied(order.payer, False, {"from": deployer})
    with moved(order) as change:
        escrow.withdraw(order.payer, deny_list, {"from": stranger})
    assert change == {"escrow": -order.total, "buyer": order.total, "buyer's credit": -order.total}


def test_buyer_denied_when_paying(order, deny_list, pay, record, deployer):
    order = order.of(currency=deny_list.address)
    deny_list.set_denied(order.payer, True, {"from": deployer})
    with brownie.reverts("DenyListToken: denied"):
        pay(order)
    assert record(order)["status"] == NEVER_PAID


@pytest.mark.parametrize("who", ["all", "escrow"])
def test_paused(escrow, order, deny_list, reach, record, moved, deployer, buyer, stranger, who):
    """Nothing moves, and still every order ends."""
    orders = [reach(salted(order.of(currency=deny_list.address), n), AWAITING_SHIPMENT) for n in (0, 1)]
    if who == "all":
        deny_list.set_paused(True, {"from": deployer})
    else:
        deny_list.set_denied(escrow, True, {"from": deployer})
    with moved(orders[0]) as change:
        escrow.confirm(orders[0], {"from": buyer})
        escrow.cancel(orders[1], {"from": buyer})
    assert change == {**all_credited(orders[0]), "buyer's credit": orders[1].total}
    assert [record(one)["status"] for one in orders] == [CLOSED, CANCELLED]
    for account in (order.offer.seller, order.buyer, order.referrer):
        with brownie.reverts("payments: receiver refused"):
            escrow.withdraw(account, deny_list, {"from": stranger})


def test_one_bad_currency_in_a_batch(escrow, order, deny_list, false, dollar, reach, record, at, deployer, stranger):
    deny_list_order, false_order, dollar_order = (
        order.of(currency=currency.address) for currency in (deny_list, false, dollar)
    )
    false.set_false(True, False, {"from": deployer})
    orders = [reach(one, AWAITING_SHIPMENT) for one in (deny_list_order, false_order, dollar_order, order)]
    deny_list.set_paused(True, {"from": deployer})
    at(max(record(one)["deadline"] for one in orders))
    escrow.enforce_many(orders, {"from": stranger})
    assert [record(one)["status"] for one in orders] == [CLOSED] * 4
    credited = [escrow.credits(order.payer, NO_HASH, one.offer.currency) for one in orders]
    assert credited == [order.total, order.total, 0, 0]


# Answers strangely


def test_escrow_as_currency(escrow, order, publish, act):
    """It is a contract, and no token."""
    order = order.of(currency=escrow.address)
    publish(order.offer)
    with brownie.reverts():
        act(order.payer, "pay", order)


# Forced in


def test_coin_forced_in(escrow, order, reach, record, moved, CoinForcer, deployer, buyer, stranger):
    order = reach(order, AWAITING_SHIPMENT)
    CoinForcer.deploy({"from": deployer}).force(escrow, {"from": stranger, "value": 12_345})
    assert escrow.balance() == order.total + 12_345
    with brownie.reverts("payments: nothing credited"):
        escrow.withdraw(stranger, order.offer.currency, {"from": stranger})
    with brownie.reverts("Escrow: wrong coin amount"):
        escrow.pay(salted(order, 1), {"from": buyer, "value": order.total - 12_345})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert change["seller"] == proceeds(order)
    assert escrow.balance() == share(order.total, 100) + share(order.total, 200) + 12_345


def test_coin_sent(escrow, stranger):
    """There is nothing that takes coin without a call."""
    with brownie.reverts():
        stranger.transfer(escrow, 1)


def test_token_sent(escrow, order, token, pay, moved, deployer, buyer, stranger):
    """A donation counts for nobody, and hides no shortfall."""
    fee = token("fee")
    fee.set_fee_bps(0, {"from": deployer})
    order = order.of(currency=fee.address)
    fee.mint(escrow, 10 * order.total, {"from": stranger})
    with moved(order) as change:
        pay(order)
    assert change["escrow"] == order.total
    fee.set_fee_bps(1, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        pay(salted(order, 1))
    fee.set_fee_bps(0, {"from": deployer})
    with moved(order) as change:
        escrow.confirm(order, {"from": buyer})
    assert change["seller"] == proceeds(order)
