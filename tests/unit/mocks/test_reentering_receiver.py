"""The re-entering receiver calls back in the middle of being paid."""

import pytest
from brownie import ZERO_ADDRESS

from tests.fixtures.planned_calls import outcomes


@pytest.fixture
def wallet(ContractWallet, holder, stranger):
    """Pays the receiver, and can be told by anyone to pay again."""
    wallet = ContractWallet.deploy(holder, {"from": stranger})
    stranger.transfer(wallet, 10)
    return wallet


def test_default_behavior(ReenteringReceiver, wallet, stranger):
    double = ReenteringReceiver.deploy({"from": stranger})
    double.plan(wallet, wallet.execute.encode_input(double, b"", 9), {"from": stranger})
    double.arm(1, {"from": stranger})
    tx = wallet.execute(double, b"", 1, {"from": stranger})
    assert outcomes(tx)[0].success
    assert (double.balance(), wallet.balance()) == (10, 0)


def test_keeps_the_coin_when_its_call_fails(ReenteringReceiver, dollar, wallet, stranger):
    double = ReenteringReceiver.deploy({"from": stranger})
    double.plan(dollar, dollar.transfer.encode_input(ZERO_ADDRESS, 0), {"from": stranger})
    double.arm(1, {"from": stranger})
    tx = wallet.execute(double, b"", 1, {"from": stranger})
    assert outcomes(tx)[0].reason == "plain_token: empty receiver"
    assert double.balance() == 1
