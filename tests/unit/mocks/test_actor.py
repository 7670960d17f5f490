"""Every double that can play a role speaks through `execute`."""

import brownie
import pytest

KINDS = ["ContractWallet", "ReenteringReceiver", "RefusingReceiver", "GasEatingReceiver", "ReturnBombReceiver"]


@pytest.fixture(params=KINDS)
def actor(request, holder, stranger):
    arguments = [holder] if request.param == "ContractWallet" else []
    return request.getfixturevalue(request.param).deploy(*arguments, {"from": stranger})


def test_default_behavior(dollar, actor, receiver, stranger):
    dollar.mint(actor, 5, {"from": stranger})
    tx = actor.execute(dollar, dollar.transfer.encode_input(receiver, 5), {"from": stranger})
    assert dollar.balanceOf(receiver) == 5
    assert int(str(tx.return_value), 16) == 1


def test_reason_comes_through(dollar, actor, receiver, stranger):
    with brownie.reverts("plain_token: balance too low"):
        actor.execute(dollar, dollar.transfer.encode_input(receiver, 5), {"from": stranger})


def test_passes_coin_on(actor, receiver, stranger):
    before = receiver.balance()
    actor.execute(receiver, b"", 7, {"from": stranger, "value": 7})
    assert receiver.balance() == before + 7
    assert actor.balance() == 0
