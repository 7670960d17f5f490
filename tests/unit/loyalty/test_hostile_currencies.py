"""Currencies that misbehave: their own points suffer, covered they stay, and no other currency's."""

import brownie
import pytest

from tests.fixtures.points import cash_of, coin_of, points_of
from tests.fixtures.terms import EMPTY

RATE = 10_000


@pytest.fixture(scope="module")
def currency() -> str:
    """Each test has its own."""
    return EMPTY


@pytest.fixture
def priced(order, points_in):
    """`priced(token)`: an order in a currency, and the points that its offer gives."""

    def make(token):
        loyalty = points_in(token.address)
        return order.of(currency=token.address, loyalty=loyalty.address), loyalty

    return make


def test_default_behavior(token, priced, earn, buy, step, turned, stranger):
    """A token that returns nothing goes through all of it."""
    order, loyalty = priced(token("silent"))
    points = earn(order)
    order = buy(order, loyalty, points)
    step(order.buyer, "cancel", order)
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})

    assert (change["cash"], change["points"]) == (cash_of(order), points)


@pytest.mark.parametrize("fee", [1, 100, RATE])
def test_fee_on_the_way_in(token, priced, earn, ledger, stranger, deployer, fee):
    """Only what arrived becomes points."""
    currency = token("fee")
    currency.set_fee_bps(0, {"from": deployer})
    order, loyalty = priced(currency)
    points = earn(order)
    currency.set_fee_bps(fee, {"from": deployer})
    loyalty.collect(order.buyer, {"from": stranger})

    found = ledger(order, loyalty)
    assert found["supply"] == found["reserve"] == found["points"] == points - points * fee // RATE


def test_fee_on_a_refund(token, priced, earn, buy, step, ledger, stranger, deployer):
    currency = token("fee")
    currency.set_fee_bps(0, {"from": deployer})
    order, loyalty = priced(currency)
    points = earn(order)
    order = buy(order, loyalty, points)
    step(order.buyer, "cancel", order)
    currency.set_fee_bps(100, {"from": deployer})
    loyalty.settle(order, {"from": stranger})

    found = ledger(order, loyalty)
    arrived = order.total - order.total // 100
    assert found["supply"] == found["reserve"] == found["points"] == arrived - cash_of(order)


def test_fee_cannot_be_paid_from_the_reserve(token, priced, earn, prepare, ledger, stranger, deployer):
    """Neither that of the buyer's cash nor that of the payment."""
    currency = token("fee")
    currency.set_fee_bps(0, {"from": deployer})
    order, loyalty = priced(currency)
    points = earn(order) + earn(order)
    loyalty.collect(order.buyer, {"from": stranger})
    order = prepare(order, loyalty, points // 2)
    currency.set_fee_bps(100, {"from": deployer})
    before = ledger(order, loyalty)
    with brownie.reverts("payments: wrong amount arrived"):
        loyalty.pay(order, {"from": order.buyer})
    assert ledger(order, loyalty) == before


@pytest.mark.parametrize("is_collected", [False, True])
@pytest.mark.parametrize("is_cart", [False, True])
def test_cash_that_does_not_arrive(token, priced, earn, prepare, ledger, stranger, deployer, is_cart, is_collected):
    """A token that keeps all of the cash, and then lets Escrow have it out of the reserve.

    Points that are collected on the way, where they are needed, do not make up for it.
    """
    hook = token("hook")
    order, loyalty = priced(hook)
    points = sum(earn(order) for _ in range(6))
    if is_collected:
        loyalty.collect(order.buyer, {"from": stranger})
    order = prepare(order, loyalty, points // 6)
    hook.set_hook(False, True, True, {"from": deployer})  # its first transferFrom moves nothing
    hook.arm(1, {"from": deployer})
    before = ledger(order, loyalty)
    with brownie.reverts("Loyalty: wrong amount moved"):
        if is_cart:
            loyalty.pay_many([order], {"from": order.buyer})
        else:
            loyalty.pay(order, {"from": order.buyer})
    assert ledger(order, loyalty) == before


def test_transfer_failed(token, priced, earn, prepare, deployer):
    false = token("false")
    false.set_false(False, False, {"from": deployer})
    order, loyalty = priced(false)
    order = prepare(order, loyalty, earn(order))
    false.set_false(False, True, {"from": deployer})
    with brownie.reverts("Loyalty: transfer failed"):
        loyalty.pay(order, {"from": order.buyer})


def test_denied_buyer(token, priced, earn, buy, step, turned, stranger, deployer):
    """His points come back, his cash waits; and he can have it sent elsewhere by nobody but himself."""
    deny = token("deny_list")
    order, loyalty = priced(deny)
    order = buy(order, loyalty, earn(order))
    step(order.buyer, "cancel", order)
    deny.set_denied(order.buyer, True, {"from": deployer})
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})
    assert (change["points"], change["credited"]) == (points_of(order), cash_of(order))

    with brownie.reverts("payments: receiver refused"):
        loyalty.withdraw(order.buyer, deny, {"from": stranger})
    deny.set_denied(order.buyer, False, {"from": deployer})
    with turned(order, loyalty) as change:
        loyalty.withdraw(order.buyer, deny, {"from": stranger})
    assert change == {"credited": -cash_of(order), "reserve": -cash_of(order), "cash": cash_of(order)}


