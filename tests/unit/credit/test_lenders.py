"""deposit, mint, withdraw, redeem: what lenders put in and take out; fees and losses are theirs."""

import brownie
import pytest

from tests.fixtures.credit import LENT, WRITE_OFF
from tests.fixtures.terms import EMPTY, MAX_UINT

SHARES = 1_000  # for a unit, to begin with


@pytest.fixture
def other(give, dollar, credit, stranger):
    """A second lender, with money that he has not lent."""
    give(stranger.address, dollar.address, LENT, credit.address)
    return stranger


def test_deposit(credit, dollar, other, told):
    tx = credit.deposit(500, other, {"from": other})
    shares = 500 * SHARES
    assert told(tx) == [
        ("Transfer", EMPTY, other.address, shares),
        ("Deposit", other.address, other.address, 500, shares),
    ]
    assert (credit.balanceOf(other), credit.totalAssets(), credit.cash()) == (shares, LENT + 500, LENT + 500)
    assert dollar.balanceOf(credit) == LENT + 500


def test_deposit_for_somebody_else(credit, other, buyer):
    credit.deposit(500, buyer, {"from": other})
    assert credit.balanceOf(buyer) == 500 * SHARES


def test_mint(credit, dollar, other):
    before = dollar.balanceOf(other)
    tx = credit.mint(SHARES + 1, other, {"from": other})
    assert tx.return_value == before - dollar.balanceOf(other) == 2
    assert credit.balanceOf(other) == SHARES + 1


def test_withdraw(credit, dollar, lender, buyer, told):
    tx = credit.withdraw(500, buyer, lender, {"from": lender})
    shares = 500 * SHARES
    assert told(tx) == [
        ("Transfer", lender.address, EMPTY, shares),
        ("Withdraw", lender.address, buyer.address, lender.address, 500, shares),
    ]
    assert (dollar.balanceOf(buyer), credit.cash()) == (500, LENT - 500)


def test_redeem(credit, dollar, lender, buyer):
    tx = credit.redeem(SHARES * 2 - 1, buyer, lender, {"from": lender})
    assert tx.return_value == dollar.balanceOf(buyer) == 1


def test_cash_at_hand(credit, plan, lender):
    """What is lent comes back before it can be taken out."""
    cash = LENT - plan.principal
    assert credit.maxWithdraw(lender) == credit.cash() == cash
    with brownie.reverts("vault: not enough cash"):
        credit.withdraw.call(cash + 1, lender, lender, {"from": lender})
    with brownie.reverts("vault: not enough cash"):
        credit.redeem.call(credit.balanceOf(lender), lender, lender, {"from": lender})
    most = credit.maxRedeem(lender)
    assert credit.previewRedeem(most) == cash
    credit.redeem(most, lender, lender, {"from": lender})
    assert credit.cash() == credit.maxWithdraw(lender) == credit.maxRedeem(lender) == 0


def test_fees_are_theirs(credit, plan, repay, lender, other):
    """They count once they are paid: who comes later pays for them."""
    repay(plan, 2 * plan.principal)
    fee = plan.principal // 100
    assert credit.totalAssets() == LENT + fee
    assert LENT + fee - 1 <= credit.maxWithdraw(lender) <= LENT + fee
    assert credit.previewDeposit(LENT) < LENT * SHARES


def test_losses_are_theirs(credit, plan, due_at, lender, other):
    due_at(plan, 1, WRITE_OFF)
    credit.write_off(plan, {"from": other})
    assert credit.totalAssets() == LENT - plan.principal
    assert credit.maxWithdraw(lender) == LENT - plan.principal
    assert credit.previewDeposit(LENT) > LENT * SHARES


def test_anothers_shares(credit, lender, other):
    with brownie.reverts("erc20: insufficient allowance"):
        credit.withdraw.call(1, other, lender, {"from": other})
    credit.approve(other, SHARES, {"from": lender})
    credit.withdraw(1, other, lender, {"from": other})
    assert credit.allowance(lender, other) == 0
    with brownie.reverts("erc20: insufficient allowance"):
        credit.redeem.call(1, other, lender, {"from": other})


def test_more_than_one_has(credit, other):
    with brownie.reverts("erc20: burn amount exceeds balance"):
        credit.redeem.call(1, other, other, {"from": other})


def test_for_nobody(credit, other):
    with brownie.reverts("erc20: mint to the zero address"):
        credit.deposit.call(1, EMPTY, {"from": other})


def test_room(credit, dollar, other, give):
    """128 bits of units."""
    give(other.address, dollar.address, 2**128, credit.address)
    room = 2**128 - 1 - LENT
    assert (credit.maxDeposit(other), credit.maxMint(other)) == (room, room * SHARES)
    with brownie.reverts("vault: amount too large"):
        credit.deposit.call(room + 1, other, {"from": other})
    credit.deposit(room, other, {"from": other})
    assert (credit.maxDeposit(other), credit.maxMint(other)) == (0, 0)
    with brownie.reverts("vault: amount too large"):
        credit.mint.call(MAX_UINT // 2**129, other, {"from": other})


def test_face(credit, dollar):
    assert (credit.asset(), credit.decimals()) == (dollar.address, dollar.decimals() + 3)
    assert (credit.name(), credit.symbol()) == ("Handover Credit", "hcUSD")


def test_shares_move(credit, lender, other):
    credit.transfer(other, 5, {"from": lender})
    assert credit.balanceOf(other) == 5
