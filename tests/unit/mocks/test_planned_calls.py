"""What the doubles with planned calls have in common, on the one that is easiest to enter."""

import pytest

from tests.fixtures import chains
from tests.fixtures.planned_calls import outcomes

PAYOUT_GAS = 52_300


@pytest.fixture
def double(ReenteringReceiver, stranger):
    return ReenteringReceiver.deploy({"from": stranger})


@pytest.fixture
def enter(double, stranger):
    """`enter()` sends the double one unit of coin, with a payout's gas or more."""

    def send(gas=PAYOUT_GAS):
        return stranger.transfer(double, 1, gas_limit=21_000 + gas)

    return send


def test_default_behavior(dollar, double, enter, stranger):
    double.plan(dollar, dollar.mint.encode_input(stranger, 5), {"from": stranger})
    double.plan(dollar, dollar.transfer.encode_input(stranger, 5), {"from": stranger})
    double.arm(1, {"from": stranger})
    made, refused = outcomes(enter(gas=200_000))
    assert (made.index, made.success, made.reason) == (0, True, "")
    assert (refused.index, refused.success, refused.reason) == (1, False, "plain_token: balance too low")
    assert 200_000 > made.gas_left > refused.gas_left
    assert dollar.balanceOf(stranger) == 5


def test_two_calls_fit_into_a_payout(dollar, double, enter, receiver, stranger):
    for _ in range(2):
        double.plan(dollar, dollar.transfer.encode_input(receiver, 5), {"from": stranger})
    double.arm(1, {"from": stranger})
    assert [outcome.reason for outcome in outcomes(enter())] == ["plain_token: balance too low"] * 2


def test_not_armed(dollar, double, enter, stranger):
    double.plan(dollar, dollar.mint.encode_input(stranger, 5), {"from": stranger})
    assert outcomes(enter()) == []


def test_armed_once(dollar, double, enter, stranger):
    double.plan(dollar, dollar.transfer.encode_input(stranger, 5), {"from": stranger})
    double.arm(1, {"from": stranger})
    assert len(outcomes(enter())) == 1
    assert double.armed() == 0
    assert outcomes(enter()) == []


def test_forget(dollar, double, enter, stranger):
    double.plan(dollar, dollar.mint.encode_input(stranger, 5), {"from": stranger})
    double.forget({"from": stranger})
    double.arm(1, {"from": stranger})
    assert outcomes(enter()) == []


@pytest.mark.parametrize("times", [1, 3])
def test_answers_its_own_consequences(double, enter, ContractWallet, holder, stranger, times):
    wallet = ContractWallet.deploy(holder, {"from": stranger})
    stranger.transfer(wallet, 10)
    double.plan(wallet, wallet.execute.encode_input(double, b"", 1), {"from": stranger})
    double.arm(times, {"from": stranger})
    tx = enter(gas=500_000)
    assert [outcome.success for outcome in outcomes(tx)] == [True] * times
    assert double.balance() == 1 + times


def test_with_coin(double, enter, receiver, stranger):
    before = receiver.balance()
    double.plan(receiver, b"", 1, {"from": stranger})
    double.arm(1, {"from": stranger})
    assert outcomes(enter())[0].success
    assert receiver.balance() == before + 1
    assert double.balance() == 0


@chains.TRACERS
@pytest.mark.parametrize("length", [0, 4, 2048])
def test_data_arrives_unchanged(double, enter, web3, ContractWallet, holder, stranger, length):
    wallet = ContractWallet.deploy(holder, {"from": stranger})
    data = bytes(range(1, 256)) * 9
    double.plan(wallet, data[:length], {"from": stranger})
    double.arm(1, {"from": stranger})
    tx = enter(gas=200_000)
    assert outcomes(tx)[0].success
    answer = web3.provider.make_request("debug_traceTransaction", [tx.txid, {"tracer": "callTracer"}])
    (call,) = answer["result"]["calls"]
    assert bytes.fromhex(call["input"][2:]) == data[:length]
