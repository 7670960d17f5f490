"""Currencies that misbehave: their own Credit suffers, and no plan or share of it without what covers it."""

import brownie
import pytest

from tests.fixtures.credit import LENT, quarter
from tests.fixtures.terms import EMPTY, NO_HASH


@pytest.fixture
def lending(credit_in, lend, order, token):
    """`lending(kind, prepared=...)`: a currency, its Credit with a lender's money, and an order in it."""

    def make(kind, setting=None):
        currency = token(kind)
        if setting:
            setting(currency)
        credit = credit_in(currency.address)
        lend(credit)
        return currency, credit, order.of(currency=currency.address)

    return make


@pytest.fixture
def fee(lending, deployer):
    """A token that takes no fee yet."""
    return lending("fee", lambda token: token.set_fee_bps(0, {"from": deployer}))


def test_default_behavior(lending, buy_later, step, stranger):
    """A token that returns nothing goes through all of it."""
    currency, credit, order = lending("silent")
    bought, plan = buy_later(order, credit)
    credit.repay(plan, 1_000, {"from": plan.buyer})
    step(bought.buyer, "cancel", bought)
    before = currency.balanceOf(plan.buyer)
    credit.settle(plan, {"from": stranger})
    assert currency.balanceOf(plan.buyer) == before + quarter(bought)
    assert credit.totalAssets() == currency.balanceOf(credit) == LENT + 1_000


def test_fee_on_the_way_in(fee, prepare_credit, buyer, lender, deployer):
    """Nothing that arrives short is taken."""
    currency, credit, order = fee
    order = prepare_credit(order, credit)
    currency.set_fee_bps(1, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        credit.buy.call(order, quarter(order), 4, 14, {"from": buyer})
    currency.mint(lender, 10**9, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        credit.deposit.call(10**8, lender, {"from": lender})


def test_fee_on_a_payment(fee, buy_later, deployer):
    currency, credit, order = fee
    _, plan = buy_later(order, credit)
    currency.set_fee_bps(1, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        credit.repay.call(plan, 10**6, {"from": plan.buyer})


def test_fee_on_a_refund(fee, buy_later, step, deployer, stranger):
    """Only what arrived cuts the debt."""
    currency, credit, order = fee
    bought, plan = buy_later(order, credit)
    step(bought.offer.seller, "refund", bought, 10**6)
    currency.set_fee_bps(100, {"from": deployer})
    credit.settle(plan, {"from": stranger})
    arrived = 10**6 - 10**4
    assert credit.record(plan)["refunded"] == arrived
    assert credit.cash() == currency.balanceOf(credit)


def test_money_that_does_not_arrive(lending, prepare_credit, buyer, deployer):
    """A token that keeps the down payment, and then lets Escrow have it out of the lenders' cash."""
    hook, credit, order = lending("hook")
    order = prepare_credit(order, credit)
    hook.set_hook(False, True, True, {"from": deployer})  # its first transferFrom moves nothing
    hook.arm(1, {"from": deployer})
    with brownie.reverts("payments: wrong amount arrived"):
        credit.buy.call(order, quarter(order), 4, 14, {"from": buyer})


def test_transfer_failed(lending, buy_later, deployer):
    false, credit, order = lending("false", lambda token: token.set_false(False, False, {"from": deployer}))
    _, plan = buy_later(order, credit)
    false.set_false(False, True, {"from": deployer})
    with brownie.reverts("payments: transfer failed"):
        credit.repay.call(plan, 1_000, {"from": plan.buyer})


@pytest.fixture
def denied(lending, buy_later, step, deployer, stranger):
    """A buyer whom his currency denies, what came back of whose order was settled, and the Credit."""
    deny, credit, order = lending("deny_list")
    bought, plan = buy_later(order, credit)
    step(bought.buyer, "cancel", bought)
    deny.set_denied(plan.buyer, True, {"from": deployer})
    credit.settle(plan, {"from": stranger})
    return deny, credit, plan, quarter(bought)


def test_denied_buyer(denied, deployer, stranger):
    """His debt is gone, his down payment waits; nobody has it sent elsewhere but himself."""
    deny, credit, plan, down = denied
    assert credit.credits(plan.buyer, NO_HASH, deny) == down
    assert deny.balanceOf(credit) == credit.cash() + down
    assert (credit.lent(), credit.cash()) == (0, LENT)
    with brownie.reverts("payments: receiver refused"):
        credit.withdraw_credit.call(plan.buyer, {"from": stranger})
    with brownie.reverts("payments: nothing credited"):
        credit.withdraw_credit_to.call(stranger, {"from": stranger})
    deny.set_denied(plan.buyer, False, {"from": deployer})
    before = deny.balanceOf(plan.buyer)
    credit.withdraw_credit(plan.buyer, {"from": stranger})
    assert deny.balanceOf(plan.buyer) == before + down
    with brownie.reverts("payments: nothing credited"):
        credit.withdraw_credit.call(plan.buyer, {"from": stranger})


def test_credit_is_no_cash(denied, lender):
    """Lenders cannot take out what waits for a buyer, nor is it lent."""
    _, credit, _, _ = denied
    assert credit.totalAssets() == credit.maxWithdraw(lender) == LENT
    with brownie.reverts("vault: not enough cash"):
        credit.withdraw.call(LENT + 1, lender, lender, {"from": lender})


def test_withdraw_credit_to(denied, stranger):
    """The account itself says where to."""
    deny, credit, plan, down = denied
    deny.set_denied(plan.buyer, False, {"from": stranger})
    with brownie.reverts("Credit: empty receiver"):
        credit.withdraw_credit_to.call(EMPTY, {"from": plan.buyer})
    credit.withdraw_credit_to(stranger, {"from": plan.buyer})
    assert deny.balanceOf(stranger) == down


def test_denied_credit(lending, buy_later, step, deployer, stranger):
    """What came back waits in Escrow until it is lifted."""
    deny, credit, order = lending("deny_list")
    bought, plan = buy_later(order, credit)
    step(bought.buyer, "cancel", bought)
    deny.set_denied(credit, True, {"from": deployer})
    with brownie.reverts("payments: receiver refused"):
        credit.settle.call(plan, {"from": stranger})
    deny.set_denied(credit, False, {"from": deployer})
    credit.settle(plan, {"from": stranger})
    assert credit.cash() == LENT


def test_none_that_is_no_token(credit_in, stranger):
    """Where nothing answers as a token does, there is no Credit."""
    for currency in (EMPTY, stranger.address):
        with pytest.raises(Exception, match="revert"):
            credit_in(currency)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"base": 2, "maximum": 1}, "Credit: base above the maximum"),
        ({"base": 0, "maximum": 2**96}, "Credit: maximum too large"),
        *(
            ({name: 10_001}, "Credit: share above the whole")
            for name in ("growth_bps", "fee_bps", "late_bps", "seller_bps", "buyer_bps")
        ),
    ],
)
def test_parameters(credit_in, dollar, parameters, sentence):
    with brownie.reverts(sentence):
        credit_in(dollar.address, **parameters)