def test_denied_loyalty(token, priced, earn, buy, step, turned, stranger, deployer):
    """Everything waits in Escrow until it is lifted."""
    deny = token("deny_list")
    order, loyalty = priced(deny)
    order = buy(order, loyalty, earn(order))
    step(order.buyer, "cancel", order)
    deny.set_denied(loyalty, True, {"from": deployer})
    with brownie.reverts("payments: receiver refused"):
        loyalty.settle(order, {"from": stranger})
    deny.set_denied(loyalty, False, {"from": deployer})
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})
    assert (change["cash"], change["points"]) == (cash_of(order), points_of(order))


def test_false_currency_moves_no_other(token, order, loyalty, points_in, earn, saved, ledger, stranger, deployer):
    """An offer in a worthless token that names this contract: the worthless token is handed on, and that is all."""
    fee = token("fee")
    fee.set_fee_bps(0, {"from": deployer})
    worthless = order.of(currency=fee.address)
    amount = earn(worthless)
    before = ledger(order, loyalty)
    loyalty.collect_cash(order.buyer, fee, {"from": stranger})

    assert fee.balanceOf(order.buyer) == amount
    assert ledger(order, loyalty) == before


def test_fee_takes_no_others_cash(token, order, loyalty, earn, stranger, deployer):
    """What one buyer's cash lost on its way is not made up from what else is here in this currency."""
    fee = token("fee")
    fee.set_fee_bps(0, {"from": deployer})
    fee.mint(loyalty, 10**18, {"from": deployer})
    amount = earn(order.of(currency=fee.address))
    fee.set_fee_bps(100, {"from": deployer})
    loyalty.collect_cash(order.buyer, fee, {"from": stranger})

    arrived = amount - amount // 100
    assert fee.balanceOf(order.buyer) == arrived - arrived // 100
    assert fee.balanceOf(loyalty) == 10**18


@pytest.mark.parametrize("kind", ["six_decimals", "eighteen_decimals", "twenty_four_decimals", "hostile_name"])
def test_whatever_its_decimals(token, priced, earn, buy, step, turned, stranger, kind):
    order, loyalty = priced(token(kind))
    order = buy(order, loyalty, earn(order))
    assert coin_of(order) == 0
    step(order.buyer, "cancel", order)
    with turned(order, loyalty) as change:
        loyalty.settle(order, {"from": stranger})
    assert change["cash"] + change["points"] == order.total
